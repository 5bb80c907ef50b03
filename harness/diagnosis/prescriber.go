package diagnosis

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgePrescriber judges what was typed for a prescriber, then whether the
// card is that of the user, then the practices (the end of the ID family).
func (c *checker) judgePrescriber() {
	c.judgePrescriberNumber()
	c.judgePrescriberMissing()
	c.judgeUser()
	c.judgePractices()
}

// judgePrescriberNumber: FINESS and AM numbers have nine characters each; only
// the 0 in third place marks a FINESS. A number of another length is neither. A
// prescription may carry both: what counts is whether the right one is there.
func (c *checker) judgePrescriberNumber() {
	kind, ok := c.facts.Text(fact.PrescriberKind)
	if !ok {
		c.undeclared(rule.ID012)
		return
	}
	first, second := fact.PrescriberAm, fact.PrescriberFiness
	if kind == "salaried" {
		first, second = second, first
	}
	var e Evidence
	for _, id := range [...]fact.ID{fact.PrescriberId, first, second} {
		if s := typedNumber(c.declaredText(id)); s != "" {
			e = Evidence{Field: id.Name(), Value: s, Identity: true}
			break
		}
	}
	number := amNumber(e.Value)
	switch {
	case number == "":
		c.undeclaredFact(rule.ID012, fact.PrescriberId)
	case len(number) != finessLength:
	case kind == "liberal" && number[2] == '0':
		c.fireOn(rule.ID012, e)
	case kind == "salaried" && number[2] != '0':
		c.fire(rule.ID012, Finding{Variant: rule.VariantSalaried, Evidence: []Evidence{e}})
	}
}

// judgePrescriberMissing: an empty value declares that there is no number.
func (c *checker) judgePrescriberMissing() {
	retired := triOf(c.facts, fact.PrescriberRetired)
	am, hasAM := c.facts.Text(fact.PrescriberAm)
	finess, hasFINESS := c.facts.Text(fact.PrescriberFiness)
	switch {
	case retired == TriUnknown:
		c.undeclared(rule.ID013)
	case retired == TriNo:
	case !hasAM:
		c.undeclaredFact(rule.ID013, fact.PrescriberAm)
	case am == "":
		c.fireOn(rule.ID013, Evidence{Field: "prescriber.am", Value: "none"})
	}
	switch {
	case am != "" || finess != "" || retired == TriYes:
	case !hasAM:
		c.undeclared(rule.ID014)
	case !hasFINESS:
		c.undeclaredFact(rule.ID014, fact.PrescriberFiness)
	case retired == TriUnknown:
		c.undeclaredFact(rule.ID014, fact.PrescriberRetired)
	default:
		c.fireOn(rule.ID014, Evidence{Field: "prescriber.am", Value: "none"}, Evidence{Field: "prescriber.finess", Value: "none"})
	}
}

func (c *checker) judgeUser() {
	user, ok := c.facts.Text(fact.LgcUser)
	switch {
	case !ok:
		c.undeclared(rule.ID016)
	case c.holder == "":
		c.unknown(rule.ID016, missingHolder)
	case !samePerson(c.holder, user):
		c.fireOn(rule.ID016, Evidence{Field: missingHolder.name(), Value: c.holder, Exchange: c.card.Info.Exchange, Identity: true},
			Evidence{Field: "lgc.user", Value: user, Identity: true})
	}
}
