package diagnosis

import (
	"slices"
	"strconv"
	"strings"
)

// Kind tells who says a message or returns a code.
type Kind string

// Kinds of messages.
const (
	KindSSV    Kind = "SSV"         // SESAM-Vitale library, SSV manual 4.03
	KindGALSS  Kind = "GALSS"       // GALSS, which the SESAM-Vitale library passes through
	KindCKR    Kind = "PKCS#11"     // result of the official PKCS#11 module
	KindSW     Kind = "SW"          // status word of the card
	KindScreen Kind = "GESTION CPS" // message or screen line of the Gestionnaire
	KindOther  Kind = "other"       // another service or wording of this project
)

// Message is a message or code seen in the field, with what may be behind it.
type Message struct {
	Kind Kind
	Code int64  // SSV or GALSS code, status word or CKR value; 0 when the message has none
	Last int64  // last code of a range that begins with Code, 0 when it is one code
	Mask int64  // bits of Code that vary, such as 0xF in 63Cx
	Name string // CKR name, "" otherwise
	Text string // as shown, "…" where a value stands; "" for a bare code
	// Meaning says in words of this project what a code tells, where no text is
	// quoted or the text needs it.
	Meaning Text

	// Rules are the ids of the rules behind it, in the order to check them.
	Rules []string
	// Presets are the simulated cards that put a bench in that state, in the
	// same order.
	Presets []string
	// QuotedOnly says which causes can be named but not provoked here.
	QuotedOnly []Text
}

// Hex returns the code in hexadecimal, "" when there is none.
func (m Message) Hex() string {
	if m.Code == 0 {
		return ""
	}
	return strings.ToUpper(strconv.FormatInt(m.Code, 16))
}

// Match is an answer of Reproduce.
type Match struct {
	Message Message
	Score   int // 100 for a code or the whole text, less for a likeness; never below 60
}

// Messages returns every message known. The slice is the caller's.
func Messages() []Message { return append([]Message(nil), messages[:]...) }

// Reproduce finds the messages that a query speaks of: a message or a part of
// one, accents, case and small slips ignored; an SSV code in decimal or
// hexadecimal (61444, F004, 0xF004); a GALSS code (2048, 8001); a PKCS#11 name
// (CKR_PIN_INCORRECT); a status word (6983, 63C2). The best answers come first; equal ones in the
// order of Messages. No answer means that the message is not known: show the
// code as it was typed.
func Reproduce(query string) []Match {
	words := normalise(query)
	if len(words) == 0 {
		return nil
	}
	codes := parseCodes(query)
	var found []Match
	for _, m := range messages {
		score := 0
		if m.matchesCode(codes) || (m.Name != "" && slices.Contains(names(query), m.Name)) {
			score = 100
		} else if m.Text != "" {
			score = likeness(words, normalise(m.Text))
		}
		if score >= 60 {
			found = append(found, Match{Message: m, Score: score})
		}
	}
	if len(found) == 0 {
		found = rulesLike(words)
	}
	slices.SortStableFunc(found, func(a, b Match) int { return b.Score - a.Score })
	return found
}

// rulesLike compares a query with the texts of the rules themselves, for what
// is no message of anybody's software.
func rulesLike(words []string) []Match {
	var found []Match
	for _, r := range evaluationOrder {
		score := max(likeness(words, normalise(r.Pattern("fr"))), likeness(words, normalise(r.Pattern("en"))))
		if score < 60 {
			continue
		}
		m := Message{Kind: KindOther, Text: r.Pattern("fr"), Rules: []string{r.ID}}
		if r.How != FromCard {
			m.QuotedOnly = []Text{quotedFact}
		}
		found = append(found, Match{Message: m, Score: score})
	}
	return found
}

// CodeReadings returns the numbers of a query in both writings, "61999
// (F22F)", so that a code nobody knows can still be shown; nil when the query
// holds none.
func CodeReadings(query string) []string {
	var out []string
	for _, c := range parseCodes(query) {
		for _, v := range [...]int64{c.decimal, c.hexadecimal} {
			if v < 0 {
				continue
			}
			s := strconv.FormatInt(v, 10) + " (" + strings.ToUpper(strconv.FormatInt(v, 16)) + ")"
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// code is a number in a query, under each reading it may have; -1 for none.
type code struct {
	decimal, hexadecimal int64
}

func (m Message) matchesCode(codes []code) bool {
	if m.Code == 0 {
		return false
	}
	for _, c := range codes {
		for i, value := range [...]int64{c.decimal, c.hexadecimal} {
			if value < 0 || (i == 0 && m.Kind != KindSSV && m.Kind != KindGALSS) {
				continue // only these are written in decimal
			}
			if m.Last != 0 && value >= m.Code && value <= m.Last {
				return true
			}
			if value&^m.Mask == m.Code&^m.Mask && (m.Mask == 0 || value&m.Mask != 0) {
				return true
			}
		}
	}
	return false
}

// parseCodes reads the words that look like codes: 0x and digits, four
// hexadecimal digits, or at least four decimal digits. Shorter numbers are
// ordinary words ("reste 2 tentatives") unless they stand alone or behind a
// word that announces a code ("GALSS 4").
func parseCodes(query string) []code {
	var codes []code
	words := strings.FieldsFunc(query, notAlphanumeric)
	for i, word := range words {
		c := code{-1, -1}
		short := len(words) == 1 || (i > 0 && slices.Contains(announcers[:], strings.ToLower(words[i-1])))
		bare, prefixed := strings.CutPrefix(strings.ToLower(word), "0x")
		if !prefixed && len(bare) == 5 && bare[4] == 'h' {
			bare, prefixed = bare[:4], true
		}
		if v, err := strconv.ParseUint(bare, 16, 32); err == nil && (prefixed || (len(bare) == 4 && strings.ContainsAny(bare, "0123456789"))) {
			c.hexadecimal = int64(v)
		}
		if v, err := strconv.ParseUint(bare, 10, 32); err == nil && !prefixed && (len(bare) >= 4 || short) {
			c.decimal = int64(v)
		}
		if c != (code{-1, -1}) {
			codes = append(codes, c)
		}
	}
	return append(codes, spacedCodes(query)...)
}

var announcers = [...]string{"galss", "ssv", "code", "erreur", "error"}

// spacedCodes reads a query that is nothing but a status word written as two
// bytes, "63 C2".
func spacedCodes(query string) []code {
	bytes := strings.Fields(query)
	if len(bytes) != 2 || len(bytes[0]) != 2 || len(bytes[1]) != 2 {
		return nil
	}
	v, err := strconv.ParseUint(bytes[0]+bytes[1], 16, 32)
	if err != nil {
		return nil
	}
	return []code{{-1, int64(v)}}
}

// names returns the PKCS#11 names of a query, with the prefix that people drop.
func names(query string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(strings.ToUpper(query), func(r rune) bool { return r != '_' && notAlphanumeric(r) }) {
		if !strings.Contains(word, "_") {
			continue
		}
		if !strings.HasPrefix(word, "CKR_") {
			word = "CKR_" + word
		}
		out = append(out, word)
	}
	return out
}
