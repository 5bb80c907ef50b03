package lookup

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/cpslab/cps/harness/card/text"
)

// Lists of what programs print, one file a source: behind "#" what it is taken from
// and what it lacks, then lines of the group of causes (groups.go), a tab, and the
// text, "…" where a value stands.
//
//go:embed lists/*.tsv
var listFiles embed.FS

// listKinds are the kinds of the messages of each list, by its file.
var listKinds = sync.OnceValue(func() map[string]Kind {
	return map[string]Kind{
		"pcsc-lite.tsv": KindLog, "libccid.tsv": KindLog, "linux-usb.tsv": KindLog, "opensc.tsv": KindOpenSC,
		"openssl.tsv": KindTLS, "chrome.tsv": KindTLS, "firefox.tsv": KindTLS, "curl.tsv": KindTLS, "dotnet.tsv": KindTLS, "java.tsv": KindTLS, "gnutls.tsv": KindTLS,
		"windows.tsv": KindWindows, "installer.tsv": KindInstaller, "dmp.tsv": KindDMP, "agents.tsv": KindAgent, "openssh.tsv": KindAgent,
	}
})

// list is what programs print, in words, to be looked for in a query.
type list struct {
	messages []Message // one a group of each file, with its texts
	groups   []*group  // of the messages
	texts    []listText
	starting map[string][]int // texts by the first word of their longest piece
}

// listText is one text of a list.
type listText struct {
	message int      // in list.messages
	text    string   // as the program prints it
	pieces  []string // in words, between the values; the longest first
	words   int      // of all pieces
	about   spoken   // what it says of which thing
	name    bool     // one word that no sentence holds: ERR_CERT_INVALID, FASIBEN
}

// lists holds the files in words, which never change. A file that is no list is a
// fault of the program: TestLists reads each.
var lists = sync.OnceValue(func() *list {
	l := &list{starting: map[string][]int{}}
	paths, err := fs.Glob(listFiles, "lists/*.tsv")
	if err != nil {
		panic(err) // the pattern is fixed
	}
	for _, p := range paths {
		l.add(p)
	}
	return l
})

// add reads a file.
func (l *list) add(file string) {
	b, err := listFiles.ReadFile(file)
	if err != nil {
		panic(err) // it is embedded
	}
	kind, at := listKinds()[path.Base(file)], map[string]int{}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, said, ok := strings.Cut(line, "\t")
		g := groups()[key]
		if !ok || g == nil {
			panic(fmt.Sprintf("%s: %q names no group", file, line))
		}
		if _, known := at[key]; !known {
			at[key] = len(l.messages)
			l.messages, l.groups = append(l.messages, g.message(kind)), append(l.groups, g)
		}
		m := &l.messages[at[key]]
		m.Texts = append(m.Texts, said)
		l.index(at[key], said)
	}
}

// index makes a text findable.
func (l *list) index(message int, said string) {
	t := listText{message: message, text: said, name: isName(said), about: hear(text.Words(said))}
	for piece := range strings.SplitSeq(said, "…") {
		if words := text.Words(piece); len(words) > 0 {
			t.pieces = append(t.pieces, strings.Join(words, " "))
			t.words += len(words)
		}
	}
	if t.words == 0 {
		return
	}
	slices.SortStableFunc(t.pieces, func(a, b string) int { return len(b) - len(a) })
	first, _, _ := strings.Cut(t.pieces[0], " ")
	l.starting[first] = append(l.starting[first], len(l.texts))
	l.texts = append(l.texts, t)
}

// isName reports whether a text is one word as only programs write them: with an
// underscore, a digit, or capitals within.
func isName(said string) bool {
	if strings.ContainsAny(said, " :'…") || len(said) < 6 {
		return false
	}
	return strings.ContainsAny(said, "_0123456789") || strings.IndexFunc(said[1:], unicode.IsUpper) >= 0
}

// Bounds of what is looked for in a list: words of a text that is found within a
// longer query, and of a query that is found within a text.
const (
	leastWithin = 2
	leastPart   = 3
	mostPart    = 12
)

// found are the messages of the lists that a query holds, each with the text. Where
// a line holds several ("binding failed: Transmit failed"), the last names the cause
// and comes first; one that is only the heading of the next ("SSL certificate problem:
// certificate has expired") says nothing of its own.
func (l *list) found(q *question) []Match {
	type hit struct{ text, score, begin, end int } // in l.texts; where it stands in the query, in words
	var hits []hit
	words := q.words.words
	for i := range words {
		for _, at := range l.starting[words[i]] {
			t := &l.texts[at]
			if !t.within(&q.words, i) {
				continue
			}
			if score := l.score(t, q); score > 0 {
				hits = append(hits, hit{at, score, i, i + strings.Count(t.pieces[0], " ")})
			}
		}
	}
	if len(hits) == 0 && len(words) >= leastPart && len(words) <= mostPart && len(q.words.telling) >= leastWithin {
		for i := range l.texts {
			if t := &l.texts[i]; contains(t.pieces[0], q.words.text) && l.groups[t.message] != groups()["program"] {
				hits = append(hits, hit{i, min(scorePart, l.most(t)), 0, 0})
			}
		}
	}
	all := hits
	hits = slices.DeleteFunc(slices.Clone(all), func(heading hit) bool {
		return slices.ContainsFunc(all, func(next hit) bool { return next.begin == heading.end+1 })
	})
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.end, a.end))
	})
	var out []Match
	seen := map[int]bool{}
	for _, h := range hits {
		if t := &l.texts[h.text]; !seen[t.message] {
			seen[t.message] = true
			m := l.messages[t.message]
			m.Text = t.text
			out = append(out, Match{Message: m, Score: h.score, text: t.text, exact: t.name, listed: true})
		}
	}
	return out
}

// within reports whether a query holds the text, its longest piece at a word.
func (t *listText) within(p *phrase, at int) bool {
	n := strings.Count(t.pieces[0], " ") + 1
	if at+n > len(p.words) || strings.Join(p.words[at:at+n], " ") != t.pieces[0] {
		return false
	}
	return !slices.ContainsFunc(t.pieces[1:], func(piece string) bool { return !contains(p.text, piece) })
}

// score is the score of a text that the query holds, 0 when it is too little to tell:
// short texts count alone, those of any program beside its name.
func (l *list) score(t *listText, q *question) int {
	most, general := l.most(t), l.groups[t.message] == groups()["program"]
	switch {
	case t.pieces[0] == q.words.text:
		return most
	case t.name:
		return min(scorePart, most)
	case !q.logged && t.about.trouble != noTrouble && q.said != t.about && t.words < fewWords:
		return min(scoreHeard-1, most) // words of everyday, and the query says something else
	case t.words < leastWithin, general && t.words <= leastPart:
		return 0
	case t.words == leastWithin && !calls(q, l.messages[t.message].Kind):
		return min(scoreFew-1, most)
	default:
		return min(scorePart, most)
	}
}

// calls reports whether a query names programs of a kind, or is a line of a log.
func calls(q *question, kind Kind) bool {
	switch kind {
	case KindLog, KindOpenSC:
		return q.called || len(q.words.words) <= fewWords
	default:
		return true
	}
}

// most is the best score that a text can have: what any of several faults makes a
// program print is near, never sure.
func (l *list) most(t *listText) int {
	if l.groups[t.message].near {
		return scoreFew - 1
	}
	return scoreWhole
}
