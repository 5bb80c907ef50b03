package pki

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/pem"
	"math/big"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// organization in the name of every authority.
const organization = "CPSLAB TEST ONLY"

// Level is one of the two authorities below a root that issue the certificates of
// persons (IGC-Santé, « FORT » and « STANDARD »).
type Level uint8

// Levels: CPS and CPF have certificates of the first, CDE, CPE, CDA and CPA of the
// second.
const (
	Fort Level = iota
	Standard
)

// levels is how many there are.
const levels = 2

// String returns "FORT" or "STANDARD".
func (l Level) String() string {
	if l == Standard {
		return "STANDARD"
	}
	return "FORT"
}

// path is the level in an address.
func (l Level) path() string { return strings.ToLower(l.String()) }

// Authority is a root and the two issuing authorities below it. It never changes
// once made, but for what it remembers of its work; several goroutines may use it.
type Authority struct {
	root    *x509.Certificate
	issuing [levels]*x509.Certificate
	keys    [levels]func() *authorityKey // made at their first use

	mu     sync.Mutex                   // protects issued
	issued map[[sha256.Size]byte][]byte // certificates by request, at most mostRemembered
}

// authorityValidity is the window of twenty years in which the authorities, and every
// certificate below them, are valid at most.
var (
	authorityNotBefore = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	authorityNotAfter  = time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Names of the authorities.
const testName, unknownName = "CPSLAB TEST", "CPSLAB TEST UNKNOWN"

// certificateFile holds the certificates of both authorities, DER, each after the root
// of its own: to sign them takes as long as to read a card, and they never change.
//
//go:embed authorities.der
var certificateFile []byte

// test and unknown are read at their first use and never change afterwards.
var (
	test    = sync.OnceValues(func() (*Authority, error) { return storedAuthority(placeRoot) })
	unknown = sync.OnceValues(func() (*Authority, error) { return storedAuthority(placeUnknownRoot) })
)

// storedAuthority reads the certificates of the authority whose keys stand from place on.
func storedAuthority(place int) (*Authority, error) {
	all, err := x509.ParseCertificates(certificateFile)
	if err == nil && len(all) != authorityPlaces {
		err = errNoCertificates
	}
	if err != nil {
		return nil, &Error{Subject: organization, Err: err}
	}
	a := &Authority{root: all[place], issuing: [levels]*x509.Certificate(all[place+1 : place+1+levels])}
	for l := range Level(levels) {
		a.keys[l] = sync.OnceValue(func() *authorityKey { return loadAuthorityKey(place + 1 + int(l)) })
	}
	return a, nil
}

var errNoCertificates = text.NewError(text.Of("authorities.der est incomplet", "authorities.der is not complete"), text.Text{})

// SignAuthorities signs the certificates of authorities.der anew: those of the Test
// authority, then those of the Unknown one. The error is an *Error.
func SignAuthorities() ([]byte, error) {
	var all []byte
	for _, of := range []struct {
		name  string
		place int
	}{{testName, placeRoot}, {unknownName, placeUnknownRoot}} {
		a, err := newAuthority(of.name, of.place)
		if err != nil {
			return nil, err
		}
		all = append(all, a.root.Raw...)
		for _, c := range a.issuing {
			all = append(all, c.Raw...)
		}
	}
	return all, nil
}

// Test returns the authority that test servers trust. Its error is an *Error
// about authorities.der: a build that passes its tests gives none.
func Test() (*Authority, error) { return test() }

// Unknown returns the authority that nobody trusts. Errors are those of Test.
func Unknown() (*Authority, error) { return unknown() }

// newAuthority makes the certificates of an authority, whose keys stand from place
// on: the root's, then one for each level.
func newAuthority(name string, place int) (*Authority, error) {
	rootKey := loadAuthorityKey(place)
	a := &Authority{}
	var err error
	if a.root, err = issueAuthority(name+" ROOT", nil, rootKey, rootKey); err != nil {
		return nil, err
	}
	for l := range Level(levels) {
		key := loadAuthorityKey(place + 1 + int(l))
		a.keys[l] = func() *authorityKey { return key }
		if a.issuing[l], err = issueAuthority(name+" "+l.String()+" PERSONNES", a.root, key, rootKey); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// issueAuthority makes the certificate of an authority; a nil parent makes it a
// root, which signs itself.
func issueAuthority(name string, parent *x509.Certificate, key, signer *authorityKey) (*x509.Certificate, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{Country: []string{"FR"}, Organization: []string{organization}, CommonName: name},
		SerialNumber:          serialOf([]byte(name)),
		NotBefore:             authorityNotBefore,
		NotAfter:              authorityNotAfter,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		SubjectKeyId:          keyIdentifier(&key.public),
		SignatureAlgorithm:    x509.SHA256WithRSA,
	}
	if parent == nil {
		parent = template
	} else {
		template.MaxPathLenZero = true
	}
	der, err := create(name, template, parent, &key.public, signer)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, &Error{Subject: name, Err: err}
	}
	return cert, nil
}

// Root returns the certificate of the root, DER. The copy is the caller's.
func (a *Authority) Root() []byte { return bytes.Clone(a.root.Raw) }

// Issuing returns the certificate of one issuing authority, DER. The copy is the
// caller's.
func (a *Authority) Issuing(l Level) []byte { return bytes.Clone(a.issuing[l%levels].Raw) }

// IssuerOf returns the certificate of the authority that a certificate names as its
// issuer, DER; false when it is none of these.
func (a *Authority) IssuerOf(cert *x509.Certificate) ([]byte, bool) {
	for l := range Level(levels) {
		if bytes.Equal(cert.RawIssuer, a.issuing[l].RawSubject) {
			return a.Issuing(l), true
		}
	}
	return nil, false
}

// Issuers returns the names of the issuing authorities, RFC 4514.
func (a *Authority) Issuers() []string {
	names := make([]string, 0, levels)
	for _, issuing := range a.issuing {
		names = append(names, issuing.Subject.String())
	}
	return names
}

// Pool returns the root alone, to be trusted.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.root)
	return pool
}

// Intermediates returns the issuing authorities alone: a card holds its own
// certificates only, so whoever checks a chain brings them along.
func (a *Authority) Intermediates() *x509.CertPool {
	pool := x509.NewCertPool()
	for _, issuing := range a.issuing {
		pool.AddCert(issuing)
	}
	return pool
}

// PEM returns the root, then the issuing authorities, as CERTIFICATE blocks: what a
// test server takes as trusted authorities.
func (a *Authority) PEM() []byte {
	b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
	for _, issuing := range a.issuing {
		b = append(b, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: issuing.Raw})...)
	}
	return b
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
// 16 bytes, positive and never zero (RFC 5280, 4.1.2.2).
func serialOf(parts ...[]byte) *big.Int {
	sum := digestOf(parts...)
	sum[0] = sum[0]&0x7F | 0x40
	return new(big.Int).SetBytes(sum[:16])
}
