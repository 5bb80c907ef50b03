package pki

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
)

// seed is what all keys come from. Another seed makes another authority, which
// no server trusts any more.
const seed = "cpslab TEST authority 1: these keys protect nothing"

// publicExponent of every key.
const publicExponent = 65537

// millerRabinRounds for a prime; a Baillie-PSW test comes on top (math/big).
const millerRabinRounds = 20

// DerivePrimes makes the primes of one key from the seed, one for each name, of
// size bytes. slot is the number of the key. It takes tenths of a second: the stored
// keys are there so that only the generator and a test call it.
//
// The candidates of a prime are consecutive blocks of its size of a stream
// SHA-256(seed, slot, name, counter), counter a 64-bit big-endian number from 0. The
// two highest bits, four where there are more than two primes, and the lowest are set. The first candidate that is prime, with a
// predecessor that 65537 does not divide, is taken.
func DerivePrimes(slot, size int, names string) []*big.Int {
	primes := make([]*big.Int, len(names))
	for i := range primes {
		primes[i] = derivePrime(slot, size, names[i], highBits(len(names)))
	}
	return primes
}

// highBits are those set in the highest byte of each of count primes, so that their
// product has as many bits as all of them together.
func highBits(count int) byte {
	if count > 2 {
		return 0xF0
	}
	return 0xC0
}

func derivePrime(slot, size int, name, high byte) *big.Int {
	s := stream{slot: slot, name: name}
	one, e, rest := big.NewInt(1), big.NewInt(publicExponent), new(big.Int)
	for {
		block := s.next(size)
		block[0] |= high
		block[size-1] |= 1
		n := new(big.Int).SetBytes(block)
		if rest.Mod(rest.Sub(n, one), e).Sign() != 0 && n.ProbablyPrime(millerRabinRounds) {
			return n
		}
	}
}

// stream is the deterministic source of the candidates for one prime.
type stream struct {
	slot    int
	name    byte
	counter uint64
}

// next returns the next size bytes; size is a multiple of 32.
func (s *stream) next(size int) []byte {
	block := make([]byte, 0, size)
	for len(block) < size {
		in := binary.BigEndian.AppendUint32([]byte(seed), uint32(s.slot))
		in = binary.BigEndian.AppendUint64(append(in, s.name), s.counter)
		sum := sha256.Sum256(in)
		block = append(block, sum[:]...)
		s.counter++
	}
	return block
}

// DeriveCardKeys makes the contents of keys.bin: the primes of the key in each
// place, big-endian.
func DeriveCardKeys() []byte { return deriveFile(cardPlaces, firstCardSlot, primeSize, cardPrimes) }

// DeriveAuthorityKeys makes the contents of authorities.bin, in the same way.
func DeriveAuthorityKeys() []byte {
	return deriveFile(authorityPlaces, firstAuthoritySlot, authorityPrimeSize, authorityPrimes)
}

func deriveFile(places, firstSlot, size int, names string) []byte {
	file := make([]byte, 0, places*len(names)*size)
	for place := range places {
		for _, prime := range DerivePrimes(firstSlot+place, size, names) {
			file = append(file, prime.FillBytes(make([]byte, size))...)
		}
	}
	return file
}
