package card

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// FaultKind says what is wrong with an identifier.
type FaultKind uint8

// Kinds of faults, in the order in which checks report them.
const (
	FaultLength     FaultKind = iota + 1 // another number of characters than wanted
	FaultPrefix                          // a type digit is missing, unknown or too much
	FaultSlash                           // a structure's employee without "structure/number"
	FaultDigit                           // a character that is no digit
	FaultDepartment                      // the first two characters are no département
	FaultPosition3                       // position 3 of a FINESS number is not 0
	FaultKey                             // the Luhn key is wrong
)

var faultNames = [...]string{"", "length", "prefix", "slash", "digit", "department", "position-3", "key"}

// String returns the name of the kind as it stands in JSON outputs.
func (k FaultKind) String() string {
	if k > 0 && int(k) < len(faultNames) {
		return faultNames[k]
	}
	return "invalid"
}

// Fault is one thing wrong with an identifier. It never holds the identifier
// itself, only the characters at fault.
type Fault struct {
	Kind FaultKind
	// Position of the first character at fault, from 1, in the identifier
	// without spaces; 0 when the whole is at fault.
	Position int
	Want     string // what would be right
	Got      string // what is there: characters, or their number for FaultLength
}

// Text says in one sentence what is wrong.
func (f Fault) Text() text.Text {
	f.Got = visible(f.Got)
	want := text.Text{FR: choice(f.Want, " ou "), EN: choice(f.Want, " or ")}
	switch f.Kind {
	case FaultLength:
		return text.Of("longueur %[2]s, attendu %[1]s caractères", "%[2]s characters, want %[1]s", want, f.Got)
	case FaultPrefix:
		switch {
		case f.Want == "":
			return text.Of("le premier caractère (%s) est de trop", "the first character (%s) is too much", f.Got)
		case f.Got == "":
			return text.Of("il manque le préfixe : attendu %s", "the prefix is missing: want %s", want)
		default:
			return text.Of("le premier caractère est %[2]s, attendu %[1]s", "the first character is %[2]s, want %[1]s", want, f.Got)
		}
	case FaultSlash:
		return text.Of("attendu %s : identifiant de la structure, barre oblique, numéro interne", "want %s: identifier of the structure, slash, internal number", f.Want)
	case FaultDigit:
		return text.Of("caractère %d : « %s » au lieu d'un chiffre", "character %d: \"%s\" instead of a digit", f.Position, f.Got)
	case FaultDepartment:
		return text.Of("« %s » n'est pas un département", "\"%s\" is not a département", f.Got)
	case FaultPosition3:
		return text.Of("position 3 inhabituelle : %[2]s, attendu %[1]s", "position 3 is unusual: %[2]s, want %[1]s", f.Want, f.Got)
	case FaultKey:
		return text.Of("clé de contrôle fausse : %[2]s, devrait être %[1]s", "wrong key: %[2]s, should be %[1]s", f.Want, f.Got)
	default:
		return text.Of("défaut inconnu", "unknown fault")
	}
}

// visible writes characters that a screen does not show, or obeys, as escapes.
func visible(s string) string {
	for _, r := range s {
		if !strconv.IsPrint(r) {
			return strings.Trim(strconv.Quote(s), `"`)
		}
	}
	return s
}

// choice writes a list "8, 9, 10" as "8, 9 or 10".
func choice(list, or string) string {
	if i := strings.LastIndex(list, ", "); i >= 0 {
		return list[:i] + or + list[i+len(", "):]
	}
	return list
}
