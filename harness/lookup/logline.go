package lookup

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// tellingWords are words of which one stands in every line that may name a cause: the
// longest of each text of the lists and tables, and those beside which results stand.
var tellingWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq("ckr scard sw sw1 sw12 sw1sw2 rv rc returned returning returns retour coderetour retourne renvoye rendu code codes erreur error errors status statut hresult ssv fsv galss pin ppin") {
		out[w] = true
	}
	add := func(said string) {
		longest := ""
		for _, w := range text.Words(said) {
			if len(w) > len(longest) {
				longest = w
			}
		}
		if longest != "" {
			out[longest] = true
		}
	}
	for i := range lists().texts {
		add(lists().texts[i].pieces[0])
	}
	for i := range messages() {
		if m := &messages()[i]; !m.bySomebody() && m.Kind != KindFamily {
			add(m.Text)
			for _, said := range m.Texts {
				add(said)
			}
		}
	}
	return out
})

// telling reports whether a line holds one of those words, or a number in hexadecimal.
func (l *logReader) telling(line []byte) bool {
	l.low = l.low[:0]
	for _, c := range line {
		if c >= 0x80 { // accents: rare in logs, and dear
			l.low = append(l.low[:0], text.Fold(text.Decode(string(line)))...)
			break
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		l.low = append(l.low, c)
	}
	words := tellingWords()
	for at := 0; at < len(l.low); {
		end := at
		for end < len(l.low) && isWordByte(l.low[end]) {
			end++
		}
		if end > at && (words[string(l.low[at:end])] || bytes.HasPrefix(l.low[at:end], []byte("0x8"))) {
			return true
		}
		at = end + 1
	}
	return false
}

func isWordByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

var shapeSeed = maphash.MakeSeed()

// shapeOf is what a line has beside its time, its counters and its addresses: lines of
// one shape say the same. Codes of four digits and more are of the shape, but at its
// head, where times stand.
func shapeOf(line []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(shapeSeed)
	const head, code, address = 24, 4, 10 // bytes, digits
	for at := 0; at < len(line); {
		end := at
		for end < len(line) && (line[end] >= '0' && line[end] <= '9' || end > at && isHexByte(line[end])) {
			end++
		}
		switch n := end - at; {
		case n == 0:
			_ = h.WriteByte(line[at]) // it never fails
			end = at + 1
		case at >= head && n >= code && n <= address:
			_, _ = h.Write(line[at:end])
		default:
			_ = h.WriteByte('0')
		}
		at = end
	}
	return h.Sum64()
}

func isHexByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == 'x'
}

// look finds what a line means and returns the place of its cause, -1 for none.
func (l *logReader) look(line string) int {
	m, token, ok := lineMeans(line)
	if !ok {
		return -1
	}
	return l.note(m, token, l.log.Lines)
}

// note counts a cause, and returns its place, -1 for one too many.
func (l *logReader) note(m Match, token string, line int) int {
	at, known := l.at[token]
	if !known {
		if len(l.log.Causes) >= mostCauses {
			return -1
		}
		at = len(l.log.Causes)
		l.at[token] = at
		l.log.Causes = append(l.log.Causes, LogCause{Match: m, Token: token, First: line})
	}
	l.log.Causes[at].again(line)
	return at
}

// again counts a line that names the cause; a record may name it twice in one.
func (c *LogCause) again(line int) {
	if c.Last != line {
		c.Last, c.Times = line, c.Times+1
	}
}

// answered takes the answer of a card, nil for none.
func (l *logReader) answered(a *answered) {
	if a == nil {
		return
	}
	if a.clear {
		l.note(pinLogged(), a.Op.String(), a.line)
	}
	if m, token, ok := a.means(); ok {
		l.note(m, token, a.line)
	}
}

// pinLogged is a code in clear in a log.
func pinLogged() Match { return ruled(ids(rule.PIN013)) }

