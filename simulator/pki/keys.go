package pki

import (
	"crypto/rsa"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"math/big"
	"strconv"
	"strings"
	"sync"
)

// Kind is the use of a key and of its certificate.
type Kind uint8

// The three keys of a card.
const (
	Signature Kind = iota
	Authentication
	Technical
)

// kinds is how many keys a card has.
const kinds = 3

// String returns "signature", "authentication" or "technical".
func (k Kind) String() string {
	if k >= kinds {
		return "kind " + strconv.Itoa(int(k))
	}
	return [kinds]string{"signature", "authentication", "technical"}[k]
}

// Rows is how many identities have keys of their own.
const Rows = 24

// Places of the keys in keys.bin: three for each identity.
const (
	cardPlaces = kinds * Rows
	primeSize  = 128  // bytes
	cardPrimes = "pq" // the names of the primes of a key, in the order of the file

	// The seed counts the keys of cards from 4: the numbers before were those of
	// authorities with short keys.
	firstCardSlot = 4
)

//go:embed keys.bin
var keyFile string

// cardKeys holds the keys that were used so far. It is a cache of what keyFile says,
// filled once and never changed: cards share it because a key with its precomputed
// values takes kilobytes.
var cardKeys [cardPlaces]struct {
	once sync.Once
	key  *rsa.PrivateKey
}

// loadKey returns the key in a place of keys.bin. It is shared: do not change it.
func loadKey(place int) *rsa.PrivateKey {
	s := &cardKeys[place]
	s.once.Do(func() {
		primes := readPrimes(keyFile, place, primeSize, len(cardPrimes))
		s.key = newKey(primes[0], primes[1])
	})
	return s.key
}

// readPrimes returns the primes of the key in a place of a key file.
func readPrimes(file string, place, size, count int) []*big.Int {
	primes := make([]*big.Int, count)
	for i := range primes {
		at := (place*count + i) * size
		primes[i] = new(big.Int).SetBytes([]byte(file[at : at+size]))
	}
	return primes
}

// newKey makes the private key of two primes.
func newKey(p, q *big.Int) *rsa.PrivateKey {
	one := big.NewInt(1)
	e := big.NewInt(publicExponent)
	totient := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: publicExponent},
		D:         new(big.Int).ModInverse(e, totient),
		Primes:    []*big.Int{p, q},
	}
	key.Precompute()
	return key
}

// CardKey returns a private key of the identity row, 0 to Rows-1; rows beyond
// wrap around. The key is shared by all who ask: read it only.
func CardKey(row int, kind Kind) *rsa.PrivateKey {
	row %= Rows
	if row < 0 {
		row += Rows
	}
	return loadKey(kinds*row + int(kind%kinds))
}

// The reserved range of TEST identities: type digit 8, RPPS 99900000nnk with
// rank nn from 01 and key digit k.
const (
	testPrefix = "899900000"
	testDigits = 12
)

// Row returns the identity row of a national identifier with its type digit:
// rank minus one for the reserved TEST identities (899900000011 is row 0), a
// hash for every other text. One holder has the same keys on each of his cards.
func Row(nationalID string) int {
	if rest, ok := strings.CutPrefix(nationalID, testPrefix); ok && len(nationalID) == testDigits {
		if rank, err := strconv.Atoi(rest[:len(rest)-1]); err == nil && rank >= 1 && rank <= Rows {
			return rank - 1
		}
	}
	sum := sha256.Sum256([]byte(nationalID))
	return int(binary.BigEndian.Uint32(sum[:4]) % Rows)
}
