package card

import (
	"github.com/cpslab/cps/harness/card/text"
)

// Deviation is something unusual in an encoding that could still be decoded:
// a length form that some readers refuse, a field of an unexpected size, an
// unknown tag.
type Deviation struct {
	Class  DeviationClass
	Offset int // in bytes from the start of the object
	Tag    byte
}

// DeviationClass names a kind of deviation.
type DeviationClass uint8

// Deviations that decoders record.
const (
	LongLength     DeviationClass = iota + 1 // length in a form that the Gestionnaire takes for a number of bytes
	FieldSize                                // a field shorter or longer than its coding
	UnknownTag                               // a tag that no source describes
	BadDigit                                 // a nibble A to E where a decimal digit belongs
	ImpossibleDate                           // a date that the calendar does not have
	TrailingBytes                            // bytes other than 00 behind the object
	TooMany                                  // more elements than readers keep
	TextTooLong                              // a text longer than its column
	DuplicateField                           // the same tag twice
	Overrun                                  // a field longer than what holds it
	BadExtension                             // an extension of a certificate that cannot be read, or is of another type
	ForeignText                              // a text that is not of the character set it says
)

var deviationNames = [...]string{"", "long length form", "unexpected field size", "unknown tag", "non-decimal digit", "impossible date", "bytes behind the object", "more elements than readers keep", "text longer than its field", "duplicate field", "field beyond the end", "extension that cannot be read", "text of another character set"}

// String names the class in English.
func (c DeviationClass) String() string {
	if int(c) < len(deviationNames) {
		return deviationNames[c]
	}
	return "invalid"
}

// String describes the deviation with its place.
func (d Deviation) String() string { return d.Text().EN }

// deviationsFR are the names in French.
var deviationsFR = [...]string{"", "forme de longueur longue", "taille de champ inattendue", "étiquette inconnue", "chiffre non décimal", "date impossible", "octets derrière l'objet", "plus d'éléments que les lecteurs n'en gardent", "texte plus long que son champ", "champ en double", "champ qui dépasse la fin", "extension illisible", "texte d'un autre jeu de caractères"}

// Text is String in both languages.
func (d Deviation) Text() text.Text {
	class := text.Same(d.Class.String())
	if int(d.Class) < len(deviationsFR) {
		class.FR = deviationsFR[d.Class]
	}
	return text.Of("%s à l'octet %d (étiquette %02X)", "%s at byte %d (tag %02X)", class, d.Offset, d.Tag)
}

// Misread reports whether official software takes something else from the bytes
// than whoever wrote them meant, or nothing.
func (d Deviation) Misread() bool { return d.Class == LongLength || d.Class == Overrun }

// DecodeError says why an object of the card could not be decoded. It wraps
// the *tlv.Error when the TLV structure itself is at fault.
type DecodeError struct {
	Object string // PKCS#11 label, such as "CPS_SIT_FACT"
	Offset int    // in bytes from the start of the object
	Reason text.Text
	Err    error
}

var _ text.Speaker = (*DecodeError)(nil)

// Error names the object, the reason and the place.
func (e *DecodeError) Error() string { return e.said().EN }

// Say is Error in lang; there is no hint.
func (e *DecodeError) Say(lang string) (message, hint string) { return e.said().In(lang), "" }

func (e *DecodeError) said() text.Text {
	return text.Of("%s : %s à l'octet %d", "%s: %s at byte %d", e.Object, e.Reason, e.Offset)
}

func (e *DecodeError) Unwrap() error { return e.Err }
