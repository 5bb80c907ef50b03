package lookup

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/cpslab/cps/harness/card/text"
)

func notAlphanumeric(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// fillers are words that say nothing of a trouble.
var fillers = wordSet(`
	les des une nos vos mon mes ton tes son ses cet cette ces notre votre leur que qui quoi dont est sont suis etes
	ont avez avons elle ils elles nous vous mais donc dans sur avec pour par quand alors depuis encore toujours tres bonjour merci svp
	the and are was has have its this that these those with for from your our his her their you does did but when since still please hello`)

// sameWords are words that people use for one another, under one of them.
var sameWords = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"pas": "non", "sans": "non", "plus": "non", "aucun": "non", "aucune": "non", "jamais": "non",
		"no": "non", "not": "non", "never": "non", "without": "non", "cannot": "non", "doesn": "non", "isn": "non", "won": "non",
		"cps": "carte", "card": "carte", "cartes": "carte", "cards": "carte",
		"fonctionne": "marche", "fonctionnent": "marche", "marchent": "marche", "work": "marche", "works": "marche", "working": "marche",
		"lu": "lue", "lit": "lue", "lire": "lue", "lisible": "lue", "read": "lue", "reads": "lue",
		"reconnu": "reconnue", "reconnait": "reconnue", "recognized": "recognised",
		"perimee": "expiree", "perime": "expiree", "vole": "volee", "recu": "recue", "recus": "recue", "recues": "recue",
		"detecte": "detectee", "voit": "detectee", "vue": "detectee", "vu": "detectee", "sees": "detected", "see": "detected",
		"facture": "facturer", "facturation": "facturer", "signature": "signer",
	}
})

// wordSet returns the set of these words, made when it is first asked for.
func wordSet(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for _, w := range strings.Fields(words) {
			out[w] = true
		}
		return out
	})
}

// telling returns the words of a text that say something: without articles,
// counts and elided letters, each under the name it shares with its like.
func telling(words []string) []string {
	var out []string
	for i, w := range words {
		same, ok := sameWords()[w]
		switch {
		case i > 0 && words[i-1] == "e" && w == "cps":
			w = "ecps" // no card
		case ok:
			w = same
		}
		if len(w) >= 3 && !fillers()[w] {
			out = append(out, w)
		}
	}
	return out
}

// Scores of a likeness: the whole text; a whole part of it, or it within the
// query; the same words but for fillers; a text of few words within the query,
// less than a long one with a slip; a single word of the text.
const (
	scoreWhole = 100
	scorePart  = 90
	scoreSame  = 88
	scoreFew   = 80
	scoreWord  = 78
	scoreAmid  = 76 // the telling words of a text, together amid others
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

// wording is a text in words, ready to be compared.
type wording struct {
	raw     string // as it stands in its table, "" for a query
	words   []string
	text    string   // the words, one space between them
	telling []string // those that say something
	said    string   // the same, one space between them
	about   spoken   // the thing and the trouble they name
}

func newWording(raw string) wording {
	w := wordingOf(text.Words(raw))
	w.raw = raw
	return w
}

func wordingOf(words []string) wording {
	said := telling(words)
	return wording{"", words, strings.Join(words, " "), said, strings.Join(said, " "), hear(words)}
}

// phrase is a query in words, ready to be compared with many messages.
type phrase struct {
	wording
	unique []string // the words in order, each once
	empty  bool     // it says no more than that it is about a card
}

func newPhrase(words []string) phrase {
	p := phrase{wording: wordingOf(words[:min(len(words), maxWords)])}
	p.unique = slices.Clone(p.words)
	slices.Sort(p.unique)
	p.unique = slices.Compact(p.unique)
	p.empty = !slices.ContainsFunc(p.telling, func(w string) bool { return w != "carte" && w != "non" })
	return p
}

// likeness returns 0 to 100: how much of a message a query holds, or how much
// of a query the message explains, whichever is more.
func (p *phrase) likeness(m *wording) int {
	switch {
	case p.text == m.text:
		return scoreWhole
	case p.empty:
		return 0
	case len(p.text) >= 8 && contains(m.text, p.text):
		if len(p.telling) == 1 {
			return scoreWord
		}
		return scorePart
	case len(m.words) > 1 && contains(p.text, m.text):
		if len(m.words) < fewWords {
			return scoreFew
		}
		return scorePart
	case len(p.telling) > 1 && p.said == m.said:
		return scoreSame
	case len(m.telling) > 1 && contains(p.said, m.said):
		return max(scoreAmid, p.within(m.words))
	case len(p.words) <= len(m.words)+2*windowMore:
		return max(alike(p.telling, m.telling), p.within(m.words))
	default:
		return p.within(m.words)
	}
}

// within looks for a message in a long query, a window at a time. Short
// messages are too like any text for that.
func (p *phrase) within(message []string) int {
	seen, long := share(message, p.unique)
	if long < fewWords || 4*seen < 3*long {
		return 0
	}
	step := max(1, len(message)/6)
	best, size := 0, len(message)+windowMore+step-1
	for i := 0; i < len(p.words); i += step {
		seen, _ := share(message, p.words[i:min(i+size, len(p.words))])
		best = max(best, seen)
	}
	return scoreWindow * best / long
}

// alike compares two texts of a length by their telling words.
func alike(query, message []string) int {
	if len(query) < 2 || len(message) == 0 {
		return 0
	}
	hits, _ := share(query, message)
	back, _ := share(message, query)
	// Dice of the words, lifted when the query is nearly all message.
	dice := 85 * (hits + back) / (len(query) + len(message))
	if inside := 75 * hits / len(query); len(query) >= 3 && inside > dice {
		return inside
	}
	return dice
}

// share counts the words of a, and those of them that b has too. Short ones say
// nothing.
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

// contains finds whole words only, those of a text with one space between them.
func contains(text, part string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		begin, end := from+i, from+i+len(part)
		if (begin == 0 || text[begin-1] == ' ') && (end == len(text) || text[end] == ' ') {
			return true
		}
		if from = begin + 1; from > len(text) {
			return false
		}
	}
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
