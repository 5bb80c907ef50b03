package harness

import (
	"bufio"
	"bytes"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
)

// RevocationError says why a revocation list was not taken. Nothing is known of
// any certificate then.
type RevocationError struct {
	Path   string
	Line   int // of a list of numbers, 0 otherwise
	Reason text.Text
	Err    error
}

var _ text.Speaker = (*RevocationError)(nil)

func (e *RevocationError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the place and the reason, and what would be taken.
func (e *RevocationError) Say(lang string) (message, hint string) {
	place := e.Path
	if e.Line > 0 {
		place = fmt.Sprintf("%s:%d", e.Path, e.Line)
	}
	taken := text.Of("donnez une CRL (DER ou PEM), ou un texte avec un numéro de série de certificat en hexadécimal par ligne",
		"give a CRL (DER or PEM), or a text file with one certificate serial number in hexadecimal a line")
	return text.Of("liste de révocation %s", "revocation list %s", place).With(e.Reason).Because(e.Err).In(lang), taken.In(lang)
}

// BadInput is true: the list is what the user gave.
func (e *RevocationError) BadInput() bool { return true }

func (e *RevocationError) Unwrap() error { return e.Err }

// maxRevocation bounds a list: the CRLs of the field hold some hundred thousand
// entries.
const maxRevocation = 64 << 20

// LoadRevocation reads a revocation list: a CRL (RFC 5280), DER or PEM, or a
// text file with one certificate serial number in hexadecimal a line, # for
// comments. The signature of a CRL is not checked: the file is the user's. The
// error is a *RevocationError.
func LoadRevocation(path string) (*diagnosis.Revocation, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &RevocationError{Path: path, Reason: text.Of("illisible", "cannot be read"), Err: err}
	}
	defer f.Close()
	return ReadRevocation(path, f)
}

// ReadRevocation is LoadRevocation for what is open already; name stands in
// errors. At most 64 MiB are read.
func ReadRevocation(name string, r io.Reader) (*diagnosis.Revocation, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxRevocation+1))
	switch {
	case err != nil:
		return nil, &RevocationError{Path: name, Reason: text.Of("illisible", "cannot be read"), Err: err}
	case len(b) > maxRevocation:
		return nil, &RevocationError{Path: name, Reason: text.Of("plus de 64 Mio", "larger than 64 MiB")}
	}
	if block, _ := pem.Decode(b); block != nil {
		b = block.Bytes
	}
	if list, ok := parseCRL(b); ok {
		return &diagnosis.Revocation{List: list}, nil
	}
	return revocationNumbers(name, b)
}

// revocationNumbers reads a list of numbers. It has no date of its own: what it
// says is as old as the user lets it become.
func revocationNumbers(path string, b []byte) (*diagnosis.Revocation, error) {
	list := &diagnosis.RevocationList{}
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\uFEFF"))
		if line == "" || line[0] == '#' {
			continue
		}
		number, ok := hexadecimal(line)
		if !ok {
			return nil, &RevocationError{Path: path, Line: n, Reason: text.Of("ce n'est pas un numéro de série en hexadécimal", "not a serial number in hexadecimal")}
		}
		list.Serials = append(list.Serials, number)
	}
	if err := lines.Err(); err != nil {
		return nil, &RevocationError{Path: path, Reason: text.Of("ni CRL, ni liste de numéros", "not a CRL, and no list of numbers"), Err: err}
	}
	if len(list.Serials) == 0 { // a slip, such as an empty file: it would make every card look clear
		return nil, &RevocationError{Path: path, Reason: text.Of("ni CRL, ni numéro de série dedans", "no CRL and no serial number in it")}
	}
	return &diagnosis.Revocation{List: list}, nil
}

// hexadecimal returns the digits of a serial number as people and programs write
// it: "0A:1B", "0x0a1b", "0A 1B".
func hexadecimal(line string) (string, bool) {
	var digits [2 * maxSerial]byte
	n := 0
	if bare, ok := strings.CutPrefix(line, "0x"); ok {
		line = bare
	}
	for i := range len(line) {
		c := line[i]
		switch {
		case c == ':' || c == ' ':
			continue
		case c >= 'a' && c <= 'f':
			c -= 'a' - 'A'
		case (c < '0' || c > '9') && (c < 'A' || c > 'F'):
			return "", false
		}
		if n == len(digits) {
			return "", false
		}
		digits[n] = c
		n++
	}
	return withoutZeros(string(digits[:n])), n > 0
}
