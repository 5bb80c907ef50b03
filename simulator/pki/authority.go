package pki

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// organization in the name of everything that this authority issues.
const organization = "CPSLAB TEST ONLY"

// Authority is a root and the issuing authority below it. It never changes once
// made, but for what it remembers of its work; several goroutines may use it.
type Authority struct {
	root, issuing *x509.Certificate
	key           *rsa.PrivateKey // of issuing

	mu     sync.Mutex                   // protects issued
	issued map[[sha256.Size]byte][]byte // certificates by request, at most mostRemembered
}

// authorityValidity is the time in which both authorities and every certificate
// below them are valid at most.
var (
	authorityNotBefore = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	authorityNotAfter  = time.Date(2099, 12, 31, 23, 59, 59, 0, time.UTC)
)

// test and unknown are made at their first use and never change afterwards: two
// signatures that a run without certificates does not pay for.
var (
	test = sync.OnceValues(func() (*Authority, error) {
		return newAuthority("CPSLAB TEST ROOT", "CPSLAB TEST ISSUING", slotRoot, slotIssuing)
	})
	unknown = sync.OnceValues(func() (*Authority, error) {
		return newAuthority("CPSLAB TEST UNKNOWN ROOT", "CPSLAB TEST UNKNOWN ISSUING", slotUnknownRoot, slotUnknownIssuing)
	})
)

// Test returns the authority that test servers trust. Its error is an *Error
// about keys.bin: a build that passes its tests gives none.
func Test() (*Authority, error) { return test() }

// Unknown returns the authority that nobody trusts. Errors are those of Test.
func Unknown() (*Authority, error) { return unknown() }

// newAuthority makes both certificates of an authority.
func newAuthority(root, issuing string, rootSlot, issuingSlot int) (*Authority, error) {
	rootKey, issuingKey := loadKey(rootSlot), loadKey(issuingSlot)
	rootDER, err := issueAuthority(root, nil, &rootKey.PublicKey, rootKey)
	if err != nil {
		return nil, err
	}
	a := &Authority{key: issuingKey}
	if a.root, err = x509.ParseCertificate(rootDER); err != nil {
		return nil, &Error{Subject: root, Err: err}
	}
	issuingDER, err := issueAuthority(issuing, a.root, &issuingKey.PublicKey, rootKey)
	if err != nil {
		return nil, err
	}
	if a.issuing, err = x509.ParseCertificate(issuingDER); err != nil {
		return nil, &Error{Subject: issuing, Err: err}
	}
	return a, nil
}

// issueAuthority makes the certificate of an authority; a nil parent makes it a
// root, which signs itself.
func issueAuthority(name string, parent *x509.Certificate, key *rsa.PublicKey, signer *rsa.PrivateKey) ([]byte, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{Country: []string{"FR"}, Organization: []string{organization}, CommonName: name},
		SerialNumber:          serialOf([]byte(name)),
		NotBefore:             authorityNotBefore,
		NotAfter:              authorityNotAfter,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		SignatureAlgorithm:    x509.SHA256WithRSA,
	}
	if parent == nil {
		parent = template
	} else {
		template.MaxPathLenZero = true
	}
	return create(name, template, parent, key, signer)
}

// create signs a certificate. PKCS #1 v1.5 draws nothing at random.
func create(name string, template, parent *x509.Certificate, key *rsa.PublicKey, signer *rsa.PrivateKey) ([]byte, error) {
	der, err := x509.CreateCertificate(nil, template, parent, key, signer)
	if err != nil {
		return nil, &Error{Subject: name, Err: err}
	}
	return der, nil
}

// Root returns the certificate of the root, DER. The copy is the caller's.
func (a *Authority) Root() []byte { return append([]byte(nil), a.root.Raw...) }

// Issuing returns the certificate of the issuing authority, DER. The copy is the
// caller's.
func (a *Authority) Issuing() []byte { return append([]byte(nil), a.issuing.Raw...) }

// Pool returns the root alone, to be trusted.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.root)
	return pool
}

// Intermediates returns the issuing authority alone: a card holds its own
// certificates only, so whoever checks a chain brings this one along.
func (a *Authority) Intermediates() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.issuing)
	return pool
}

// PEM returns root and issuing authority, in this order, as two CERTIFICATE
// blocks: what a test server takes as trusted authorities.
func (a *Authority) PEM() []byte {
	b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
	return append(b, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.issuing.Raw})...)
}

// Error says for whom no certificate could be made. Nothing was issued; the
// authority is usable as before. Err is the error of crypto/x509.
type Error struct {
	Subject string // common name asked for
	Err     error
}

var _ text.Speaker = (*Error)(nil)

// Error names the subject and the cause.
func (e *Error) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the subject and the cause, with the hint of the cause.
func (e *Error) Say(lang string) (message, hint string) {
	_, hint = text.Say(e.Err, lang)
	return text.Of("aucun certificat pour %s", "pki: no certificate for %s", e.Subject).Because(e.Err).In(lang), hint
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// serialOf makes the serial number of a certificate out of what it certifies:
// 127 bits, positive and never zero (RFC 5280, 4.1.2.2).
func serialOf(parts ...[]byte) *big.Int {
	sum := digestOf(parts...)
	sum[0] = sum[0]&0x7F | 0x40
	return new(big.Int).SetBytes(sum[:16])
}
