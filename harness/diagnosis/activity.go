package diagnosis

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Activities on one card: eight by the documents for users, sixteen objects in
// the library (Leaflet for liberal doctors; CryptolibCPS external
// specification).
const (
	usualActivities = 8
	mostActivities  = 16
)

// judgeActivities judges the list of activities, and the one chosen. A
// zero-filled or erased object is a number that is taken, not an activity.
func (c *checker) judgeActivities() {
	if missing := c.activitiesMissing(); missing != noInput {
		c.unknowns(missing, rule.ACT001, rule.ACT003, rule.ACT004, rule.ACT005)
		c.judgeChoice()
		c.judgeChosenMode()
		return
	}
	numbers, held := 0, 0
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		switch a.State {
		case card.Absent:
			continue
		case card.Unread, card.Malformed, card.Present:
			held++
		case card.Empty, card.Zeros, card.Erased: // a number without content
		}
		numbers++
	}
	if held == 0 && c.kind != card.KindCPA {
		if c.kind == "" {
			c.unknown(rule.ACT001, missingType)
		} else {
			c.fireOn(rule.ACT001, c.activityForms()...)
		}
	}
	c.judgeChoice()
	strange, gap := c.strangeNumbers(), c.gapInNumbers()
	if numbers > usualActivities && numbers <= mostActivities {
		switch c.kind {
		case "":
			c.unknown(rule.ACT003, missingType)
		case card.KindCPS:
			c.fireOn(rule.ACT003, Evidence{Field: missingActivities.name(), Value: strconv.Itoa(numbers)})
		default: // the limit is stated of the CPS
		}
	}
	if strange {
		c.fireOn(rule.ACT004, Evidence{Field: missingActivities.name(), Value: c.activityNumbers()})
	}
	if gap {
		c.fireOn(rule.ACT005, Evidence{Field: missingActivities.name(), Value: c.activityNumbers()})
	}
	c.judgeChosenMode()
}

// strangeNumbers: a number that no card can have, or one that stands twice.
func (c *checker) strangeNumbers() bool {
	var seen [mostActivities + 1]bool
	for i := range c.card.Activities {
		n := c.card.Activities[i].Number
		if n < 1 || n > mostActivities || seen[n] {
			return true
		}
		seen[n] = true
	}
	return false
}

// gapInNumbers: some number but 1 has no number before it.
func (c *checker) gapInNumbers() bool {
	var held numbers
	for i := range c.card.Activities {
		if a := &c.card.Activities[i]; a.State != card.Absent && inNumbers(a.Number) {
			held = held.plus(a.Number)
		}
	}
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		switch before := a.Number - 1; {
		case before < 1 || a.State == card.Absent:
		case inNumbers(before):
			if !held.has(before) {
				return true
			}
		case !c.hasNumber(before): // far above what a card can have: one by one
			return true
		}
	}
	return false
}

// hasNumber reports whether an object of that number is on the card.
func (c *checker) hasNumber(n int) bool {
	for i := range c.card.Activities {
		if a := &c.card.Activities[i]; a.Number == n && a.State != card.Absent {
			return true
		}
	}
	return false
}

// judgeChoice: several activities can bill, and none was chosen.
func (c *checker) judgeChoice() {
	if !c.billing {
		return
	}
	switch selected, ok := c.facts.Text(fact.LgcSelected); {
	case !ok && c.in.Facts.Activity == 0:
		c.undeclared(rule.ACT002)
	case !ok || selected != "none":
	case c.sitMissing() != noInput:
		c.unknown(rule.ACT002, c.sitMissing())
	default:
		billing := 0
		for a := range c.presentActivities {
			if c.bills(a) {
				billing++
			}
		}
		switch {
		case billing > 1:
			c.fireOn(rule.ACT002, Evidence{Field: "lgc.selected", Value: selected}, Evidence{Field: missingActivities.name(), Value: strconv.Itoa(billing)})
		case billing+c.sit.loose > 1:
			c.unknown(rule.ACT002, missingActivities)
		}
	}
}

// bills reports whether a usable situation is linked to an activity.
func (c *checker) bills(a *card.NumberedActivity) bool {
	for _, b := range c.sit.judged {
		if b.Link == a.Value.Logical && c.usable(b) {
			return true
		}
	}
	return false
}

// chosen returns the activity that was declared, or the only one there is; nil
// when neither is.
func (c *checker) chosen() *card.NumberedActivity {
	var only *card.NumberedActivity
	count := 0
	for a := range c.presentActivities {
		if a.Number == c.in.Facts.Activity {
			return a
		}
		only = a
		count++
	}
	if count == 1 && c.in.Facts.Activity == 0 {
		return only
	}
	return nil
}

