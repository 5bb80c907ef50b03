package diagnosis

import (
	"fmt"
	"slices"

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
// FactKeys; nil when there is none. No rule looks at such a code: it is to be
// shown as unknown, in decimal and in hexadecimal, beside whatever was found.
func (f Facts) UnknownCodes() []UnknownCode {
	var out []UnknownCode
	for _, c := range [...]struct {
		fact  factID
		kinds []code.Kind
	}{
		{factSsv, []code.Kind{code.SSV, code.GALSS}},
		{factGalss, []code.Kind{code.GALSS}},
		{factSw, []code.Kind{code.SW}},
		{factCkr, []code.Kind{code.CKR}},
	} {
		if n, ok := f.Declared.number(c.fact); ok && !knownCode(n, c.kinds) {
			out = append(out, UnknownCode{Fact: factKeys[c.fact].Name, Code: n})
		}
	}
	return out
}

func knownCode(value int64, kinds []code.Kind) bool {
	return slices.ContainsFunc(kinds, func(k code.Kind) bool { _, ok := code.Find(k, value); return ok })
}
