package card

import (
	"errors"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// Outer length forms that the Gestionnaire takes, by object (decoder of the
// Gestionnaire 06.08.00): the number of bytes of the length field.
const (
	formLL = 1 // LL
	form81 = 2 // LL and 81 LL
	form82 = 3 // LL, 81 LL and 82 LL LL
)

// Fill sets o from the bytes raw of a file that was read, the last status word
// sw and the number of the exchange that answered it. The state follows from
// the bytes: no byte or a container without content is Empty, a file of 00 is
// Zeros, a file of FF is Erased, what decode refuses is Malformed, the rest is
// Present. raw is kept, not copied: o.Raw aliases it.
//
// A file that could not be read is no business of Fill: Unread and Absent are
// set by whoever saw the refusal.
func Fill[T any](o *Object[T], raw []byte, sw apdu.SW, exchange int, decode func([]byte) (T, []Deviation, error)) {
	*o = Object[T]{Raw: raw, SW: sw, Exchange: exchange}
	switch {
	case len(raw) == 0:
		o.State = Empty
		return
	case filledWith(raw, 0x00):
		o.State = Zeros
		return
	case filledWith(raw, 0xFF):
		o.State = Erased
		return
	}
	value, deviations, err := decode(raw)
	o.Deviations = deviations
	switch {
	case err != nil:
		o.State = Malformed
	case emptyContainer(raw):
		o.State = Empty
	default:
		o.State, o.Value = Present, value
	}
}

func filledWith(b []byte, fill byte) bool {
	for _, x := range b {
		if x != fill {
			return false
		}
	}
	return true
}

// emptyContainer reports whether the first object of b has no content, or
// nothing but padding.
func emptyContainer(b []byte) bool {
	r := tlv.NewReaderAnyLength(b)
	e, ok, err := r.Next()
	if err != nil || !ok {
		return false
	}
	return len(e.Value) == 0 || e.Tag.Constructed() && e.Value[0] == 0
}

// content is an object of the card opened for reading: its fields one after the
// other, and what was unusual so far. Fields are read as the Gestionnaire reads
// them, which is no BER: a tag is one byte, 9F and 1F included, a length is one
// byte, 81 and 82 included, and a field that would go beyond the end ends there.
type content struct {
	object     string
	b          []byte // what is left
	offset     int    // of b, in bytes from the start of the object
	seen       uint32 // bit n: primitive field 80+n was there
	deviations []Deviation
}

// open reads the outer tag and length of an object. form is the longest length
// field that the Gestionnaire takes; it reads the first byte of a longer one as the
// length, and so does open.
func open(object string, b []byte, tag byte, form int) (content, tlv.Element, error) {
	c := content{object: object}
	switch {
	case len(b) == 0:
		return c, tlv.Element{}, &DecodeError{Object: object, Reason: noBytes}
	case b[0] != tag:
		return c, tlv.Element{}, &DecodeError{Object: object, Reason: otherTag(tlv.Tag(b[0]), tlv.Tag(tag))}
	}
	e := tlv.Element{Tag: tlv.Tag(tag)}
	length, size := outerLength(b[1:], form)
	if size == 0 {
		return c, e, truncated(object)
	}
	e.ValueOffset = 1 + size
	long := size == 1 && length >= 0x80
	if long {
		c.deviate(LongLength, e)
	}
	rest := b[e.ValueOffset:]
	if length > len(rest) {
		if !long {
			return c, e, truncated(object)
		}
		return c, e, &DecodeError{
			Object: object, Offset: 1,
			Reason: text.Of("forme de longueur %02[1]X, que le logiciel officiel prend pour %[1]d octets,", "length form %02[1]X, which official software takes for %[1]d bytes,", length),
		}
	}
	e.Value = rest[:length:length]
	c.b, c.offset = e.Value, e.ValueOffset
	c.padding(rest[length:], e.ValueOffset+length, e)
	return c, e, nil
}

func truncated(object string) error {
	return decodeError(object, &tlv.Error{Class: tlv.Truncated})
}

// outerLength reads a length field of at most form bytes and returns its size, 0
// when it is cut off.
func outerLength(b []byte, form int) (length, size int) {
	switch {
	case len(b) == 0:
		return 0, 0
	case b[0] == 0x81 && form >= form81:
		if len(b) < 2 {
			return 0, 0
		}
		return int(b[1]), 2
	case b[0] == 0x82 && form >= form82:
		if len(b) < 3 {
			return 0, 0
		}
		return int(b[1])<<8 | int(b[2]), 3
	}
	return int(b[0]), 1
}

// enter opens the field e, which c has just read.
func (c *content) enter(e tlv.Element) content {
	return content{object: c.object, b: e.Value, offset: e.ValueOffset, deviations: c.deviations}
}

// next returns the next field. ok is false at the end or at the first zero tag,
// where the Gestionnaire stops.
func (c *content) next() (e tlv.Element, ok bool) {
	if len(c.b) == 0 {
		return tlv.Element{}, false
	}
	if c.b[0] == 0 {
		c.padding(c.b, c.offset, tlv.Element{})
		return tlv.Element{}, false
	}
	e = tlv.Element{Tag: tlv.Tag(c.b[0]), Offset: c.offset, ValueOffset: c.offset + 2}
	if len(c.b) == 1 {
		c.deviate(Overrun, e)
		return tlv.Element{}, false
	}
	length, rest := int(c.b[1]), c.b[2:]
	if length >= 0x80 {
		c.deviate(LongLength, e)
	}
	if length > len(rest) {
		c.deviate(Overrun, e)
		length = len(rest)
	}
	e.Value = rest[:length:length]
	c.b, c.offset = rest[length:], e.ValueOffset+length
	if e.Tag >= 0x80 && e.Tag < 0xA0 {
		bit := uint32(1) << (e.Tag & 0x1F)
		if c.seen&bit != 0 {
			c.deviate(DuplicateField, e)
		}
		c.seen |= bit
	}
	return e, true
}

// padding records bytes other than 00 in what lies behind an object or behind
// its last field.
func (c *content) padding(rest []byte, offset int, e tlv.Element) {
	for i, b := range rest {
		if b != 0 {
			c.deviations = append(c.deviations, Deviation{TrailingBytes, offset + i, byte(e.Tag)})
			return
		}
	}
}

func (c *content) deviate(class DeviationClass, e tlv.Element) {
	c.deviations = append(c.deviations, Deviation{class, e.Offset, byte(e.Tag)})
}

// size records a field of another size than n bytes.
func (c *content) size(e tlv.Element, n int) {
	if len(e.Value) != n {
		c.deviate(FieldSize, e)
	}
}

// digits returns a BCD field of at most digits digits. Filler F at the end is
// cut; a nibble A to F elsewhere shows as a space. A field of nothing but
// filler gives digits spaces. The field should have the size of its digits.
func (c *content) digits(e tlv.Element, digits int) string {
	c.size(e, (digits+1)/2)
	s := c.variableDigits(e, digits)
	if s == "" && len(e.Value) > 0 {
		const spaces = "            "
		return spaces[:digits]
	}
	return s
}

// variableDigits is digits for a field that may be shorter, and empty when it
// holds nothing but filler.
func (c *content) variableDigits(e tlv.Element, digits int) string {
	end := 2 * len(e.Value)
	for end > 0 && nibbleAt(e.Value, end-1) == 0xF {
		end--
	}
	if end == 0 {
		return ""
	}
	if end > digits {
		c.deviate(FieldSize, e)
	}
	var buf [32]byte
	s, bad := buf[:0], false
	for i := range end {
		n := nibbleAt(e.Value, i)
		bad = bad || n > 9 && n < 0xF
		s = append(s, decimalDigits[n])
	}
	if bad {
		c.deviate(BadDigit, e)
	}
	return string(s)
}

func nibbleAt(b []byte, i int) byte {
	if i%2 == 0 {
		return b[i/2] >> 4
	}
	return b[i/2] & 0xF
}

// badNibbles records a nibble A to E among the first n bytes of e.
func (c *content) badNibbles(e tlv.Element, n int) {
	for i := range 2 * min(n, len(e.Value)) {
		if d := nibbleAt(e.Value, i); d > 9 && d < 0xF {
			c.deviate(BadDigit, e)
			return
		}
	}
}

// date returns a BCD date YYYYMMDD, the zero value for a day that does not exist.
func (c *content) date(e tlv.Element) Date {
	c.size(e, 4)
	d := bcdDate(e.Value)
	if d.IsZero() {
		c.deviate(ImpossibleDate, e)
	}
	return d
}

func bcdDate(b []byte) Date {
	if len(b) < 4 {
		return Date{}
	}
	century, ok0 := bcdNumber(b[0])
	year, ok1 := bcdNumber(b[1])
	month, ok2 := bcdNumber(b[2])
	day, ok3 := bcdNumber(b[3])
	if !ok0 || !ok1 || !ok2 || !ok3 {
		return Date{}
	}
	return NewDate(100*century+year, month, day)
}

func bcdNumber(b byte) (int, bool) {
	return int(b>>4)*10 + int(b&0xF), b>>4 <= 9 && b&0xF <= 9
}

// decimal returns a DEC field as a code: its first byte as a number of two
// digits.
func (c *content) decimal(e tlv.Element) string {
	c.size(e, 1)
	if len(e.Value) == 0 {
		return ""
	}
	if e.Value[0] > 99 {
		c.deviate(BadDigit, e)
	}
	return decimal(e.Value[0])
}

// number returns a field of one byte as a number, -1 when it is empty.
func (c *content) number(e tlv.Element) int {
	c.size(e, 1)
	if len(e.Value) == 0 {
		return -1
	}
	return int(e.Value[0])
}

// text returns a text field, at most limit characters ISO-8859-1.
func (c *content) text(e tlv.Element, limit int) string {
	if len(e.Value) > limit {
		c.deviate(TextTooLong, e)
	}
	return fromLatin1(e.Value)
}

// fromLatin1 converts ISO-8859-1 to UTF-8.
func fromLatin1(b []byte) string {
	for i, x := range b {
		if x >= 0x80 {
			s := make([]byte, i, len(b)+8)
			copy(s, b)
			for _, x := range b[i:] {
				if x < 0x80 {
					s = append(s, x)
				} else {
					s = append(s, 0xC0|x>>6, 0x80|x&0x3F)
				}
			}
			return string(s)
		}
	}
	return string(b)
}

// hexAt returns byte i of a field as two hexadecimal digits, "" when the field
// is shorter.
func hexAt(b []byte, i int) string {
	if i >= len(b) {
		return ""
	}
	return hexPair(b[i])
}

// Reasons of objects of every kind.
var noBytes = text.Of("aucun octet", "no bytes")

func otherTag(is, want tlv.Tag) text.Text {
	return text.Of("étiquette %s où %s était attendue", "tag %s where %s was expected", is, want)
}

func decodeError(object string, err error) error {
	var t *tlv.Error
	if errors.As(err, &t) {
		return &DecodeError{Object: object, Offset: t.Offset, Reason: t.Class.Text(), Err: err}
	}
	return &DecodeError{Object: object, Reason: text.Of("pas un objet TLV", "not a data object"), Err: err}
}
