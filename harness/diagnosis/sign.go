package diagnosis

import (
	"fmt"
	"slices"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeSigning is the first half of step 7. It is only about billing: access
// does not need the rights (the guard CPS-SIGN-008). SIGN-004 comes last and
// speaks only when no DAM, BILL or other SIGN rule could: for billing data that
// are there but damaged, or reported absent from a screen when the card was
// not read. Each of the other ways to miss a mandatory item has its own rule.
func (c *checker) judgeSigning() {
	if c.billing {
		if missing := c.sitMissing(); missing != noInput {
			c.unknowns(missing, rule.SIGN001, rule.SIGN002, rule.SIGN003)
		}
		c.eachRight(rule.SIGN001, "rightFSE", c.sit.fse, func(b *ofBilling) bool { return !b.SignFSE() })
		c.eachRight(rule.SIGN002, "rightLot", c.sit.lots, func(b *ofBilling) bool { return !b.SignBatches() })
		c.eachRight(rule.SIGN003, "rights", c.sit.usable, func(b *ofBilling) bool { return !b.SignFSE() && !b.SignBatches() })
	}
	c.judgeBatch()
	c.judgeSeries()
	c.judgeLogin()
	c.judgeKey()
	if c.billing {
		c.judgeSignatureCertificate()
		c.judgeMandatory()
	}
}

// eachRight fires a signing rule on each situation that lacks the right, as a
// warning when others hold it.
func (c *checker) eachRight(r rule.Number, field string, others int, lacks func(*ofBilling) bool) {
	for _, b := range c.sit.judged {
		if !lacks(b) {
			continue
		}
		f := Finding{Severity: lowered(r, others), Situation: b.Rank, Evidence: []Evidence{c.field(b, field, rights(b))}}
		if c.kind == card.KindCPE {
			f.Variant = rule.VariantEmployee
		}
		c.fire(r, f)
	}
}

func rights(b *ofBilling) string {
	if b.Rights < 0 {
		return "absent"
	}
	return fmt.Sprintf("%02X", b.Rights)
}

// judgeBatch: a batch is signed by the card whose numbers its invoices carry,
// and a test batch by a test card.
func (c *checker) judgeBatch() {
	id, ok := c.facts.Text(fact.BatchPsId)
	kind, kindOK := c.facts.Text(fact.BatchCategory)
	switch {
	case !ok && !kindOK:
		c.undeclared(rule.SIGN005)
	case kindOK && c.category != "" && kind != environmentOf(c.category):
		c.fireOn(rule.SIGN005, c.categoryEvidence(), Evidence{Field: "batch.category", Value: kind})
	case ok && c.sitMissing() == noInput && !c.holds(id):
		c.fireOn(rule.SIGN005, Evidence{Field: "batch.psId", Value: id, Identity: true})
	case kindOK && c.category == "":
		c.unknown(rule.SIGN005, missingCategory)
	case ok && c.sitMissing() != noInput:
		c.unknown(rule.SIGN005, c.sitMissing())
	}
}

// holds reports whether a situation that counts has this AM number.
func (c *checker) holds(id string) bool {
	for _, b := range c.sit.counted {
		if b.am == amNumber(id) {
			return true
		}
	}
	return false
}

// judgeSeries: after a fault of the reader within a series of batches, the PIN
// has to be entered again.
func (c *checker) judgeSeries() {
	k := &c.codes
	switch during, ok := c.facts.Text(fact.CodeDuring); {
	case k.SSV == 0:
		c.undeclared(rule.SIGN006)
	case k.SSV != galssTransmission && k.SSV != ssvIncoherent && k.SSV != ssvOutOfStep:
	case !ok:
		c.undeclaredFact(rule.SIGN006, fact.CodeDuring)
	case during == "batch":
		c.fireOn(rule.SIGN006, append(k.ssvEvidence(), Evidence{Field: "code.during", Value: during})...)
	}
}

// judgeLogin: the module says that nobody is logged in. Where the PIN was accepted
// just before, another program or process took the card; the PIN is not wrong.
func (c *checker) judgeLogin() {
	switch accepted := triOf(c.facts, fact.PinAccepted); {
	case c.codes.CKR == 0:
		c.undeclared(rule.SIGN009)
	case c.codes.CKR != ckrUserNotLoggedIn:
	case accepted == TriUnknown:
		c.undeclaredFact(rule.SIGN009, fact.PinAccepted)
	case accepted == TriYes:
		c.fireOn(rule.SIGN009, append(c.codes.ckrEvidence(), Evidence{Field: "pin.accepted", Value: "yes"})...)
	}
}

// judgeKey: a document is signed with the key that is made for it.
func (c *checker) judgeKey() {
	switch key, ok := c.facts.Text(fact.SignatureKey); {
	case !ok:
		c.undeclared(rule.SIGN010)
	case key == "authentication":
		c.fireOn(rule.SIGN010, Evidence{Field: "signature.key", Value: key})
	}
}

// judgeSignatureCertificate: the right to sign FSE needs something to sign
// with.
func (c *checker) judgeSignatureCertificate() {
	signsFSE := false
	for _, b := range c.sit.judged {
		signsFSE = signsFSE || b.SignFSE()
	}
	switch {
	case c.sitMissing() != noInput:
		c.unknown(rule.SIGN007, c.sitMissing())
	case c.card.Certificates == nil:
		c.unknown(rule.SIGN007, missingCertificates)
	case !signsFSE:
	default:
		for i := range c.card.Certificates {
			if cert := &c.card.Certificates[i]; cert.Kind == card.CertificateSignature && cert.State != card.Absent {
				return
			}
		}
		c.fireOn(rule.SIGN007, Evidence{Field: "certs[signature]", Value: card.Absent.String()})
	}
}

// judgeMandatory is CPS-SIGN-004.
func (c *checker) judgeMandatory() {
	missing := c.sitMissing()
	switch {
	case missing == noInput || c.otherSpoke():
	case c.card != nil && c.card.Protected() && c.card.Billing.State == card.Malformed:
		o := &c.card.Billing
		c.fire(rule.SIGN004, Finding{Variant: rule.VariantDamaged, Evidence: []Evidence{
			{Field: "obj.CPS_SIT_FACT", Value: o.State.String(), Exchange: o.Exchange},
		}})
	case c.facts.Is(fact.ScreenBilling, "absent"):
		c.fireOn(rule.SIGN004, Evidence{Field: "screen.billing", Value: "absent"})
	case !c.facts.Has(fact.ScreenBilling):
		c.unreadAndUndeclared(rule.SIGN004, missing, fact.ScreenBilling)
	}
}

// otherSpoke reports whether a rule that names a missing item has fired.
func (c *checker) otherSpoke() bool {
	return slices.ContainsFunc(c.result.Findings, func(f Finding) bool {
		switch f.Rule.Family() {
		case "DAM", "BILL":
			return true
		default:
			return f.Rule.Number == rule.SIGN001 || f.Rule.Number == rule.SIGN002 || f.Rule.Number == rule.SIGN003
		}
	})
}
