package leak

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"
	"unicode"
)

// Kind says what a secret is.
type Kind uint8

// The kinds.
const (
	Code   Kind = iota // presented to the card, or given to it
	Name               // a text of an object of the card
	Number             // a number of an object of the card
	Holder             // from the subject of a certificate
)

var kindNames = [...]string{"code", "name", "number", "holder"}

// String returns "code", "name", "number" or "holder".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "invalid"
}

// Watch collects secrets from traffic in clear. The zero value has seen nothing. One
// goroutine at a time uses it.
type Watch struct {
	secrets  map[string]Kind
	allowed  [][]byte
	business bool   // what is read is an object of the holder
	file     []byte // what was read of the present file
}

// Allow says that these bytes name nobody, as a whole: the name of an authority, in which
// a word may be somebody's name elsewhere.
func (w *Watch) Allow(b []byte) {
	const least, most = 8, 1024
	if len(b) >= least && len(w.allowed) < most && !slices.ContainsFunc(w.allowed, func(known []byte) bool { return bytes.Equal(known, b) }) {
		w.allowed = append(w.allowed, bytes.Clone(b))
	}
}

// Bounds of what is collected.
const (
	maxSecrets = 4096
	maxFile    = 32 << 10
	maxSecret  = 128 // bytes of one
)

// Lengths below which a value is no secret that can be looked for.
const (
	leastText   = 4
	leastNumber = 7
	leastCode   = 4
)

// Instructions that carry codes (ISO/IEC 7816-4, 11.6), and those of files.
const (
	insVerify    = 0x20
	insVerifyOdd = 0x21
	insExternal  = 0x82
	insChange    = 0x24
	insReset     = 0x2C
	insSelect    = 0xA4
	insRead      = 0xB0
	insResponse  = 0xC0
	insUpdate    = 0xD6
)

// See takes one exchange in clear: a command, and its answer with the status word.
func (w *Watch) See(cmd, answer []byte) {
	if len(cmd) < 4 {
		return
	}
	data := body(cmd)
	switch cmd[1] {
	case insVerify, insVerifyOdd, insChange, insReset, insExternal:
		w.code(data)
		return
	case insUpdate:
		w.written(data)
	case insSelect:
		w.leave()
	}
	if len(answer) < 2 {
		return
	}
	if cmd[1] == insRead || cmd[1] == insResponse {
		if cmd[1] == insRead && (cmd[2]&0x80 != 0 || cmd[2] == 0 && cmd[3] == 0) {
			w.leave() // a file by its short identifier, or from its start
		}
		w.read(answer[:len(answer)-2])
	}
}

// body is the data field of a short or extended command, as far as its length tells.
func body(cmd []byte) []byte {
	switch {
	case len(cmd) > 7 && cmd[4] == 0:
		return cmd[7:]
	case len(cmd) > 5:
		return cmd[5:min(len(cmd), 5+int(cmd[4]))]
	}
	return nil
}

func (w *Watch) add(secret []byte, kind Kind) {
	if len(secret) == 0 || len(secret) > maxSecret || len(w.secrets) >= maxSecrets {
		return
	}
	if w.secrets == nil {
		w.secrets = map[string]Kind{}
	}
	if _, known := w.secrets[string(secret)]; !known {
		w.secrets[string(secret)] = kind
	}
}

// code takes the data of a command that carries codes: the whole of them, each part of
// digits, and the digits of a PIN block (ISO 9564-1, format 2: 2, length, BCD, filler).
func (w *Watch) code(data []byte) {
	if len(data) < leastCode || len(bytes.Trim(data, "*")) == 0 { // asterisks stand for a code, and are none
		return
	}
	w.add(data, Code)
	for _, part := range runs(data, func(c byte) bool { return c >= '0' && c <= '9' }) {
		if len(part) >= leastCode {
			w.add(part, Code)
		}
		if half := len(part) / 2; half >= leastCode { // an old code and a new one, of one length
			w.add(part[:half], Code)
			w.add(part[half:], Code)
		}
	}
	if len(data) == 8 && data[0]>>4 == 2 {
		if n := int(data[0] & 0xF); n >= leastCode && n <= 14 {
			w.add([]byte(decimals(data[1:])[:n]), Code)
		}
	}
}

// read takes what was read of a file.
func (w *Watch) read(data []byte) {
	if len(w.file) == 0 && len(data) > 0 {
		// The objects of the holder have a private tag, the serial number has 5A.
		w.business = data[0]>>4 == 0xE || data[0] == 0x5A
	}
	if len(w.file)+len(data) <= maxFile {
		w.file = append(w.file, data...)
	}
}

// leave takes the secrets of the file that was read.
func (w *Watch) leave() {
	if w.business {
		w.object(w.file)
	} else {
		w.holder(w.file)
	}
	w.file, w.business = w.file[:0], false
}

// written takes what a program writes into a file.
func (w *Watch) written(data []byte) { w.object(data) }

// object takes the texts and numbers of an object of the holder.
func (w *Watch) object(b []byte) {
	for _, text := range runs(b, printable) {
		w.text(text, Name)
	}
	for at := 0; at+2 <= len(b); {
		n := int(b[at+1])
		if b[at]&0x20 != 0 && b[at] != 0x5A || at+2+n > len(b) { // constructed, or no field
			at += 2
			if n == 0x81 || n == 0x82 {
				at += n - 0x80
			}
			continue
		}
		w.number(b[at+2 : at+2+n])
		at += 2 + n
	}
}

