package card

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// signedCertificate is an X.509 certificate (RFC 5280, 4.1) of which the parts that
// may be wrong are left encoded: what can be read of a certificate is read.
type signedCertificate struct {
	TBS       certificateFields
	Algorithm asn1.RawValue
	Signature asn1.BitString
}

type certificateFields struct {
	Raw          asn1.RawContent
	Version      int `asn1:"optional,explicit,default:0,tag:0"`
	SerialNumber *big.Int
	Algorithm    asn1.RawValue
	Issuer       asn1.RawValue
	Validity     struct{ NotBefore, NotAfter time.Time }
	Subject      asn1.RawValue
	PublicKey    asn1.RawValue
	IssuerID     asn1.BitString  `asn1:"optional,tag:1"`
	SubjectID    asn1.BitString  `asn1:"optional,tag:2"`
	Extensions   []asn1.RawValue `asn1:"optional,explicit,tag:3"`
}

// certificateReader notes what deviates in a certificate.
type certificateReader struct {
	whole      []byte // the certificate, of which every element is a part
	deviations []Deviation
}

// deviates notes a deviation at an element of the certificate.
func (c *certificateReader) deviates(class DeviationClass, at asn1.RawValue) {
	// A part of a slice ends where the whole does, so that capacities tell its place.
	offset := max(0, cap(c.whole)-cap(at.FullBytes))
	c.deviations = append(c.deviations, Deviation{Class: class, Offset: offset, Tag: at.FullBytes[0]})
}

// Attributes of a subject that a holder's certificate has (ITU-T X.520).
const (
	attributeCommonName = "2.5.4.3"
	attributeSurname    = "2.5.4.4"
	attributeGivenName  = "2.5.4.42"
	attributePseudonym  = "2.5.4.65"
)

// Private extensions of the French health professionals' certificates, on test cards
// in public repositories and in the published profile « IGC-Santé, les gabarits des
// certificats X.509 et des CRL ».
const (
	extensionCardType   = "1.2.250.1.71.1.2.2" // INTEGER, number of table G02
	extensionToken      = "1.2.250.1.71.1.2.3" // PrintableString, issuer and number of the card
	extensionCategory   = "1.2.250.1.71.1.2.5" // OCTET STRING, one byte of table G01
	extensionProfession = "1.2.250.1.71.1.2.7" // INTEGER, number of table G15
	extensionSpeciality = "1.2.250.1.71.4.2.5" // SEQUENCE of UTF8String
)

// readSubject takes the holder from the subject's name. A common name that stands
// twice is the first.
func (c *certificateReader) readSubject(v *Certificate, name asn1.RawValue) {
	v.Subject = DistinguishedName(name.FullBytes)
	for rdns := range children(name.Bytes) {
		if rdns.Tag != asn1.TagSet {
			c.deviates(UnknownTag, rdns)
			continue
		}
		for attribute := range children(rdns.Bytes) {
			c.readAttribute(v, attribute)
		}
	}
}

func (c *certificateReader) readAttribute(v *Certificate, attribute asn1.RawValue) {
	var oid asn1.ObjectIdentifier
	rest, err := asn1.Unmarshal(attribute.Bytes, &oid)
	if err != nil {
		c.deviates(BadExtension, attribute)
		return
	}
	var place *string
	switch oid.String() {
	case attributeCommonName:
		place = &v.SubjectID
	case attributeSurname:
		place = &v.Surname
	case attributeGivenName:
		place = &v.GivenName
	case attributePseudonym:
		place = &v.Pseudonym
	default:
		return
	}
	var value asn1.RawValue
	if _, err := asn1.Unmarshal(rest, &value); err != nil {
		c.deviates(BadExtension, attribute)
		return
	}
	if *place == "" {
		*place = c.text(value, attribute)
	}
}