// judgeChosenMode: a salaried or unpaid activity without billing situation was
// chosen to bill with, or one's own practice is to be billed with an activity of
// replacement that has no number of its own.
func (c *checker) judgeChosenMode() {
	if !c.billing {
		return
	}
	n := c.in.Facts.Activity
	if n == 0 && !c.facts.Has(fact.LgcSelected) {
		n = c.onlyReplacement()
	}
	switch {
	case n == 0 && !c.facts.Has(fact.LgcSelected):
		c.undeclared(rule.ACT006)
	case n == 0:
	case c.sitMissing() != noInput:
		c.unknown(rule.ACT006, c.sitMissing())
	case c.activitiesMissing() != noInput:
		c.unknown(rule.ACT006, c.activitiesMissing())
	case c.kind == "":
		c.unknown(rule.ACT006, missingType)
	case c.kind != card.KindCPS:
	default:
		c.judgeModeOf(n)
	}
}

// judgeModeOf judges the activity of that number. A situation of an activity
// that could not be read is none of this one's: their logical numbers differ.
func (c *checker) judgeModeOf(n int) {
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		switch {
		case a.Number != n:
		case a.State == card.Unread || a.State == card.Malformed:
			c.unknown(rule.ACT006, missingActivities)
		case a.State == card.Present && unpaidByActs(a.Value.Mode) && len(c.sit.judged) == 0:
			c.fireOn(rule.ACT006, c.activityField(a, "mode", a.Value.Mode))
		case a.State == card.Present && c.borrows(a):
			c.judgeBorrowed(a)
		}
	}
}

// judgeBorrowed: an activity without a number of its own bills in a replacement only.
func (c *checker) judgeBorrowed(a *card.NumberedActivity) {
	switch c.replacing() {
	case TriUnknown:
		c.undeclaredFact(rule.ACT006, fact.LgcReplacement)
	case TriNo:
		c.fire(rule.ACT006, Finding{Variant: rule.VariantReplacement, Evidence: []Evidence{
			c.activityField(a, "mode", a.Value.Mode), {Field: fact.LgcReplacement.Name(), Value: "no"},
		}})
	case TriYes:
	}
}

// borrows reports whether an activity has billing situations, and none with a number
// of its own.
func (c *checker) borrows(a *card.NumberedActivity) bool {
	some := false
	for _, b := range c.sit.judged {
		if b.activity != a {
			continue
		}
		if !b.borrowed {
			return false
		}
		some = true
	}
	return some
}

// onlyReplacement returns the number of the activity of a card that has no other and
// borrows the number it bills with, 0 where there is another or none.
func (c *checker) onlyReplacement() int {
	if c.card == nil || len(c.card.Activities) != 1 || !c.borrows(&c.card.Activities[0]) {
		return 0
	}
	return c.card.Activities[0].Number
}

func unpaidByActs(mode string) bool { return mode == card.ModeSalaried || mode == card.ModeUnpaid }

// judgeReplacement is the rest of the ACT family: replacements, new activities,
// place of the act.
func (c *checker) judgeReplacement() {
	mode, ok := c.facts.Text(fact.InvoiceMode)
	replaced, declared := c.facts.Text(fact.InvoiceReplacedId)
	switch {
	case !ok:
		c.undeclared(rule.ACT007)
	case mode != card.ModeReplacement:
	case !declared:
		c.undeclaredFact(rule.ACT007, fact.InvoiceReplacedId)
	case replaced == "" && c.appliesTo(rule.ACT007, card.KindCPS, card.KindCPF):
		c.fireOn(rule.ACT007, Evidence{Field: "invoice.mode", Value: mode}, Evidence{Field: "invoice.replacedId", Value: ""})
	}
	c.judgeReplacedCard()
	c.judgeReplacedInvoice(mode, ok)
	c.judgeTrainee()
	c.judgeNewActivity()
	c.judgePlace()
}

func (c *checker) judgeReplacedCard() {
	replaced, named := c.facts.Text(fact.LgcReplacedId)
	switch replacement := triOf(c.facts, fact.LgcReplacement); {
	case replacement == TriUnknown:
		c.undeclared(rule.ACT008)
	case replacement == TriNo:
	case !named:
		c.undeclaredFact(rule.ACT008, fact.LgcReplacedId)
	case c.holder == "":
		c.unknown(rule.ACT008, missingHolder)
	case samePerson(c.holder, replaced) && c.appliesTo(rule.ACT008, card.KindCPS):
		c.fireOn(rule.ACT008, Evidence{Field: missingHolder.name(), Value: c.holder, Exchange: c.card.Info.Exchange, Identity: true})
	}
}

