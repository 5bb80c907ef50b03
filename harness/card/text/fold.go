package text

import (
	"strings"
	"unicode"
)

// Fold returns s for comparison: lower case, accents of Latin letters away, œ
// and æ as two letters, so that "Périmée", "PERIMEE" and "périmée" written
// with combining accents are equal.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(unicode.ToLower(r))
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			continue // a combining accent
		}
		r = unicode.ToLower(r)
		switch r {
		case 'œ':
			b.WriteString("oe")
		case 'æ':
			b.WriteString("ae")
		default:
			b.WriteRune(base(r))
		}
	}
	return b.String()
}

// Words returns the words of s for comparison, each as Fold has it: what stands
// between them, and what is neither a letter nor a digit, is away.
func Words(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// accented lists the lower-case letters with one accent in the blocks Latin-1
// Supplement and Latin Extended-A, behind the letter that each group leaves.
const accented = "aàáâãäåāăą cçćĉċč dď eèéêëēĕėęě gĝğġģ hĥ iìíîïĩīĭį jĵ kķ lĺļľ nñńņňǹ oòóôõöōŏő rŕŗř sśŝşš tţť uùúûüũūŭůűų wŵ yýÿŷ zźżž"

func base(r rune) rune {
	var letter rune
	first := true
	for _, c := range accented {
		switch {
		case c == ' ':
			first = true
		case first:
			letter, first = c, false
		case c == r:
			return letter
		}
	}
	return r
}
