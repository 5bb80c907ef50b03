package pki

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"time"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
)

// Request is what Issue needs to know.
type Request struct {
	Kind       Kind
	Shape      Shape
	OlderUsage bool // the key usages of older cards, which OldIGC always has
	Subject    Subject
	Key        *rsa.PublicKey
	NotBefore  time.Time
	NotAfter   time.Time
}

// Why Issue issues nothing, beside what crypto/x509 says.
var (
	errNoKey   = text.NewError(text.Of("aucune clé publique n'est donnée", "no public key is given"), text.Text{})
	errNotUTF8 = text.NewError(text.Of("un nom n'est pas en UTF-8", "a name is not UTF-8"), text.Text{})
)

// Issue makes the certificate of a card's key, DER. Equal requests give equal
// bytes. Errors are *Error: no key, or a text or a date that X.509 cannot hold.
func (a *Authority) Issue(r Request) ([]byte, error) {
	refuse := func(err error) ([]byte, error) { return nil, &Error{Subject: r.Subject.ID, Err: err} }
	if r.Key == nil || r.Key.N == nil {
		return refuse(errNoKey)
	}
	name, err := r.Subject.encode(r.Shape)
	if err != nil {
		return refuse(err)
	}
	if !r.Subject.valid() {
		return refuse(errNotUTF8)
	}
	l := r.Subject.level()
	template := &x509.Certificate{
		RawSubject:         name,
		NotBefore:          r.NotBefore,
		NotAfter:           r.NotAfter,
		SubjectKeyId:       keyIdentifier(r.Key),
		SignatureAlgorithm: x509.SHA256WithRSA,
	}
	if err := r.extend(template); err != nil {
		return refuse(err)
	}
	parts := [][]byte{a.issuing[l].RawSubject, {byte(r.Kind), byte(template.KeyUsage)}, name, r.Key.N.Bytes()}
	for _, t := range []time.Time{r.NotBefore, r.NotAfter} {
		parts = append(parts, binary.BigEndian.AppendUint64(nil, uint64(t.Unix())))
	}
	for _, x := range template.ExtraExtensions {
		parts = append(parts, x.Value)
	}
	template.SerialNumber = serialOf(parts...)
	return a.remembered(digestOf(parts...), func() ([]byte, error) {
		return create(r.Subject.ID, template, a.issuing[l], r.Key, a.keys[l]())
	})
}

// mostRemembered is how many certificates an authority remembers: those of all the
// cards of the gallery, two megabytes at the most.
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

// valid reports whether every text is UTF-8.
func (s *Subject) valid() bool {
	for _, one := range append([]string{s.ID, s.Family, s.Given, s.Title, s.Pseudonym, s.Structure, s.Token}, s.Specialities...) {
		if !utf8.ValidString(one) {
			return false
		}
	}
	return true
}

// create signs a certificate. PKCS #1 v1.5 draws nothing at random.
func create(name string, template, parent *x509.Certificate, key *rsa.PublicKey, signer crypto.Signer) ([]byte, error) {
	der, err := x509.CreateCertificate(nil, template, parent, key, signer)
	if err != nil {
		return nil, &Error{Subject: name, Err: err}
	}
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
