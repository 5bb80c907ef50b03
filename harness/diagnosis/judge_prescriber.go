package diagnosis

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
		c.undeclared(&id012)
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
		c.undeclaredFact(&id012, factPrescriberId)
	case len(number) != finessLength:
	case kind == "liberal" && number[2] == '0':
		c.fireOn(&id012, e)
	case kind == "salaried" && number[2] != '0':
		c.fire(Finding{Rule: &id012, Variant: variantSalaried, Evidence: []Evidence{e}})
	}
}

// judgePrescriberMissing: an empty value declares that there is no number.
func (c *checker) judgePrescriberMissing() {
	retired := c.facts.tri(factPrescriberRetired)
	am, hasAM := c.facts.text(factPrescriberAm)
	finess, hasFINESS := c.facts.text(factPrescriberFiness)
	switch {
	case retired == TriUnknown:
		c.undeclared(&id013)
	case retired == TriNo:
	case !hasAM:
		c.undeclaredFact(&id013, factPrescriberAm)
	case am == "":
		c.fireOn(&id013, Evidence{Field: "prescriber.am", Value: "none"})
	}
	switch {
	case am != "" || finess != "" || retired == TriYes:
	case !hasAM:
		c.undeclared(&id014)
	case !hasFINESS:
		c.undeclaredFact(&id014, factPrescriberFiness)
	case retired == TriUnknown:
		c.undeclaredFact(&id014, factPrescriberRetired)
	default:
		c.fireOn(&id014, Evidence{Field: "prescriber.am", Value: "none"}, Evidence{Field: "prescriber.finess", Value: "none"})
	}
}

func (c *checker) judgeUser() {
	user, ok := c.facts.text(factLgcUser)
	holder := c.nationalID()
	switch {
	case !ok:
		c.undeclared(&id016)
	case holder == "":
		c.unknown(&id016, missingHolder)
	case !samePerson(holder, user):
		c.fireOn(&id016, Evidence{Field: missingHolder, Value: holder, Exchange: c.card.Info.Exchange, Identity: true},
			Evidence{Field: "lgc.user", Value: user, Identity: true})
	}
}
