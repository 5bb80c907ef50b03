package diagnosis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Sizes and versions of a known defect: certificates above 2048 bytes were not
// read before Cryptolib 5.0.33 (Windows) and 5.0.11 (Linux) (release notes; that
// of macOS does not name it).
const longCertificate = 2048

var (
	longSinceWindows = fact.Version{5, 0, 33}
	longSinceLinux   = fact.Version{5, 0, 11}
)

// certificateSlip is how many days a certificate may end before or after the
// card: the card ends with a day, the certificate at a time of it.
const certificateSlip = 1

// judgeCertificates is the second half of step 7. A certificate begins at an
// instant; like the card, it is taken for valid until the end of its last day.
func (c *checker) judgeCertificates() {
	c.judgeSignatureScheme()
	if c.card == nil || c.card.Certificates == nil {
		if c.card == nil {
			c.unknowns(missingCard, rule.CERT001, rule.CERT002, rule.CERT003, rule.CERT004, rule.CERT005, rule.CERT006, rule.CERT009)
		} else {
			c.unknowns(missingCertificates, rule.CERT001, rule.CERT002, rule.CERT003, rule.CERT004, rule.CERT005, rule.CERT006, rule.CERT009)
		}
		c.judgeTrust()
		c.judgeTestChain()
		c.judgeProof()
		return
	}
	if c.certificateLost() {
		c.unknowns(missingCertificates, rule.CERT001, rule.CERT002, rule.CERT003, rule.CERT004, rule.CERT005, rule.CERT006)
	}
	for cert := range c.certificates {
		if day := card.DateOf(cert.Value.NotAfter.In(c.now.Location())); c.today.After(day) {
			c.fireCertificate(rule.CERT001, Finding{Args: []any{day}, Evidence: []Evidence{c.certificateEvidence(cert, "notAfter", day.String())}})
		}
	}
	for cert := range c.certificates {
		if c.now.Before(cert.Value.NotBefore) {
			c.fireCertificate(rule.CERT002, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "notBefore", card.DateOf(cert.Value.NotBefore.In(c.now.Location())).String())}})
		}
	}
	c.judgeEnds()
	c.judgeSubjects()
	c.judgeTokens()
	c.judgeTrust()
	c.judgeTestChain()
	c.judgeReadable()
	c.judgeProof()
}

// certificates goes through the certificates that could be decoded.
func (c *checker) certificates(yield func(*card.NumberedCertificate) bool) {
	for i := range c.card.Certificates {
		if cert := &c.card.Certificates[i]; cert.State == card.Present && !yield(cert) {
			return
		}
	}
}

// certificateLost reports whether the card lists a certificate that could not be
// read or decoded: nothing is known of that one, whatever the others tell.
func (c *checker) certificateLost() bool {
	return slices.ContainsFunc(c.card.Certificates, func(cert card.NumberedCertificate) bool {
		return cert.State != card.Present && cert.State != card.Absent
	})
}

// fireCertificate reports a finding on one certificate. What several
// certificates have in common is one finding, with the evidence of each.
func (c *checker) fireCertificate(r rule.Number, f Finding) {
	if n := len(c.result.Findings); n > 0 {
		if last := &c.result.Findings[n-1]; last.Rule == r.Rule() && last.Variant == f.Variant {
			last.Evidence = append(last.Evidence, f.Evidence...)
			return
		}
	}
	c.fire(r, f)
}

func (c *checker) certificateEvidence(cert *card.NumberedCertificate, field, value string) Evidence {
	return Evidence{Field: fmt.Sprintf("certs[%s].%s", cert.Kind, field), Value: value, Exchange: cert.Exchange}
}

// judgeEnds compares the ends of certificates and card.
func (c *checker) judgeEnds() {
	if c.card.ID.State != card.Present || c.card.ID.Value.Expires.IsZero() {
		c.unknown(rule.CERT003, missingExpiry)
		return
	}
	expires := c.card.ID.Value.Expires
	for cert := range c.certificates {
		end := card.DateOf(cert.Value.NotAfter.UTC())
		if slip := expires.DaysUntil(end); slip > certificateSlip || slip < -certificateSlip {
			c.fireCertificate(rule.CERT003, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "notAfter", end.String()), c.dateEvidence(missingExpiry.name(), expires)}})
		}
	}
}

func (c *checker) judgeSubjects() {
	holder := c.nationalID()
	if holder == "" {
		c.unknown(rule.CERT004, missingHolder)
		return
	}
	for cert := range c.certificates {
		switch subject := withoutBlanks(cert.Value.SubjectID); {
		case subject == "":
			c.unknown(rule.CERT004, missingSubject)
		case subject != holder:
			e := identity(c.certificateEvidence(cert, "subjectId", subject))
			c.fireCertificate(rule.CERT004, Finding{Evidence: []Evidence{e, {Field: missingHolder.name(), Value: holder, Exchange: c.card.Info.Exchange, Identity: true}}})
		}
	}
}

// judgeTokens compares the card that a certificate was made for, by number and
// by type, with the one it was read from.
func (c *checker) judgeTokens() {
	serial := &c.card.Serial
	if serial.State != card.Present {
		c.unknown(rule.CERT005, missingSerial)
	}
	for cert := range c.certificates {
		switch token := cert.Value.TokenID; {
		case serial.State != card.Present:
		case token == "":
			c.unknown(rule.CERT005, missingToken)
		case !tokenOf(token, &serial.Value):
			c.fireCertificate(rule.CERT005, Finding{Evidence: []Evidence{identity(c.certificateEvidence(cert, "tokenId", token)), c.serialEvidence()}})
		}
	}
	kind := c.kind()
	if kind == "" {
		c.unknown(rule.CERT006, missingType)
		return
	}
	for cert := range c.certificates {
		switch cert.Value.CardType {
		case "":
			c.unknown(rule.CERT006, missingCardType)
		case kind:
		default:
			c.fireCertificate(rule.CERT006, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "cardType", string(cert.Value.CardType)), c.kindEvidence()}})
		}
	}
}

