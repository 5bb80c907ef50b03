package trace

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"math/big"
)

// Authority stands in for whoever signed the certificates of a card, and for the keys
// of the card. Package simulator/pki has one: every key of it is public. It is used by one
// goroutine at a time.
type Authority interface {
	// Issuer returns the name, DER, and the key identifier of who signs in place of the
	// authority of that name.
	Issuer(name []byte) (standIn, keyID []byte)
	// Sign signs a digest under a name that Issuer returned.
	Sign(name []byte, digest []byte, hash crypto.Hash) ([]byte, error)
	// Key returns the key that takes the place of the one with that modulus: the same
	// each time, of the same size; nil where there is none of that size.
	Key(modulus []byte) *rsa.PrivateKey
}

// keyring gives the keys of a card their replacements.
type keyring struct {
	authority Authority
	replace   *replacer
	known     []pair
	issuers   [][]byte // names that took the place of others
}

// pair is a key of the card and the one in its place; private is nil where the modulus
// was masked only.
type pair struct {
	was, now *rsa.PublicKey
	private  *rsa.PrivateKey
}

func newKeyring(a Authority, r *replacer) *keyring { return &keyring{authority: a, replace: r} }

// Sizes of the moduli that may stand in answers, in bytes.
const (
	leastModulus = 96
	mostModulus  = 512
)

// isModulus reports whether bytes may be an RSA modulus: odd, with or without the zero
// of a positive INTEGER.
func (k *keyring) isModulus(b []byte) bool {
	b = bytes.TrimLeft(b, "\x00")
	n := len(b)
	return n >= leastModulus && n <= mostModulus && n%16 == 0 && b[0] >= 0x80 && b[n-1]&1 == 1
}

// modulus gives what takes the place of a modulus, of the same length.
func (k *keyring) modulus(b []byte) []byte {
	lead := len(b) - len(bytes.TrimLeft(b, "\x00"))
	p := k.pair(b[lead:])
	out := make([]byte, len(b))
	p.now.N.FillBytes(out[lead:])
	return out
}

// pair returns the replacement of a key by its modulus.
func (k *keyring) pair(modulus []byte) pair {
	n := new(big.Int).SetBytes(modulus)
	for _, p := range k.known {
		if p.was.N.Cmp(n) == 0 {
			return p
		}
	}
	p := pair{was: &rsa.PublicKey{N: n, E: 65537}}
	if k.authority != nil {
		p.private = k.authority.Key(modulus)
	}
	if p.private != nil && p.private.Size() == len(modulus) {
		p.now = &p.private.PublicKey
	} else {
		drawn := k.replace.opaque(modulus)
		drawn[0], drawn[len(drawn)-1] = drawn[0]|0x80, drawn[len(drawn)-1]|1
		p.private, p.now = nil, &rsa.PublicKey{N: new(big.Int).SetBytes(drawn), E: 65537}
	}
	k.replace.counts[valueKey]++
	k.known = append(k.known, p)
	return p
}

// resign gives what the other key makes of that from which a key of the card made a
// signature, or any block that it raised to its private exponent: what verified
// verifies, what did not does not. ok is false where no known key made it.
func (k *keyring) resign(signature, sent []byte) (out []byte, ok bool) {
	s := new(big.Int).SetBytes(signature)
	for _, p := range k.known {
		if p.private == nil || len(signature) != p.was.Size() || s.Cmp(p.was.N) >= 0 {
			continue
		}
		block := new(big.Int).Exp(s, big.NewInt(int64(p.was.E)), p.was.N)
		b := block.FillBytes(make([]byte, len(signature)))
		if !padded(b) && !bytes.Equal(b, sent) {
			continue
		}
		if block.Cmp(p.now.N) >= 0 {
			continue
		}
		again := new(big.Int).Exp(block, p.private.D, p.now.N)
		return again.FillBytes(make([]byte, len(signature))), true
	}
	return nil, false
}

// padded reports whether a block has the padding of a signature (RFC 8017: PKCS #1 v1.5
// type 1, or the last byte of PSS).
func padded(b []byte) bool {
	n := len(b)
	return n > 11 && b[0] == 0x00 && b[1] == 0x01 && b[2] == 0xFF || n > 0 && b[0] < 0x80 && b[n-1] == 0xBC
}
