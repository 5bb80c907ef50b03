package pki

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
)

// seed is what all keys come from. Another seed makes another authority, which
// no server trusts any more.
const seed = "cpslab TEST authority 1: these keys protect nothing"

// Sizes of the keys, in bytes.
const (
	sizePrime = 128
	sizeKey   = 2 * sizePrime // of one key in keys.bin
)

// publicExponent of every key.
const publicExponent = 65537

// millerRabinRounds for a prime; a Baillie-PSW test comes on top (math/big).
const millerRabinRounds = 20

// DerivePrimes makes the two primes of the slot-th key from the seed. It takes
// tenths of a second: the stored keys are there so that only the generator and a
// test call it.
//
// The candidates of a prime are consecutive blocks of 128 bytes of a stream
// SHA-256(seed, slot, "p" or "q", counter), counter a 64-bit big-endian number
// from 0. The two highest bits and the lowest are set. The first candidate that
// is prime, with a predecessor that 65537 does not divide, is taken.
func DerivePrimes(slot int) (p, q *big.Int) {
	return derivePrime(slot, 'p'), derivePrime(slot, 'q')
}

func derivePrime(slot int, name byte) *big.Int {
	s := stream{slot: slot, name: name}
	one, e, rest := big.NewInt(1), big.NewInt(publicExponent), new(big.Int)
	for {
		block := s.next()
		block[0] |= 0xC0
		block[sizePrime-1] |= 1
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

// next returns the next 128 bytes.
func (s *stream) next() []byte {
	block := make([]byte, 0, sizePrime)
	for len(block) < sizePrime {
		in := binary.BigEndian.AppendUint32([]byte(seed), uint32(s.slot))
		in = binary.BigEndian.AppendUint64(append(in, s.name), s.counter)
		sum := sha256.Sum256(in)
		block = append(block, sum[:]...)
		s.counter++
	}
	return block
}

// DeriveFile makes the contents of keys.bin: p and q of each slot, big-endian,
// 128 bytes each.
func DeriveFile() []byte {
	file := make([]byte, Slots*sizeKey)
	for slot := range Slots {
		p, q := DerivePrimes(slot)
		at := file[slot*sizeKey:]
		p.FillBytes(at[:sizePrime])
		q.FillBytes(at[sizePrime:sizeKey])
	}
	return file
}
