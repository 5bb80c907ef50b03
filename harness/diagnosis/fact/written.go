package fact

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// People write a value as their screen, their letter or their memory has it:
// "CPS 4", "12/2026", "1er décembre 2026", "perdue". This file takes such forms
// to the one that the rules compare. What could mean two things is refused.

// plain writes as plain ASCII what programs make of a typed text: their many
// blanks and hyphens, and the quotation marks around the whole.
func plain(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Pd, r), r == '\u2212':
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200B', r == '\u200E', r == '\u2060', r == '\uFEFF':
			return -1 // without width
		default:
			return r
		}
	}, s))
	for _, q := range [...][2]string{{`"`, `"`}, {"'", "'"}, {"“", "”"}, {"«", "»"}} {
		if inner, ok := strings.CutPrefix(s, q[0]); ok {
			if inner, ok = strings.CutSuffix(inner, q[1]); ok {
				return strings.TrimSpace(inner)
			}
		}
	}
	return s
}

// squeezed is what two spellings of one name share: letters, digits and signs,
// without case, accents, blanks and the marks that join words.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-_.,'’", r) {
			return -1
		}
		return r
	}, text.Fold(s))
}

// choice returns the value of a choice that s writes: the value itself, what its question
// calls it, other words for it, or a number without its leading zeros.
func (k *Key) choice(s string) (string, bool) {
	want := squeezed(s)
	for _, v := range k.Values {
		if want == squeezed(v) {
			return v, true
		}
	}
	for _, v := range k.Values {
		called := k.Called(v)
		if want == squeezed(called.FR) || want == squeezed(called.EN) {
			return v, true
		}
	}
	for _, v := range k.Values {
		for _, word := range k.words(v) {
			if agrees(want, squeezed(word)) {
				return v, true
			}
		}
	}
	n, err := strconv.ParseUint(want, 10, 8)
	for _, v := range k.Values {
		if of, bad := strconv.ParseUint(v, 10, 8); err == nil && bad == nil && n == of {
			return v, true
		}
	}
	return "", false
}

// agrees compares two squeezed French words whose last letters are those of their
// gender and number.
func agrees(a, b string) bool {
	const endings = "es"
	return a == b || len(a) > 3 && strings.TrimRight(a, endings) == strings.TrimRight(b, endings)
}

// yesNo reads an answer: "yes" or "no", "" for none.
func yesNo(s string) string {
	switch squeezed(s) {
	case "yes", "y", "oui", "o", "true", "vrai", "1":
		return "yes"
	case "no", "n", "non", "false", "faux", "0":
		return "no"
	default:
		return ""
	}
}

// isNone reports whether s says that there is none.
func isNone(s string) bool {
	switch squeezed(s) {
	case "none", "aucun", "aucune":
		return true
	default:
		return false
	}
}

// wholeNumber reads digits, in groups or not, with the sign of a number or not.
func wholeNumber(s string, bits int) (uint64, bool) {
	s = strings.ReplaceAll(s, " ", "")
	for _, sign := range [...]string{"n°", "N°", "nº", "Nº"} {
		s = strings.TrimPrefix(s, sign)
	}
	n, err := strconv.ParseUint(s, 10, bits)
	return n, err == nil
}

// identifierLength is that of the shortest identifiers in a list, AM numbers.
const identifierLength = 9

// items are the parts of a list, between commas, semicolons or line ends; where
// there are none, blanks part what is as long as an identifier.
func items(s string) []string {
	list := []string{s}
	if strings.ContainsAny(s, ",;|") {
		list = strings.Split(strings.NewReplacer(";", ",", "|", ",").Replace(s), ",")
	} else if words := strings.Fields(s); !slices.ContainsFunc(words, func(w string) bool { return len(w) < identifierLength }) {
		list = words // else one identifier in groups
	}
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

// department reads a département as the first two characters of a billing number
// hold it: 1 is 01, 974 is 97.
func department(s string) string {
	s = strings.ToUpper(squeezed(s))
	switch {
	case len(s) == 1:
		s = "0" + s
	case len(s) == 3 && (strings.HasPrefix(s, "97") || strings.HasPrefix(s, "98")) && digits(s):
		s = s[:2]
	}
	return s
}

// bareVersion takes from a version what stands around it: "v 5.2.2", "version 5,2,2".
func bareVersion(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(text.Fold(s), " ", ""), ",", ".")
	for _, word := range [...]string{"cryptolib", "cps", "version", "v"} {
		s = strings.TrimLeft(strings.TrimPrefix(s, word), ".")
	}
	return s
}

