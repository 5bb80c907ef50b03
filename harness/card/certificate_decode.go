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
// dates. Names and extensions that are wrong are read as far as they go, and each
// deviation is noted. Errors are *[DecodeError].
func DecodeCertificate(b []byte) (Certificate, []Deviation, error) {
	der, deviations, err := certificateBytes(b)
	if err != nil {
		return Certificate{}, nil, err
	}
	var signed signedCertificate
	if _, err := asn1.Unmarshal(der, &signed); err != nil {
		return Certificate{}, nil, &DecodeError{Object: certificateObject, Reason: notX509, Err: err}
	}
	fields, c := &signed.TBS, certificateReader{whole: der, deviations: deviations}
	v := Certificate{
		NotBefore: fields.Validity.NotBefore.UTC(),
		NotAfter:  fields.Validity.NotAfter.UTC(),
		Issuer:    DistinguishedName(fields.Issuer.FullBytes),
		Serial:    fmt.Sprintf("%X", fields.SerialNumber),
	}
	c.readSubject(&v, fields.Subject)
	c.readExtensions(&v, fields.Extensions)
	return v, c.deviations, nil
}

// notX509 is the reason of a file that holds something else.
var notX509 = text.Of("pas un certificat X.509", "not an X.509 certificate")

// ParseCertificate gives the certificate in a file of the card (the Raw of its
// object) to crypto/x509; padding behind it is ignored. Errors are
// *[DecodeError].
func ParseCertificate(b []byte) (*x509.Certificate, error) {
	der, _, err := certificateBytes(b)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, &DecodeError{Object: certificateObject, Reason: notX509, Err: err}
	}
	return cert, nil
}

// certificateBytes returns the certificate without what stands behind it in its file.
func certificateBytes(b []byte) (der []byte, deviations []Deviation, err error) {
	refuse := func(reason text.Text) ([]byte, []Deviation, error) {
		return nil, nil, &DecodeError{Object: certificateObject, Reason: reason}
	}
	r := tlv.NewReader(b)
	e, ok, err := r.Next()
	switch {
	case err != nil:
		return nil, nil, decodeError(certificateObject, err)
	case !ok:
		return refuse(noBytes)
	case e.Tag != tagSequence:
		return refuse(otherTag(e.Tag, tagSequence))
	case r.Offset() > maxCertificate:
		return refuse(text.Of("%d octets, plus que les %d du certificat d'une carte", "%d bytes, more than the %d of any card's certificate", r.Offset(), maxCertificate))
	}
	c := content{object: certificateObject}
	c.padding(bytes.TrimRight(r.Rest(), "\xFF"), r.Offset(), e)
	return b[:r.Offset()], c.deviations, nil
}

// DistinguishedName writes a name, DER, in the order of RFC 4514, 2.1, one RDN
// for each that stands there; "" when it is no name. Names of different origin
// (certificate, revocation list) can be compared only in one form: that of
// pkix.Name merges the organizational units. Bytes that are no UTF-8 are shown as
// unknown characters.
func DistinguishedName(der []byte) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(der, &name); err != nil || len(rest) > 0 {
		return ""
	}
	return strings.ToValidUTF8(name.String(), "\uFFFD")
}
