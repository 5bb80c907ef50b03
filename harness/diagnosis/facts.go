package diagnosis

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// FactType is the form of a fact's value.
type FactType string

// Forms of values.
const (
	FactText     FactType = "text"
	FactList     FactType = "list"     // texts separated by commas
	FactChoice   FactType = "choice"   // one of FactKey.Values
	FactYesNo    FactType = "yes/no"   // also oui and non
	FactDate     FactType = "date"     // YYYY-MM-DD
	FactMonth    FactType = "month"    // YYYY-MM
	FactNumber   FactType = "number"   // 0 to 9999
	FactActivity FactType = "activity" // 1 to 16, or none
	FactVersion  FactType = "version"  // 5.2.2, or none
	// FactDepartement is the first two characters of a billing number: 01 to 99, 2A or 2B.
	FactDepartement FactType = "département"
	FactSSV         FactType = "SSV code"
	FactGALSS       FactType = "GALSS code"
	FactSW          FactType = "status word"
	FactCKR         FactType = "PKCS#11 result"
)

// FactKey describes a fact that can be declared.
type FactKey struct {
	Name       string // "prescriber.am"
	Type       FactType
	Values     []string // of a choice
	MayBeEmpty bool     // an empty value declares that there is none
	Identity   bool     // the value identifies somebody: never shown in clear
	Help       Text
}

// FactKeys returns every fact that can be declared. The slice is the caller's.
func FactKeys() []FactKey { return slices.Clone(factKeys[:]) }

// FactByName returns the fact of that name, such as "prescriber.am".
func FactByName(name string) (FactKey, bool) {
	id, ok := factNamed(name)
	if !ok {
		return FactKey{}, false
	}
	return factKeys[id], true
}

// FactError is the error for a fact that cannot be declared. It never holds the
// value, which may identify somebody.
type FactError struct {
	File    string // "" when the fact came from no file
	Line    int    // from 1, 0 when it came from no file
	Key     string
	Reason  string
	Suggest string // the key that was probably meant, "" when none comes near
}

// Error names the key, what is wrong and, for an unknown key, the near one.
func (e *FactError) Error() string {
	s := e.Reason
	if e.Key != "" {
		s = "fact " + e.Key + ": " + s
	}
	if e.File != "" {
		s = fmt.Sprintf("%s:%d: %s", e.File, e.Line, s)
	}
	if e.Suggest != "" {
		s += "; did you mean " + e.Suggest + "?"
	}
	return s
}

// Declared holds declared facts, checked and by key. It is read only; the zero
// value and nil hold none.
type Declared struct {
	values [factCount]factValue
}

type factValue struct {
	set     bool
	text    string // as declared, without blanks around it; yes/no facts hold "yes" or "no"
	number  int64
	date    card.Date // a month is its first day
	version Version
	list    []string
}

// ParseFacts reads "key=value" declarations, as --fact gives them. The error is
// a *FactError.
func ParseFacts(list []string) (Facts, error) { return Facts{}.Declare(list...) }

// Declare returns f with more facts, each as "key=value". A key given twice in
// one call is an error; a key that f has already takes the new value. The error
// is a *FactError, and f comes back as it was.
func (f Facts) Declare(list ...string) (Facts, error) {
	return f.declare("", len(list), func(i int) (string, int) { return list[i], 0 })
}

// Observe is Declare for what was seen and not told: a key that f has already
// keeps its value.
func (f Facts) Observe(list ...string) (Facts, error) {
	var news []string
	for _, text := range list {
		id, _, err := parseFact(text)
		if err != nil {
			return f, err
		}
		if _, told := f.Declared.get(id); !told {
			news = append(news, text)
		}
	}
	return f.Declare(news...)
}

// Limits of a file of facts.
const (
	maxFactLine  = 512
	maxFactLines = 500
)

// DeclareFile returns f with the facts of a file: one key=value a line, empty
// lines and lines that begin with # left out. name stands in errors, with the
// line.
func (f Facts) DeclareFile(name string, r io.Reader) (Facts, error) {
	var lines []string
	var numbers []int
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, maxFactLine), maxFactLine)
	n := 0
	for s.Scan() {
		n++
		line := strings.TrimSpace(strings.TrimPrefix(s.Text(), "\uFEFF"))
		if line == "" || line[0] == '#' {
			continue
		}
		if len(lines) == maxFactLines {
			return f, &FactError{File: name, Line: n, Reason: fmt.Sprintf("more than %d facts", maxFactLines)}
		}
		lines, numbers = append(lines, line), append(numbers, n)
	}
	if err := s.Err(); err != nil {
		return f, &FactError{File: name, Line: n + 1, Reason: "cannot be read: " + err.Error()}
	}
	return f.declare(name, len(lines), func(i int) (string, int) { return lines[i], numbers[i] })
}

func (f Facts) declare(file string, n int, line func(int) (string, int)) (Facts, error) {
	next := Declared{}
	if f.Declared != nil {
		next = *f.Declared
	}
	out := f
	seen := [factCount]bool{}
	for i := range n {
		text, number := line(i)
		id, v, err := parseFact(text)
		if err == nil && seen[id] {
			err = &FactError{Key: factKeys[id].Name, Reason: "declared twice"}
		}
		if err != nil {
			err.File, err.Line = file, number
			return f, err
		}
		seen[id] = true
		next.values[id] = v
		out.apply(id, v)
	}
	if n > 0 {
		out.Declared = &next
	}
	return out, nil
}

