package apdu

import "fmt"

// The largest lengths of ISO/IEC 7816-4, 5.1, in bytes.
const (
	MaxShortNc    = 255
	MaxShortNe    = 256
	MaxExtendedNc = 65535
	MaxExtendedNe = 65536
)

// Positions in a command: of P1, and of the first length field.
const (
	offsetP1 = 2
	offsetP3 = 4
)

// Case is one of the seven encodings of a command APDU (ISO/IEC 7816-3, 12.1.3):
// the digit says which of data and response are present, S or E whether length
// fields are short or extended.
type Case uint8

// The cases. Case1 has no length field, so it is neither short nor extended.
const (
	Case1  Case = iota + 1 // header alone
	Case2S                 // Le
	Case3S                 // Lc, data
	Case4S                 // Lc, data, Le
	Case2E
	Case3E
	Case4E
)

var caseNames = [...]string{Case1: "1", Case2S: "2S", Case3S: "3S", Case4S: "4S", Case2E: "2E", Case3E: "3E", Case4E: "4E"}

// String returns "1", "2S", "3S", "4S", "2E", "3E" or "4E".
func (c Case) String() string {
	if c == 0 || int(c) >= len(caseNames) {
		return fmt.Sprintf("case %d", uint8(c))
	}
	return caseNames[c]
}

// Command is one command APDU (ISO/IEC 7816-4, 5.1).
type Command struct {
	CLA, INS, P1, P2 byte
	// Data is the command data field, Nc bytes, 0 to 255 short or 65535
	// extended.
	Data []byte
	// Ne is the number of response data bytes expected at most: 0 none, 1 to
	// 256 short, 1 to 65536 extended.
	Ne int
	// Extended asks for extended length fields. It means nothing in case 1.
	Extended bool
}

// ParseCommand reads the one command APDU that fills b. Data aliases b. The
// lengths are judged strictly; class and instruction bytes are not judged, since
// a card has to answer any of them. Errors are *Error.
func ParseCommand(b []byte) (Command, error) {
	if len(b) < offsetP3 {
		return Command{}, &Error{Class: TooShort, Offset: len(b)}
	}
	c := Command{CLA: b[0], INS: b[1], P1: b[2], P2: b[3]}
	body := b[offsetP3:]
	switch {
	case len(body) == 0:
		return c, nil
	case len(body) == 1:
		c.Ne = ne(int(body[0]), MaxShortNe)
		return c, nil
	case body[0] == 0:
		return parseExtended(c, body)
	}
	nc := int(body[0])
	switch rest := len(body) - 1 - nc; {
	case rest < 0:
		return Command{}, &Error{Class: Truncated, Offset: len(b)}
	case rest > 1:
		return Command{}, &Error{Class: Trailing, Offset: offsetP3 + 1 + nc + 1}
	case rest == 1:
		c.Ne = ne(int(body[1+nc]), MaxShortNe)
	}
	c.Data = body[1 : 1+nc : 1+nc]
	return c, nil
}

// parseExtended completes c from a body of at least two bytes that begins with
// 00, the mark of extended length fields.
func parseExtended(c Command, body []byte) (Command, error) {
	size := offsetP3 + len(body)
	if len(body) < 3 {
		return Command{}, &Error{Class: ZeroLc, Offset: offsetP3} // 00 and a short Le
	}
	c.Extended = true
	n := int(body[1])<<8 | int(body[2])
	if len(body) == 3 {
		c.Ne = ne(n, MaxExtendedNe)
		return c, nil
	}
	if n == 0 {
		return Command{}, &Error{Class: ZeroLc, Offset: offsetP3}
	}
	switch rest := len(body) - 3 - n; {
	case rest < 0 || rest == 1:
		return Command{}, &Error{Class: Truncated, Offset: size}
	case rest > 2:
		return Command{}, &Error{Class: Trailing, Offset: offsetP3 + 3 + n + 2}
	case rest == 2:
		c.Ne = ne(int(body[3+n])<<8|int(body[4+n]), MaxExtendedNe)
	}
	c.Data = body[3 : 3+n : 3+n]
	return c, nil
}