// judgeReplacedInvoice: in a replacement the invoice is the replaced doctor's,
// not under a number of this card.
func (c *checker) judgeReplacedInvoice(mode string, declared bool) {
	id, ok := c.facts.Text(fact.InvoicePsId)
	switch {
	case !declared:
		c.undeclared(rule.ACT009)
	case mode != card.ModeReplacement:
	case !ok:
		c.undeclaredFact(rule.ACT009, fact.InvoicePsId)
	case c.sitMissing() != noInput:
		c.unknown(rule.ACT009, c.sitMissing())
	default:
		for _, b := range c.sit.counted {
			if b.am == amNumber(id) && c.appliesTo(rule.ACT009, card.KindCPS, card.KindCPF) {
				c.fire(rule.ACT009, Finding{Situation: b.Rank, Evidence: []Evidence{
					{Field: "invoice.psId", Value: id, Identity: true}, c.billingID(b),
				}})
			}
		}
	}
}

// judgeTrainee: a CPF bills in replacements, or with a usable situation
// wherever on the card. Never by its mode alone.
func (c *checker) judgeTrainee() {
	switch {
	case !c.billing:
	case c.sitMissing() != noInput:
		c.unknown(rule.ACT010, c.sitMissing())
	case c.activitiesMissing() != noInput:
		c.unknown(rule.ACT010, c.activitiesMissing())
	case c.kind == "":
		c.unknown(rule.ACT010, missingType)
	case c.kind != card.KindCPF || c.usableAnywhere():
	default:
		hidden := false
		for i := range c.card.Activities {
			a := &c.card.Activities[i]
			if a.State == card.Present && a.Value.Mode == card.ModeReplacement {
				return
			}
			hidden = hidden || a.State == card.Unread || a.State == card.Malformed
		}
		if hidden {
			c.unknown(rule.ACT010, missingActivities)
			return
		}
		c.fireOn(rule.ACT010, c.kindEvidence(), Evidence{Field: missingBilling.name(), Value: c.billingForm(), Exchange: c.card.Billing.Exchange})
	}
}

// declaredDays is how long a change may take to reach the card.
const declaredDays = 14

func (c *checker) judgeNewActivity() {
	expected, ok := c.facts.Text(fact.LgcExpectedAm)
	since, dated := c.facts.Date(fact.LgcDeclaredOn)
	switch {
	case !ok:
		c.undeclared(rule.ACT011)
	case !dated:
		c.undeclaredFact(rule.ACT011, fact.LgcDeclaredOn)
	case since.DaysUntil(c.today) <= declaredDays:
	case c.sitMissing() != noInput:
		c.unknown(rule.ACT011, c.sitMissing())
	case !c.appliesTo(rule.ACT011, card.KindCPS):
	default:
		for i := range c.sit.all {
			b := &c.sit.all[i]
			if b.am == amNumber(expected) {
				return
			}
		}
		c.fireOn(rule.ACT011, Evidence{Field: "lgc.expectedAm", Value: expected, Identity: true}, Evidence{Field: "lgc.declaredOn", Value: since.String()})
	}
}

// judgePlace compares the place of the act with that of the activity: a place
// as declared, or the name or number of its structure.
func (c *checker) judgePlace() {
	act, ok := c.facts.Text(fact.InvoicePlace)
	place, declared := c.facts.Text(fact.ActivityPlace)
	switch {
	case !ok:
		c.undeclared(rule.ACT012)
		return
	case !c.appliesTo(rule.ACT012, card.KindCPS):
		return
	}
	evidence := []Evidence{{Field: "invoice.place", Value: act}}
	if declared {
		if !samePlace(act, place) {
			c.fireOn(rule.ACT012, append(evidence, Evidence{Field: "activity.place", Value: place})...)
		}
		return
	}
	a := c.chosen()
	if a == nil || !filled(a.Value.StructureName) && !filled(a.Value.StructureID) {
		c.undeclaredFact(rule.ACT012, fact.ActivityPlace)
		return
	}
	number := a.Value.StructureID
	if number != "" {
		number = number[1:]
	}
	if !samePlace(act, a.Value.StructureName) && !samePlace(act, number) {
		c.fireOn(rule.ACT012, append(evidence, c.structureID(a))...)
	}
}

// samePlace compares without regard to accents, case and punctuation.
func samePlace(a, b string) bool {
	return strings.Join(text.Words(a), " ") == strings.Join(text.Words(b), " ")
}
