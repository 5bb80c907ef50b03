package tlv

import "fmt"

// Class says what is wrong with an encoding. The zero value is no class.
type Class uint8

// The classes of encoding errors.
const (
	// Truncated: the buffer ends inside a tag, a length or a value.
	Truncated Class = iota + 1
	// BadTag: a tag begins with 00 (often padding), is written in more bytes
	// than its number needs, or takes more than three bytes (ISO/IEC 7816-4,
	// 5.2.2.1).
	BadTag
	// NonMinimalLength: a length takes more bytes than it needs.
	NonMinimalLength
	// ReservedLength: first length byte FF (ISO/IEC 8825-1, 8.1.3.5 c).
	ReservedLength
	// IndefiniteLength: first length byte 80 (ISO/IEC 8825-1, 8.1.3.6), which
	// ISO/IEC 7816-4 does not allow.
	IndefiniteLength
	// TooLong: the length is announced on more than four bytes (first length
	// byte 85 to FE; ISO/IEC 7816-4, 5.2.2.2).
	TooLong
	// Trailing: bytes lie behind the one element wanted.
	Trailing
	// NotConstructed: a path leads through a primitive object.
	NotConstructed
)

var classTexts = [...]struct{ name, advice string }{
	Truncated:        {"truncated", "the element goes on behind the end of the buffer; read the rest of the file"},
	BadTag:           {"bad tag", "no data object begins here; check for padding"},
	NonMinimalLength: {"non-minimal length", "the length field is longer than needed; read with NewReaderAnyLength to accept it"},
	ReservedLength:   {"reserved length", "a length field may not begin with FF; the object may be unwritten"},
	IndefiniteLength: {"indefinite length", "cards use definite lengths only; check that this is the start of an object"},
	TooLong:          {"too long", "a length takes at most four bytes; check that this is the start of an object"},
	Trailing:         {"trailing bytes", "one element was expected; cut the padding first"},
	NotConstructed:   {"not constructed", "a primitive object holds no others; check the path"},
}

// String returns a short English name, e.g. "non-minimal length".
func (c Class) String() string {
	if c == 0 || int(c) >= len(classTexts) {
		return fmt.Sprintf("class %d", uint8(c))
	}
	return classTexts[c].name
}

// Error is the only error type of this package. It never carries bytes of the
// buffer, so it can be logged whatever was parsed.
type Error struct {
	Class Class
	// Offset, in bytes from the start of the parsed buffer, of the tag or
	// length field at fault: for Truncated the tag of the element that is cut,
	// for Trailing the first byte behind the element.
	Offset int
}

// Error says what is wrong, where, and what to do.
func (e *Error) Error() string {
	if e.Class == 0 || int(e.Class) >= len(classTexts) {
		return fmt.Sprintf("tlv: %v at offset %d", e.Class, e.Offset)
	}
	return fmt.Sprintf("tlv: %v at offset %d: %s", e.Class, e.Offset, classTexts[e.Class].advice)
}

// Is reports whether target is an *Error of the same class, whatever the
// offset, so that errors.Is(err, &Error{Class: Truncated}) selects a class.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Class == e.Class
}
