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
	c.judgeNamed()
	if c.card == nil || c.card.Certificates == nil {
		missing := missingCertificates
		if c.card == nil {
			missing = missingCard
		}
		c.judgeCertificateTold(missing)
		if c.card == nil {
			c.unknowns(missingCard, rule.CERT002, rule.CERT003, rule.CERT004, rule.CERT005, rule.CERT006, rule.CERT009)
		} else {
			c.unknowns(missingCertificates, rule.CERT002, rule.CERT003, rule.CERT004, rule.CERT005, rule.CERT006, rule.CERT009)
		}
		c.judgeTrust()
		c.judgeTestChain()
		c.judgeProof()
		return
	}
	if c.certificateLost() {
		c.unknowns(missingCertificates, rule.CERT001, rule.CERT002, rule.CERT003, rule.CERT004, rule.CERT005, rule.CERT006)
	}
	c.judgeCompared()
	for cert := range c.certificates {
		c.judgePeriod(cert)
		c.judgeEnd(cert)
		c.judgeSubject(cert)
		c.judgeToken(cert)
		c.judgeCardType(cert)
	}
	c.judgeTrust()
	c.judgeTestChain()
	c.judgeReadable()
	c.judgeProof()
}

// judgeCertificateTold judges the end that somebody saw, where no certificate was read.
func (c *checker) judgeCertificateTold(missing inputName) {
	switch end, told := c.facts.Date(fact.CardCertEnd); {
	case !told:
		c.unknown(rule.CERT001, missing)
	case end.Before(c.today):
		c.fire(rule.CERT001, Finding{Args: []any{end}, Evidence: []Evidence{{Field: "card.certEnd", Value: end.String()}}})
	}
}

// judgeCompared notes the rules that compare certificates with what was not read of
// the card.
func (c *checker) judgeCompared() {
	if c.idCard().Expires.IsZero() {
		c.unknown(rule.CERT003, missingExpiry)
	}
	if c.holder == "" {
		c.unknown(rule.CERT004, missingHolder)
	}
	if c.card.Serial.State != card.Present {
		c.unknown(rule.CERT005, missingSerial)
	}
	if c.kind == "" {
		c.unknown(rule.CERT006, missingType)
	}
}

func (c *checker) judgePeriod(cert *card.NumberedCertificate) {
	v, location := &cert.Value, c.now.Location()
	if end := v.NotAfter.In(location); c.today.DaysUntilTime(end) < 0 {
		day := card.DateOf(end)
		c.fireCertificate(rule.CERT001, Finding{Args: []any{day}, Evidence: []Evidence{c.certificateEvidence(cert, "notAfter", day.String())}})
	}
	if c.now.Before(v.NotBefore) {
		c.fireCertificate(rule.CERT002, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "notBefore", card.DateOf(v.NotBefore.In(location)).String())}})
	}
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
	for i := range c.card.Certificates {
		if state := c.card.Certificates[i].State; state != card.Present && state != card.Absent {
			return true
		}
	}
	return false
}

// fireCertificate reports a finding on one certificate. What several
// certificates have in common is one finding, with the evidence of each.
func (c *checker) fireCertificate(r rule.Number, f Finding) {
	for i := range c.result.Findings {
		if other := &c.result.Findings[i]; other.Rule == r.Rule() && other.Variant == f.Variant {
			other.Evidence = append(other.Evidence, f.Evidence...)
			return
		}
	}
	c.fire(r, f)
}

func (c *checker) certificateEvidence(cert *card.NumberedCertificate, field, value string) Evidence {
	return Evidence{Field: fmt.Sprintf("certs[%s].%s", cert.Kind, field), Value: value, Exchange: cert.Exchange}
}

