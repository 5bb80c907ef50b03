package trace

import (
	"encoding/asn1"
	"unicode/utf8"
)

// directory scrubs a directory of the card (ISO/IEC 7816-15): labels, paths and keys
// have to stay where a program looks for them, long numbers in texts go.
func (c *cardScrub) directory(b []byte) []byte {
	out := append([]byte(nil), b...)
	c.der(out, directoryText)
	return out
}

// derText says what becomes of the texts in DER.
type derText uint8

const (
	directoryText derText = iota // labels: numbers alone are replaced
	foreignText                  // anything: words too
)

// deepest bounds how far into each other values are followed.
const deepest = 16

// der scrubs DER in place, as far as it can be read: what is cut off is scrubbed as if
// it went on.
func (c *cardScrub) der(b []byte, t derText) { c.derAt(b, t, deepest) }

func (c *cardScrub) derAt(b []byte, t derText, depth int) {
	for len(b) > 0 {
		if b[0] == 0x00 || b[0] == 0xFF { // padding
			b = b[1:]
			continue
		}
		head, length, ok := derHeader(b)
		if !ok {
			copy(b, c.replace.opaque(b))
			return
		}
		n := min(length, len(b)-head)
		value := b[head : head+n]
		switch {
		case b[0]&0x20 != 0 && depth > 0:
			c.derAt(value, t, depth-1)
		default:
			copy(value, c.primitive(b[0], value, t, depth))
		}
		b = b[head+n:]
	}
}

// derHeader reads a tag of one byte or two and a length.
func derHeader(b []byte) (head, length int, ok bool) {
	head = 1
	if b[0]&0x1F == 0x1F {
		head = 2
	}
	if len(b) <= head {
		return 0, 0, false
	}
	length = int(b[head])
	head++
	switch n := length & 0x7F; {
	case length < 0x80:
		return head, length, true
	case n == 0 || n > 3 || len(b) < head+n:
		return 0, 0, false
	default:
		length = 0
		for _, x := range b[head : head+n] {
			length = length<<8 | int(x)
		}
		return head + n, length, true
	}
}

// shortValue is how long a value of unknown meaning is that tells of nobody: numbers,
// references, paths, names of applications.
const shortValue = 16

// primitive gives what takes the place of a primitive value.
func (c *cardScrub) primitive(tag byte, value []byte, t derText, depth int) []byte {
	switch tag {
	case asn1.TagBoolean, asn1.TagNull, asn1.TagOID, asn1.TagEnum, asn1.TagUTCTime, asn1.TagGeneralizedTime:
		if len(value) > shortValue { // in broken DER a length may span anything
			return c.replace.opaque(value)
		}
		return value
	case asn1.TagUTF8String, asn1.TagPrintableString, asn1.TagT61String, asn1.TagIA5String, 0x1A, 0x50:
		return c.derText(value, t)
	case asn1.TagInteger, asn1.TagBitString, asn1.TagOctetString:
		if len(value) <= shortValue && !printable(value) {
			return value
		}
		if inner := append([]byte(nil), value...); nested(inner) && depth > 0 {
			c.derAt(inner, t, depth-1)
			return inner
		}
		if c.keys.isModulus(value) {
			return c.keys.modulus(value)
		}
		return c.replace.opaque(value)
	}
	if printable(value) {
		return c.derText(value, t)
	}
	if len(value) < leastPrintable || t == directoryText && len(value) <= shortValue {
		return value
	}
	return c.replace.opaque(value)
}

// leastPrintable is how long a text is that may name somebody.
const leastPrintable = 4

// derText scrubs a text.
func (c *cardScrub) derText(value []byte, t derText) []byte {
	if t == foreignText {
		return c.replace.bytes(value)
	}
	out := append([]byte(nil), value...)
	for from := 0; from < len(out); {
		n := run(string(out[from:]), isDigit)
		if n >= longNumber {
			copy(out[from:], c.replace.number(string(out[from:from+n])))
		}
		from += max(n, 1)
	}
	return out
}

// longNumber is how many digits a number has that may be somebody's.
const longNumber = 6

// nested reports whether bytes are one DER value and nothing else.
func nested(b []byte) bool {
	if len(b) < 2 {
		return false
	}
	head, length, ok := derHeader(b)
	return ok && head+length == len(b) && (b[0] == asnSequence || b[0]&0xC0 == 0)
}

// printable reports whether bytes are a text of some length.
func printable(b []byte) bool {
	if len(b) < leastPrintable || !utf8.Valid(b) {
		return false
	}
	for _, x := range b {
		if x < ' ' || x == 0x7F {
			return false
		}
	}
	return true
}
