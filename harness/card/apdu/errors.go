package apdu

import (
	"fmt"

	"github.com/cpslab/cps/harness/card/text"
)

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

var classTexts = [...]struct{ name, advice text.Text }{
	TooShort: {
		text.Text{FR: "trop court", EN: "too short"},
		text.Text{FR: "une commande prend au moins 4 octets, une réponse 2", EN: "a command takes at least 4 bytes, a response 2"},
	},
	Truncated: {
		text.Text{FR: "incomplet", EN: "truncated"},
		text.Text{FR: "la commande finit avant la longueur qu'elle annonce", EN: "the command ends before the length that it announces"},
	},
	Trailing: {
		text.Text{FR: "octets en trop", EN: "trailing bytes"},
		text.Text{FR: "la commande dépasse la longueur qu'elle annonce", EN: "the command is longer than the length that it announces"},
	},
	ZeroLc: {
		text.Text{FR: "Lc nul", EN: "zero Lc"},
		text.Text{FR: "une commande sans données se passe du champ Lc", EN: "leave the Lc field out of a command without data"},
	},
	TooLong: {
		text.Text{FR: "trop long", EN: "too long"},
		text.Text{FR: "partagez les données (chaînage, plusieurs lectures ou écritures)", EN: "split the data (command chaining, several reads or writes)"},
	},
	NeedsExtended: {
		text.Text{FR: "longueur étendue nécessaire", EN: "needs extended length"},
		text.Text{FR: "partagez les données, ou employez la longueur étendue si la carte la connaît", EN: "split the data, or set Extended if the card supports it"},
	},
	OutOfRange: {
		text.Text{FR: "hors limites", EN: "out of range"},
		text.Text{FR: "cette valeur ne s'écrit pas ; voyez les limites de la commande", EN: "the value has no encoding; see the limits of this command"},
	},
	InvalidSW: {
		text.Text{FR: "pas un mot d'état", EN: "invalid status word"},
		text.Text{FR: "SW1 va de 61 à 6F ou de 90 à 9F ; la transmission est suspecte", EN: "SW1 is 61 to 6F or 90 to 9F; suspect the transmission"},
	},
}

// String returns a short English name, e.g. "trailing bytes".
func (c Class) String() string {
	return c.name().EN
}

func (c Class) name() text.Text {
	if c == 0 || int(c) >= len(classTexts) {
		return text.Same(fmt.Sprintf("class %d", uint8(c)))
	}
	return classTexts[c].name
}

func (c Class) advice() text.Text {
	if int(c) >= len(classTexts) {
		return text.Text{}
	}
	return classTexts[c].advice
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

var _ text.Speaker = (*Error)(nil)

// Error says what is wrong, where, and what to do.
func (e *Error) Error() string { return e.said().EN }

// Say is Error in lang; what to do is part of the message.
func (e *Error) Say(lang string) (message, hint string) { return e.said().In(lang), "" }

func (e *Error) said() text.Text {
	return text.Of("APDU : %s à l'octet %d", "apdu: %s at offset %d", e.Class.name(), e.Offset).With(e.Class.advice())
}

// Is reports whether target is an *Error of the same class, whatever the
// offset.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Class == e.Class
}
