package text

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Decode returns a text of any usual encoding in UTF-8, without its byte order mark: what
// was saved or copied on Windows in UTF-16, with a mark or without, or in its old
// encoding (Windows-1252, of which Latin-1 is a part).
func Decode(s string) string {
	switch {
	case strings.HasPrefix(s, "\xff\xfe"):
		return fromUTF16(s[2:], 0)
	case strings.HasPrefix(s, "\xfe\xff"):
		return fromUTF16(s[2:], 1)
	case blankBytes(s, 1):
		return fromUTF16(s, 0)
	case blankBytes(s, 0):
		return fromUTF16(s, 1)
	case !utf8.ValidString(s):
		return fromWindows(s)
	default:
		return strings.TrimPrefix(s, "\ufeff")
	}
}

// blankBytes reports whether most bytes at the odd (1) or even (0) places are zero, as
// in UTF-16 of Western text without a mark.
func blankBytes(s string, odd int) bool {
	const sample, least = 256, 4
	zeros, n := 0, 0
	for i := odd; i < min(len(s), sample); i += 2 {
		n++
		if s[i] == 0 {
			zeros++
		}
	}
	return n >= least && zeros*4 > n*3
}

// fromUTF16 decodes UTF-16, the high byte of a unit at place high. A byte left over is
// dropped.
func fromUTF16(s string, high int) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		low, up := s[i], s[i+1]
		if high == 1 {
			low, up = up, low
		}
		units = append(units, uint16(up)<<8|uint16(low))
	}
	return string(utf16.Decode(units))
}

// fromWindows decodes Windows-1252, of which Latin-1 is a part.
func fromWindows(s string) string {
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		r := rune(s[i])
		if r >= 0x80 && r < 0xA0 {
			r = []rune(windowsOnly)[r-0x80]
		}
		out = append(out, r)
	}
	return string(out)
}

// windowsOnly are the characters of Windows-1252 from 0x80 to 0x9F, a blank where it
// has none.
const windowsOnly = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"
