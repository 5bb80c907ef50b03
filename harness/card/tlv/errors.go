package tlv

import (
	"fmt"

	"github.com/cpslab/cps/harness/card/text"
)

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

var classTexts = [...]struct{ name, advice text.Text }{
	Truncated: {
		text.Text{FR: "incomplet", EN: "truncated"},
		text.Text{FR: "l'élément continue après la fin des octets ; lisez la suite du fichier", EN: "the element goes on behind the end of the buffer; read the rest of the file"},
	},
	BadTag: {
		text.Text{FR: "étiquette fausse", EN: "bad tag"},
		text.Text{FR: "aucun objet ne commence ici ; cherchez du remplissage", EN: "no data object begins here; check for padding"},
	},
	NonMinimalLength: {
		text.Text{FR: "longueur écrite trop longue", EN: "non-minimal length"},
		text.Text{FR: "le champ de longueur prend plus d'octets qu'il n'en faut ; NewReaderAnyLength l'admet", EN: "the length field is longer than needed; read with NewReaderAnyLength to accept it"},
	},
	ReservedLength: {
		text.Text{FR: "longueur réservée", EN: "reserved length"},
		text.Text{FR: "un champ de longueur ne commence pas par FF ; l'objet n'a peut-être jamais été écrit", EN: "a length field may not begin with FF; the object may be unwritten"},
	},
	IndefiniteLength: {
		text.Text{FR: "longueur indéfinie", EN: "indefinite length"},
		text.Text{FR: "les cartes n'emploient que des longueurs définies ; vérifiez que l'objet commence bien ici", EN: "cards use definite lengths only; check that this is the start of an object"},
	},
	TooLong: {
		text.Text{FR: "trop long", EN: "too long"},
		text.Text{FR: "une longueur prend quatre octets au plus ; vérifiez que l'objet commence bien ici", EN: "a length takes at most four bytes; check that this is the start of an object"},
	},
	Trailing: {
		text.Text{FR: "octets en trop", EN: "trailing bytes"},
		text.Text{FR: "un seul élément était attendu ; ôtez d'abord le remplissage", EN: "one element was expected; cut the padding first"},
	},
	NotConstructed: {
		text.Text{FR: "pas un objet construit", EN: "not constructed"},
		text.Text{FR: "un objet primitif n'en contient pas d'autres ; vérifiez le chemin", EN: "a primitive object holds no others; check the path"},
	},
}

// String returns a short English name, e.g. "non-minimal length".
func (c Class) String() string { return c.Text().EN }

// Text is String in both languages.
func (c Class) Text() text.Text {
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

// Error is the only error type of this package. It never carries bytes of the
// buffer, so it can be logged whatever was parsed.
type Error struct {
	Class Class
	// Offset, in bytes from the start of the parsed buffer, of the tag or
	// length field at fault: for Truncated the tag of the element that is cut,
	// for Trailing the first byte behind the element.
	Offset int
}

var _ text.Speaker = (*Error)(nil)

// Error says what is wrong, where, and what to do.
func (e *Error) Error() string { return e.said().EN }

// Say is Error in lang; what to do is part of the message.
func (e *Error) Say(lang string) (message, hint string) { return e.said().In(lang), "" }

func (e *Error) said() text.Text {
	return text.Of("TLV : %s à l'octet %d", "tlv: %s at offset %d", e.Class.Text(), e.Offset).With(e.Class.advice())
}

// Is reports whether target is an *Error of the same class, whatever the
// offset, so that errors.Is(err, &Error{Class: Truncated}) selects a class.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Class == e.Class
}
