package diagnosis

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// amelipro blocks an account after that many months without a login
// (Le Quotidien du pharmacien).
const ameliproMonths = 6

// judgeServices is step 8: online services, whose faults look like faults of
// the card and are not.
func (c *checker) judgeServices() {
	switch id, ok := c.facts.Text(fact.EcpsId); {
	case !ok:
		c.undeclared(rule.NET001)
	case !ecpsShape(withoutBlanks(id)):
		c.fireOn(rule.NET001, Evidence{Field: "ecps.id", Value: id, Identity: true})
	}
	c.judgeBrowser(rule.NET002, fact.WebActivation, "fails")
	c.judgeBrowser(rule.NET003, fact.WebLogin, "no-card")
	switch answer, ok := c.facts.Text(fact.Adri); {
	case !ok:
		c.undeclared(rule.NET004)
	case serverCode(answer):
		c.fireOn(rule.NET004, Evidence{Field: "adri", Value: answer})
	case rejection(answer):
		c.fireOn(rule.NET004, Evidence{Field: "adri", Value: answer, Identity: true})
	}
	switch last, ok := c.facts.Date(fact.AmeliproLastLogin); {
	case !ok:
		c.undeclared(rule.NET005)
	case c.today.After(last.AddMonths(ameliproMonths)):
		c.fireOn(rule.NET005, Evidence{Field: "amelipro.lastLogin", Value: last.String()})
	}
	switch refusal, ok := c.facts.Text(fact.DmpRefusal); {
	case !ok:
		c.undeclared(rule.NET007)
	case refusal != "other":
		c.fireOn(rule.NET007, Evidence{Field: "dmp.refusal", Value: refusal})
	}
	c.judgeApplications()
	billing, ok := c.facts.Text(fact.ChannelBilling)
	online, declared := c.facts.Text(fact.ChannelOnline)
	switch {
	case !ok:
		c.undeclared(rule.NET006)
	case !declared:
		c.undeclaredFact(rule.NET006, fact.ChannelOnline)
	case billing != online:
		f := Finding{Evidence: []Evidence{{Field: "channel.billing", Value: billing}, {Field: "channel.online", Value: online}}}
		if billing == "fails" {
			f.Variant = rule.VariantBilling
		}
		c.fire(rule.NET006, f)
	}
}

// judgeApplications is about what a telephone does in place of a card.
func (c *checker) judgeApplications() {
	switch fault, ok := c.facts.Text(fact.EcpsFault); {
	case !ok:
		c.undeclared(rule.NET008)
	case fault != "other":
		f := Finding{Evidence: []Evidence{{Field: "ecps.fault", Value: fault}}}
		if fault != "qr" {
			f.Variant = fault
		}
		c.fire(rule.NET008, f)
	}
	switch software, ok := c.facts.Text(fact.VitaleApp); {
	case !ok:
		c.undeclared(rule.NET009)
	case software == "old":
		c.fireOn(rule.NET009, Evidence{Field: "vitale.app", Value: software})
	}
}

// ecpsShape: 8 and the eleven digits of an RPPS number, or 0 and the nine of an
// ADELI number.
func ecpsShape(id string) bool {
	switch {
	case !digits(id):
		return false
	case id[0] == '8':
		return len(id) == 12
	case id[0] == '0':
		return len(id) == 10
	default:
		return false
	}
}

// judgeBrowser: the browser fails on a card that the workstation reads.
func (c *checker) judgeBrowser(r rule.Number, id fact.ID, bad string) {
	switch said, ok := c.facts.Text(id); {
	case !ok:
		c.undeclared(r)
	case said != bad:
	case r == rule.NET002 && c.impersonal():
	case c.in.Reader.State == card.SlotCard, c.in.Reader.State == card.SlotUnknown && c.readElsewhere():
		c.fireOn(r, Evidence{Field: id.Name(), Value: said})
	case c.in.Reader.State != card.SlotUnknown:
	case !c.facts.Has(fact.ChannelBilling):
		c.unreadAndUndeclared(r, missingReader, fact.ChannelBilling)
	case !c.facts.Has(fact.CardAtr):
		c.unreadAndUndeclared(r, missingReader, fact.CardAtr)
	}
}

// readElsewhere reports whether somebody declared that the card, which nobody looked at
// here, is read by other software or answers.
func (c *checker) readElsewhere() bool {
	return c.facts.Is(fact.ChannelBilling, "works") || c.facts.Is(fact.CardAtr, "present")
}

// impersonal reports whether the card is in nobody's name: no e-CPS is activated
// with such a card.
func (c *checker) impersonal() bool {
	nominative, _ := c.nominative()
	return nominative == TriNo
}

// serverCode recognises a code of the ADRi server.
func serverCode(answer string) bool {
	answer = strings.ToLower(answer)
	return strings.Contains(answer, "siram_") || strings.Contains(answer, "fasiben")
}

// namesRejected are words by which a rejection names the practitioner or the
// structure.
var namesRejected = [...]string{"praticien", "professionnel", "medecin", "ps", "rpps", "structure", "etablissement", "finess"}

// rejection recognises a rejection that names the practitioner or the structure;
// that of the insured person is none.
func rejection(answer string) bool {
	words := text.Words(answer)
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "rejet") }) &&
		slices.ContainsFunc(words, func(w string) bool { return slices.Contains(namesRejected[:], w) })
}
