package diagnosis

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeBilling is the BILL family: the identifier of each situation.
func (c *checker) judgeBilling() {
	if missing := c.sitMissing(); missing != noInput {
		if c.billing {
			c.unknown(rule.BILL001, missing)
		}
		c.unknowns(missing, rule.BILL004, rule.BILL006, rule.BILL007)
	}
	c.judgeIdentified()
	c.judgeTestNumber()
	c.judgeRecorded()
	for _, b := range c.sit.counted {
		if kind, _ := card.SplitBilling(withoutBlanks(b.ID)); kind != "" {
			c.fire(rule.BILL004, Finding{Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
	c.judgeCompany()
	c.judgeTwins()
	for _, b := range c.sit.counted {
		if ofSupplier(b) {
			c.fire(rule.BILL007, Finding{Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
}

// judgeIdentified: a situation bills under a number of its own, or in a replacement
// under that of the person replaced.
func (c *checker) judgeIdentified() {
	if !c.billing {
		return
	}
	for _, b := range c.sit.judged {
		if b.identified || !c.ofOwnPractice(rule.BILL001, b) {
			continue
		}
		f := Finding{Severity: lowered(rule.BILL001, c.sit.usable), Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}}
		if b.borrowed {
			f.Variant = rule.VariantReplacement
		}
		c.fire(rule.BILL001, f)
	}
}

// ofOwnPractice reports whether a situation is to have a number of its own. One that
// belongs to a replacement need not while that is under way; where nobody declared
// it, the rule is unknown.
func (c *checker) ofOwnPractice(r rule.Number, b *ofBilling) bool {
	if !b.borrowed {
		return true
	}
	replacing := c.replacing()
	if replacing == TriUnknown {
		c.undeclaredFact(r, fact.LgcReplacement)
	}
	return replacing == TriNo
}

// supplierCategory stands in digits 3 and 4 of the number of a supplier (FAQ of
// a billing software, sample of a company's card).
const supplierCategory = "26"

// ofSupplier reports whether a situation bears the number of a supplier, which
// has no speciality to have (CPS-BILL-007).
func ofSupplier(b *ofBilling) bool {
	am := b.am
	return len(am) == amLength && am[2:4] == supplierCategory
}

// fireSituation reports a block on one situation: a warning while another can
// bill.
func (c *checker) fireSituation(r rule.Number, b *ofBilling) {
	c.fire(r, Finding{Severity: lowered(r, c.sit.usable), Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
}

// judgeTestNumber: a number made for tests, on what is declared to be real.
func (c *checker) judgeTestNumber() {
	switch {
	case c.in.Facts.Env == "":
		c.undeclared(rule.BILL002)
	case c.in.Facts.Env != fact.EnvReal:
	case c.sitMissing() != noInput:
		c.unknown(rule.BILL002, c.sitMissing())
	default:
		for _, b := range c.sit.judged {
			if isPlaceholder(b.ID) && c.ofOwnPractice(rule.BILL002, b) {
				c.fire(rule.BILL002, Finding{Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
			}
		}
	}
}

// isPlaceholder reports an identifier that was made for tests, or masked.
func isPlaceholder(id string) bool {
	return strings.HasPrefix(withoutBlanks(id), "999") || strings.ContainsAny(id, "xX")
}

// notRecorded reports a number that is not in the declared list of the
// software.
func (c *checker) notRecorded(b *ofBilling) bool {
	list, ok := c.facts.List(fact.LgcBillingIds)
	return ok && !slices.ContainsFunc(list, func(id string) bool { return amNumber(id) == b.am })
}

func (c *checker) judgeRecorded() {
	switch {
	case !c.billing:
	case !c.facts.Has(fact.LgcBillingIds):
		c.undeclared(rule.BILL003)
	case c.sitMissing() != noInput:
		c.unknown(rule.BILL003, c.sitMissing())
	default:
		for _, b := range c.sit.counted {
			if c.notRecorded(b) {
				c.fireSituation(rule.BILL003, b)
			}
		}
	}
}

// notOfCompany reports a structure's card without the declared number of the
// company.
func (c *checker) notOfCompany(b *ofBilling) bool {
	company, ok := c.facts.Text(fact.LgcStructureAm)
	return ok && c.kind == card.KindCPE && amNumber(company) != b.am
}

func (c *checker) judgeCompany() {
	switch {
	case !c.billing:
	case !c.facts.Has(fact.LgcStructureAm):
		c.undeclared(rule.BILL005)
	case c.sitMissing() != noInput:
		c.unknown(rule.BILL005, c.sitMissing())
	case c.kind == "":
		c.unknown(rule.BILL005, missingType)
	default:
		for _, b := range c.sit.judged {
			if c.notOfCompany(b) {
				c.fireSituation(rule.BILL005, b)
			}
		}
	}
}

// judgeTwins reports each situation that has the AM number of an earlier one.
func (c *checker) judgeTwins() {
	for i, b := range c.sit.counted {
		for _, twin := range c.sit.counted[:i] {
			if twin.am == b.am {
				c.fire(rule.BILL006, Finding{Situation: b.Rank, Evidence: []Evidence{c.billingID(twin), c.billingID(b)}})
				break
			}
		}
	}
}
