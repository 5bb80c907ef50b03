package diagnosis

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// normalise splits a text into lower-case words without accents, punctuation
// or the "…" of a value.
func normalise(s string) []string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case notAlphanumeric(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Fields(b.String())
}

func notAlphanumeric(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// maxWords bounds the work on a hostile query: the longest message has less
// than half as many.
const maxWords = 80

// likeness returns 0 to 100: how much of a message a query holds, or how much
// of a query the message explains, whichever tells more.
func likeness(query, message []string) int {
	query = query[:min(len(query), maxWords)]
	q, m := strings.Join(query, " "), strings.Join(message, " ")
	if q == m {
		return 100
	}
	if len(q) >= 8 && contains(m, q) || len(message) > 1 && contains(q, m) {
		return 90
	}
	hits, weight := 0, 0
	for _, w := range query {
		if len(w) < 3 {
			continue // articles and counts say nothing
		}
		weight++
		if hasWord(message, w) {
			hits++
		}
	}
	if weight < 2 {
		return 0
	}
	back, long := 0, 0
	for _, w := range message {
		if len(w) < 3 {
			continue
		}
		long++
		if hasWord(query, w) {
			back++
		}
	}
	if long == 0 {
		return 0
	}
	// Dice of the long words, lifted when the query is nearly all message.
	dice := 85 * (hits + back) / (weight + long)
	if inside := 75 * hits / weight; weight >= 3 && inside > dice {
		return inside
	}
	return dice
}

// contains finds whole words only.
func contains(text, part string) bool {
	return strings.Contains(" "+text+" ", " "+part+" ")
}

// hasWord finds a word, one slip allowed from five letters on.
func hasWord(words []string, w string) bool {
	for _, x := range words {
		if x == w || (len(w) >= 5 && len(x) >= 5 && oneSlip(x, w)) {
			return true
		}
	}
	return false
}

// oneSlip reports whether one letter changed, added or lost turns a into b, or
// two neighbours swapped.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) || a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