// ne is the meaning of an Le field: all zero stands for the largest value.
func ne(le, largest int) int {
	if le == 0 {
		return largest
	}
	return le
}

// Case returns the encoding that Append uses.
func (c Command) Case() Case {
	short, extended := Case1, Case1
	switch {
	case len(c.Data) == 0 && c.Ne != 0:
		short, extended = Case2S, Case2E
	case len(c.Data) != 0 && c.Ne == 0:
		short, extended = Case3S, Case3E
	case len(c.Data) != 0:
		short, extended = Case4S, Case4E
	}
	if c.Extended {
		return extended
	}
	return short
}

// Append appends the encoded command to dst. It does not allocate when dst has
// room. On an *Error (TooLong, NeedsExtended, OutOfRange) dst comes back as it
// was.
func (c Command) Append(dst []byte) ([]byte, error) {
	nc := len(c.Data)
	switch {
	case nc > MaxExtendedNc:
		return dst, &Error{Class: TooLong, Offset: offsetP3}
	case !c.Extended && nc > MaxShortNc:
		return dst, &Error{Class: NeedsExtended, Offset: offsetP3}
	case c.Ne < 0 || c.Ne > MaxExtendedNe:
		return dst, &Error{Class: OutOfRange, Offset: c.offsetLe()}
	case !c.Extended && c.Ne > MaxShortNe:
		return dst, &Error{Class: NeedsExtended, Offset: c.offsetLe()}
	}
	dst = append(dst, c.CLA, c.INS, c.P1, c.P2)
	if c.Extended {
		if nc != 0 {
			dst = append(dst, 0, byte(nc>>8), byte(nc))
			dst = append(dst, c.Data...)
		} else if c.Ne != 0 {
			dst = append(dst, 0)
		}
		if c.Ne != 0 {
			dst = append(dst, byte(c.Ne>>8), byte(c.Ne))
		}
		return dst, nil
	}
	if nc != 0 {
		dst = append(dst, byte(nc))
		dst = append(dst, c.Data...)
	}
	if c.Ne != 0 {
		dst = append(dst, byte(c.Ne))
	}
	return dst, nil
}

// offsetLe is the position of the Le field in the encoding of c.
func (c Command) offsetLe() int {
	switch nc := len(c.Data); {
	case nc == 0 && c.Extended:
		return offsetP3 + 1
	case nc == 0:
		return offsetP3
	case c.Extended:
		return offsetP3 + 3 + nc
	default:
		return offsetP3 + 1 + nc
	}
}

// Chained reports whether more blocks of the same command follow: bit 5 of an
// interindustry class byte (ISO/IEC 7816-4, 5.1.1).
func (c Command) Chained() bool {
	return c.CLA&0x80 == 0 && c.CLA&0x10 != 0
}

// LogicalChannel returns the logical channel, 0 to 19, that an interindustry
// class byte names (ISO/IEC 7816-4, 5.1.1). ok is false for a proprietary class
// (A0 of the CPS2ter command set) and for reserved ones.
func (c Command) LogicalChannel() (n int, ok bool) {
	switch {
	case c.CLA&0xE0 == 0x00:
		return int(c.CLA & 0x03), true
	case c.CLA&0xC0 == 0x40:
		return 4 + int(c.CLA&0x0F), true
	default:
		return 0, false
	}
}

// String shows the header and the lengths, e.g. "00 20 00 01 Nc=8", never the
// data field, which may hold a code porteur.
func (c Command) String() string {
	s := fmt.Sprintf("%02X %02X %02X %02X", c.CLA, c.INS, c.P1, c.P2)
	if len(c.Data) != 0 {
		s += fmt.Sprintf(" Nc=%d", len(c.Data))
	}
	if c.Ne != 0 {
		s += fmt.Sprintf(" Ne=%d", c.Ne)
	}
	return s
}

// Format writes String for every verb, so that no verb shows the data field.
func (c Command) Format(f fmt.State, _ rune) {
	_, _ = f.Write([]byte(c.String())) // as in fmt itself, a failed write is the state's to report
}
