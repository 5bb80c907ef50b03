package pki

import (
	"crypto"
	"crypto/rsa"
	_ "embed"
	"io"
	"math/big"

	"github.com/cpslab/cps/harness/card/text"
)

// Places of the keys in authorities.bin, three for each authority.
const (
	placeRoot = iota
	placeFort
	placeStandard
	placeUnknownRoot
	placeUnknownFort
	placeUnknownStandard
	authorityPlaces
)

const (
	authorityPrimeSize = 64         // bytes
	authorityPrimes    = "abcdefgh" // the names of the primes of a key, in the order of the file
	firstAuthoritySlot = 1000       // the seed counts them from here
)

//go:embed authorities.bin
var authorityFile string

// authorityKey signs for an authority. crypto/rsa takes a key of two primes only as
// quickly as that: this one signs prime by prime (RFC 8017, 5.2.1), and in no
// constant time, since nothing in it is a secret.
type authorityKey struct {
	public    rsa.PublicKey
	primes    []*big.Int
	exponents []*big.Int // d mod (p-1) of each prime
	weights   []*big.Int // what has the rest 1 for this prime and 0 for every other
}

// loadAuthorityKey makes the key in a place of authorities.bin.
func loadAuthorityKey(place int) *authorityKey {
	one, e := big.NewInt(1), big.NewInt(publicExponent)
	k := &authorityKey{
		public: rsa.PublicKey{N: big.NewInt(1), E: publicExponent},
		primes: readPrimes(authorityFile, place, authorityPrimeSize, len(authorityPrimes)),
	}
	for _, p := range k.primes {
		k.public.N.Mul(k.public.N, p)
	}
	for _, p := range k.primes {
		k.exponents = append(k.exponents, new(big.Int).ModInverse(e, new(big.Int).Sub(p, one)))
		others := new(big.Int).Div(k.public.N, p)
		k.weights = append(k.weights, others.Mul(others, new(big.Int).ModInverse(others, p)))
	}
	return k
}

// Public returns the public key, as crypto.Signer has it.
func (k *authorityKey) Public() crypto.PublicKey { return &k.public }

// digestInfoSHA256 stands before a SHA-256 in a signature (RFC 8017, 9.2).
const digestInfoSHA256 = "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"

var errNotSHA256 = text.NewError(text.Of("l'autorité ne signe qu'un SHA-256, avec PKCS #1 v1.5", "the authority signs a SHA-256 with PKCS #1 v1.5 only"), text.Text{})

// Sign signs a SHA-256 with PKCS #1 v1.5, which draws nothing at random.
func (k *authorityKey) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if _, pss := opts.(*rsa.PSSOptions); pss || opts.HashFunc() != crypto.SHA256 || len(digest) != crypto.SHA256.Size() {
		return nil, errNotSHA256
	}
	block := make([]byte, k.public.Size())
	block[1] = 1
	tail := len(block) - len(digest) - len(digestInfoSHA256)
	for i := 2; i < tail-1; i++ {
		block[i] = 0xFF
	}
	copy(block[tail:], digestInfoSHA256)
	copy(block[tail+len(digestInfoSHA256):], digest)
	message, signature, part := new(big.Int).SetBytes(block), new(big.Int), new(big.Int)
	for i, p := range k.primes {
		part.Exp(part.Mod(message, p), k.exponents[i], p)
		signature.Add(signature, part.Mul(part, k.weights[i]))
	}
	return signature.Mod(signature, k.public.N).FillBytes(block), nil
}
