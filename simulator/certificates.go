package simulator

import (
	"cmp"
	"hash/crc32"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator/pki"
)

// Dates of a certificate when the card has no dates to follow.
var (
	certificateNotBefore = card.NewDate(2020, 1, 1)
	certificateNotAfter  = card.NewDate(2039, 12, 31)
)

// Years that a certificate may carry, as on the cards.
const (
	firstYear = 1900
	lastYear  = 2999
)

// of returns what the personalisation says of one certificate.
func (c Certificates) of(kind pki.Kind) Certificate {
	switch kind {
	case pki.Signature:
		return c.Signature
	case pki.Authentication:
		return c.Authentication
	default:
		return c.Technical
	}
}

// checkCertificates refuses dates that no card carries.
func checkCertificates(c Certificates) error {
	for kind := pki.Signature; kind <= pki.Technical; kind++ {
		one := c.of(kind)
		for _, d := range []card.Date{one.NotBefore, one.NotAfter} {
			if !d.IsZero() && (d.Year < firstYear || d.Year > lastYear) {
				return unfit("Certificates", text.Of("le certificat %v a une date de l'an %d ; attendu de %d à %d",
					"the %v certificate has a date of the year %d; want %d to %d", kind, d.Year, firstYear, lastYear))
			}
		}
	}
	return nil
}

// holder is what a certificate repeats of the card: what its objects say,
// whether they were given as values or as bytes.
type holder struct {
	id   card.IDCard
	name card.Name
	info card.Info
}

// holder decodes the objects given as bytes and takes the values of the others.
// Bytes that cannot be read leave the value in its place: the authority knows
// the holder although his card is damaged.
func (p *Personalisation) holder() holder {
	h := holder{id: p.ID, name: p.CardName, info: p.Info}
	if raw, ok := p.Raw[ObjectID]; ok {
		if v, _, err := card.DecodeIDCard(raw.Bytes); err == nil && v.Number != "" {
			h.id = v
		}
	}
	if raw, ok := p.Raw[ObjectName]; ok {
		if v, _, err := card.DecodeName(raw.Bytes); err == nil && v != (card.Name{}) {
			h.name = v
		}
	}
	if raw, ok := p.Raw[ObjectInfo]; ok {
		if v, _, err := card.DecodeInfo(raw.Bytes); err == nil && v.NationalID != "" {
			h.info = v
		}
	}
	return h
}

// row is the row of the holder's keys.
func (p *Personalisation) row() int { return pki.Row(p.holder().info.NationalID) }

// issue makes one certificate of the card, DER. It is nil only if the authority
// fails, which New has made impossible.
func (p *Personalisation) issue(kind pki.Kind) []byte {
	h, special := p.holder(), p.Certificates.of(kind)
	firstDay := firstDate(special.NotBefore, h.id.Issued, certificateNotBefore)
	lastDay := firstDate(special.NotAfter, h.id.Expires, certificateNotAfter)
	minute := p.minute()
	from, to := minute(firstDay), minute(lastDay)
	row := p.row()
	if special.OtherKey {
		row++
	}
	authority := pki.Test
	if special.UnknownIssuer {
		authority = pki.Unknown
	}
	a, err := authority()
	if err != nil {
		return nil
	}
	token := ""
	if p.Serial.Number != "" {
		token = p.Serial.Issuer + "/" + p.Serial.Number
	}
	if p.Certificates.Shape == ShapeOldIGC {
		to = lastMinute(lastDay)
	}
	der, err := a.Issue(pki.Request{
		Kind:       kind,
		Shape:      shapeOf(p.Certificates.Shape),
		OlderUsage: p.Certificates.OlderUsage,
		Subject:    p.subject(h, special, cmp.Or(special.Token, token)),
		Key:        &pki.CardKey(row, kind).PublicKey,
		NotBefore:  from,
		NotAfter:   to,
	})
	if err != nil {
		return nil
	}
	if special.BadSignature {
		der[len(der)-1] ^= 1 // its last byte is one of the signature
	}
	return der
}

// CertificateSerials returns the serial numbers of the certificates of the card, or of
// those alone that its personalisation says are revoked.
func (c *Card) CertificateSerials(revoked bool) []*big.Int {
	var serials []*big.Int
	for kind := pki.Signature; kind <= pki.Technical; kind++ {
		if revoked && !c.p.Certificates.of(kind).Revoked {
			continue
		}
		if cert, err := card.ParseCertificate(c.p.issue(kind)); err == nil {
			serials = append(serials, cert.SerialNumber)
		}
	}
	return serials
}

// subject is the holder as a certificate names him.
func (p *Personalisation) subject(h holder, special Certificate, token string) pki.Subject {
	s := pki.Subject{
		ID:         utf8Text(cmp.Or(special.SubjectID, h.info.NationalID)),
		Title:      professionOf(h.info),
		Token:      utf8Text(token),
		CardType:   number(string(cmp.Or(special.Kind, h.info.Kind)), 0),
		Profession: number(h.info.Profession, -1),
	}
	if speciality := card.Qualifications(h.info.Qualifications).Speciality(); speciality != "" {
		s.Specialities = []string{utf8Text(speciality)}
	}
	if p.Certificates.Shape == ShapeUnnamed {
		structure, employee, _ := strings.Cut(s.ID, "/")
		s.Structure, s.Pseudonym = structure, "EMPLOYE"+employee
		return s
	}
	s.Family = utf8Text(cmp.Or(h.name.Family, h.info.ExerciseName))
	s.Given = utf8Text(cmp.Or(h.name.UsualGiven, h.name.Given[0]))
	return s
}

// shapeOf is the shape as the authority names it: a subject without a name differs in
// its attributes only.
func shapeOf(s CertificateShape) pki.Shape {
	if s == ShapeOldIGC {
		return pki.OldIGC
	}
	return pki.IGCSante
}

// minute returns what makes a time of a day: certificates of a card begin and end at
// one minute of a working day, which its serial number decides.
func (p *Personalisation) minute() func(card.Date) time.Time {
	const opening, minutes = 8 * 60, 10 * 60
	sum := crc32.ChecksumIEEE([]byte(p.Serial.Number))
	at := opening + int(sum%minutes)
	return func(d card.Date) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, at/60, at%60, 0, 0, time.UTC)
	}
}

// lastMinute is when a certificate of the old authority ends on its last day.
func lastMinute(d card.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 21, 59, 59, 0, time.UTC)
}

// number reads the digits of a code; otherwise when it has none.
func number(code string, otherwise int) int {
	n, err := strconv.Atoi(code)
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// firstDate returns the first date that a certificate may carry.
func firstDate(dates ...card.Date) card.Date {
	for _, d := range dates {
		if d.Year >= firstYear && d.Year <= lastYear {
			return d
		}
	}
	return card.Date{}
}

// utf8Text makes s fit for a name of X.509.
func utf8Text(s string) string { return strings.ToValidUTF8(strings.TrimSpace(s), "?") }

// professionOf words the profession, or the future one of a student; "" for a
// code that no table has.
func professionOf(info card.Info) string {
	if label, ok := card.Label("G15", info.Profession); ok {
		return label
	}
	label, _ := card.Label("G16", info.FutureProfession)
	return label
}