// number takes a field of digits, two a byte.
func (w *Watch) number(field []byte) {
	if text := runs(field, printable); len(text) == 1 && len(text[0]) == len(field) && public(field) {
		return // a code as characters: "SA07" is 53413037
	}
	digits := decimals(field)
	digits = strings.TrimRight(digits, "F")
	if len(digits) < leastNumber || strings.ContainsFunc(digits, func(c rune) bool { return c < '0' || c > '9' }) || strings.Trim(digits, "0") == "" {
		return
	}
	if date(digits) || digits == issuerOnCard {
		return
	}
	if rest, own := strings.CutPrefix(digits, issuer); own && len(rest) >= leastNumber {
		digits = rest // EF.SN.ICC: the issuer, then the number
	}
	w.add([]byte(digits), Number)
}

// issuer is the prefix of every serial number of these cards, as EF.SN.ICC and as
// CPS_ID_CARD write it; it is public.
const issuer, issuerOnCard = "8025000001", "80250000001"

// date reports whether digits are a day, alone or with a time, of the years of cards; no
// identifier of a person has eight or fourteen digits and begins so.
func date(digits string) bool {
	if len(digits) != 8 && len(digits) != 14 {
		return false
	}
	return (digits[:2] == "19" || digits[:2] == "20") && digits[4:6] <= "12" && digits[6:8] <= "31"
}

// text takes a text of an object: the whole of it, and its words.
func (w *Watch) text(b []byte, kind Kind) {
	b = bytes.TrimSpace(b)
	if len(b) < leastText || public(b) {
		return
	}
	for _, part := range append(bytes.FieldsFunc(b, func(c rune) bool { return c == ' ' || c == '/' || c == '-' || c == '\'' || c == '.' || c == '@' }), b) {
		switch digits := len(runs(part, func(c byte) bool { return c >= '0' && c <= '9' })) == 1 && onlyDigits(part); {
		case digits && len(part) >= leastNumber:
			w.add(part, Number)
			if len(part) > leastNumber+3 {
				w.add(part[1:], Number) // without a type in front
			}
		case !digits && len(part) >= leastText && !public(part):
			w.add(part, kind)
		}
	}
}

// holder takes the subject of a certificate.
func (w *Watch) holder(file []byte) {
	if len(file) < 4 || file[0] != 0x30 || file[1] != 0x82 {
		return
	}
	n := 4 + int(file[2])<<8 + int(file[3])
	if n > len(file) {
		return
	}
	cert, err := x509.ParseCertificate(file[:n])
	if err != nil {
		return // then the names in it are not told from what may stay
	}
	w.Allow(cert.RawIssuer)
	for _, x := range cert.Extensions {
		switch x.Id.String() {
		case "2.5.29.31", "2.5.29.32", "2.5.29.46", "1.3.6.1.5.5.7.1.1": // addresses of lists, policies and services
			w.Allow(x.Value)
		}
	}
	for _, attribute := range cert.Subject.Names {
		switch attribute.Type.String() {
		case "2.5.4.6", "2.5.4.10", "2.5.4.12": // country, organization, title
			continue
		}
		if s, ok := attribute.Value.(string); ok {
			w.text([]byte(s), Holder)
		}
	}
	for _, x := range cert.Extensions {
		if x.Id.String() == "1.2.250.1.71.1.2.3" && len(x.Value) > 2 { // name of the card: issuer/number
			if _, number, found := bytes.Cut(x.Value[2:], []byte("/")); found {
				w.text(number, Holder)
			}
		}
	}
}

// public reports whether a text names nobody: codes of tables, and words of this list,
// which stand on every card.
func public(b []byte) bool {
	words := strings.FieldsFunc(strings.ToUpper(string(b)), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for _, word := range words {
		if !tableCode(word) && !slices.Contains(everyCard[:], word) {
			return false
		}
	}
	return true
}

// everyCard are the words of four letters and more that stand on any card.
var everyCard = [...]string{"MONSIEUR", "MADAME", "FRANCE", "TEST", "ASIP", "SANTE"}

// tableCode reports whether a word is a code of a published table: up to three letters,
// then up to three digits, or a number of two digits.
func tableCode(word string) bool {
	letters := len(word) - len(strings.TrimLeft(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	digits := word[letters:]
	return letters <= 3 && len(digits) <= 3 && onlyDigits([]byte(digits))
}

func onlyDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// printable reports whether a byte is part of a text in ISO 8859-1.
func printable(c byte) bool {
	return c == ' ' || c == '/' || c == '-' || c == '\'' || c == '.' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0xC0 && c != 0xD7 && c != 0xF7 && c != 0xFF
}

// runs returns the longest runs of such bytes.
func runs(b []byte, is func(byte) bool) [][]byte {
	var all [][]byte
	from := -1
	for i := range len(b) + 1 {
		inside := i < len(b) && is(b[i])
		switch {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			all = append(all, b[from:i])
			from = -1
		}
	}
	return all
}

// decimals writes bytes as hexadecimal digits.
func decimals(b []byte) string {
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, 2*len(b))
	for _, x := range b {
		out = append(out, digits[x>>4], digits[x&0xF])
	}
	return string(out)
}

// Forget drops what was collected.
func (w *Watch) Forget() {
	clear(w.secrets)
	clear(w.file)
	w.file = nil
}
