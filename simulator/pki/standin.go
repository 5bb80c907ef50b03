package pki

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"math/big"
	"math/rand/v2"
)

// StandIn takes the place of whoever signed the certificates of a card, and of the keys of
// that card: a trace that is sent to somebody has its certificates re-issued by it (package
// harness/trace). Every key of it is public. One goroutine at a time uses it.
type StandIn struct {
	next int // place of the next key of a card
	keys []replaced
}

type replaced struct {
	modulus *big.Int
	key     *rsa.PrivateKey
}

// NewStandIn returns one that begins with the keys of an identity drawn by chance, so that
// two traces of a card have different keys.
func NewStandIn() *StandIn { return &StandIn{next: kinds * rand.IntN(Rows)} }

// Issuer returns the name, DER, and the key identifier of the authority that signs in place
// of the one of that name. Those of the bench stay what they are, also the one that nobody
// trusts; any other becomes the TEST authority.
func (s *StandIn) Issuer(name []byte) (standIn, keyID []byte) {
	a, l := authorityOf(name)
	if a == nil {
		return name, nil
	}
	return bytes.Clone(a.issuing[l].RawSubject), bytes.Clone(a.issuing[l].SubjectKeyId)
}

// Sign signs a digest under a name that Issuer returned.
func (s *StandIn) Sign(name, digest []byte, hash crypto.Hash) ([]byte, error) {
	a, l := authorityOf(name)
	if a == nil {
		return nil, &Error{Subject: organization, Err: errNoCertificates}
	}
	return a.Signer(l).Sign(nil, digest, hash)
}

// authorityOf returns the authority of a name, the TEST one for a name that is of none;
// nil where there is no authority at all.
func authorityOf(name []byte) (*Authority, Level) {
	for _, get := range []func() (*Authority, error){Test, Unknown} {
		a, err := get()
		if err != nil {
			return nil, 0
		}
		for l := range Level(levels) {
			if bytes.Equal(name, a.issuing[l].RawSubject) {
				return a, l
			}
		}
	}
	a, _ := Test() // it was there above
	return a, Fort
}

// Key returns the key that takes the place of the one with that modulus, the same each
// time and never that key itself; nil for another size than that of the cards, 2048 bits.
func (s *StandIn) Key(modulus []byte) *rsa.PrivateKey {
	if len(modulus) != 2*primeSize {
		return nil
	}
	n := new(big.Int).SetBytes(modulus)
	for _, r := range s.keys {
		if r.modulus.Cmp(n) == 0 {
			return r.key
		}
	}
	key := loadKey(s.next % cardPlaces)
	if s.next++; key.N.Cmp(n) == 0 {
		key = loadKey(s.next % cardPlaces)
		s.next++
	}
	s.keys = append(s.keys, replaced{n, key})
	return key
}
