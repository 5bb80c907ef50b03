package simulator

import (
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator/pki"
)

// certificateDates are the days of one certificate, which wait for the day the
// card is made.
type certificateDates struct {
	notBefore, notAfter profileDate
}

// certificateKeys are the keys of the section and what they stand for.
var certificateKeys = [...]struct {
	key  string
	kind pki.Kind
	raw  Object
}{
	{"signature", pki.Signature, ObjectCertSignature},
	{"authentication", pki.Authentication, ObjectCertAuthentication},
	{"technical", pki.Technical, ObjectCertTechnical},
}

// at returns the certificate of a kind, to be filled.
func (c *Certificates) at(kind pki.Kind) *Certificate {
	switch kind {
	case pki.Signature:
		return &c.Signature
	case pki.Authentication:
		return &c.Authentication
	default:
		return &c.Technical
	}
}

// decodeCertificates reads the section "certificates".
func (spec *profileSpec) decodeCertificates(root profileSection) {
	all, ok := root.child("certificates")
	if !ok {
		return
	}
	spec.p.Certificates.Shape = CertificateShape(all.word("shape", "igc-sante", "old-igc", "unnamed"))
	spec.p.Certificates.OlderUsage = all.choice("usage", "newer", "older")
	for i, one := range certificateKeys {
		n, ok := all.n.Get(one.key)
		if !ok {
			continue
		}
		s := root.d.section(n, all.key(one.key), profileKeys()["certificate"])
		if s.d.err != nil {
			return
		}
		*spec.p.Certificates.at(one.kind) = Certificate{
			SubjectID:     s.text("subject_id", 31, ""),
			Token:         s.text("token", 64, ""),
			Kind:          card.Kind(s.code("kind", kinds, 2, "")),
			UnknownIssuer: s.choice("issuer", "test", "unknown"),
			OtherKey:      s.choice("key", "own", "other"),
			BadSignature:  s.choice("signed", "right", "wrong"),
			Revoked:       s.flag("revoked", false),
		}
		spec.certificates[i] = certificateDates{s.date("not_before"), s.date("not_after")}
		if raw, ok := s.raw("raw"); ok {
			spec.p.setRaw(one.raw, raw)
		}
		if s.flag("absent", false) {
			if s.has("raw") {
				s.d.fail(s.n, s.key("absent"), text.Of("donné avec des octets du même certificat", "given with bytes of the same certificate"), text.Of("ou absent, ou raw", "either absent or raw"))
			}
			spec.p.setRaw(one.raw, Raw{Absent: true})
		}
	}
}

// choice reads one of two words; it reports whether it is the second, and takes
// the first when the key is missing.
func (s profileSection) choice(key, first, second string) bool {
	return s.word(key, first, second) == 1
}

// word reads one of some words and returns its place among them; the first when the
// key is missing.
func (s profileSection) word(key string, words ...string) int {
	v, n, ok := s.value(key)
	if !ok {
		return 0
	}
	at := slices.Index(words, v)
	if at < 0 {
		last := len(words) - 1
		s.d.fail(n, s.key(key), text.Of("attendu %s ou %s", "want %s or %s", strings.Join(words[:last], ", "), words[last]), oneOf(v, words))
		return 0
	}
	return at
}

// dateCertificates gives the certificates their days.
func (spec *profileSpec) dateCertificates(out *Personalisation, day func(profileDate, string) (card.Date, error)) error {
	for i, one := range certificateKeys {
		dates, cert := spec.certificates[i], out.Certificates.at(one.kind)
		path := "certificates." + one.key
		var err error
		if d := dates.notBefore; d.given() {
			if cert.NotBefore, err = day(d, path+".not_before"); err != nil {
				return err
			}
		}
		d := dates.notAfter
		if !d.given() {
			continue
		}
		if cert.NotAfter, err = day(d, path+".not_after"); err != nil {
			return err
		}
		if from := firstDate(cert.NotBefore, out.ID.Issued); cert.NotAfter.Before(from) {
			return d.at.Fault(path+".not_after", text.Of("%s précède le premier jour, %s", "%s is before the first day, %s", cert.NotAfter, from), text.Of("donnez aussi not_before", "give not_before too"))
		}
	}
	return nil
}

// unfinishedUpdate names what an update that was cut short leaves in EF actua.
type unfinishedUpdate uint8

const (
	updateFinished unfinishedUpdate = iota
	updateNoEnd                     // a start, and an end of fourteen zeros
	updateNoStart                   // the reverse
)

// interruptedUpdate is EF actua of a card that was pulled out during its update:
// one date is fourteen zeros, which no calendar has and which makes the official
// middleware refuse every session (CryptolibCPS sources, card-cps3.c).
func interruptedUpdate(day card.Date, what unfinishedUpdate) []byte {
	stamp := time.Date(day.Year, time.Month(day.Month), day.Day, 12, 0, 0, 0, time.UTC).Format("20060102150405")
	date := make([]byte, 7)
	for i := range date {
		date[i] = (stamp[2*i]-'0')<<4 | (stamp[2*i+1] - '0')
	}
	start, end := date, make([]byte, len(date))
	if what == updateNoStart {
		start, end = end, start
	}
	ef := append([]byte{0xEC, 0x12, 0x81, 0x07}, start...)
	return append(append(ef, 0x82, 0x07), end...)
}