// judgeEnd compares the ends of a certificate and of the card.
func (c *checker) judgeEnd(cert *card.NumberedCertificate) {
	expires, end := c.idCard().Expires, cert.Value.NotAfter.UTC()
	if expires.IsZero() {
		return
	}
	if slip := expires.DaysUntilTime(end); slip > certificateSlip || slip < -certificateSlip {
		c.fireCertificate(rule.CERT003, Finding{Evidence: []Evidence{
			c.certificateEvidence(cert, "notAfter", card.DateOf(end).String()), c.dateEvidence(missingExpiry.name(), expires),
		}})
	}
}

func (c *checker) judgeSubject(cert *card.NumberedCertificate) {
	switch subject := withoutBlanks(cert.Value.SubjectID); {
	case c.holder == "":
	case subject == "":
		c.unknown(rule.CERT004, missingSubject)
	case subject != c.holder:
		e := identity(c.certificateEvidence(cert, "subjectId", subject))
		c.fireCertificate(rule.CERT004, Finding{Evidence: []Evidence{e, {Field: missingHolder.name(), Value: c.holder, Exchange: c.card.Info.Exchange, Identity: true}}})
	}
}

// judgeToken compares the number of the card that a certificate was made for with
// that of the one it was read from.
func (c *checker) judgeToken(cert *card.NumberedCertificate) {
	serial := &c.card.Serial
	switch token := cert.Value.TokenID; {
	case serial.State != card.Present:
	case token == "":
		c.unknown(rule.CERT005, missingToken)
	case !tokenOf(token, &serial.Value):
		c.fireCertificate(rule.CERT005, Finding{Evidence: []Evidence{identity(c.certificateEvidence(cert, "tokenId", token)), c.serialEvidence()}})
	}
}

// judgeCardType compares their types.
func (c *checker) judgeCardType(cert *card.NumberedCertificate) {
	switch made := cert.Value.CardType; {
	case c.kind == "":
	case made == "":
		c.unknown(rule.CERT006, missingCardType)
	case made != c.kind:
		c.fireCertificate(rule.CERT006, Finding{Evidence: []Evidence{c.certificateEvidence(cert, "cardType", string(made)), c.kindEvidence()}})
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
		if issuer[i]|0x20 != 't' || !strings.EqualFold(issuer[i:i+len(word)], word) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(issuer[:i]) // at an end of the name, no letter
		after, _ := utf8.DecodeRuneInString(issuer[i+len(word):])
		if !inWord(before) && !inWord(after) {
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
	switch version := c.library; {
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
	case ProofFailed:
		c.unknown(rule.CERT010, missingKeyProof)
	case ProofNotMade:
		if category := c.category; category != "" && !category.Test() && triOf(c.facts, fact.PermissionToSign) != TriYes {
			c.undeclaredFact(rule.CERT010, fact.PermissionToSign)
			return
		}
		c.undeclared(rule.CERT010)
	}
}

// judgeNamed recognises a CPE that is given to nobody in particular by its certificates; a
// certificate of another card without a name is not of that kind.
func (c *checker) judgeNamed() {
	switch {
	case c.card == nil:
		c.unknown(rule.CERT012, missingCard)
		return
	case c.kind != "" && c.kind != card.KindCPE:
		return
	case c.card.Certificates == nil || c.certificateLost():
		c.unknown(rule.CERT012, missingCertificates)
	}
	for cert := range c.certificates {
		v, kind := &cert.Value, c.kind
		if kind == "" { // the chip does not tell
			kind = v.CardType
		}
		switch {
		case v.Surname != "" || v.GivenName != "":
		case kind == "":
			c.unknown(rule.CERT012, missingType)
		case kind == card.KindCPE:
			field, value := "subject", v.Subject
			if v.Pseudonym != "" {
				field, value = "pseudonym", v.Pseudonym
			}
			c.fireCertificate(rule.CERT012, Finding{Evidence: []Evidence{identity(c.certificateEvidence(cert, field, value))}})
		}
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
	case c.generation != card.FaceCPS4: // contactless too, by its technical key
		c.fireOn(rule.CERT011, Evidence{Field: "tls.signature", Value: scheme})
	}
}
