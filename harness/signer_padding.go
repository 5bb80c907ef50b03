package harness

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/binary"
	"io"

	"github.com/cpslab/cps/harness/card/text"
)

// digestInfoPrefix is the DER before a hash in a DigestInfo (RFC 8017, 9.2,
// note 1), for every hash that is known here. MD5SHA1, of TLS before 1.2, and
// hash 0 stand alone.
var digestInfoPrefix = map[crypto.Hash][]byte{
	0:              {},
	crypto.MD5SHA1: {},
	crypto.SHA1:    {0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14},
	crypto.SHA224:  {0x30, 0x2d, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04, 0x05, 0x00, 0x04, 0x1c},
	crypto.SHA256:  {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20},
	crypto.SHA384:  {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30},
	crypto.SHA512:  {0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40},
}

// minPadding is what PKCS #1 v1.5 adds at least: 00, type, eight bytes, 00.
const minPadding = 11

// padPKCS1 makes a block of type 1 (RFC 8017, 9.2) of size bytes.
func padPKCS1(info []byte, size int) ([]byte, error) {
	if len(info) > size-minPadding {
		return nil, text.Detail(ErrNotSupported, text.Of("%d octets à signer, %d au plus", "%d bytes to sign, %d at most", len(info), size-minPadding))
	}
	block := bytes.Repeat([]byte{0xFF}, size)
	block[0], block[1] = 0x00, 0x01
	block[size-len(info)-1] = 0x00
	copy(block[size-len(info):], info)
	return block, nil
}

// saltLength is the length of the salt, in bytes.
func saltLength(opts *rsa.PSSOptions) int {
	switch opts.SaltLength {
	case rsa.PSSSaltLengthAuto, rsa.PSSSaltLengthEqualsHash:
		return opts.Hash.Size()
	default:
		return opts.SaltLength
	}
}

// padPSS makes a PSS block (RFC 8017, 9.1.1, with MGF1 over the same hash) for
// a key of bits bits.
func padPSS(random io.Reader, digest []byte, hash crypto.Hash, saltLen, bits int) ([]byte, error) {
	size := (bits - 1 + 7) / 8
	if !hash.Available() || saltLen < 0 || size < hash.Size()+saltLen+2 {
		return nil, text.Detail(ErrNotSupported, text.Of("PSS avec %v et un sel de %d octets", "PSS with hash %v and a salt of %d bytes", hash, saltLen))
	}
	salt := make([]byte, saltLen)
	if _, err := io.ReadFull(random, salt); err != nil {
		return nil, err
	}
	h := hash.New()
	h.Write(make([]byte, 8))
	h.Write(digest)
	h.Write(salt)
	sum := h.Sum(nil)

	block := make([]byte, size)
	db := block[:size-len(sum)-1]
	db[len(db)-saltLen-1] = 0x01
	copy(db[len(db)-saltLen:], salt)
	maskMGF1(db, sum, hash)
	db[0] &= 0xFF >> (8*size - (bits - 1))
	copy(block[len(db):], sum)
	block[size-1] = 0xBC

	// A key of 8n+1 bits has a block one byte shorter than itself.
	return append(make([]byte, (bits+7)/8-size), block...), nil
}

// maskMGF1 adds the mask of MGF1 (RFC 8017, B.2.1) to out.
func maskMGF1(out, seed []byte, hash crypto.Hash) {
	h := hash.New()
	var mask []byte
	for counter := uint32(0); len(mask) < len(out); counter++ {
		h.Reset()
		h.Write(seed)
		h.Write(binary.BigEndian.AppendUint32(nil, counter))
		mask = h.Sum(mask)
	}
	subtle.XORBytes(out, out, mask)
}

// unpad takes the message out of a block of type 2 (RFC 8017, 7.2.2), in a time
// that does not depend on where the padding is wrong.
func unpad(block []byte, size int) ([]byte, error) {
	if len(block) != size || size < minPadding {
		return nil, rsa.ErrDecryption
	}
	good := subtle.ConstantTimeByteEq(block[0], 0x00) & subtle.ConstantTimeByteEq(block[1], 0x02)
	looking, start := 1, 0
	for i := 2; i < len(block); i++ {
		zero := subtle.ConstantTimeByteEq(block[i], 0x00)
		start = subtle.ConstantTimeSelect(looking&zero, i+1, start)
		looking = subtle.ConstantTimeSelect(zero, 0, looking)
	}
	good &= subtle.ConstantTimeLessOrEq(minPadding, start) & (1 - looking)
	if good != 1 {
		return nil, rsa.ErrDecryption
	}
	return bytes.Clone(block[start:]), nil
}
