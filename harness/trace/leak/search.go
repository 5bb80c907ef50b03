package leak

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"
)

// Found is a secret that stands in bytes that were searched. It never holds it.
type Found struct {
	Line int    // from 1
	Kind Kind   // what it is
	Form string // how it is written: "clear", "bcd", "hexadecimal", "base64"
}

// most is how many are told at most.
const most = 20

// needle is one form of a secret.
type needle struct {
	kind    Kind
	form    string
	bytes   string
	exact   bool // in this case only
	bounded bool // too short to stand anywhere: a whole value
	digits  bool // a few digits in hexadecimal: no part of a longer number
}

// Search looks for everything that was seen, and returns where it stands: the first
// places, by line.
func (w *Watch) Search(b []byte) []Found {
	w.leave()
	b = w.without(b)
	var folded, exact []needle
	for secret, kind := range w.secrets {
		for _, n := range forms([]byte(secret), kind) {
			if n.exact {
				exact = append(exact, n)
			} else {
				folded = append(folded, n)
			}
		}
	}
	found := search(b, exact)
	found = append(found, search(bytes.ToLower(b), folded)...)
	slices.SortFunc(found, func(x, y Found) int {
		if x.Line != y.Line {
			return x.Line - y.Line
		}
		return strings.Compare(x.Form+x.Kind.String(), y.Form+y.Kind.String())
	})
	found = slices.Compact(found)
	return found[:min(len(found), most)]
}

// window is how many bytes of what was allowed are enough to know it by: answers cut it
// anywhere.
const window = 8

// without gives the bytes with what was allowed blanked, whole or in parts, where it
// stands in hexadecimal.
func (w *Watch) without(b []byte) []byte {
	windows := map[string]bool{}
	for _, one := range w.allowed {
		for i := 0; i+window <= len(one); i++ {
			windows[decimals(one[i:i+window])] = true
		}
	}
	out := bytes.Clone(b)
	if len(windows) == 0 {
		return out
	}
	for i := 0; i+2*window <= len(b); i++ {
		if windows[string(b[i:i+2*window])] {
			for j := range 2 * window {
				out[i+j] = '.'
			}
		}
	}
	return out
}

// forms are the ways in which a secret is written. All but base64 are in lower case.
func forms(secret []byte, kind Kind) []needle {
	var all []needle
	few := onlyDigits(secret) && len(secret) < leastAnywhere
	add := func(form, s string, exact bool) {
		if len(s) >= leastCode {
			bounded := len(s) < leastAnywhere && !exact && chance(s)
			all = append(all, needle{kind, form, s, exact, bounded, few && form == "hexadecimal"})
		}
	}
	for _, text := range texts(secret) {
		add("clear", strings.ToLower(string(text)), false)
		for _, one := range cases(text) {
			add("hexadecimal", hex.EncodeToString(one), false)
			for _, b64 := range base64s(one) {
				add("base64", b64, true)
			}
		}
	}
	if onlyDigits(secret) {
		digits := string(secret)
		if len(digits)%2 == 1 {
			add("bcd", digits+"f", false)
		}
		add("bcd", digits, false)
		if n := len(digits); kind == Code && n < 14 {
			add("bcd", "2"+string("0123456789abcdef"[n])+digits+strings.Repeat("f", 14-n), false) // ISO 9564-1, format 2
			add("bcd", digits+strings.Repeat("f", 16-n), false)
			if n%2 == 0 {
				add("bcd", "0"+string("0123456789abcdef"[n/2])+digits+`"`, false) // a data field of its own, at the end
			}
		}
	}
	return all
}

// leastAnywhere is how long a text has to be not to stand anywhere by chance among
// hexadecimal digits: 16⁸ is four thousand times the bytes of the largest trace.
const leastAnywhere = 8

// chance reports whether a text could stand among hexadecimal digits or in numbers.
func chance(s string) bool {
	return strings.Trim(s, "0123456789abcdef") == ""
}

