package trace

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Names of the kinds of values that the manifest counts.
const (
	valueCode        = "code"
	valueName        = "name"
	valueNumber      = "number"
	valueCertificate = "certificate"
	valueKey         = "key"
	valueSignature   = "signature"
	valueOther       = "other"
)

// replacer gives each value another one, always the same in one trace. What it gives
// has the length and the form of the value: letters for letters, digits for digits, a
// key that is right or wrong as it was.
type replacer struct {
	key    []byte            // from which the replacements follow; forgotten with the trace
	given  map[string]string // by kind and value
	taken  map[string]bool   // replacements in use, so that two values stay two
	counts map[string]int
}

func newReplacer(key []byte) (*replacer, error) {
	if key == nil {
		key = make([]byte, sha256.Size)
		if _, err := rand.Read(key); err != nil {
			return nil, err
		}
	}
	return &replacer{key: key, given: map[string]string{}, taken: map[string]bool{}, counts: map[string]int{}}, nil
}

// stream returns n bytes that follow from a value.
func (r *replacer) stream(kind, value string, try uint32, n int) []byte {
	out := make([]byte, 0, n+sha256.Size)
	for block := uint32(0); len(out) < n; block++ {
		h := hmac.New(sha256.New, r.key)
		_, _ = h.Write(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, try), block)) // a hash takes everything
		_, _ = h.Write([]byte(kind + ":" + value))
		out = h.Sum(out)
	}
	return out[:n]
}

// tries is how often another replacement is drawn for a value before two values may
// share one: there are few of one letter.
const tries = 64

// unique draws a replacement that no other value of its kind has, and that is not the
// value itself.
func (r *replacer) unique(kind, value string, draw func(random []byte) string, need int) string {
	if known, ok := r.given[kind+value]; ok {
		return known
	}
	r.counts[kind]++
	var out string
	for try := range uint32(tries) {
		out = draw(r.stream(kind, value, try, need))
		if out != value && !r.taken[kind+out] {
			break
		}
	}
	r.taken[kind+out], r.given[kind+value] = true, out
	return out
}

// nameLetters make names that nobody has and everybody sees to be none.
const nameLetters = "XYZWQKVJ"

// word replaces a word of letters. Two words that differ in case or accents only stay
// alike.
func (r *replacer) word(word string) string {
	folded := []rune(strings.ToUpper(text.Fold(word)))
	runes := []rune(word)
	if len(folded) != len(runes) { // œ folds to two letters
		folded = []rune(strings.ToUpper(word))
	}
	if len(folded) != len(runes) {
		folded = runes
	}
	drawn := r.unique(valueName, string(folded), func(random []byte) string {
		out := make([]byte, len(folded))
		for i := range out {
			out[i] = nameLetters[random[i]%byte(len(nameLetters))]
		}
		return string(out)
	}, len(folded))
	var b strings.Builder
	for i, c := range runes {
		x := rune(drawn[i])
		if c >= utf8.RuneSelf { // a letter of two bytes in UTF-8 and of one in ISO 8859-1 stays one
			x = 'Ý'
		}
		if unicode.IsLower(c) {
			x = unicode.ToLower(x)
		}
		b.WriteRune(x)
	}
	return b.String()
}

// text replaces the words and numbers of a text, and leaves what stands between them.
// Letters beyond ISO 8859-1 become several letters, of as many bytes.
func (r *replacer) text(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := run(s, isDigit)
		if n > 0 {
			b.WriteString(r.inText(s[:n]))
			s = s[n:]
			continue
		}
		if n = run(s, unicode.IsLetter); n > 0 {
			b.WriteString(sameSize(r.word(s[:n]), n))
			s = s[n:]
			continue
		}
		_, n = utf8.DecodeRuneInString(s)
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String()
}

// sameSize brings a replaced word to n bytes.
func sameSize(word string, n int) string {
	for len(word) < n {
		word += "X"
	}
	for len(word) > n {
		_, last := utf8.DecodeLastRuneInString(word)
		word = sameSize(word[:len(word)-last], n)
	}
	return word
}

