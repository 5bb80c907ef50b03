package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Delays of delivery: Leaflet for liberal doctors (two weeks), FAQ of an online
// health service (five working days, codes a day after the card), Article of a
// training company (four weeks at most).
const (
	codesDays        = 1
	codesUrgentDays  = 5 // working days, this project
	firstCardDays    = 14
	reorderDays      = 5 // working days
	longestOrderDays = 28
)

// judgeDelivery is the part of step 5 that rests on what the holder declares:
// codes, orders, printed date, other cards.
func (c *checker) judgeDelivery() {
	c.judgeCodesLetter()
	c.judgeOrder()
	c.judgePrinted()
	c.judgeNewer()
	switch incident, ok := c.facts.Text(fact.Incident); {
	case !ok:
		c.undeclared(rule.VAL014)
	case lossOrDamage(incident) && c.appliesTo(rule.VAL014, card.KindCPS):
		c.fireOn(rule.VAL014, Evidence{Field: "incident", Value: incident})
	}
}

// lossOrDamage is false of a fault of the card itself, and of no incident.
func lossOrDamage(incident string) bool {
	return incident == "lost" || incident == "stolen" || incident == "damaged"
}

func (c *checker) judgeCodesLetter() {
	received, ok := c.facts.Date(fact.CardReceived)
	codes := triOf(c.facts, fact.CodesReceived)
	switch {
	case !ok:
		c.undeclared(rule.VAL010)
	case codes == TriUnknown:
		c.undeclaredFact(rule.VAL010, fact.CodesReceived)
	case codes == TriNo && received.DaysUntil(c.today) > codesDays:
		f := Finding{Evidence: []Evidence{{Field: "card.received", Value: received.String()}}}
		if workingDays(received, c.today) >= codesUrgentDays {
			f.Variant = rule.VariantOverdue
		}
		c.fire(rule.VAL010, f)
	}
}

func (c *checker) judgeOrder() {
	ordered, ok := c.facts.Date(fact.OrderDate)
	kind, known := c.facts.Text(fact.OrderKind)
	var overdue bool
	switch days := ordered.DaysUntil(c.today); {
	case !ok:
		c.undeclared(rule.VAL011)
		return
	case days > longestOrderDays:
		overdue = true
	case !known:
		c.undeclaredFact(rule.VAL011, fact.OrderKind)
		return
	case kind == "first":
		overdue = days > firstCardDays
	case kind == "reorder":
		overdue = workingDays(ordered, c.today) > reorderDays
	}
	if overdue {
		f := Finding{Evidence: []Evidence{{Field: "order.date", Value: ordered.String()}, {Field: "order.kind", Value: kind}}}
		if known && kind != "first" {
			f.Variant = rule.VariantNotFirst
		}
		c.fire(rule.VAL011, f)
	}
}

// workingDays counts the days from Monday to Friday after one day and up to
// another, not above 0 when that is no later; public holidays are not known here.
func workingDays(from, to card.Date) int {
	total := from.DaysUntil(to)
	days := total / 7 * 5
	for i := range total % 7 {
		if weekday(from.AddDays(i+1)) < 5 {
			days++
		}
	}
	return days
}

// weekday counts from Monday, 0. 5 January 1970 was a Monday.
func weekday(d card.Date) int {
	n := card.Date{Year: 1970, Month: 1, Day: 5}.DaysUntil(d) % 7
	return (n + 7) % 7
}

func (c *checker) judgePrinted() {
	printed, ok := c.facts.Date(fact.CardPrintedExpiry)
	switch {
	case !ok:
		c.undeclared(rule.VAL012)
	case c.idCard().Expires.IsZero():
		c.unknown(rule.VAL012, missingExpiry)
	case printed.EndOfMonth() != c.card.ID.Value.Expires.EndOfMonth():
		c.fireOn(rule.VAL012, c.printedEvidence(), c.dateEvidence(missingExpiry.name(), c.card.ID.Value.Expires))
	}
}

func (c *checker) judgeNewer() {
	latest, ok := c.facts.Date(fact.CardLatestKnown)
	issued := c.issueDate()
	switch {
	case !ok:
		c.undeclared(rule.VAL013)
	case issued.IsZero():
		c.unreadAndUndeclared(rule.VAL013, missingIssue, fact.CardIssueDate)
	case latest.After(issued):
		c.fireOn(rule.VAL013, c.dateEvidence(missingIssue.name(), issued), Evidence{Field: "card.latestKnown", Value: latest.String()})
	}
}
