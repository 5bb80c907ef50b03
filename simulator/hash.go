package simulator

import (
	"crypto"
	_ "crypto/sha1"   // registers crypto.SHA1
	_ "crypto/sha256" // registers crypto.SHA256
	"encoding"
	"encoding/binary"

	"github.com/cpslab/cps/harness/card/tlv"
)

const (
	blockSize = 64 // bytes, of SHA-1 and SHA-256
	sizeCount = 8  // bytes of the count of bits
	sizeMagic = 4  // bytes before the state in what crypto/sha1 and sha256 marshal
)

// finishHash hashes the data field of PSO HASH: 90 00 80 L message, for at most
// 64 bytes in all, or 90 L state count 80 L last block, the state after count
// bits (a multiple of 512) as eight bytes behind it and a last block of 1 to 64
// bytes (CryptolibCPS sources, card-cps3.c). ok is false for any other field.
func finishHash(hash crypto.Hash, data []byte) (digest []byte, ok bool) {
	in := tlv.NewReader(data)
	before, more, err := in.Next()
	if err != nil || !more || before.Tag != 0x90 {
		return nil, false
	}
	last, more, err := in.Next()
	if err != nil || !more || last.Tag != 0x80 || len(last.Value) > blockSize || len(in.Rest()) != 0 {
		return nil, false
	}
	h := hash.New()
	if len(before.Value) != 0 {
		if len(last.Value) == 0 {
			return nil, false
		}
		state, ok := resume(h, hash.Size(), before.Value)
		if !ok {
			return nil, false
		}
		resumed, ok := h.(encoding.BinaryUnmarshaler)
		if !ok || resumed.UnmarshalBinary(state) != nil {
			return nil, false
		}
	}
	h.Write(last.Value)
	return h.Sum(nil), true
}

// resume makes what crypto/sha1 and sha256 unmarshal: a fresh hash, marshalled,
// into which the intermediate state and the count of bytes are written.
func resume(fresh any, size int, stateAndCount []byte) ([]byte, bool) {
	if len(stateAndCount) != size+sizeCount {
		return nil, false
	}
	bits := binary.BigEndian.Uint64(stateAndCount[size:])
	if bits == 0 || bits%(8*blockSize) != 0 {
		return nil, false
	}
	m, ok := fresh.(encoding.BinaryMarshaler)
	if !ok {
		return nil, false
	}
	b, err := m.MarshalBinary()
	if err != nil || len(b) != sizeMagic+size+blockSize+sizeCount {
		return nil, false
	}
	copy(b[sizeMagic:], stateAndCount[:size])
	binary.BigEndian.PutUint64(b[len(b)-sizeCount:], bits/8)
	return b, true
}
