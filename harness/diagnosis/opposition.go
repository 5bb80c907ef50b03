package diagnosis

import (
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeOpposition is the second half of step 5. Opposition cannot be seen on a
// card: it is declared, or found in a revocation list that the user gives. A
// list that was not asked for leaves the rules unknown; nothing here ever says
// that a card is valid.
func (c *checker) judgeOpposition() {
	c.judgeOpposed()
	c.judgeRevoked()
	c.judgeListAge()
	c.judgeIncident()
}

func (c *checker) judgeOpposed() {
	since, ok := c.facts.Date(fact.OppositionDate)
	serial, named := c.facts.Text(fact.OppositionSerial)
	switch {
	case !ok:
		c.undeclared(rule.OPP001)
	case since.After(c.today):
	case named && c.cardNumber() == "":
		c.unknown(rule.OPP001, missingSerial)
	case named && withoutBlanks(serial) != c.cardNumber():
	default:
		c.fireOn(rule.OPP001, Evidence{Field: "opposition.date", Value: since.String()})
	}
}

// cardNumber returns the number of the card, "" when it was not read.
func (c *checker) cardNumber() string {
	switch {
	case c.card == nil:
		return ""
	case c.card.Serial.State == card.Present:
		return c.card.Serial.Value.Number
	case c.card.ID.State == card.Present:
		return c.card.ID.Value.Number
	default:
		return ""
	}
}

// judgeRevoked looks the card's certificates up. A serial number found in a
// list counts even when the list is old: revocation is final.
func (c *checker) judgeRevoked() {
	said, declared := c.facts.Text(fact.Crl)
	switch {
	case declared && said == "listed":
		c.fireOn(rule.OPP002, Evidence{Field: "crl", Value: said})
	case declared && said == "clear":
	case c.in.Revocation == nil && !declared:
		c.undeclared(rule.OPP002)
	case c.in.Revocation == nil: // declared to be missing
		c.unknown(rule.OPP002, missingList)
	case c.in.Revocation.List == nil:
		c.unknown(rule.OPP002, missingCRL)
	case c.card == nil || len(c.card.Certificates) == 0:
		c.unknown(rule.OPP002, missingCertificates)
	default:
		c.lookUp(c.in.Revocation.List)
	}
}

// lookUp judges each certificate that the list covers. One that it does not, or
// that could not be decoded, was not looked up: it is not known to be good.
func (c *checker) lookUp(list *RevocationList) {
	for i := range c.card.Certificates {
		cert := &c.card.Certificates[i]
		switch {
		case cert.State == card.Absent:
		case cert.State != card.Present:
			c.unknown(rule.OPP002, missingCertificates)
		case !list.covers(&cert.Value):
			c.unknown(rule.OPP002, missingCRL)
		case strings.Trim(cert.Value.Serial, "0") == "":
			c.unknown(rule.OPP002, missingCertSerial)
		case list.revokes(&cert.Value):
			c.fireCertificate(rule.OPP002, Finding{Evidence: []Evidence{identity(c.certificateEvidence(cert, "serial", cert.Value.Serial))}})
		}
	}
}

// covers reports whether the list covers the certificates of that issuer.
func (l *RevocationList) covers(cert *card.Certificate) bool {
	return l.Issuer == "" || l.Issuer == cert.Issuer
}

// revokes reports whether a certificate that the list covers stands in it.
func (l *RevocationList) revokes(cert *card.Certificate) bool {
	own := strings.TrimLeft(cert.Serial, "0")
	for _, s := range l.Serials {
		if strings.EqualFold(strings.TrimLeft(s, "0"), own) {
			return true
		}
	}
	return false
}

// notCovered returns a certificate of the card that the list given says nothing
// of, nil when there is none or no list.
func (c *checker) notCovered() *card.NumberedCertificate {
	if c.card == nil || c.in.Revocation == nil || c.in.Revocation.List == nil || c.facts.Has(fact.Crl) {
		return nil
	}
	for cert := range c.certificates {
		if !c.in.Revocation.List.covers(&cert.Value) {
			return cert
		}
	}
	return nil
}

// judgeListAge warns of a list that was asked for and is missing or too old; the
// list of another authority leaves that of the card missing.
func (c *checker) judgeListAge() {
	next, dated := c.facts.Date(fact.CrlNextUpdate)
	other := c.notCovered()
	var e Evidence
	switch list := c.in.Revocation; {
	case list != nil && list.Trouble != "":
		c.fire(rule.OPP003, Finding{Variant: list.Trouble, Evidence: []Evidence{{Field: "crl", Value: list.Trouble}}})
		return
	case c.facts.Is(fact.Crl, "missing"), list != nil && list.List == nil:
		e = Evidence{Field: "crl", Value: "missing"}
	case other != nil:
		e = c.certificateEvidence(other, "issuer", other.Value.Issuer)
	case dated && c.today.After(next):
		e = Evidence{Field: "crl.nextUpdate", Value: next.String()}
	case dated:
		return
	case list != nil && list.List.NextUpdate.IsZero():
		c.unknown(rule.OPP003, missingNextUpdate)
		return
	case list != nil && c.now.After(list.List.NextUpdate):
		e = Evidence{Field: "crl.nextUpdate", Value: card.DateOf(list.List.NextUpdate).String()}
	case list != nil:
		return
	case c.facts.Has(fact.Crl):
		c.undeclaredFact(rule.OPP003, fact.CrlNextUpdate)
		return
	default:
		c.undeclared(rule.OPP003)
		return
	}
	c.fireOn(rule.OPP003, e)
}

func (c *checker) judgeIncident() {
	incident, ok := c.facts.Text(fact.Incident)
	if !ok {
		c.undeclared(rule.OPP004)
		c.undeclared(rule.OPP005)
		c.undeclared(rule.OPP006)
		return
	}
	evidence := Evidence{Field: "incident", Value: incident}
	if lossOrDamage(incident) {
		c.fireOn(rule.OPP004, evidence)
		c.judgeDeclarer(evidence)
	}
	if incident == "found" {
		c.fireOn(rule.OPP006, evidence)
	}
}

// judgeDeclarer: the loss of a non-nominative CPE is declared by the structure.
func (c *checker) judgeDeclarer(evidence Evidence) {
	by, declared := c.facts.Text(fact.IncidentBy)
	nominative, name := c.nominative()
	switch {
	case c.card != nil && c.kind != "" && c.kind != card.KindCPE:
	case by == "manager" || nominative == TriYes:
	case !declared:
		c.undeclaredFact(rule.OPP005, fact.IncidentBy)
	case nominative == TriUnknown:
		c.undeclaredFact(rule.OPP005, fact.HolderNominative)
	case c.kind == "" && !c.facts.Has(fact.HolderNominative):
		c.unknown(rule.OPP005, missingType)
	default:
		c.fireOn(rule.OPP005, evidence, name)
	}
}
