package pki

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// Subject is whom a certificate is for. Empty fields are left out of the name.
type Subject struct {
	ID         string // national identifier with its type digit, the common name
	Family     string // family name
	Given      string // given name
	Profession string // label
	CardType   string // "CPS", "CPF", "CPE", "CPA"
	Token      string // tokenId, "8025000001/2999000117"
}

// Request is what Issue needs to know.
type Request struct {
	Kind      Kind
	Subject   Subject
	Key       *rsa.PublicKey
	NotBefore time.Time
	NotAfter  time.Time
}

// Attribute types of a name (ITU-T X.520).
var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidSurname      = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidSerialNumber = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidCountry      = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidOrganization = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidUnit         = asn1.ObjectIdentifier{2, 5, 4, 11}
	oidTitle        = asn1.ObjectIdentifier{2, 5, 4, 12}
	oidGivenName    = asn1.ObjectIdentifier{2, 5, 4, 42}
)

// encode returns the name, DER.
func (s Subject) encode() ([]byte, error) {
	var rdns pkix.RDNSequence
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value string
	}{
		{oidCountry, "FR"},
		{oidOrganization, organization},
		{oidUnit, s.CardType},
		{oidTitle, s.Profession},
		{oidSurname, s.Family},
		{oidGivenName, s.Given},
		{oidSerialNumber, s.Token},
		{oidCommonName, s.ID},
	} {
		if a.value != "" {
			rdns = append(rdns, pkix.RelativeDistinguishedNameSET{{Type: a.oid, Value: a.value}})
		}
	}
	return asn1.Marshal(rdns)
}

// Issue makes the certificate of a card's key, DER. Equal requests give equal
// bytes. Errors are *Error: no key, or a text or a date that X.509 cannot hold.
func (a *Authority) Issue(r Request) ([]byte, error) {
	if r.Key == nil || r.Key.N == nil {
		return nil, &Error{Subject: r.Subject.ID, Err: text.NewError(text.Of("aucune clé publique n'est donnée", "no public key is given"), text.Text{})}
	}
	name, err := r.Subject.encode()
	if err != nil {
		return nil, &Error{Subject: r.Subject.ID, Err: err}
	}
	template := &x509.Certificate{
		RawSubject:            name,
		NotBefore:             r.NotBefore,
		NotAfter:              r.NotAfter,
		BasicConstraintsValid: true,
		SignatureAlgorithm:    x509.SHA256WithRSA,
	}
	switch r.Kind {
	case Signature:
		template.KeyUsage = x509.KeyUsageContentCommitment
	case Authentication:
		template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	default:
		template.KeyUsage = x509.KeyUsageDigitalSignature
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	parts := [][]byte{
		a.issuing.RawSubject, {byte(r.Kind)}, name, r.Key.N.Bytes(),
		binary.BigEndian.AppendUint64(nil, uint64(r.NotBefore.Unix())),
		binary.BigEndian.AppendUint64(nil, uint64(r.NotAfter.Unix())),
	}
	template.SerialNumber = serialOf(parts...)
	return a.remembered(digestOf(parts...), func() ([]byte, error) {
		return create(r.Subject.ID, template, a.issuing, r.Key, a.key)
	})
}

// mostRemembered is how many certificates an authority remembers: those of all the
// cards of the gallery, a megabyte at the most.
const mostRemembered = 1024

// remembered returns the certificate of that request, which make makes where it is not
// remembered: a signature takes a millisecond, and a suite asks for the same cards again
// and again. The copy is the caller's.
func (a *Authority) remembered(request [sha256.Size]byte, make func() ([]byte, error)) ([]byte, error) {
	a.mu.Lock()
	der := a.issued[request]
	a.mu.Unlock()
	if der != nil {
		return bytes.Clone(der), nil
	}
	der, err := make()
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.issued == nil || len(a.issued) >= mostRemembered {
		a.issued = map[[sha256.Size]byte][]byte{}
	}
	a.issued[request] = bytes.Clone(der)
	return der, nil
}

// digestOf is a SHA-256 over parts, each with its length before it.
func digestOf(parts ...[]byte) [sha256.Size]byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p))))
		h.Write(p)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
