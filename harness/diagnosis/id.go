package diagnosis

import (
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// endOfADELI is the first day on which an ADELI identifier is worth a word
// (FAQ of a billing software: October 2024).
var endOfADELI = card.Date{Year: 2024, Month: 10, Day: 1}

// judgeIdentifiers judges the shape and key of the numbers on the card, and of
// those that were typed. A number read on a card warns at most: the card is
// the authority, not the harness.
func (c *checker) judgeIdentifiers() {
	c.judgeHolder()
	c.judgeNumbers()
	c.judgeStructures()
}

func (c *checker) judgeHolder() {
	typed, hasTyped := c.facts.Text(fact.PrescriberRpps)
	if hasTyped {
		c.judgeRPPS(Evidence{Field: "prescriber.rpps", Value: typed, Identity: true}, withoutBlanks(typed))
	}
	number := c.holder
	if number == "" {
		missing := missingHolder
		if c.card == nil {
			missing = missingCard
		}
		if !hasTyped {
			c.unknowns(missing, rule.ID001, rule.ID002)
		}
		c.unknowns(missing, rule.ID003, rule.ID004, rule.ID005)
		return
	}
	holder := Evidence{Field: missingHolder.name(), Value: number, Exchange: c.card.Info.Exchange, Identity: true}
	bare := number[1:]
	switch number[0] {
	case '8':
		c.judgeRPPS(c.holderRPPS(bare), bare)
		if len(bare) != rppsLength || !digits(bare) {
			c.fireOn(rule.ID003, holder)
		}
	case '0':
		if !numberShape(bare) {
			c.fireOn(rule.ID003, holder)
		}
		if !c.today.Before(endOfADELI) {
			c.fireOn(rule.ID005, holder)
		}
	case '1', '3', '4', '5', '6':
		if structure, internal, _ := strings.Cut(bare, "/"); (structure == "" || internal == "") && c.appliesTo(rule.ID004, card.KindCPE, card.KindCPA) {
			c.fireOn(rule.ID004, holder)
		}
	}
}

// holderRPPS is the number behind the type digit 8.
func (c *checker) holderRPPS(number string) Evidence {
	return Evidence{Field: "holder.rpps", Value: number, Exchange: c.card.Info.Exchange, Identity: true}
}

func (c *checker) judgeRPPS(e Evidence, number string) {
	if len(number) != rppsLength || !digits(number) {
		c.fireOn(rule.ID001, e)
	} else if !luhn(number) {
		c.fireOn(rule.ID002, e)
	}
}

// judgeNumbers judges the AM numbers of the situations that count and the one
// that was typed.
func (c *checker) judgeNumbers() {
	typed, hasTyped := c.facts.Text(fact.PrescriberAm)
	typed = typedNumber(typed)
	if c.sitMissing() != noInput && !hasTyped {
		c.unknowns(c.sitMissing(), rule.ID006, rule.ID007, rule.ID008)
	}
	entry := Evidence{Field: "prescriber.am", Value: typed, Identity: true}
	for _, b := range c.sit.counted {
		if !numberShape(b.am) {
			c.fire(rule.ID006, Finding{Severity: Warning, Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
	am := amNumber(typed)
	if typed != "" && !numberShape(am) {
		c.fire(rule.ID006, Finding{Variant: rule.VariantTyped, Evidence: []Evidence{entry}})
	}
	for _, b := range c.sit.counted {
		if number := b.am; numberShape(number) && !luhn(number) {
			c.fire(rule.ID007, Finding{Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
	if numberShape(am) && !luhn(am) {
		c.fireOn(rule.ID007, entry)
	}
	for _, b := range c.sit.counted {
		c.judgeDepartement(b)
	}
	if len(am) == amLength {
		if plausible, known := c.departement(am[:2]); !known {
			c.unknown(rule.ID008, missingCategory)
		} else if !plausible {
			c.fireOn(rule.ID008, entry)
		}
	}
	c.judgeMixedUp(entry, hasTyped)
}

// judgeMixedUp: an RPPS number where an AM number belongs, typed or on the
// card, or nine digits where an RPPS number belongs. Numbers that were typed
// are judged without a card.
func (c *checker) judgeMixedUp(entry Evidence, hasTyped bool) {
	rpps, hasRPPS := c.facts.Text(fact.PrescriberRpps)
	typed := hasTyped || hasRPPS
	switch number := c.holder; {
	case number != "" && number[0] == '8' && nineDigits(number[1:]):
		c.fire(rule.ID009, Finding{Variant: rule.VariantHolder, Evidence: []Evidence{c.holderRPPS(number[1:])}})
	case c.sitMissing() != noInput && !typed:
		c.unknown(rule.ID009, c.sitMissing())
	case number == "" && !typed:
		c.unknown(rule.ID009, missingHolder)
	}
	for _, b := range c.sit.counted {
		if isRPPS(withoutBlanks(b.ID)) {
			c.fire(rule.ID009, Finding{Variant: rule.VariantBillingID, Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
	if isRPPS(entry.Value) {
		c.fireOn(rule.ID009, entry)
	}
	if nineDigits(withoutBlanks(rpps)) {
		c.fire(rule.ID009, Finding{Variant: rule.VariantTyped, Evidence: []Evidence{{Field: "prescriber.rpps", Value: rpps, Identity: true}}})
	}
}

func isRPPS(s string) bool { return len(s) == rppsLength && digits(s) && luhn(s) }

func nineDigits(s string) bool { return len(s) == amLength && digits(s) }

func (c *checker) judgeDepartement(b *ofBilling) {
	am := b.am
	if len(am) != amLength {
		return
	}
	plausible, known := c.departement(am[:2])
	if !known {
		c.unknown(rule.ID008, missingCategory)
		return
	}
	evidence := []Evidence(nil)
	if plausible {
		a := b.activity
		if a == nil {
			return
		}
		there := structureDepartement(a.Value.StructureID)
		declared, ok := c.facts.Text(fact.ActivityDepartment)
		switch {
		case there != "" && sameDepartement(am[:2], there):
			return
		case there != "":
			evidence = append(evidence, c.structureID(a))
		case !ok:
			c.undeclaredFact(rule.ID008, fact.ActivityDepartment)
			return
		case sameDepartement(am[:2], declared):
			return
		default:
			evidence = append(evidence, Evidence{Field: fact.ActivityDepartment.Name(), Value: declared})
		}
	}
	c.fire(rule.ID008, Finding{Situation: b.Rank, Evidence: append(evidence, c.billingID(b))})
}

// judgeStructures judges the identifiers of the structures of the activities,
// and a FINESS number that was typed. Findings keep the order of the rules, so
// that each rule has a pass of its own.
func (c *checker) judgeStructures() {
	typed, hasTyped := c.facts.Text(fact.PrescriberFiness)
	typed = typedNumber(typed)
	entry := Evidence{Field: "prescriber.finess", Value: typed, Identity: true}
	switch missing := c.activitiesMissing(); {
	case missing == noInput:
		if c.sit.unread {
			c.unknowns(missingActivities, rule.ID010, rule.ID011)
		}
	case !hasTyped:
		c.unknowns(missing, rule.ID010, rule.ID011)
	}
	for a := range c.presentActivities {
		if finess, ok := structureNumber(a, '1'); ok && c.wrongFINESS(finess) {
			c.fireOn(rule.ID010, c.structureID(a))
		}
	}
	if typed != "" && c.wrongFINESS(typed) {
		c.fireOn(rule.ID010, entry)
	}
	for a := range c.presentActivities {
		if finess, ok := structureNumber(a, '1'); ok && len(finess) == finessLength && !luhn(finess) {
			c.fireOn(rule.ID011, c.structureID(a))
		}
	}
	if len(typed) == finessLength && !luhn(typed) {
		c.fireOn(rule.ID011, entry)
	}
}

// judgePractices judges the identifiers of practices.
func (c *checker) judgePractices() {
	switch missing := c.activitiesMissing(); {
	case missing != noInput:
		c.unknown(rule.ID017, missing)
	case c.sit.unread:
		c.unknown(rule.ID017, missingActivities)
	}
	for a := range c.presentActivities {
		if rpps, ok := structureNumber(a, '4'); ok && (len(rpps) != rppsPracticeLength || !digits(rpps) || !luhn(rpps)) {
			c.fireOn(rule.ID017, c.structureID(a))
		}
		if adeli, ok := structureNumber(a, '0'); ok && (len(adeli) != adeliPracticeLength || !digitsOrCorsica(adeli)) {
			c.fireOn(rule.ID017, c.structureID(a))
		}
	}
}

// structureNumber returns the identifier of a structure of that type of table
// G07, without filler.
func structureNumber(a *card.NumberedActivity, kind byte) (string, bool) {
	id := a.Value.StructureID
	if id == "" || id[0] != kind {
		return "", false
	}
	return strings.TrimRight(id[1:], " "), true
}

// wrongFINESS judges the shape of a FINESS number, in which Corsica is 2A or 2B
// and never 20. Whether département 99 and the form of TEST cards are right depends
// on the category of the card: unknown without it.
func (c *checker) wrongFINESS(finess string) bool {
	if len(finess) == finessLength && card.IsTestFINESS(finess) {
		if c.category == "" {
			c.unknown(rule.ID010, missingCategory)
		}
		return c.category != "" && !c.category.Test()
	}
	if len(finess) != finessLength || finess[2] != '0' || finess[:2] == "20" {
		return true
	}
	plausible, known := c.departement(finess[:2])
	if !known {
		c.unknown(rule.ID010, missingCategory)
	}
	return known && !plausible
}
