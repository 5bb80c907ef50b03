package simulator

import (
	"cmp"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator/pki"
)

// Dates of a certificate when the card has no dates to follow.
var (
	certificateNotBefore = card.NewDate(2020, 1, 1)
	certificateNotAfter  = card.NewDate(2049, 12, 31)
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
	from := firstDate(special.NotBefore, h.id.Issued, certificateNotBefore)
	to := firstDate(special.NotAfter, h.id.Expires, certificateNotAfter)
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
	der, err := a.Issue(pki.Request{
		Kind: kind,
		Subject: pki.Subject{
			ID:         utf8Text(cmp.Or(special.SubjectID, h.info.NationalID)),
			Family:     utf8Text(cmp.Or(h.name.Family, h.info.ExerciseName)),
			Given:      utf8Text(cmp.Or(h.name.UsualGiven, h.name.Given[0])),
			Profession: professionOf(h.info),
			CardType:   cardType(cmp.Or(special.Kind, h.info.Kind)),
			Token:      utf8Text(cmp.Or(special.Token, token)),
		},
		Key:       &pki.CardKey(row, kind).PublicKey,
		NotBefore: time.Date(from.Year, time.Month(from.Month), from.Day, 0, 0, 0, 0, time.UTC),
		NotAfter:  time.Date(to.Year, time.Month(to.Month), to.Day, 23, 59, 59, 0, time.UTC),
	})
	if err != nil {
		return nil
	}
	return der
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

// cardType is the type of the card as a certificate writes it, the bare code for
// an unknown one.
func cardType(kind card.Kind) string {
	switch kind {
	case card.KindCPS:
		return "CPS"
	case card.KindCPF:
		return "CPF"
	case card.KindCPE:
		return "CPE"
	case card.KindCPA:
		return "CPA"
	}
	return utf8Text(string(kind))
}
