package diagnosis

import "github.com/cpslab/cps/harness/diagnosis/rule"

// judgePrescriber judges what was typed for a prescriber, then whether the
// card is that of the user, then the practices (the end of the ID family).
func (c *checker) judgePrescriber() {
	c.judgePrescriberNumber()
	c.judgePrescriberMissing()
	c.judgeUser()
	c.judgePractices()
}

// judgePrescriberNumber: FINESS and AM numbers have nine characters each; only
// the 0 in third place tells a FINESS. A number of another length is neither. A
// prescription may carry both: what counts is whether the right one is there.
func (c *checker) judgePrescriberNumber() {
	kind, ok := c.facts.text(factPrescriberKind)
	if !ok {
		c.undeclared(rule.ID012)
		return
	}
	first, second := factPrescriberAm, factPrescriberFiness
	if kind == "salaried" {
		first, second = second, first
	}
	var e Evidence
	for _, id := range [...]factID{factPrescriberId, first, second} {
		if s := typedNumber(c.declaredText(id)); s != "" {
			e = Evidence{Field: factKeys[id].Name, Value: s, Identity: true}
			break
		}
	}
	number := amNumber(e.Value)
	switch {
	case number == "":
		c.undeclaredFact(rule.ID012, factPrescriberId)
	case len(number) != finessLength:
	case kind == "liberal" && number[2] == '0':
		c.fireOn(rule.ID012, e)
	case kind == "salaried" && number[2] != '0':
		c.fire(rule.ID012, Finding{Variant: rule.VariantSalaried, Evidence: []Evidence{e}})
	}
}

// judgePrescriberMissing: an empty value declares that there is no number.
func (c *checker) judgePrescriberMissing() {
	retired := c.facts.tri(factPrescriberRetired)
	am, hasAM := c.facts.text(factPrescriberAm)
	finess, hasFINESS := c.facts.text(factPrescriberFiness)
	switch {
	case retired == TriUnknown:
		c.undeclared(rule.ID013)
	case retired == TriNo:
	case !hasAM:
		c.undeclaredFact(rule.ID013, factPrescriberAm)
	case am == "":
		c.fireOn(rule.ID013, Evidence{Field: "prescriber.am", Value: "none"})
	}
	switch {
	case am != "" || finess != "" || retired == TriYes:
	case !hasAM:
		c.undeclared(rule.ID014)
	case !hasFINESS:
		c.undeclaredFact(rule.ID014, factPrescriberFiness)
	case retired == TriUnknown:
		c.undeclaredFact(rule.ID014, factPrescriberRetired)
	default:
		c.fireOn(rule.ID014, Evidence{Field: "prescriber.am", Value: "none"}, Evidence{Field: "prescriber.finess", Value: "none"})
	}
}

func (c *checker) judgeUser() {
	user, ok := c.facts.text(factLgcUser)
	holder := c.nationalID()
	switch {
	case !ok:
		c.undeclared(rule.ID016)
	case holder == "":
		c.unknown(rule.ID016, missingHolder)
	case !samePerson(holder, user):
		c.fireOn(rule.ID016, Evidence{Field: missingHolder, Value: holder, Exchange: c.card.Info.Exchange, Identity: true},
			Evidence{Field: "lgc.user", Value: user, Identity: true})
	}
}