// text decodes the character string in an element. Certificates before 2016 hold UTF-8
// in a T61String; what is none is taken for ISO 8859-1.
func (c *certificateReader) text(value, in asn1.RawValue) string {
	switch value.Tag {
	case asn1.TagUTF8String, asn1.TagPrintableString, asn1.TagIA5String, asn1.TagT61String:
	default:
		c.deviates(UnknownTag, in)
	}
	if utf8.Valid(value.Bytes) {
		return string(value.Bytes)
	}
	c.deviates(ForeignText, in)
	latin := make([]rune, len(value.Bytes))
	for i, b := range value.Bytes {
		latin[i] = rune(b)
	}
	return string(latin)
}

// readExtensions takes what the private extensions tell of the card. One that stands
// twice counts once.
func (c *certificateReader) readExtensions(v *Certificate, extensions []asn1.RawValue) {
	seen := map[string]bool{}
	for _, raw := range extensions {
		var x pkix.Extension
		if rest, err := asn1.Unmarshal(raw.FullBytes, &x); err != nil || len(rest) > 0 {
			c.deviates(BadExtension, raw)
			continue
		}
		id := x.Id.String()
		if seen[id] {
			c.deviates(DuplicateField, raw)
			continue
		}
		seen[id] = true
		if !c.readPrivate(v, id, x.Value, raw) {
			c.deviates(BadExtension, raw)
		}
	}
}

// readPrivate reads one private extension, any other is left alone; false when its
// content is none that it can have.
func (c *certificateReader) readPrivate(v *Certificate, id string, content []byte, in asn1.RawValue) bool {
	var value asn1.RawValue
	switch id {
	case extensionCardType, extensionToken, extensionCategory, extensionProfession, extensionSpeciality:
		if rest, err := asn1.Unmarshal(content, &value); err != nil || len(rest) > 0 {
			return false
		}
	}
	switch id {
	case extensionCardType:
		n, ok := smallNumber(value)
		v.CardType = Kind(n)
		return ok
	case extensionToken:
		token := c.text(value, in)
		v.TokenID = tokenID(token)
		return v.TokenID != "" && value.Tag == asn1.TagPrintableString
	case extensionCategory:
		ok := value.Tag == asn1.TagOctetString && len(value.Bytes) == 1
		if ok {
			v.Category = Category(fmt.Sprintf("%02X", value.Bytes))
		}
		return ok
	case extensionProfession:
		var ok bool
		v.Profession, ok = smallNumber(value)
		return ok
	case extensionSpeciality:
		for one := range children(value.Bytes) {
			v.Specialities = append(v.Specialities, c.text(one, in))
		}
		return value.Tag == asn1.TagSequence && len(v.Specialities) > 0
	}
	return true
}

// smallNumber is an INTEGER of two decimal digits, as the tables of the card write
// their codes; "" and false for any other.
func smallNumber(value asn1.RawValue) (string, bool) {
	if value.Tag != asn1.TagInteger || len(value.Bytes) != 1 || value.Bytes[0] > 99 {
		return "", false
	}
	n := strconv.Itoa(int(value.Bytes[0]))
	return strings.Repeat("0", 2-len(n)) + n, true
}

// tokenID returns the name of a card if it has the form of one: the ten digits of an
// issuer, a slash, the number of a card, "8025000001/<serial>" for those of the ANS
// (MOS, Certificat.tokenId).
func tokenID(token string) string {
	issuer, number, _ := strings.Cut(token, "/")
	if len(issuer) != len(IssuerANS) || number == "" || strings.Trim(issuer, "0123456789") != "" {
		return ""
	}
	return token
}

// children goes through the elements of a constructed value, as far as they can be
// read.
func children(b []byte) func(yield func(asn1.RawValue) bool) {
	return func(yield func(asn1.RawValue) bool) {
		for len(b) > 0 {
			var one asn1.RawValue
			rest, err := asn1.Unmarshal(b, &one)
			if err != nil || !yield(one) {
				return
			}
			b = rest
		}
	}
}