// texts are a secret in the character sets: as it was, in UTF-8 where it was ISO 8859-1,
// and the other way round.
func texts(secret []byte) [][]byte {
	all := [][]byte{secret}
	switch {
	case isASCII(secret):
	case utf8.Valid(secret):
		latin := make([]byte, 0, len(secret))
		for _, c := range string(secret) {
			if c > 0xFF {
				return all
			}
			latin = append(latin, byte(c))
		}
		all = append(all, latin)
	default:
		var utf []byte
		for _, c := range secret {
			utf = utf8.AppendRune(utf, rune(c))
		}
		all = append(all, utf)
	}
	return all
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// cases are a text as it was, in either case, and as a name is written.
func cases(text []byte) [][]byte {
	all := [][]byte{text}
	first := 1
	if utf8.Valid(text) {
		_, first = utf8.DecodeRune(text)
	}
	for _, one := range [][]byte{lower(text), upper(text), append(upper(text[:first]), lower(text[first:])...)} {
		if !slices.ContainsFunc(all, func(b []byte) bool { return bytes.Equal(b, one) }) {
			all = append(all, one)
		}
	}
	return all
}

// lower and upper turn the letters of ASCII, and of ISO 8859-1 in a text that is no UTF-8.
func lower(b []byte) []byte {
	if utf8.Valid(b) {
		return bytes.ToLower(b)
	}
	return turn(b, 'A', 'Z', 0xC0, 0xDE, 0x20)
}

func upper(b []byte) []byte {
	if utf8.Valid(b) {
		return bytes.ToUpper(b)
	}
	return turn(b, 'a', 'z', 0xE0, 0xFE, 0xE0) // 0xE0 is -0x20
}

func turn(b []byte, from, to, from1, to1, by byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if c >= from && c <= to || c >= from1 && c <= to1 {
			out[i] = c + by
		}
	}
	return out
}

// base64s are the characters that bytes leave in base64, whatever stands around them:
// one text for each of the three places where they may begin.
func base64s(b []byte) []string {
	var all []string
	for before := range 3 {
		padded := append(make([]byte, before), b...)
		whole := base64.StdEncoding.EncodeToString(padded)
		// Characters that hold bits of nothing but b.
		from, to := (before*8+5)/6, len(padded)*8/6
		if to-from < leastText {
			continue
		}
		s := whole[from:to]
		all = append(all, s)
		if strings.ContainsAny(s, "+/") {
			all = append(all, strings.NewReplacer("+", "-", "/", "_").Replace(s))
		}
	}
	return all
}

// search finds needles in one pass: by their first four bytes.
func search(b []byte, needles []needle) []Found {
	first := map[uint32][]*needle{}
	var seen [1 << 16]bool // by two bytes, so that the map is rarely asked
	for i := range needles {
		n := &needles[i]
		first[word(n.bytes)] = append(first[word(n.bytes)], n)
		seen[uint16(n.bytes[0])<<8|uint16(n.bytes[1])] = true
	}
	var found []Found
	line := 1
	for i := 0; i+leastCode <= len(b); i++ {
		if b[i] == '\n' {
			line++
		}
		if !seen[uint16(b[i])<<8|uint16(b[i+1])] {
			continue
		}
		for _, n := range first[uint32(b[i])<<24|uint32(b[i+1])<<16|uint32(b[i+2])<<8|uint32(b[i+3])] {
			end := i + len(n.bytes)
			if !bytes.HasPrefix(b[i:], []byte(n.bytes)) || n.bounded && !alone(b, i, end) || n.digits && goesOn(b, i, end) {
				continue
			}
			found = append(found, Found{line, n.kind, n.form})
		}
	}
	return found
}

// goesOn reports whether digits in hexadecimal have more of them before or behind: four
// digits stand in one number of eleven out of a thousand.
func goesOn(b []byte, from, to int) bool {
	digit := func(i int) bool { return i >= 0 && i+2 <= len(b) && b[i] == '3' && b[i+1] >= '0' && b[i+1] <= '9' }
	return digit(from-2) || digit(to)
}

func word(s string) uint32 {
	return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
}

// alone reports whether a text begins and ends where a value does, and is no number of
// JSON.
func alone(b []byte, from, to int) bool {
	quoted := func(i int) bool {
		return i < 0 || i >= len(b) || strings.IndexByte("\"' ,;=/()<>[]\t\n", b[i]) >= 0
	}
	number := from > 0 && b[from-1] == ':'
	return !number && quoted(from-1) && quoted(to)
}
