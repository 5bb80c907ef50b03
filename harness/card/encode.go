package card

import (
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// EncodeError says which field of a value does not fit the object, and why. It
// never shows the value.
type EncodeError struct {
	Object string    // PKCS#11 label, such as "CPS_SIT_FACT"
	Field  string    // name of the Go field, such as "Number"; "" for the whole object
	Reason text.Text // what would fit
}

var _ text.Speaker = (*EncodeError)(nil)

// Error names object and field and says what would fit.
func (e *EncodeError) Error() string { return e.said().EN }

// Say is Error in lang; what would fit is part of the message.
func (e *EncodeError) Say(lang string) (message, hint string) { return e.said().In(lang), "" }

func (e *EncodeError) said() text.Text {
	field := text.Same(e.Field)
	if e.Field == "" {
		field = text.Of("le tout", "the whole")
	}
	return text.Of("%s : %s %s", "%s: %s %s", e.Object, field, e.Reason)
}

// twoDigitsOrMore is the shape of a code that stands in one byte.
var twoDigitsOrMore = text.Of("a deux chiffres, ou va de 100 à 255", "must be two digits, or 100 to 255")

// encoder appends the fields of one object; the first failure stays.
type encoder struct {
	object string
	start  int
	b      []byte
	err    error
}

func newEncoder(object string, dst []byte) encoder {
	return encoder{object: object, start: len(dst), b: dst}
}

// finish puts the outer tag and length before the fields. form bounds the
// length field to what the Gestionnaire takes. On failure dst comes back as it
// was.
func (e *encoder) finish(tag byte, form int) ([]byte, error) {
	limit := [...]int{formLL: 0x7F, form81: 0xFF, form82: 0xFFFF}[form]
	if n := len(e.b) - e.start; n > limit {
		e.fail("", text.Of("prend %d octets, les lecteurs en prennent %d au plus", "takes %d bytes, readers take %d at most", n, limit))
	}
	if e.err != nil {
		return e.b[:e.start], e.err
	}
	e.wrap(e.start, tag)
	return e.b, nil
}

// wrap makes what was appended since start the value of an object.
func (e *encoder) wrap(start int, tag byte) {
	n := len(e.b) - start
	header := tlv.Size(tlv.Tag(tag), n) - n
	for range header {
		e.b = append(e.b, 0)
	}
	copy(e.b[start+header:], e.b[start:start+n])
	tlv.AppendHeader(e.b[:start], tlv.Tag(tag), n)
}

func (e *encoder) fail(field string, reason text.Text) {
	if e.err == nil {
		e.err = &EncodeError{Object: e.object, Field: field, Reason: reason}
	}
}

// digits appends a BCD field, padded with filler F to (digits+1)/2 bytes, or
// nothing when s is empty.
func (e *encoder) digits(tag byte, field, s string, digits int) {
	if s == "" {
		return
	}
	blank := len(s) == digits
	for i := 0; blank && i < len(s); i++ {
		blank = s[i] == ' '
	}
	if len(s) > digits || s[len(s)-1] == ' ' && !blank {
		e.fail(field, text.Of("a 1 à %[1]d chiffres sans espace à la fin, ou %[1]d espaces de remplissage", "must have 1 to %[1]d digits without a space at the end, or be %[1]d spaces for filler", digits))
		return
	}
	size := (digits + 1) / 2
	e.b = tlv.AppendHeader(e.b, tlv.Tag(tag), size)
	e.nibbles(field, s, size)
}

// nibbles appends the digits of s, with filler F up to size bytes.
func (e *encoder) nibbles(field, s string, size int) {
	for i := range size {
		b := byte(0)
		for j := 2 * i; j < 2*i+2; j++ {
			n := byte(0xF)
			if j < len(s) {
				var ok bool
				if n, ok = nibble(s[j]); !ok {
					e.fail(field, text.Of("se compose de chiffres décimaux, ou d'espaces de remplissage", "must be decimal digits, or spaces for filler"))
				}
			}
			b = b<<4 | n
		}
		e.b = append(e.b, b)
	}
}

// exactDigits checks a code of exactly n digits or spaces.
func (e *encoder) exactDigits(field, s string, n int) {
	ok := len(s) == n
	for i := 0; ok && i < n; i++ {
		_, ok = nibble(s[i])
	}
	if !ok {
		e.fail(field, text.Of("a %[1]d chiffres décimaux, ou %[1]d espaces de remplissage", "must have %[1]d decimal digits, or %[1]d spaces for filler", n))
	}
}

// date appends a BCD date, or nothing for the zero value.
func (e *encoder) date(tag byte, field string, d Date) {
	if d.IsZero() {
		return
	}
	e.b = tlv.AppendHeader(e.b, tlv.Tag(tag), 4)
	e.dateDigits(field, d)
}

func (e *encoder) dateDigits(field string, d Date) {
	if NewDate(d.Year, d.Month, d.Day).IsZero() {
		e.fail(field, text.Of("est un jour du calendrier", "must be a day of the calendar"))
		return
	}
	e.b = append(e.b, bcdByte(d.Year/100), bcdByte(d.Year%100), bcdByte(d.Month), bcdByte(d.Day))
}

func bcdByte(n int) byte { return byte(n/10<<4 | n%10) }

// decimal appends a DEC field of one byte, or nothing when s is empty.
func (e *encoder) decimal(tag byte, field, s string) {
	if s == "" {
		return
	}
	n, ok := parseDecimal(s)
	if !ok {
		e.fail(field, twoDigitsOrMore)
		return
	}
	e.b = append(tlv.AppendHeader(e.b, tlv.Tag(tag), 1), n)
}

// parseDecimal is the reverse of decimal.
func parseDecimal(s string) (byte, bool) {
	if len(s) < 2 || len(s) > 3 || !isDigits(s) {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	if len(s) == 3 && (n < 100 || n > 255) {
		return 0, false
	}
	return byte(n), true
}

// number appends a field of one byte, or nothing for -1.
func (e *encoder) number(tag byte, field string, n int) {
	switch {
	case n == -1:
	case n < 0 || n > 0xFF:
		e.fail(field, text.Of("va de 0 à 255, ou -1 pour aucun", "must be 0 to 255, or -1 for none"))
	default:
		e.b = append(tlv.AppendHeader(e.b, tlv.Tag(tag), 1), byte(n))
	}
}

// hexByte returns the byte of two hexadecimal digits.
func (e *encoder) hexByte(field, s string) byte {
	if len(s) == 2 {
		high, ok1 := hexValue(s[0])
		low, ok2 := hexValue(s[1])
		if ok1 && ok2 {
			return high<<4 | low
		}
	}
	e.fail(field, text.Of("a deux chiffres hexadécimaux en capitales", "must be two hexadecimal digits in upper case"))
	return 0
}

// text appends a text field in ISO-8859-1, even when it is empty.
func (e *encoder) text(tag byte, field, s string, limit int) {
	start := len(e.b)
	e.latin1(field, s, limit)
	e.wrap(start, tag)
}

// optionalText appends a text field, or nothing when s is empty.
func (e *encoder) optionalText(tag byte, field, s string, limit int) {
	if s != "" {
		e.text(tag, field, s, limit)
	}
}

// latin1 appends s in ISO-8859-1, at most limit characters.
func (e *encoder) latin1(field, s string, limit int) {
	if utf8.RuneCountInString(s) > limit {
		e.fail(field, text.Of("a %d caractères au plus", "must have at most %d characters", limit))
		return
	}
	for _, r := range s {
		if r > 0xFF {
			e.fail(field, text.Of("se compose de caractères d'ISO-8859-1", "must be made of characters of ISO-8859-1"))
			return
		}
		e.b = append(e.b, byte(r))
	}
}