// apply sets the facts that have a field of their own.
func (f *Facts) apply(id factID, v factValue) {
	switch id {
	case factEnv:
		f.Env = Environment(v.text)
	case factUse:
		f.Use = Use(v.text)
	case factLgcSelected:
		f.Activity = int(v.number)
	case factNewCardReceived:
		f.NewCardReceived = v.text == "yes"
	default: // read where it is needed
	}
}

func parseFact(s string) (factID, factValue, *FactError) {
	name, value, ok := strings.Cut(s, "=")
	name, value = plain(name), plain(value)
	if !ok {
		return 0, factValue{}, &FactError{Reason: "want key=value"}
	}
	if id, ok := factWritten(name); ok {
		v, want := factKeys[id].parse(value)
		if want != "" {
			return 0, factValue{}, &FactError{Key: factKeys[id].Name, Reason: "want " + want}
		}
		return id, v, nil
	}
	if len(name) > 40 || !utf8.ValidString(name) {
		name = "(unreadable)"
	}
	return 0, factValue{}, &FactError{Key: name, Reason: "no such fact", Suggest: nearestFact(name)}
}

// parse reads a value as people write it; want says what would be right, "" when
// it is.
func (k *FactKey) parse(s string) (v factValue, want string) {
	v = factValue{set: true, text: s}
	if s == "" {
		if k.MayBeEmpty {
			return v, ""
		}
		return v, "a value"
	}
	var ok bool
	switch k.Type {
	case FactText:
		ok, want = len(s) <= 200 && utf8.ValidString(s), "a text of at most 200 characters"
		if ok {
			v.text = k.textWritten(s)
		}
	case FactList:
		v.list, want = items(s), "at most 100 texts separated by commas"
		ok = len(v.list) <= 100 && utf8.ValidString(s) && !slices.Contains(v.list, "")
	case FactChoice:
		want = "one of " + strings.Join(k.Values, ", ")
		v.text, ok = k.choice(s)
	case FactYesNo:
		v.text, want = yesNo(s), "yes or no"
		ok = v.text != ""
	case FactDate:
		v.date, ok = dayWritten(s)
		v.text, want = v.date.String(), "a day that exists, as YYYY-MM-DD"
	case FactMonth:
		v.date, ok = monthWritten(s)
		v.text, want = strings.TrimSuffix(v.date.String(), "-01"), "a month, as YYYY-MM"
	case FactNumber:
		n, isNumber := wholeNumber(s, 64)
		v.number, ok, want = int64(n), isNumber && n <= 9999, "a number from 0 to 9999"
	case FactActivity:
		n, isNumber := wholeNumber(s, 8)
		v.number, want = int64(n), "none, or a number from 1 to 16"
		ok = isNumber && n >= 1 && n <= 16
		if isNone(s) {
			v.text, v.number, ok = "none", 0, true
		}
	case FactDepartement:
		v.text, want = department(s), "two characters: 01 to 99, 2A or 2B"
		ok = card.IsDepartment(v.text, true)
	case FactVersion:
		v.version, ok = ParseVersion(bareVersion(s))
		want = "a version such as 5.2.2"
		if isNone(s) {
			v.text, ok = "none", true
		}
	default:
		v.number, ok, want = parseResultCode(k.Type, resultCode(k.Type, s))
	}
	if ok {
		want = ""
	}
	return v, want
}

// textWritten is a text in the form that its rules compare.
func (k *FactKey) textWritten(s string) string {
	if table := factTable(k.Name); table != "" {
		return codeLabelled(table, s)
	}
	if k.Name == factKeys[factWsOsVersion].Name {
		return systemVersion(s)
	}
	return s
}

// nearestFact returns the key that was probably meant: one whose last word it
// is, or one nearly spelt so.
func nearestFact(name string) string {
	names := make([]string, 0, len(factKeys))
	for i := range factKeys {
		key := factKeys[i].Name
		if _, last, ok := strings.Cut(key, "."); ok && strings.EqualFold(last, name) {
			return key
		}
		names = append(names, key)
	}
	return text.Closest(name, names)
}

// factWritten returns the fact that somebody names, whatever the case, the accents
// and the marks between its words.
func factWritten(name string) (factID, bool) {
	if id, ok := factNamed(name); ok {
		return id, true
	}
	want := squeezed(name)
	for id := range factKeys {
		if squeezed(factKeys[id].Name) == want {
			return factID(id), true
		}
	}
	return 0, false
}

// factNamed returns the fact of that name.
func factNamed(name string) (factID, bool) {
	for id := range factKeys {
		if factKeys[id].Name == name {
			return factID(id), true
		}
	}
	return 0, false
}

// get returns a fact; a nil Declared has none.
func (d *Declared) get(id factID) (*factValue, bool) {
	if d == nil || !d.values[id].set {
		return nil, false
	}
	return &d.values[id], true
}

// text returns a text, choice or yes/no fact, "" when it is not declared.
func (d *Declared) text(id factID) (string, bool) {
	if v, ok := d.get(id); ok {
		return v.text, true
	}
	return "", false
}

func (d *Declared) date(id factID) (card.Date, bool) {
	if v, ok := d.get(id); ok {
		return v.date, true
	}
	return card.Date{}, false
}

func (d *Declared) number(id factID) (int64, bool) {
	if v, ok := d.get(id); ok {
		return v.number, true
	}
	return 0, false
}

// tri returns a yes/no fact.
func (d *Declared) tri(id factID) Tri {
	if v, ok := d.get(id); ok {
		return TriOf(v.text == "yes")
	}
	return TriUnknown
}

// is reports whether a fact is declared with that value.
func (d *Declared) is(id factID, value string) bool {
	v, ok := d.get(id)
	return ok && v.text == value
}

// has reports whether a fact is declared.
func (d *Declared) has(id factID) bool {
	_, ok := d.get(id)
	return ok
}
