package lookup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Kind is who says a message or returns a code.
type Kind = code.Kind

// Kinds of messages.
const (
	KindSSV            = code.SSV
	KindGALSS          = code.GALSS
	KindCKR            = code.CKR
	KindPCSC           = code.PCSC
	KindSW             = code.SW
	KindLog       Kind = "pcscd"   // line of the log of pcscd or libccid
	KindOpenSC    Kind = "OpenSC"  // text of OpenSC
	KindTLS       Kind = "TLS"     // message of a browser or a TLS library
	KindWindows   Kind = "Windows" // text of Windows that bears no code
	KindInstaller      = code.Installer
	KindAgent     Kind = "agent"       // reading agent of billing software, or a remote service
	KindDMP       Kind = "DMP"         // refusal of an online service or its module
	KindScreen    Kind = "GESTION CPS" // message or screen line of the Gestionnaire
	KindOther     Kind = "other"       // another service or wording of this project
	KindSaid      Kind = "said"        // what people say on the telephone
	KindFamily    Kind = "family"      // the rules about one thing, by its name or acronym
	KindRule      Kind = "rule"        // a rule of the catalogue, by its id, title or texts
)

// Message is a message or code seen in the field, with what may be behind it.
type Message struct {
	Kind Kind
	Code int64  // SSV or GALSS code, status word or CKR value; 0 when the message has none
	Last int64  // last code of a range that begins with Code, 0 when it is one code
	Mask int64  // bits of Code that vary, such as 0xF in 63Cx
	Name string // PKCS#11 or PC/SC name, id of a rule; "" otherwise
	Text string // as shown, "…" where a value stands; "" for a bare code
	// Meaning says in words of this project what a code means, where no text is
	// quoted or the text needs it; in English alone, it translates the text.
	Meaning text.Text

	// Texts are what programs print for it, as they print it: a query that holds
	// one holds the message.
	Texts []string

	// Said are words of people who have the trouble, in either language.
	Said []string

	// Rules are the ids of the rules behind it, in the order to check them.
	Rules []string
	// Shows are demonstrations that fit this message better than the plainest one
	// of the rule, in any order.
	Shows []rule.Demonstration
	// Beside are those of Rules that the message alone does not make speak, and
	// that are worth checking all the same.
	Beside []string
	// QuotedOnly says what can be named but not provoked here.
	QuotedOnly []text.Text
}

// Hex returns the code in hexadecimal, four digits at least; "" when there is
// none.
func (m Message) Hex() string {
	if m.Code == 0 {
		return ""
	}
	return code.Hex(m.Code)
}

// Means is what a message tells: its meaning, or in English what a quoted text says.
func (m *Message) Means() text.Text {
	return text.Text{FR: m.Meaning.FR, EN: cmp.Or(m.Translation(), m.Meaning.EN)}
}

// Translation is the English of a quoted text, "" when there is none: that of
// the rule that quotes it too, else the meaning.
func (m *Message) Translation() string {
	if m.Text == "" {
		return ""
	}
	for _, id := range m.Rules {
		if r, ok := rule.ByID(id); ok && r.Pattern("fr") == m.Text {
			return r.Pattern("en")
		}
	}
	return m.Meaning.EN
}

// Vague reports whether the message names no trouble, so that it leads to the
// first things to look at and to no rule.
func (m *Message) Vague() bool { return m.Kind == KindSaid && len(m.Rules) == 0 }

// Match is an answer of Find.
type Match struct {
	Message Message
	// Code is the code that the query names, one of those of the message; 0 when
	// the answer was found by words.
	Code  int64
	Score int // 100 for a code or the whole text, less for a likeness; never below 60

	said  spoken // the thing and the trouble of the text that was found
	text  string // that text, as it stands in its table
	exact bool   // the query is, or names, just that: Sure
	title bool   // it was found by the title or the texts of a rule
	// listed: the query holds a text of a list, to the letter.
	listed bool
}

// Hex returns the code of the query in hexadecimal, else that of the message.
func (m Match) Hex() string {
	if m.Code != 0 {
		return code.Hex(m.Code)
	}
	return m.Message.Hex()
}

// Sure reports whether the answer is what the query names: a code in its own context,
// a name, or a text that is the whole query, but for articles, or that stands apart in
// it (exact.go). Otherwise it is a text near the query, which somebody has to confirm:
// a part of a text, and a text amid other words, are never sure.
func (m Match) Sure() bool { return m.exact && m.Score >= scoreFew }

// maxQuery bounds a query, in bytes: what a dialog or a few pages of a log hold.
// What comes behind is not looked at.
const maxQuery = 32 << 10

