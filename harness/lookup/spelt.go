package lookup

import (
	"slices"
	"strings"
	"sync"
)

// stems are the words by which things and troubles are named that are long enough to
// be known with a slip, without what may follow them.
var stems = sync.OnceValue(func() []string {
	var all []string
	add := func(names []string) {
		for _, n := range names {
			if n = strings.TrimSuffix(n, "*"); len(n) >= slipLength && !strings.Contains(n, " ") {
				all = append(all, n)
			}
		}
	}
	for _, t := range thingWords {
		add(t.names)
	}
	for _, t := range troubleWords {
		add(t.words)
		add(t.denied)
	}
	slices.Sort(all)
	return slices.Compact(all)
})

// slipLength is how many letters make a word that is known with a slip in it:
// "vérouillée" for "verrouillée"; mostSpelt how many words of a text are looked at.
const (
	slipLength = 8
	mostSpelt  = 200
)

// spelt puts right the words that are the beginning of a stem but for one slip.
func spelt(words []string) []string {
	out := words
	for i, w := range words[:min(len(words), mostSpelt)] {
		if right := stemOf(w); right != "" {
			if &out[0] == &words[0] {
				out = slices.Clone(words)
			}
			out[i] = right
		}
	}
	return out
}

// stemOf is the stem of which a word is a misspelling, "" for none or one that is
// spelt right. First and last letter are kept: "vérifiez" is no slip of "vérifier".
func stemOf(word string) string {
	if len(word) < slipLength-1 {
		return ""
	}
	near := ""
	for _, s := range stems() {
		if strings.HasPrefix(word, s) {
			return ""
		}
		for n := len(s) - 1; n <= len(s)+1; n++ {
			if near == "" && n <= len(word) && word[0] == s[0] && word[n-1] == s[len(s)-1] && oneSlip(word[:n], s) {
				near = s
			}
		}
	}
	return near
}

// acronyms are those that people, and telephones that write what they hear, spell out:
// "C.P.S.", "F S E".
var acronyms = wordSet("cps cpe cpf cde cda cpa fse dam pin puk dmp tla psc dre rpps tse")

// joined puts the letters of an acronym together where they stand one by one.
func joined(words []string) []string {
	const least, most = 3, 4 // letters
	out := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		word, n := words[i], 1
		for n < most && len(words[i]) == 1 && i+n < len(words) && len(words[i+n]) == 1 {
			word += words[i+n]
			if n++; n >= least && acronyms()[word] {
				break
			}
		}
		if n < least || !acronyms()[word] {
			word, n = words[i], 1
		}
		out = append(out, word)
		i += n - 1
	}
	return out
}