// tokenOf compares "issuer/number" with a serial number without allocating.
func tokenOf(token string, s *card.Serial) bool {
	issuer, number, ok := strings.Cut(token, "/")
	return ok && issuer == s.Issuer && number == s.Number
}

// judgeTrust: the authorities of the certificates are known here, either by
// name or because somebody says so.
func (c *checker) judgeTrust() {
	switch {
	case c.ws.Trusted == TriNo:
		c.fireOn(rule.CERT007, Evidence{Field: "ws.trust", Value: "no"})
	case c.ws.Trusted == TriYes:
	case c.in.Authorities == nil:
		c.undeclared(rule.CERT007)
	case c.card == nil || c.card.Certificates == nil:
		c.unknown(rule.CERT007, missingCertificates)
	default:
		if c.certificateLost() {
			c.unknown(rule.CERT007, missingCertificates)
		}
		for cert := range c.certificates {
			if !slices.Contains(c.in.Authorities, cert.Value.Issuer) {
				c.fireCertificate(rule.CERT007, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "issuer", cert.Value.Issuer)}})
			}
		}
	}
}

// judgeTestChain: certificates of a test authority belong in a test
// environment, the others in a real one.
func (c *checker) judgeTestChain() {
	switch {
	case c.in.Facts.Env == "":
		c.undeclared(rule.CERT008)
	case c.card == nil || c.card.Certificates == nil:
		c.unknown(rule.CERT008, missingCertificates)
	default:
		if c.certificateLost() {
			c.unknown(rule.CERT008, missingCertificates)
		}
		inReal := c.in.Facts.Env == fact.EnvReal
		for cert := range c.certificates {
			if test := testAuthority(cert.Value.Issuer); test == inReal {
				f := Finding{Evidence: []Evidence{
					c.certificateEvidence(cert, "issuer", cert.Value.Issuer), {Field: "env", Value: string(c.in.Facts.Env)},
				}}
				if !test {
					f.Variant = rule.VariantReal
				}
				c.fireCertificate(rule.CERT008, f)
			}
		}
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// testAuthority reports whether the name of an authority holds the word TEST.
func testAuthority(issuer string) bool {
	const word = "TEST"
	for i := 0; i+len(word) <= len(issuer); i++ {
		if !strings.EqualFold(issuer[i:i+len(word)], word) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(issuer[:i])
		after, _ := utf8.DecodeRuneInString(issuer[i+len(word):])
		if (i == 0 || !inWord(before)) && (i+len(word) == len(issuer) || !inWord(after)) {
			return true
		}
	}
	return false
}

// judgeReadable: an object that is listed but holds no certificate, or one that
// an old library does not read.
func (c *checker) judgeReadable() {
	for i := range c.card.Certificates {
		cert := &c.card.Certificates[i]
		switch cert.State {
		case card.Unread:
			c.unknown(rule.CERT009, missingCertificates)
		case card.Absent:
		case card.Present:
			if len(cert.Raw) > longCertificate {
				c.judgeLong(cert)
			}
		default:
			c.fireCertificate(rule.CERT009, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "state", cert.State.String())}})
		}
	}
}

func (c *checker) judgeLong(cert *card.NumberedCertificate) {
	since := longSinceWindows
	if c.ws.OS == OSLinux {
		since = longSinceLinux
	}
	switch version := c.newestLibrary(); {
	case c.ws.OS == OSMacOS:
	case version.IsZero():
		c.workstationUnknown(rule.CERT009, fact.WsCryptolib)
	case c.ws.OS == "" && version.Before(longSinceWindows):
		c.workstationUnknown(rule.CERT009, fact.WsOs)
	case version.Before(since):
		c.fireCertificate(rule.CERT009, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "size", strconv.Itoa(len(cert.Raw))), c.libraryEvidence()}})
	}
}

// judgeProof reports a key that does not match its certificate. Without a proof
// the rule is unknown; on a real card the proof needs permission to sign.
func (c *checker) judgeProof() {
	switch c.in.KeyProof {
	case ProofVerified:
	case ProofWrong:
		c.fireOn(rule.CERT010, Evidence{Field: "keyProof", Value: "wrong"})
	default:
		if category := c.category(); category != "" && !category.Test() && triOf(c.facts, fact.PermissionToSign) != TriYes {
			c.undeclaredFact(rule.CERT010, fact.PermissionToSign)
			return
		}
		c.undeclared(rule.CERT010)
	}
}

// judgeSignatureScheme: a CPS3 makes no PSS signature, which TLS 1.3 always asks for.
func (c *checker) judgeSignatureScheme() {
	switch scheme, ok := c.facts.Text(fact.TlsSignature); {
	case !ok:
		c.undeclared(rule.CERT011)
	case scheme != "pss":
	case c.generation == card.FaceUnknown:
		c.unknownGeneration(rule.CERT011)
	case c.generation == card.FaceCPS3:
		c.fireOn(rule.CERT011, Evidence{Field: "tls.signature", Value: scheme})
	}
}
