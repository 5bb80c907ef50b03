package diagnosis

import (
	"slices"
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

// Scores of a likeness: the whole text; a whole part of it, or it within the
// query; a text of few words within the query, less than a long one with a slip.
const (
	scoreWhole = 100
	scorePart  = 90
	scoreFew   = 80
	// all words of a text close together in a long query
	scoreWindow = 84
)

// fewWords is how many words make a text that is not found by chance.
const fewWords = 4

// Bounds of the work on a long query: words that are compared at all, and words
// beside those of a message in a window that is compared with it.
const (
	maxWords   = 1500
	windowMore = 3
)

// phrase is a query in words, ready to be compared with many messages.
type phrase struct {
	words  []string
	text   string // the words, one space between them
	unique []string
}

func newPhrase(words []string) phrase {
	words = words[:min(len(words), maxWords)]
	unique := slices.Clone(words)
	slices.Sort(unique)
	return phrase{words: words, text: strings.Join(words, " "), unique: slices.Compact(unique)}
}

// likeness returns 0 to 100: how much of a message a query holds, or how much
// of a query the message explains, whichever tells more.
func (p phrase) likeness(message []string) int {
	m := strings.Join(message, " ")
	switch {
	case p.text == m:
		return scoreWhole
	case len(p.text) >= 8 && contains(m, p.text):
		return scorePart
	case len(message) > 1 && contains(p.text, m):
		if len(message) < fewWords {
			return scoreFew
		}
		return scorePart
	case len(p.words) <= len(message)+2*windowMore:
		return alike(p.words, message)
	default:
		return p.within(message)
	}
}

// within looks for a message in a long query, a window at a time. Short
// messages are too like any text for that.
func (p phrase) within(message []string) int {
	long, seen := 0, 0
	for _, w := range message {
		if len(w) < 3 {
			continue
		}
		long++
		if hasWord(p.unique, w) {
			seen++
		}
	}
	if long < fewWords || 4*seen < 3*long {
		return 0
	}
	best, size := 0, len(message)+windowMore
	for i := 0; i < len(p.words); i += max(1, len(message)/3) {
		seen, _ := share(message, p.words[i:min(i+size, len(p.words))])
		best = max(best, seen)
	}
	return scoreWindow * best / long
}

// alike compares two texts of a length by their words.
func alike(query, message []string) int {
	hits, weight := share(query, message)
	if weight < 2 {
		return 0
	}
	back, long := share(message, query)
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

// share counts the words of a, and those of them that b has too. Articles and
// counts say nothing.
func share(a, b []string) (hits, weight int) {
	for _, w := range a {
		if len(w) < 3 {
			continue
		}
		weight++
		if hasWord(b, w) {
			hits++
		}
	}
	return hits, weight
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