// systemVersion takes the name of the system from its version, since another fact
// says it: "Windows Server 2019" is "Server 2019".
func systemVersion(s string) string {
	words := strings.Fields(s)
	for _, name := range [...]string{"microsoft windows", "windows", "mac os x", "mac os", "macos", "red hat enterprise linux"} {
		n := len(strings.Fields(name))
		if len(words) <= n || text.Fold(strings.Join(words[:n], " ")) != name {
			continue
		}
		words = words[n:]
		if strings.HasPrefix(name, "red hat") {
			words = append([]string{"rhel"}, words...)
		}
		break
	}
	return strings.Join(words, " ")
}

// resultCode takes from a code what stands around its digits: blanks between
// them, an h behind or, for a status word, 0x before hexadecimal ones.
func resultCode(t Type, s string) string {
	bare := strings.ReplaceAll(s, " ", "")
	if t == TypeCKR {
		return s // a name, in which blanks part words, or 0x…
	}
	if t == TypeSW {
		bare = strings.TrimPrefix(strings.ToLower(bare), "0x")
	}
	if n := len(bare); n > 1 && (bare[n-1] == 'h' || bare[n-1] == 'H') {
		bare = bare[:n-1]
		if t != TypeSW && !strings.HasPrefix(strings.ToLower(bare), "0x") {
			bare = "0x" + bare
		}
	}
	return bare
}

// dateWords are the parts of a date: runs of digits, and words.
type dateWords struct {
	parts []string
	short bool // a slash, a dot or a blank stands between the parts: a year may have two digits
}

func splitDate(s string) (d dateWords, ok bool) {
	s = text.Fold(plain(s))
	d.short = !strings.Contains(s, "-")
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && isDigit(s[j]) == isDigit(s[i]) && isLetter(s[j]) == isLetter(s[i]) {
			j++
		}
		switch part := s[i:j]; {
		case isDigit(s[i]):
			d.parts = append(d.parts, part)
		case isLetter(s[i]):
			if !filler(part) {
				d.parts = append(d.parts, part)
			}
		case strings.Trim(part, " ,./-") != "":
			return d, false
		}
		i = j
	}
	return d, len(d.parts) <= 4
}

// digits reports whether s holds digits and nothing else.
func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// filler are the words of a date that carry nothing.
func filler(word string) bool {
	switch word {
	case "er", "st", "nd", "rd", "th", "le", "the", "of", "fin", "au":
		return true
	default:
		return false
	}
}

// monthNamed returns the month of a name or of its beginning, French or English,
// 0 for none. "jui" could be two.
func monthNamed(word string) int {
	months := [...][2]string{
		{"janvier", "january"},
		{"fevrier", "february"},
		{"mars", "march"},
		{"avril", "april"},
		{"mai", "may"},
		{"juin", "june"},
		{"juillet", "july"},
		{"aout", "august"},
		{"septembre", "september"},
		{"octobre", "october"},
		{"novembre", "november"},
		{"decembre", "december"},
	}
	if len(word) < 3 {
		return 0
	}
	found := 0
	for i, names := range months {
		if strings.HasPrefix(names[0], word) || strings.HasPrefix(names[1], word) {
			if found != 0 {
				return 0
			}
			found = i + 1
		}
	}
	return found
}

