package card

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// certificateObject is how errors name a certificate.
const certificateObject = "certificate"

// maxCertificate bounds an X.509 certificate of a card, in bytes. Certificates
// above 2048 bytes exist (release notes of CryptolibCPS 5.0.33); this is far
// beyond all of them.
const maxCertificate = 8 << 10

// Tags of the outer structure of an X.509 certificate (RFC 5280, 4.1).
const tagSequence tlv.Tag = 0x30

// DecodeCertificate decodes an X.509 certificate as a file of the card holds
// it: DER, perhaps with padding behind. It checks neither its signature nor its
// dates. Errors are *[DecodeError].
func DecodeCertificate(b []byte) (Certificate, []Deviation, error) {
	cert, deviations, err := parseCertificate(b)
	if err != nil {
		return Certificate{}, nil, err
	}
	return Certificate{
		NotBefore: cert.NotBefore,
		NotAfter:  cert.NotAfter,
		SubjectID: cert.Subject.CommonName,
		Subject:   DistinguishedName(cert.RawSubject),
		Issuer:    DistinguishedName(cert.RawIssuer),
		TokenID:   tokenID(cert.Subject.SerialNumber),
		CardType:  kindOfUnit(cert.Subject.OrganizationalUnit),
		Serial:    fmt.Sprintf("%X", cert.SerialNumber),
	}, deviations, nil
}

// ParseCertificate gives the certificate in a file of the card (the Raw of its
// object) to crypto/x509; padding behind it is ignored. Errors are
// *[DecodeError].
func ParseCertificate(b []byte) (*x509.Certificate, error) {
	cert, _, err := parseCertificate(b)
	return cert, err
}

func parseCertificate(b []byte) (*x509.Certificate, []Deviation, error) {
	refuse := func(reason text.Text, err error) (*x509.Certificate, []Deviation, error) {
		return nil, nil, &DecodeError{Object: certificateObject, Reason: reason, Err: err}
	}
	r := tlv.NewReader(b)
	e, ok, err := r.Next()
	switch {
	case err != nil:
		return nil, nil, decodeError(certificateObject, err)
	case !ok:
		return refuse(noBytes, nil)
	case e.Tag != tagSequence:
		return refuse(otherTag(e.Tag, tagSequence), nil)
	case r.Offset() > maxCertificate:
		return refuse(text.Of("%d octets, plus que les %d du certificat d'une carte", "%d bytes, more than the %d of any card's certificate", r.Offset(), maxCertificate), nil)
	}
	cert, err := x509.ParseCertificate(b[:r.Offset()])
	if err != nil {
		return refuse(text.Of("pas un certificat X.509", "not an X.509 certificate"), err)
	}
	c := content{object: certificateObject}
	c.padding(bytes.TrimRight(r.Rest(), "\xFF"), r.Offset(), e)
	return cert, c.deviations, nil
}

// DistinguishedName writes a name, DER, in the order of RFC 4514, 2.1, one RDN
// for each that stands there; "" when it is no name. Names of different origin
// (certificate, revocation list) can be compared only in one form: that of
// pkix.Name merges the organizational units.
func DistinguishedName(der []byte) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(der, &name); err != nil || len(rest) > 0 {
		return ""
	}
	return name.String()
}

// tokenID takes the serialNumber attribute of a subject for a tokenId when it
// has the form of one: the ten digits of an issuer, a slash, the number of a
// card, "8025000001/<serial>" for those of the ANS (MOS, Certificat.tokenId).
// Where certificates hold it is the project's choice for its TEST certificates;
// no public source says it for real ones.
func tokenID(serialNumber string) string {
	issuer, number, _ := strings.Cut(serialNumber, "/")
	if len(issuer) != len(IssuerANS) || number == "" || strings.Trim(issuer, "0123456789") != "" {
		return ""
	}
	return serialNumber
}

// kindOfUnit takes the type of card from the organizational units, where the
// TEST certificates hold it (project's choice, as tokenID).
func kindOfUnit(units []string) Kind {
	for _, u := range units {
		switch u {
		case "CPS":
			return KindCPS
		case "CPF":
			return KindCPF
		case "CPE", "CDE":
			return KindCPE
		case "CPA", "CDA":
			return KindCPA
		}
	}
	return ""
}
