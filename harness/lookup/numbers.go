package lookup

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
)

// number is a number in a query, under each reading it may have; -1 for none.
type number struct {
	decimal, hexadecimal int64
	// plain says that it cannot be a counter or a date in a sentence: it stands
	// alone, behind a word that announces a code, or has three digits at least.
	plain bool
	// loose says that it is four decimal digits among other words, which make it
	// a code of no kind in particular.
	loose bool
}

// announcers are the words that announce a code, with its kind.
var announcers = sync.OnceValue(func() map[string]Kind {
	return map[string]Kind{
		"galss": KindGALSS, "gal": KindGALSS, "ssv": KindSSV, "fsv": KindSSV,
		"sw": KindSW, "sw12": KindSW, "sw1sw2": KindSW, "apdu": KindSW,
		"scard": KindPCSC, "pcsc": KindPCSC,
		"ckr": KindCKR, "pkcs": KindCKR, "pkcs11": KindCKR, "cryptoki": KindCKR,
		"code": "", "erreur": "", "error": "", "err": "", "numero": "", "number": "", "no": "", "n": "", "rc": "", "ret": "", "retour": "", "status": "", "statut": "", "returned": "", "returns": "", "rv": "", "hr": "", "hresult": "", "result": "", "resultat": "",
	}
})

// announcedKind returns what kind of code a query announces, "" when it does not
// say or says several.
func announcedKind(words []string) Kind {
	kind := Kind("")
	for _, w := range words {
		k := announcers()[strings.TrimRightFunc(w, unicode.IsDigit)]
		if k == "" {
			k = announcers()[w]
		}
		if k == "" || k == kind {
			continue
		}
		if kind != "" {
			return ""
		}
		kind = k
	}
	return kind
}

// parseCodes reads the words that look like codes: 0x and digits, four or eight
// hexadecimal digits, or at least four decimal digits. Shorter numbers are
// ordinary words ("reste 2 tentatives") unless they stand alone or behind a word
// that announces a code ("GALSS 4").
func parseCodes(query string) []number {
	var codes []number
	add := func(c number) {
		if (c.decimal > 0 || c.hexadecimal > 0) && !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	words := strings.FieldsFunc(query, notAlphanumeric)
	negative := negatives(query)
	for i, word := range words {
		word = strings.ToLower(word)
		announced := i > 0 && announces(words[i-1])
		if bare := withoutAnnouncer(word); bare != word {
			word, announced = bare, true
		}
		if n, ok := negative[word]; ok {
			add(number{-1, n, true, false})
		}
		add(parseCode(word, len(words), announced))
	}
	for _, c := range spacedCodes(words) {
		add(c)
	}
	return codes
}

func announces(word string) bool {
	_, ok := announcers()[strings.Join(text.Words(word), "")]
	return ok
}

// withoutAnnouncer takes "err", "sw" and their like off a code written in one
// piece with them: "SW6983". The longest that fits counts: "SW126983" is SW12.
func withoutAnnouncer(word string) string {
	out := word
	for a := range announcers() {
		if bare, ok := strings.CutPrefix(word, a); ok && len(a) > 1 && len(bare) >= 4 && len(bare) < len(out) && isHex(bare) && !isHex(word) {
			out = bare
		}
	}
	return out
}

func parseCode(word string, words int, announced bool) number {
	c := number{decimal: -1, hexadecimal: -1}
	bare, marked := strings.CutPrefix(word, "0x")
	if !marked {
		if cut, ok := strings.CutSuffix(word, "h"); ok && len(cut) >= 2 && isHex(cut) {
			bare, marked = cut, true
		}
	}
	digits := strings.ContainsAny(bare, "0123456789")
	short := words == 1 || announced
	if isHex(bare) && (marked || (digits && (len(bare) == 4 || len(bare) == 8 || (short && len(bare) >= 2 && !isDecimal(bare))))) {
		if v, err := strconv.ParseUint(bare, 16, 32); err == nil {
			c.hexadecimal = int64(v)
		}
	}
	if isDecimal(bare) && !marked && (len(bare) >= 4 || short) {
		if v, err := strconv.ParseUint(bare, 10, 32); err == nil {
			c.decimal = int64(v)
		}
	}
	c.plain = marked || short && len(bare) > 2 || announced && !isDecimal(bare) || len(bare) > 4
	const few = 4 // words
	c.loose = !marked && !short && words > few && isDecimal(bare) && len(bare) == 4
	return c
}

func isHex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789abcdef") == ""
}

