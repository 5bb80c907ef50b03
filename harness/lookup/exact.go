package lookup

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of the parts of a query that stand apart: how many there are, how many in a
// row make a text, and how many words stand for the values of a text with "…".
const (
	mostParts  = 300
	mostInARow = 12
	mostValue  = 6
)

// settle says of each answer that was found by a text whether the query is that text,
// or holds it apart from other words. It comes before they are put in order.
func (q *question) settle(query string, found []Match) {
	apart := sync.OnceValue(func() []string { return partsOf(query) })
	for i := range found {
		m := &found[i]
		if m.exact || m.Code != 0 || m.text == "" || m.Score < scoreFew {
			continue
		}
		t := newWording(m.text)
		switch {
		case q.words.is(&t):
			m.exact = true
		case strings.Contains(m.text, "…"):
			m.exact = slices.ContainsFunc(apart(), func(part string) bool { return fills(part, m.text) })
		default:
			least := leastPart
			if q.called && (m.listed || m.Message.Kind == KindPCSC || m.Message.Kind == KindCKR) {
				least = leastWithin
			}
			m.exact = len(t.words) >= least && slices.ContainsFunc(apart(), func(part string) bool { return typed(part, &t) })
		}
	}
}

// is reports whether a query is a text, but for articles and words used for one another.
func (p *phrase) is(m *wording) bool {
	return p.text == m.text || len(p.telling) > 1 && p.said == m.said
}

// typed reports whether a part is a text as people type it from a screen: to the
// letter, or with a slip in one of slipsEvery words.
func typed(part string, t *wording) bool {
	if part == t.text {
		return true
	}
	words := strings.Fields(part)
	slips := len(t.words) / slipsEvery
	if len(words) != len(t.words) || slips == 0 {
		return false
	}
	for i, w := range words {
		switch {
		case w == t.words[i]:
		case slips > 0 && len(w) >= slipLength && oneSlip(w, t.words[i]):
			slips--
		default:
			return false
		}
	}
	return true
}

// slipsEvery is how many words of a text there are to a slip that leaves it that text.
const slipsEvery = 6

// partsOf returns what stands apart in a query, in words with one space between them:
// the parts between marks such as a colon, a full stop, a bracket, a quotation mark or
// the end of a line, and several in a row, since texts hold such marks too. A colon
// stands before what a program says: "pkcs15-tool: Card not present".
func partsOf(query string) []string {
	var parts []string
	for part := range strings.FieldsFuncSeq(query, isMark) {
		if words := text.Words(part); len(words) > 0 && len(parts) < mostParts {
			parts = append(parts, strings.Join(words, " "))
		}
	}
	all := slices.Clone(parts)
	for i := range parts {
		row := parts[i]
		for _, next := range parts[i+1 : min(len(parts), i+mostInARow)] {
			row += " " + next
			all = append(all, row)
		}
	}
	return all
}

// isMark reports whether a rune sets what follows apart from what stands before. An
// apostrophe, a hyphen and what a name may hold do not.
func isMark(r rune) bool {
	switch r {
	case '\'', '’', '-', '_', '/', '\\', '@', '&', '+', '…':
		return false
	case '\n', '\r':
		return true
	default:
		return unicode.IsPunct(r) || unicode.IsSymbol(r)
	}
}

// fills reports whether a part is a text with values in the place of its "…".
func fills(part, said string) bool {
	rest, values := " "+part+" ", 0
	for i, piece := range strings.Split(said, "…") {
		words := strings.Join(text.Words(piece), " ")
		if words == "" {
			continue
		}
		at := strings.Index(rest, " "+words+" ")
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		values += len(strings.Fields(rest[:at]))
		rest = rest[at+len(words)+1:]
	}
	left := len(strings.Fields(rest))
	if !strings.HasSuffix(said, "…") && left > 0 {
		return false
	}
	return values+left <= mostValue
}
