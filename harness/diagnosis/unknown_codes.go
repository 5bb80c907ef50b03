package diagnosis

import (
	"fmt"

	"github.com/cpslab/cps/harness/card/apdu"
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
		known func(int64) bool
	}{
		{factSsv, func(n int64) bool { return messageCode(KindSSV, n) || messageCode(KindGALSS, n) }},
		{factGalss, func(n int64) bool { return messageCode(KindGALSS, n) }},
		{factSw, func(n int64) bool { return statusWordKnown(apdu.SW(n)) || messageCode(KindSW, n) }},
		{factCkr, func(n int64) bool { return messageCode(KindCKR, n) || otherResult(n) }},
	} {
		if n, ok := f.Declared.number(c.fact); ok && !c.known(n) {
			out = append(out, UnknownCode{Fact: factKeys[c.fact].Name, Code: n})
		}
	}
	return out
}

// messageCode reports whether a message of that kind has the code.
func messageCode(kind Kind, code int64) bool {
	for i := range messages {
		if m := &messages[i]; m.Kind == kind && m.Code != 0 && m.hasCode(code) {
			return true
		}
	}
	return false
}

// otherResult reports whether that is a PKCS#11 result that stands behind no rule.
func otherResult(code int64) bool {
	for i := range ckrOther {
		if ckrOther[i].code == code {
			return true
		}
	}
	return false
}