func isDecimal(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// negatives returns the numbers written with a minus that are results of 32
// bits, as some software prints them: -2147483647 for 80000001.
func negatives(query string) map[string]int64 {
	var out map[string]int64
	for i, r := range query {
		if r != '-' || (i > 0 && query[i-1] != ' ' && query[i-1] != '=' && query[i-1] != ':' && query[i-1] != '(') {
			continue
		}
		rest := query[i+1:]
		end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(rest)
		}
		const least = 8 // digits: a smaller one is a code with a dash before it
		v, err := strconv.ParseInt("-"+rest[:end], 10, 32)
		if err != nil || end < least {
			continue
		}
		if out == nil {
			out = map[string]int64{}
		}
		out[rest[:end]] = int64(uint32(v)) //nolint:gosec // the 32 bits are what is wanted
	}
	return out
}

// spacedCodes reads codes that were written in pieces: a status word as two
// bytes, "63 C2" or "SW1=63 SW2=C2", alone, behind a word that announces it or at
// the end of a line of bytes; a number in groups of three digits, "61 444".
func spacedCodes(words []string) []number {
	var bytes, other []string
	for _, w := range words {
		w = strings.TrimPrefix(strings.ToLower(w), "0x")
		switch {
		case len(w) == 2 && isHex(w):
			bytes = append(bytes, w)
		case w == "sw1" || w == "sw2":
			other = append(other, "sw")
		default:
			other = append(other, w)
		}
	}
	var codes []number
	announced := len(other) > 0 && !slices.ContainsFunc(other, func(w string) bool { return !announces(w) })
	if len(bytes) >= 2 && (len(other) == 0 || announced) {
		if v, err := strconv.ParseUint(bytes[len(bytes)-2]+bytes[len(bytes)-1], 16, 32); err == nil {
			codes = append(codes, number{-1, int64(v), true, false})
		}
	}
	for i := 1; i < len(words); i++ {
		head, tail := words[i-1], words[i]
		if len(tail) != 3 || !isDecimal(tail) || !isDecimal(head) || len(head) > 3 || head[0] == '0' {
			continue
		}
		if len(words) > 2 && (i < 2 || !announces(words[i-2])) {
			continue
		}
		if v, err := strconv.ParseUint(head+tail, 10, 32); err == nil {
			codes = append(codes, number{int64(v), -1, true, false})
		}
	}
	return codes
}

// Reading is a number of a query that may be a code, in both writings.
type Reading struct {
	Decimal int64  // its value
	Hex     string // the same, four digits at least
}

// String gives both: "61999 (F22F)".
func (r Reading) String() string { return strconv.FormatInt(r.Decimal, 10) + " (" + r.Hex + ")" }

// CodeReadings returns what the numbers of a query may mean, so that a code
// nobody knows can still be shown in decimal and in hexadecimal; nil when the
// query holds none. At most maxReadings are given.
func CodeReadings(query string) []Reading {
	var out []Reading
	for _, c := range parseCodes(noCodes(clip(query))) {
		if c.loose {
			continue // a year, a part of a telephone number
		}
		for _, v := range [...]int64{c.decimal, c.hexadecimal} {
			r := Reading{v, code.Hex(v)}
			if v < 0 || slices.Contains(out, r) {
				continue
			}
			if len(out) == maxReadings {
				return out
			}
			out = append(out, r)
		}
	}
	return out
}

const maxReadings = 8