// run returns how many bytes at the start of s are made of such runes.
func run(s string, is func(rune) bool) int {
	for i, c := range s {
		if !is(c) || c == utf8.RuneError {
			return i
		}
	}
	return len(s)
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

// bytes replaces the texts in bytes of a card: UTF-8 where they are that, else ISO
// 8859-1.
func (r *replacer) bytes(b []byte) []byte {
	if utf8.Valid(b) {
		return []byte(r.text(string(b)))
	}
	return r.latin1(b)
}

// latin1 replaces the texts in bytes of ISO 8859-1.
func (r *replacer) latin1(b []byte) []byte {
	out := make([]byte, 0, len(b))
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	s := string(runes)
	for len(s) > 0 {
		if n := run(s, unicode.IsLetter); n > 0 {
			for _, c := range r.word(s[:n]) {
				out = append(out, byte(c))
			}
			s = s[n:]
			continue
		}
		if n := run(s, isDigit); n > 0 {
			out = append(out, r.inText(s[:n])...)
			s = s[n:]
			continue
		}
		c, n := utf8.DecodeRuneInString(s)
		out, s = append(out, byte(c)), s[n:]
	}
	return out
}

// Forms of identifiers, by how many characters they have with their type digit (package
// card, CheckNational and its neighbours). What is one person's number keeps one
// replacement whatever stands around it.
const (
	lengthPlain    = 9  // ADELI, AM, FINESS
	lengthTyped    = 10 // one of those behind its type; a serial number too
	lengthRPPS     = 11
	lengthNational = 12 // an RPPS number behind its type, or an ADELI practice behind its own
	lengthPractice = 14 // RPPS number, rank, key
	lengthLong     = 15 // the same behind its type
)

// number replaces a number: of the same length, and with a key as right or wrong as it
// was.
func (r *replacer) number(s string) string {
	switch len(s) {
	case lengthTyped:
		return s[:1] + r.plain(s[1:])
	case lengthNational:
		if s[0] == '0' {
			return s[:1] + r.plain(s[1:1+lengthPlain]) + s[1+lengthPlain:]
		}
		return s[:1] + r.plain(s[1:])
	case lengthPractice:
		return r.practice(s)
	case lengthLong:
		return s[:1] + r.practice(s[1:])
	}
	return r.plain(s)
}

// inText replaces a number in a text; one of two digits names nobody.
func (r *replacer) inText(s string) string {
	if len(s) < 3 {
		return s
	}
	return r.number(s)
}

// practice replaces the identifier of a practice: the number of its holder, the rank,
// and a key over the whole.
func (r *replacer) practice(s string) string {
	out := r.plain(s[:lengthRPPS]) + s[lengthRPPS:len(s)-1]
	return out + string(keyLike(s, out))
}

// How many digits at the start of a number stay: a département and a category of nine
// (rules CPS-ID-008, CPS-BILL-007), the range of test cards of longer ones.
const (
	keptOfPlain = 4
	keptOfLong  = 3
)

// plain replaces a number without a type in front. Short ones are replaced whole.
func (r *replacer) plain(s string) string {
	head := 0
	switch n := len(s); {
	case n == lengthPlain:
		head = keptOfPlain
	case n > lengthPlain:
		head = keptOfLong
	}
	if len(s) == 0 {
		return s
	}
	return r.unique(valueNumber, s, func(random []byte) string {
		out := []byte(s[:head])
		for i := head; i < len(s); i++ {
			d := '0' + random[i]%10
			if !isDigit(rune(s[i])) {
				d = s[i]
			}
			out = append(out, d)
		}
		if head == 0 {
			return string(out)
		}
		return string(out[:len(out)-1]) + string(keyLike(s, string(out[:len(out)-1])))
	}, len(s))
}

// keyLike returns the last digit of a number that begins with out: its Luhn key, or as
// far from it as the last digit of s is from the key of s.
func keyLike(s, out string) byte {
	was, ok1 := card.LuhnKey(s[:len(s)-1])
	now, ok2 := card.LuhnKey(out)
	last := s[len(s)-1]
	if !ok1 || !ok2 || !isDigit(rune(last)) {
		return last
	}
	return '0' + (now-'0'+10+last-was)%10
}

// identifier replaces an identifier as cards write it: "structure/employee", a FINESS
// number of Corsica or of a test card, any of the numbers.
func (r *replacer) identifier(s string) string {
	parts := strings.Split(s, "/")
	for i, p := range parts {
		if i == 0 && isIdentifier(p) {
			parts[i] = r.number(p)
			continue
		}
		parts[i] = r.text(p)
	}
	return strings.Join(parts, "/")
}

// isIdentifier reports whether s is digits, but for one letter near the front.
func isIdentifier(s string) bool {
	letters := 0
	for i, c := range s {
		if isDigit(c) {
			continue
		}
		if c != 'A' && c != 'B' || i > 2 {
			return false
		}
		letters++
	}
	return s != "" && letters <= 1
}

// digits replaces digits of a field in BCD. Filler and what is no digit stays.
func (r *replacer) digits(b []byte) []byte {
	nibbles := make([]byte, 0, 2*len(b))
	for _, x := range b {
		nibbles = append(nibbles, x>>4, x&0xF)
	}
	end := len(nibbles)
	for end > 0 && nibbles[end-1] == 0xF {
		end--
	}
	number, at := make([]byte, 0, end), make([]int, 0, end)
	for i, n := range nibbles[:end] {
		if n <= 9 {
			number, at = append(number, '0'+n), append(at, i)
		}
	}
	for i, c := range []byte(r.number(string(number))) {
		nibbles[at[i]] = c - '0'
	}
	out := make([]byte, len(b))
	for i := range out {
		out[i] = nibbles[2*i]<<4 | nibbles[2*i+1]
	}
	return out
}

// opaque replaces bytes of which nothing is known: bytes of 00 and FF, which are filler,
// stay, every other one is drawn.
func (r *replacer) opaque(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	drawn := r.unique(valueOther, string(b), func(random []byte) string {
		out := make([]byte, len(b))
		for i, x := range b {
			switch x {
			case 0x00, 0xFF:
				out[i] = x
			default:
				out[i] = 1 + random[i]%0xFE
			}
		}
		return string(out)
	}, len(b))
	return []byte(drawn)
}

// forget drops what the replacements followed from.
func (r *replacer) forget() {
	clear(r.key)
	clear(r.given)
	clear(r.taken)
}