// weekdayNamed returns the day of the week of a name or of its beginning.
func weekdayNamed(word string) (time.Weekday, bool) {
	days := [...][2]string{{"dimanche", "sunday"}, {"lundi", "monday"}, {"mardi", "tuesday"}, {"mercredi", "wednesday"}, {"jeudi", "thursday"}, {"vendredi", "friday"}, {"samedi", "saturday"}}
	for i, names := range days {
		if len(word) >= 3 && (strings.HasPrefix(names[0], word) || strings.HasPrefix(names[1], word)) {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

// year reads four digits of our time, or two that stand for a year of this
// century, 0 for neither.
func (d *dateWords) year(s string) int {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return 0
	case len(s) == 4 && n >= 1900 && n < 2200:
		return n
	case len(s) == 2 && d.short:
		return 2000 + n
	default:
		return 0
	}
}

// monthNumber reads the number or the name of a month, 0 for neither.
func monthNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil && len(s) <= 2 {
		return n
	}
	return monthNamed(s)
}

// dayNumber reads the number of a day, 0 for none.
func dayNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil && len(s) <= 2 {
		return n
	}
	return 0
}

// dayWritten reads a day: 2026-11-20 and its like, with the year first; the French
// 20/11/2026, 20.11.26, with the day first; digits alone; a month by its name.
func dayWritten(s string) (card.Date, bool) {
	if d, err := card.ParseDate(s); err == nil {
		return d, true
	}
	d, ok := splitDate(s)
	if !ok {
		return card.Date{}, false
	}
	weekday, named := time.Sunday, false
	if len(d.parts) == 4 {
		if weekday, named = weekdayNamed(d.parts[0]); named {
			d.parts = d.parts[1:]
		}
	}
	date := d.date()
	if named && !date.IsZero() && time.Date(date.Year, time.Month(date.Month), date.Day, 0, 0, 0, 0, time.UTC).Weekday() != weekday {
		return card.Date{}, false
	}
	return date, !date.IsZero()
}

func (d *dateWords) date() card.Date {
	p := d.parts
	switch {
	case len(p) == 1 && len(p[0]) == 8 && isDigit(p[0][0]):
		// Years are of our time, so that only one of the two can be a date.
		p = []string{p[0][:4], p[0][4:6], p[0][6:]}
		if date := card.NewDate(d.year(p[0]), monthNumber(p[1]), dayNumber(p[2])); !date.IsZero() {
			return date
		}
		joined := p[0] + p[1] + p[2]
		return card.NewDate(d.year(joined[4:]), monthNumber(joined[2:4]), dayNumber(joined[:2]))
	case len(p) != 3:
		return card.Date{}
	case len(p[0]) == 4 && isDigit(p[0][0]):
		return card.NewDate(d.year(p[0]), monthNumber(p[1]), dayNumber(p[2]))
	case isLetter(p[0][0]): // November 20, 2026
		return card.NewDate(d.year(p[2]), monthNumber(p[0]), dayNumber(p[1]))
	default:
		return card.NewDate(d.year(p[2]), monthNumber(p[1]), dayNumber(p[0]))
	}
}

// monthWritten reads a month, and returns its first day: 2026-12, 12/2026, 12/26,
// décembre 2026, or a day of it.
func monthWritten(s string) (card.Date, bool) {
	d, ok := splitDate(s)
	if !ok {
		return card.Date{}, false
	}
	p := d.parts
	if len(p) == 1 && len(p[0]) == 6 && isDigit(p[0][0]) {
		p = []string{p[0][:4], p[0][4:]}
		if d.year(p[0]) == 0 || monthNumber(p[1]) > 12 {
			joined := p[0] + p[1]
			p = []string{joined[:2], joined[2:]}
		}
	}
	var date card.Date
	switch {
	case len(p) != 2:
		date, _ = dayWritten(s)
		date.Day = min(date.Day, 1)
	case len(p[0]) == 4 && isDigit(p[0][0]):
		date = card.NewDate(d.year(p[0]), monthNumber(p[1]), 1)
	default:
		date = card.NewDate(d.year(p[1]), monthNumber(p[0]), 1)
	}
	return date, !date.IsZero()
}
