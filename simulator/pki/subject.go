package pki

import (
	"crypto/x509/pkix"
	"encoding/asn1"
)

// Shape is the form of a certificate.
type Shape uint8

// Shapes that official cards have.
const (
	IGCSante Shape = iota // since 2016
	OldIGC                // before: organization, unit in a T61String that holds UTF-8, older usages
)

// Subject is whom a certificate is for. Empty texts are left out.
type Subject struct {
	ID           string   // national identifier with its type digit, the common name
	Family       string   // family name
	Given        string   // given name
	Title        string   // label of the profession
	Pseudonym    string   // in place of the name of somebody: a CPE given to nobody in particular
	Structure    string   // identifier of the structure, beside a pseudonym
	CardType     int      // number of table G02: 0 CPS, 1 CPF, 2 CDE or CPE, 3 CDA or CPA
	Token        string   // tokenId: issuer and number of EF.SN.ICC, "8025000001/2999000117"
	Profession   int      // number of table G15, negative for none
	Specialities []string // codes of the speciality, "SM26"
}

// level is the authority that issues for this type of card.
func (s *Subject) level() Level {
	const cpf = 1
	if s.CardType > cpf {
		return Standard
	}
	return Fort
}

// Attribute types of a name (ITU-T X.520).
var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidSurname      = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidCountry      = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidLocality     = asn1.ObjectIdentifier{2, 5, 4, 7}
	oidOrganization = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidUnit         = asn1.ObjectIdentifier{2, 5, 4, 11}
	oidTitle        = asn1.ObjectIdentifier{2, 5, 4, 12}
	oidGivenName    = asn1.ObjectIdentifier{2, 5, 4, 42}
	oidPseudonym    = asn1.ObjectIdentifier{2, 5, 4, 65}
)

// locality of a structure that has no other here.
const locality = "Paris (75)"

// attribute is one of a name; none for an empty text.
type attribute struct {
	oid  asn1.ObjectIdentifier
	text string
	tag  int
}

// encode returns the name, DER, in a shape.
func (s *Subject) encode(shape Shape) ([]byte, error) {
	country := []attribute{{oidCountry, "FR", asn1.TagPrintableString}}
	person := []attribute{
		{oidGivenName, s.Given, asn1.TagUTF8String},
		{oidCommonName, s.ID, asn1.TagUTF8String},
		{oidSurname, s.Family, asn1.TagUTF8String},
	}
	switch {
	case s.Pseudonym != "":
		return encodeName(country,
			[]attribute{{oidOrganization, organization, asn1.TagUTF8String}},
			[]attribute{{oidLocality, locality, asn1.TagUTF8String}},
			[]attribute{{oidUnit, s.Structure, asn1.TagUTF8String}},
			[]attribute{{oidPseudonym, s.Pseudonym, asn1.TagUTF8String}, {oidCommonName, s.ID, asn1.TagUTF8String}})
	case shape == OldIGC:
		return encodeName(country,
			[]attribute{{oidOrganization, organization, asn1.TagPrintableString}},
			[]attribute{{oidUnit, s.Title, asn1.TagT61String}},
			person)
	default:
		return encodeName(country, []attribute{{oidTitle, s.Title, asn1.TagUTF8String}}, person)
	}
}

// encodeName encodes a name of these RDNs.
func encodeName(rdns ...[]attribute) ([]byte, error) {
	var name pkix.RDNSequence
	for _, attributes := range rdns {
		var rdn pkix.RelativeDistinguishedNameSET
		for _, a := range attributes {
			if a.text != "" {
				rdn = append(rdn, pkix.AttributeTypeAndValue{Type: a.oid, Value: asn1.RawValue{Tag: a.tag, Bytes: []byte(a.text)}})
			}
		}
		if len(rdn) > 0 {
			name = append(name, rdn)
		}
	}
	return asn1.Marshal(name)
}
