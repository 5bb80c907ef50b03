package apdu

import "fmt"

// Class says what is wrong with an encoding, or with a value to be encoded. The
// zero value is no class.
type Class uint8

// The classes of encoding errors.
const (
	// TooShort: fewer than the 4 bytes of a command header, or than the 2
	// bytes of a status word.
	TooShort Class = iota + 1
	// Truncated: the command ends inside its Lc field, data field or Le field.
	Truncated
	// Trailing: bytes lie behind the complete command.
	Trailing
	// ZeroLc: an Lc field is present and announces no data.
	ZeroLc
	// TooLong: more data than the largest length field can announce: 65535
	// bytes in a command, 65536 in a response.
	TooLong
	// NeedsExtended: more than 255 data bytes or an Ne above 256 in a command
	// that is not Extended.
	NeedsExtended
	// OutOfRange: a value, such as Ne or a file offset, for which there is no
	// encoding.
	OutOfRange
	// InvalidSW: the last two bytes are no status word: SW1 is neither 61 to
	// 6F nor 90 to 9F (ISO/IEC 7816-4, 5.1.3).
	InvalidSW
)

var classTexts = [...]struct{ name, advice string }{
	TooShort:      {"too short", "a command takes at least 4 bytes, a response 2"},
	Truncated:     {"truncated", "the command ends before the length that it announces"},
	Trailing:      {"trailing bytes", "the command is longer than the length that it announces"},
	ZeroLc:        {"zero Lc", "leave the Lc field out of a command without data"},
	TooLong:       {"too long", "split the data (command chaining, several reads or writes)"},
	NeedsExtended: {"needs extended length", "split the data, or set Extended if the card supports it"},
	OutOfRange:    {"out of range", "the value has no encoding; see the limits of this command"},
	InvalidSW:     {"invalid status word", "SW1 is 61 to 6F or 90 to 9F; suspect the transmission"},
}

// String returns a short English name, e.g. "trailing bytes".
func (c Class) String() string {
	if c == 0 || int(c) >= len(classTexts) {
		return fmt.Sprintf("class %d", uint8(c))
	}
	return classTexts[c].name
}

// Error reports bytes that are not an APDU, or values that have no encoding. It
// never carries bytes of the APDU.
type Error struct {
	Class Class
	// Offset in bytes from the start of the APDU: of the length field or byte
	// at fault; for Truncated and TooShort the length of the buffer. When
	// building, the offset where the field would have been.
	Offset int
}

// Error says what is wrong, where, and what to do.
func (e *Error) Error() string {
	if e.Class == 0 || int(e.Class) >= len(classTexts) {
		return fmt.Sprintf("apdu: %v at offset %d", e.Class, e.Offset)
	}
	return fmt.Sprintf("apdu: %v at offset %d: %s", e.Class, e.Offset, classTexts[e.Class].advice)
}

// Is reports whether target is an *Error of the same class, whatever the
// offset.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Class == e.Class
}
