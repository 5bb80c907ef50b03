package code

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Parse reads a code of a kind as people write it: an SSV code in decimal or
// hexadecimal (61444, F004), a GALSS code (2048, 8001), a PKCS#11 result by its
// name or in hexadecimal (CKR_PIN_LOCKED, 0xA4), a status word of four
// hexadecimal digits (6983, 63 C2).
func Parse(kind Kind, s string) (value int64, ok bool) {
	switch kind {
	case SSV:
		return parseSSV(s)
	case GALSS:
		return parseGALSS(s)
	case CKR:
		return parseCKR(s)
	case SW:
		v, err := strconv.ParseUint(strings.ReplaceAll(s, " ", ""), 16, 16)
		return int64(v), err == nil && v >= 0x6000
	default:
		return 0, false
	}
}

// parseSSV: digits alone are decimal, anything else hexadecimal.
func parseSSV(s string) (int64, bool) {
	if n, err := strconv.ParseUint(s, 10, 16); err == nil {
		return int64(n), n > 0
	}
	return parseHex(s)
}

// parseGALSS: digits that are a known code in decimal are decimal, the others
// hexadecimal, as manuals write configuration codes.
func parseGALSS(s string) (int64, bool) {
	if n, err := strconv.ParseUint(s, 10, 16); err == nil && IsGALSS(int64(n)) {
		return int64(n), true
	}
	n, ok := parseHex(s)
	return n, ok && IsGALSS(n)
}

func parseHex(s string) (int64, bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(strings.ToLower(s), "0x"), 16, 16)
	return int64(n), err == nil && n > 0
}

func parseCKR(s string) (int64, bool) {
	if bare, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		n, err := strconv.ParseUint(bare, 16, 32)
		return int64(n), err == nil && n > 0
	}
	for _, name := range Names(s) {
		if i := slices.IndexFunc(ckrCodes[:], func(c Code) bool { return c.Name == name }); i >= 0 {
			return ckrCodes[i].Value, true
		}
	}
	return 0, false
}

// Names returns the PKCS#11 and PC/SC names that a text holds, with the prefix
// CKR_ that people drop: "pin_locked" is CKR_PIN_LOCKED.
func Names(s string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(strings.ToUpper(s), func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		word = strings.Trim(word, "_")
		if !strings.Contains(word, "_") {
			continue
		}
		if !strings.HasPrefix(word, "CKR_") && !strings.HasPrefix(word, "SCARD_") {
			word = "CKR_" + word
		}
		out = append(out, word)
	}
	return out
}
