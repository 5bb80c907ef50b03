package code

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// Kind says who returns a code.
type Kind string

// Kinds of codes.
const (
	SSV   Kind = "SSV"     // SESAM-Vitale library, SSV manual 4.03
	GALSS Kind = "GALSS"   // GALSS, which the SESAM-Vitale library passes through
	CKR   Kind = "PKCS#11" // result of a PKCS#11 module
	PCSC  Kind = "PC/SC"   // result of the PC/SC service
	SW    Kind = "SW"      // status word of the card

	Installer Kind = "Windows Installer" // end of an installation
)

// Code is a code that is known, or a range of codes that say the same.
type Code struct {
	Value   int64
	Last    int64     // last code of a range that begins with Value, 0 when it is one code
	Mask    int64     // bits of Value that vary, such as 0xF in 63Cx
	Name    string    // of a PKCS#11 or PC/SC result, "CKR_PIN_LOCKED"; "" otherwise
	Quoted  string    // the text that comes with it on screens, in French; "" when it has none
	Texts   []string  // what programs print for it, in English
	Meaning text.Text // what it means, in words of this project; zero when name or text do
}

// Has reports whether a value is the code, or one of its range.
func (c *Code) Has(value int64) bool {
	switch {
	case c.Last != 0:
		return value >= c.Value && value <= c.Last
	case c.Mask != 0:
		return value&^c.Mask == c.Value&^c.Mask && value&c.Mask != 0
	default:
		return value == c.Value
	}
}

// All returns the codes of a kind that are known, for reading only. Of status
// words it has those that tell of the card's state; Find knows more.
func All(kind Kind) []Code {
	switch kind {
	case SSV:
		return ssvCodes[:]
	case GALSS:
		return galssCodes[:]
	case CKR:
		return ckrCodes[:]
	case PCSC:
		return pcscCodes[:]
	case SW:
		return statusWords[:]
	case Installer:
		return installerCodes[:]
	default:
		return nil
	}
}

// Find returns what is known of a value. Every status word that a card can answer
// is known: one that All lacks comes with its meaning.
func Find(kind Kind, value int64) (Code, bool) {
	list := All(kind)
	for i := range list {
		if list[i].Has(value) {
			return list[i], true
		}
	}
	if kind == SW && value >= 0 && value <= 0xFFFF && Answerable(apdu.SW(value)) {
		return Code{Value: value, Meaning: apdu.SW(value).Meaning()}, true
	}
	return Code{}, false
}

// Hex writes a code in hexadecimal, four digits at least.
func Hex(value int64) string {
	h := strings.ToUpper(strconv.FormatInt(value, 16))
	return strings.Repeat("0", max(0, 4-len(h))) + h
}
