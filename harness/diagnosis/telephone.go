package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// What is declared of a card stands for what was not read of it: on the telephone no
// card is in a reader, but its holder sees the plastic and the screens. What was
// read always wins.

// byTelephone reports whether neither a reader nor a card was looked at: what is
// missing can only be declared then.
func (c *checker) byTelephone() bool {
	return c.card == nil && c.in.Reader.State == card.SlotUnknown
}

// unreadAndUndeclared notes a rule that misses something of the card: the fact by
// which it can be declared on the telephone, or else what was not read.
func (c *checker) unreadAndUndeclared(r rule.Number, unread inputName, fact fact.ID) {
	if c.byTelephone() {
		c.undeclaredFact(r, fact)
		return
	}
	c.unknown(r, unread)
}

// declaredGeneration returns the generation that was declared, if any was.
func (c *checker) declaredGeneration() card.Face {
	declared := c.declaredText(fact.CardGeneration)
	for _, f := range [...]card.Face{card.FaceCPS3, card.FaceCPS3Contactless, card.FaceCPS4} {
		if declared == f.Generation() {
			return f
		}
	}
	return card.FaceUnknown
}

// idCard returns EF ID as it was read, the zero value when it was not.
func (c *checker) idCard() card.IDCard {
	if c.card == nil || c.card.ID.State != card.Present {
		return card.IDCard{}
	}
	return c.card.ID.Value
}

// issueDate returns the day of issue, read or declared, no date when it is neither.
func (c *checker) issueDate() card.Date {
	if read := c.idCard().Issued; !read.IsZero() {
		return read
	}
	declared, _ := c.facts.Date(fact.CardIssueDate)
	return declared
}

// printedEnd returns the last day of the month that was declared to be printed on
// the card, no date when nobody declared it.
func (c *checker) printedEnd() card.Date {
	month, ok := c.facts.Date(fact.CardPrintedExpiry)
	if !ok {
		return card.Date{}
	}
	return month.EndOfMonth()
}

// unknownEnd lists rules that miss the end of validity.
func (c *checker) unknownEnd(rules ...rule.Number) {
	for _, r := range rules {
		c.unreadAndUndeclared(r, c.ofTheCard(missingExpiry), fact.CardPrintedExpiry)
	}
}

// unknownIssue lists rules that miss the day of issue.
func (c *checker) unknownIssue(rules ...rule.Number) {
	for _, r := range rules {
		c.unreadAndUndeclared(r, c.ofTheCard(missingIssue), fact.CardIssueDate)
	}
}

// unknownGeneration lists rules that miss the generation.
func (c *checker) unknownGeneration(rules ...rule.Number) {
	for _, r := range rules {
		c.unreadAndUndeclared(r, missingGeneration, fact.CardGeneration)
	}
}

// ofTheCard names an input of the card, or the card when there is none.
func (c *checker) ofTheCard(input inputName) inputName {
	if c.card == nil {
		return missingCard
	}
	return input
}

// dateEvidence shows a date of the card, with the exchange if it was read.
func (c *checker) dateEvidence(field string, d card.Date) Evidence {
	e := Evidence{Field: field, Value: d.String()}
	if read := c.idCard(); d == read.Issued || d == read.Expires {
		e.Exchange = c.card.ID.Exchange
	}
	return e
}

// printedEvidence shows the month that was declared to be printed on the card.
func (c *checker) printedEvidence() Evidence {
	return Evidence{Field: fact.CardPrintedExpiry.Name(), Value: c.declaredText(fact.CardPrintedExpiry)}
}
