package fact

import (
	"fmt"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
)

// UnknownCode is a declared code that no table of the bench knows: mistyped, or
// newer than the tables (the SSV manual they rest on is of 2005).
type UnknownCode struct {
	Fact string // "ssv", "galss", "sw" or "ckr"
	Code int64
}

// String gives the code in both writings: "ssv 2748 (0ABC)".
func (u UnknownCode) String() string { return fmt.Sprintf("%s %d (%04X)", u.Fact, u.Code, u.Code) }

// UnknownCodes returns the declared codes that no table knows, in the order of
// Keys; nil when there is none. No rule looks at such a code: it is to be
// shown as unknown, in decimal and in hexadecimal, beside whatever was found.
func (f Set) UnknownCodes() []UnknownCode {
	var out []UnknownCode
	for _, c := range [...]struct {
		fact  ID
		kinds []code.Kind
	}{
		{Ssv, []code.Kind{code.SSV, code.GALSS}},
		{Galss, []code.Kind{code.GALSS}},
		{Sw, []code.Kind{code.SW}},
		{Ckr, []code.Kind{code.CKR}},
	} {
		if n, ok := f.Declared.Number(c.fact); ok && !knownCode(n, c.kinds) {
			out = append(out, UnknownCode{Fact: keys[c.fact].Name, Code: n})
		}
	}
	return out
}

func knownCode(value int64, kinds []code.Kind) bool {
	return slices.ContainsFunc(kinds, func(k code.Kind) bool { _, ok := code.Find(k, value); return ok })
}

// codeOf are the facts that hold a code, and whose it is.
var codeOf = map[Type]code.Kind{TypeSSV: code.SSV, TypeGALSS: code.GALSS, TypeSW: code.SW, TypeCKR: code.CKR}

// parseResultCode reads the value of a fact that is a code.
func parseResultCode(t Type, s string) (n int64, ok bool, want text.Text) {
	n, ok = code.Parse(codeOf[t], s)
	switch t {
	case TypeSSV:
		want = text.Of("un code SSV, décimal (61444) ou hexadécimal (F004)", "an SSV code, decimal (61444) or hexadecimal (F004)")
	case TypeGALSS:
		want = text.Of("un code GALSS, décimal (2048) ou hexadécimal (8001)", "a GALSS code, decimal (2048) or hexadecimal (8001)")
	case TypeSW:
		want = text.Of("un mot d'état de quatre chiffres hexadécimaux", "a status word of four hexadecimal digits")
	case TypeCKR:
		want = text.Of("un résultat PKCS#11 : son nom (CKR_PIN_LOCKED), ou 0x et des chiffres hexadécimaux", "a PKCS#11 result, its name (CKR_PIN_LOCKED) or 0x and hexadecimal digits")
	default:
		want = text.Of("une valeur du type %s", "a value of type %s", string(t))
	}
	return n, ok, want
}