// found by a code; the least likeness that counts, and behind a sure answer.
const (
	scoreCode  = 100
	scoreLeast = 60
	scoreNear  = 74
)

// Messages returns every message known. The slice is the caller's.
func Messages() []Message { return slices.Concat(messages(), lists().messages) }

// messages are those of the table, with what is known of their codes.
var messages = sync.OnceValue(func() []Message {
	all := slices.Concat(messageTable[:], programMessages[:], installerMessages())
	for i := range all {
		m := &all[i]
		if m.Code == 0 {
			continue
		}
		c, _ := code.Find(m.Kind, m.Code)
		m.Last, m.Mask, m.Name, m.Text, m.Meaning, m.Texts = c.Last, c.Mask, c.Name, c.Quoted, c.Meaning, c.Texts
	}
	return all
})

// Find finds the messages that a query speaks of: a message or a part of
// one, or a text that holds one, accents, case and small slips ignored; an SSV
// code in decimal or hexadecimal (61444, F004, 0xF004); a GALSS code (2048,
// 8001); a PKCS#11 name or value (CKR_PIN_INCORRECT, 0xA0); a status word (6983,
// 63 C2); a rule of the catalogue, by its id, its title or its texts in either
// language. The best answers come first; equal ones in the order of Messages,
// rules behind them. No answer means that the message is not known: show the
// code as it was typed (CodeReadings).
func Find(query string) []Match {
	query = clip(query)
	words := joined(text.Words(query))
	if len(words) == 0 {
		return nil
	}
	q := newQuestion(query, words)
	var found []Match
	coded := false
	for i := range messages() {
		m := q.match(&messages()[i], wordsOf().messages[i])
		if m.Score >= scoreLeast {
			found = append(found, m)
			coded = coded || m.Code != 0
		}
	}
	found = append(found, lists().found(&q)...)
	if !coded {
		for _, other := range [...]func() (Match, bool){q.otherResult, q.statusWord} {
			if m, ok := other(); ok && (m.Code != 0 || len(found) == 0) {
				found, coded = append(found, m), coded || m.Code != 0
			}
		}
	}
	if coded {
		// Words beside a code count when they are a message, not when they are like one.
		found = slices.DeleteFunc(found, func(m Match) bool { return m.Code == 0 && m.Score < scorePart })
		for i := range found {
			found[i].Message.Rules = q.said.first(found[i].Message.Rules)
		}
	} else {
		found = q.fitting(append(q.family(), found...))
		found = append(found, q.fitting(q.rules(query, found))...)
		if m, ok := q.heard(); ok {
			if q.said.thing != theCard { // a reader, say, has first things of its own to look at
				found = slices.DeleteFunc(found, func(m Match) bool { return m.Message.Vague() })
			}
			found = append(found, m)
		}
	}
	q.settle(query, found)
	slices.SortStableFunc(found, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	if len(found) == 0 {
		return nil
	}
	// Behind a sure answer the near ones count, not the far ones; anything that is
	// known takes the place of the first checks.
	for i := range found[1:] {
		// What stands behind a text that is merely near is no surer than that.
		found[i+1].exact = found[i+1].exact && (found[i].Sure() || found[i+1].Code != 0)
	}
	sure := found[0].Sure()
	behind := slices.DeleteFunc(found[1:], func(m Match) bool { return m.Message.Vague() || (sure && m.Score < scoreNear) })
	return found[:1+len(behind)]
}

// clip cuts a query to its first maxQuery bytes, as plain text.
func clip(query string) string {
	if len(query) > maxQuery {
		query = query[:maxQuery]
	}
	return plain(query)
}

// question is a query taken apart.
type question struct {
	codes []number
	names []string // PKCS#11 names
	kind  Kind     // of the code, when the query says it: "SW=6983"; "" otherwise
	// marked says that a number is written as codes are, "0xA4"
	marked bool
	words  phrase
	said   spoken // which thing it is about, and its trouble
	// installs: it speaks of an installation.
	installs bool
	logged   bool // it is a line of a log, in no words of everyday
	called   bool // it names a function or a program of PC/SC or PKCS#11, or is a line of their log
}

// swPair is a status word written as two bytes with a name each, "SW1=0x6A SW2=0x82".
var swPair = text.Expression(`(?i)\bsw1\s*[=:]?\s*0x([0-9a-f]{2})\W{1,3}sw2\s*[=:]?\s*0x([0-9a-f]{2})\b`)

// callFailed is the result of a function of PKCS#11 as OpenSSH (ssh-pkcs11.c) and pam_pkcs11
// (pkcs11_lib.c) write it: "C_Login failed: 160", "C_Login() failed: 0x000000A4".
var callFailed = text.Expression(`\b(C_[A-Z][A-Za-z]{3,30})(?:\(\))? failed(?: for slot \d+)?: *(0x[0-9A-Fa-f]{1,8}|\d{1,10})\b`)

// decimalResult is a result of 32 bits that a program prints in decimal: 2148073481, or
// -2146893815, for 0x80090009.
var decimalResult = text.Expression(`(?:^|[\s:=(,])(?:214[6-9]\d{6}|-214[5-7]\d{6})\b`)

// inHex writes results in hexadecimal, as the lists have them.
func inHex(query string) string {
	return decimalResult().ReplaceAllStringFunc(query, func(said string) string {
		at := strings.IndexAny(said, "-0123456789")
		v, err := strconv.ParseInt(said[at:], 10, 64)
		if err != nil {
			return said
		}
		return said[:at] + "0x" + code.Hex(v&0xFFFFFFFF)
	})
}

func newQuestion(query string, words []string) question {
	if other := inHex(callFailed().ReplaceAllString(swPair().ReplaceAllString(query, "SW=$1$2"), "$1 rv=$2")); other != query {
		query, words = other, text.Words(other)
	}
	q := question{codes: parseCodes(noCodes(query)), names: code.Names(query), kind: announcedKind(words), words: newPhrase(words)}
	if q.kind == "" {
		q.kind = calledKind(query)
	}
	q.said = q.words.about
	q.installs = slices.ContainsFunc(words, isInstalling)
	q.called = calledKind(query) != "" || namesProgram(query)
	q.marked = strings.Contains(strings.ToLower(query), "0x")
	return q
}

// match compares the query with one message and the texts by which it is found.
func (q *question) match(m *Message, texts []wording) Match {
	out := Match{Message: *m}
	if m.Name != "" && slices.Contains(q.names, m.Name) {
		out.Code, out.Score, out.exact = m.Code, scoreCode, true
		return out
	}
	if value, ok := m.codeAmong(q.codes, q.kind); ok && (m.Kind != KindInstaller || q.installs) {
		out.Code, out.Score, out.exact = value, scoreCode, true
		if q.doubtful(m, value) {
			out.Score = scoreNear
		}
		if m.Kind == KindSW && m.Meaning.IsZero() {
			out.Message.Meaning = apdu.SW(value).Meaning()
		}
		return out
	}
	for i := range texts {
		said := &texts[i]
		n := q.words.likeness(said)
		if q.outOfContext(m, said) {
			n = min(n, scoreWord)
		}
		exact := n >= scoreFew && q.words.is(said)
		if !out.exact && (exact || n > out.Score) { // the text that the query is, of several like it
			out.said, out.text = said.about, said.raw
		}
		out.Score, out.exact = max(out.Score, n), out.exact || exact
	}
	return out
}

// outOfContext reports whether a short text of PC/SC or PKCS#11, such as "Access
// denied", is or stands in a query that names nothing of either: any program prints
// these words. So with the installer, unless the query speaks of an
// installation.
func (q *question) outOfContext(m *Message, said *wording) bool {
	if m.Kind == KindInstaller {
		const telling = 6 // words that no other program prints in a row
		return !q.installs && said.text != q.words.text && (len(said.words) < telling || !contains(q.words.text, said.text))
	}
	short := len(said.words) < fewWords || len(q.words.words) < leastPart
	return short && (m.Kind == KindPCSC || m.Kind == KindCKR) && !q.called
}

// doubtful reports whether a small number, which anything may return, is taken for
// a code of GALSS or PKCS#11 that nothing beside it names: "error 4".
func (q *question) doubtful(m *Message, value int64) bool {
	const small = 0x100
	return q.kind == "" && value < small && (m.Kind == KindGALSS || m.Kind == KindCKR) && len(q.words.words) > 1 && !q.marked
}

// messageWords are the texts by which a message is found, in words.
func messageWords(m *Message) []wording {
	var out []wording
	// A name is also found as people read it: "pin locked".
	texts := slices.Concat([]string{m.Text, m.Translation(), strings.TrimPrefix(m.Name, "CKR_")}, m.Texts, m.Said)
	if m.Kind == KindSaid && !m.Vague() {
		texts = append(texts, m.Meaning.FR, m.Meaning.EN)
	}
	for _, said := range texts {
		if said != "" {
			out = append(out, newWording(said))
		}
	}
	return out
}

// wordsOf holds the texts of every message and rule in words, which never
// change.
var wordsOf = sync.OnceValue(func() *wordTables {
	t := &wordTables{messages: make([][]wording, len(messages()))}
	for i := range messages() {
		t.messages[i] = messageWords(&messages()[i])
	}
	for i, r := range rule.All() {
		for _, said := range ruleTexts(r) {
			t.rules[i] = append(t.rules[i], newWording(said))
		}
	}
	return t
})

type wordTables struct {
	messages [][]wording
	rules    [rule.Count][]wording
}

// codeAmong returns the code of a query that is the message's.
func (m *Message) codeAmong(codes []number, kind Kind) (int64, bool) {
	if m.Code == 0 || (kind != "" && kind != m.Kind && (kind != KindSSV || m.Kind != KindGALSS)) {
		return 0, false
	}
	for _, c := range codes {
		if c.loose && m.Kind == KindGALSS && kind == "" {
			continue // a year, a part of a telephone number
		}
		values := [...]int64{c.decimal, c.hexadecimal}
		if m.Kind == KindCKR && !c.plain && kind != KindCKR {
			values = [...]int64{-1, -1} // a small number is a GALSS code, if it is any
		}
		for _, value := range values {
			if value > 0 && m.hasCode(value) {
				return value, true
			}
		}
	}
	return 0, false
}

func (m *Message) hasCode(value int64) bool {
	c := code.Code{Value: m.Code, Last: m.Last, Mask: m.Mask}
	return c.Has(value)
}

// statusWord answers for a status word that is behind no rule: what it says,
// and that it says nothing of the card's state.
func (q *question) statusWord() (Match, bool) {
	if q.kind != "" && q.kind != KindSW {
		return Match{}, false
	}
	for _, c := range q.codes {
		if c.hexadecimal < 0 || c.hexadecimal > 0xFFFF || (c.loose && q.kind != KindSW) {
			continue
		}
		if known, ok := code.Find(code.SW, c.hexadecimal); ok {
			m := Message{Kind: KindSW, Code: c.hexadecimal, Meaning: known.Meaning, QuotedOnly: []text.Text{quotedNoRule}}
			return Match{Message: m, Code: c.hexadecimal, Score: scoreCode, exact: true}, true
		}
	}
	return Match{}, false
}

// rules compares the query with the rules themselves: their ids, titles and
// texts. A rule that a message led to as well as its own words is left out.
func (q *question) rules(query string, found []Match) []Match {
	ids := ruleIDs(query)
	var out []Match
	for i, r := range rule.All() {
		match := Match{Message: Message{Kind: KindRule, Name: r.ID, Text: r.Pattern("fr"), Rules: []string{r.ID}}}
		if slices.Contains(ids, r.ID) {
			match.Score, match.exact = scoreCode, true
		} else {
			for nth, text := range wordsOf().rules[i] {
				n := q.words.likeness(&text)
				if nth >= titles && (n == scorePart || n == scoreWord) {
					n -= 3 // a title weighs more
				}
				match.exact = match.exact || n >= scoreFew && q.words.is(&text)
				if n > match.Score {
					match.Score, match.said, match.text, match.title = n, text.about, text.raw, nth < 2*titles
				}
			}
		}
		if match.Score < scoreLeast || ledTo(found, r.ID, match.Score) {
			continue
		}
		out = append(out, match)
	}
	return out
}

// titles is how many of ruleTexts are titles.
const titles = 2

// ruleTexts are the texts by which a rule is found, its titles first.
func ruleTexts(r *rule.Rule) []string {
	words := []string{r.Title.FR, r.Title.EN, r.Pattern("fr"), r.Pattern("en")}
	for _, v := range r.Variants {
		words = append(words, v.Pattern("fr"), v.Pattern("en"))
	}
	return append(words, r.Said...)
}

// ledTo reports whether a match as good names the rule.
func ledTo(found []Match, rule string, score int) bool {
	return slices.ContainsFunc(found, func(m Match) bool { return m.Score >= score && slices.Contains(m.Message.Rules, rule) })
}

// ruleIDs returns the rules that a query names: "CPS-DAM-001", "dam 1".
func ruleIDs(query string) []string {
	var ids []string
	words := strings.FieldsFunc(strings.ToUpper(query), notAlphanumeric)
	for i := 1; i < len(words); i++ {
		n, err := strconv.Atoi(words[i])
		if err != nil {
			continue
		}
		id := "CPS-" + words[i-1] + "-" + strings.Repeat("0", max(0, 3-len(strconv.Itoa(n)))) + strconv.Itoa(n)
		if _, ok := rule.ByID(id); ok {
			ids = append(ids, id)
		}
	}
	return ids
}
