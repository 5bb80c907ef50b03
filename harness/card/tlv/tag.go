package tlv

import "fmt"

// Tag is a BER-TLV tag field, its bytes as written, first byte most
// significant: 0x5A, 0x7F41, 0xBF8101 (ISO/IEC 7816-4, 5.2.2.1).
type Tag uint32

// maxTag is the largest value of a three-byte tag field, the longest that
// ISO/IEC 7816-4, 5.2.2.1 defines.
const maxTag = 0xFFFFFF

// Constructed reports whether the value is itself a sequence of data objects:
// bit 6 of the first byte (ISO/IEC 8825-1, 8.1.2.5).
func (t Tag) Constructed() bool {
	return t.first()&0x20 != 0
}

// Size returns the number of bytes of the tag field: 1 to 3 for a valid tag.
func (t Tag) Size() int {
	switch {
	case t <= 0xFF:
		return 1
	case t <= 0xFFFF:
		return 2
	case t <= maxTag:
		return 3
	default:
		return 4
	}
}

// Valid reports whether t is a tag that Next accepts.
func (t Tag) Valid() bool {
	var buf [4]byte
	b := AppendTag(buf[:0], t)
	got, n, class := readTag(b)
	return class == 0 && n == len(b) && got == t
}

// String returns the tag field in hexadecimal, e.g. "7F41".
func (t Tag) String() string {
	return fmt.Sprintf("%0*X", 2*t.Size(), uint32(t))
}

func (t Tag) first() byte {
	return byte(t >> (8 * (t.Size() - 1)))
}

// readTag reads the tag field at the head of b, which is not empty, and returns
// its size; class is not zero when there is no valid tag. The rules are those
// of ISO/IEC 7816-4, 5.2.2.1: no leading 00, a second byte 00 to 1E or 80 would
// be a number that fits a shorter field, at most three bytes.
func readTag(b []byte) (t Tag, n int, class Class) {
	b0 := b[0]
	if b0 == 0x00 {
		return 0, 0, BadTag
	}
	if b0&0x1F != 0x1F {
		return Tag(b0), 1, 0
	}
	if len(b) < 2 {
		return 0, 0, Truncated
	}
	b1 := b[1]
	if b1 < 0x1F || b1 == 0x80 {
		return 0, 0, BadTag
	}
	t = Tag(b0)<<8 | Tag(b1)
	if b1&0x80 == 0 {
		return t, 2, 0
	}
	if len(b) < 3 {
		return 0, 0, Truncated
	}
	if b[2]&0x80 != 0 {
		return 0, 0, BadTag
	}
	return t<<8 | Tag(b[2]), 3, 0
}