// ruled is what a log says in no words of its own: its meaning is the title of the first
// rule.
func ruled(rules []string) Match {
	m := Message{Kind: KindOther, Rules: rules}
	if r, ok := rule.ByID(rules[0]); ok {
		m.Meaning = r.Title
	}
	return Match{Message: m, Score: scoreCode, exact: true}
}

// pinShown is a line by which a spy of PKCS#11 shows a code (opensc, pkcs11-spy.c).
var pinShown = text.Expression(`\[in\]\s+p(?:Pin|OldPin|NewPin)\[`)

// resultGiven is a number that a line gives as the result of something, or of a function of
// SESAM-Vitale ("code retour SSV 0xF004", "SSV_LireCartePS => 61444"): other numbers of a log
// are tags, flags, handles.
var resultGiven = text.Expression(`(?i)(?:\b(?:rv|rc|ret|returned|returns|returning(?: with)?|renvoy(?:e|é)|rendu|code|erreur|error|err|status|statut|sw1?|sw12|sw1sw2|hresult|result|resultat)\b|retour\b|retourn(?:e|é)e?)(?:[\s:]*\b(?:ssv|fsv|galss|pc/?sc|pkcs ?#?11|ckr)\b)?[\s:=#(>"'-]*(?:[0-9]|0x|[0-9a-f]{4}\b)|` +
	`\b(?:ssv|fsv|galss)(?:[_ :]{1,2}[a-z]{4,30})?["'\s:=#(>-]+(?:0x|[0-9a-f]{4}\b|[0-9]{4})`)

// lineMeans returns the best that a line of a log surely or nearly means, and the token
// that says so. What is like a text, and what people say, does not count.
func lineMeans(line string) (m Match, token string, ok bool) {
	if isNoise(line) {
		return Match{}, "", false
	}
	if pinShown().MatchString(line) {
		return pinLogged(), "pPin", true
	}
	query := clip(line)
	words := text.Words(query)
	if len(words) == 0 {
		return Match{}, "", false
	}
	q := newQuestion(query, words)
	q.logged = true
	var found []Match
	for i := range messages() {
		if c := q.match(&messages()[i], wordsOf().messages[i]); c.Score >= scoreFew && !c.Message.bySomebody() {
			found = append(found, c)
		}
	}
	found = append(found, lists().found(&q)...)
	q.settle(query, found)
	given := resultGiven().MatchString(line) || callFailed().MatchString(line)
	found = slices.DeleteFunc(found, func(c Match) bool {
		named := slices.Contains(q.names, c.Message.Name)
		return !c.counts() || c.Code != 0 && c.Message.Kind != KindPCSC && !given && !named
	})
	if len(found) == 0 {
		return Match{}, "", false
	}
	best := slices.MaxFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Score, b.Score))
	})
	best.exact = best.exact && !best.Message.undecided()
	return best, best.token(), true
}

// undecided reports whether a code names none of its causes: CKR_GENERAL_ERROR says that
// something failed.
func (m *Message) undecided() bool {
	return m.Code != 0 && len(m.Rules) > 0 && !slices.ContainsFunc(m.Rules, func(id string) bool { return !slices.Contains(m.Beside, id) })
}

// rank puts what is sure first, a code before a text.
func rank(m Match) int {
	n := 0
	if m.Sure() {
		n += 2
	}
	if m.Code != 0 {
		n++
	}
	return n
}

// counts reports whether a match names a cause in a log: a code in its context, or a
// text to the letter, that leads to a rule or to another's fault.
func (m *Match) counts() bool {
	switch {
	case m.Code != 0:
		return m.Sure() && len(m.Message.Rules) > 0
	case m.listed:
		return m.Score >= scoreFew-1 && (len(m.Message.Rules) > 0 || !m.Message.Meaning.IsZero() && m.Sure())
	default:
		return m.Sure() && len(m.Message.Rules) > 0
	}
}

// token is what the tables call a match: never a word of the log that they lack.
func (m *Match) token() string {
	switch {
	case m.Message.Name != "":
		return m.Message.Name
	case m.Code != 0:
		return string(m.Message.Kind) + " " + m.Hex()
	default:
		return cmp.Or(m.text, m.Message.Text)
	}
}
