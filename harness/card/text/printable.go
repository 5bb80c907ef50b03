package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable replaces by ? what could move the cursor, recolour a terminal or break a
// line, and what is no UTF-8: the texts of a card, the name of a reader and what a
// computer tells of itself come from outside.
func Printable(s string) string {
	if strings.IndexFunc(s, unsafeRune) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unsafeRune(r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, s)
}

func unsafeRune(r rune) bool { return r != ' ' && !unicode.IsGraphic(r) }
