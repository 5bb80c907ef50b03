package diagnosis

import (
	"cmp"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeType is the rest of the TYPE family: the right to bill, and what the
// card is.
func (c *checker) judgeType() {
	c.judgeRightToBill()
	c.judgeDirector()
	c.judgeNominative()
	c.judgeProfession()
	c.judgeSubstitutes()
}

// judgeRightToBill judges the right to bill by what the card carries. It looks
// at the whole card: no type is refused for its letters alone.
func (c *checker) judgeRightToBill() {
	switch {
	case !c.billing:
		return
	case c.sitMissing() != noInput:
		c.unknowns(c.sitMissing(), rule.TYPE002, rule.TYPE003, rule.TYPE004)
		return
	case c.kind == "":
		c.unknowns(missingType, rule.TYPE002, rule.TYPE003, rule.TYPE004)
		return
	}
	identified, signing, borrowing := 0, 0, 0
	for i := range c.sit.all {
		switch b := &c.sit.all[i]; {
		case !b.belongs():
		case b.identified:
			identified++
			if b.SignFSE() {
				signing++
			}
		case b.borrowed && b.SignFSE():
			borrowing++
		}
	}
	var r rule.Number
	switch kind := c.kind; {
	case kind == card.KindCPA && c.sit.linked == 0:
		r = rule.TYPE002
	case kind == card.KindCPF && signing == 0:
		if r = rule.TYPE003; borrowing > 0 && c.replacing() == TriYes {
			return
		}
		if borrowing > 0 && c.replacing() == TriUnknown {
			c.undeclaredFact(r, fact.LgcReplacement)
			return
		}
	case kind == card.KindCPE && identified == 0:
		r = rule.TYPE004
	default:
		return
	}
	c.fireOn(r, c.kindEvidence(),
		Evidence{Field: missingBilling.name(), Value: c.billingForm(), Exchange: c.card.Billing.Exchange})
}

func (c *checker) kindEvidence() Evidence {
	return Evidence{Field: missingType.name(), Value: string(c.kind), Exchange: c.card.Info.Exchange}
}

// judgeDirector distinguishes a CDE from a CPE by the level of responsibility.
func (c *checker) judgeDirector() {
	switch {
	case c.card == nil:
		c.unknown(rule.TYPE005, missingCard)
	case c.kind == "":
		c.unknown(rule.TYPE005, missingType)
	case c.kind != card.KindCPE:
	case c.sit.activitiesMissing != noInput:
		c.unknown(rule.TYPE005, c.sit.activitiesMissing)
	default:
		if a := c.directorActivity(); a != nil {
			c.fireOn(rule.TYPE005, c.kindEvidence(), c.activityField(a, "responsibility", a.Value.Responsibility))
		}
	}
}

// directorActivity returns the activity that makes its holder the head of a
// structure (table G04), nil when there is none.
func (c *checker) directorActivity() *card.NumberedActivity {
	for a := range c.presentActivities {
		if a.Value.Responsibility == "01" {
			return a
		}
	}
	return nil
}

// judgeNominative looks for the name of a person on a CPE.
func (c *checker) judgeNominative() {
	switch {
	case c.card == nil:
		c.unknown(rule.TYPE006, missingCard)
	case c.kind == "":
		c.unknown(rule.TYPE006, missingType)
	case c.kind != card.KindCPE:
	default:
		switch nominative, evidence := c.nominative(); nominative {
		case TriUnknown:
			c.unknown(rule.TYPE006, missingName)
		case TriNo:
			c.fireOn(rule.TYPE006, c.kindEvidence(), evidence)
		case TriYes:
		}
	}
}

// nominative reports whether the card is in the name of a person: as declared, or
// else by the name on the card.
func (c *checker) nominative() (Tri, Evidence) {
	if declared := triOf(c.facts, fact.HolderNominative); declared.Known() {
		return declared, Evidence{Field: "holder.nominative", Value: c.declaredText(fact.HolderNominative)}
	}
	if c.card == nil || !c.card.Name.State.Known() {
		return TriUnknown, Evidence{}
	}
	n := &c.card.Name
	family, given := strings.TrimSpace(n.Value.Family), strings.TrimSpace(n.Value.Given[0])
	name := strings.TrimSpace(cmp.Or(family, strings.TrimSpace(n.Value.Usual)) + " " + cmp.Or(given, strings.TrimSpace(n.Value.UsualGiven)))
	return TriOf(c.card.Name.State == card.Present && personalName(name)),
		Evidence{Field: "holder.name", Value: name, Exchange: n.Exchange, Identity: true}
}

// functionLabels are first words of names that name a post, not a person.
var functionLabels = [...]string{"ACCUEIL", "ADMISSION", "ADMISSIONS", "BUREAU", "CAISSE", "INFIRMERIE", "LABORATOIRE", "PHARMACIE", "POSTE", "SECRETARIAT", "STANDARD"}

// personalName: a name is a person's unless it is empty, begins with a post or
// holds a digit ("ACCUEIL 1").
func personalName(name string) bool {
	if name == "" || strings.ContainsAny(name, "0123456789") {
		return false
	}
	first, _, _ := strings.Cut(name, " ")
	for _, label := range functionLabels {
		if strings.EqualFold(first, label) {
			return false
		}
	}
	return true
}

// profession returns the profession of a CPS, or the one that the holder of a
// CPF trains for; the kind of the card has to be known.
func (c *checker) profession() string {
	info := &c.card.Info.Value
	if c.kind == card.KindCPF && !filled(info.Profession) {
		return info.FutureProfession
	}
	return info.Profession
}

func (c *checker) judgeProfession() {
	software, ok := c.facts.Text(fact.LgcProfession)
	switch kind := c.kind; {
	case !ok:
		c.undeclared(rule.TYPE008)
	case kind == "":
		c.unknown(rule.TYPE008, missingType)
	case kind != card.KindCPS && kind != card.KindCPF:
	case !filled(c.profession()):
		c.unknown(rule.TYPE008, missingProfession)
	case c.profession() != software:
		c.fireOn(rule.TYPE008, Evidence{Field: "holder.profession", Value: c.profession(), Exchange: c.card.Info.Exchange},
			Evidence{Field: "lgc.profession", Value: software})
	}
}

// judgeSubstitutes: an e-CPS neither bills nor signs. Whoever has a card in the
// reader has something else.
func (c *checker) judgeSubstitutes() {
	if !c.billing {
		return
	}
	switch enrolment, ok := c.facts.Text(fact.HolderEnrolment); {
	case !ok:
		c.undeclared(rule.TYPE009)
	case enrolment == "rpps+" && c.card == nil:
		c.fireOn(rule.TYPE009, Evidence{Field: "holder.enrolment", Value: enrolment})
	}
	switch signer, ok := c.facts.Text(fact.SignerKind); {
	case !ok:
		c.undeclared(rule.TYPE010)
	case signer == "ecps" && c.card == nil:
		c.fireOn(rule.TYPE010, Evidence{Field: "signer.kind", Value: signer})
	}
}
