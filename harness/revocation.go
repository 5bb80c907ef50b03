package harness

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"os"
	"strings"

	"github.com/cpslab/cps/harness/card"
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
	return text.Of("liste de révocation %s", "revocation list %s", place).With(e.Reason.Because(e.Err)).In(lang), taken.In(lang)
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
	b, err := io.ReadAll(io.LimitReader(f, maxRevocation+1))
	switch {
	case err != nil:
		return nil, &RevocationError{Path: path, Reason: text.Of("illisible", "cannot be read"), Err: err}
	case len(b) > maxRevocation:
		return nil, &RevocationError{Path: path, Reason: text.Of("plus de 64 Mio", "larger than 64 MiB")}
	}
	if block, _ := pem.Decode(b); block != nil {
		b = block.Bytes
	}
	if len(b) > 0 && b[0] == 0x30 {
		if crl, err := x509.ParseRevocationList(b); err == nil {
			return revocationOf(crl), nil
		}
	}
	return revocationNumbers(path, b)
}

func revocationOf(crl *x509.RevocationList) *diagnosis.Revocation {
	list := &diagnosis.RevocationList{
		Issuer: card.DistinguishedName(crl.RawIssuer), NextUpdate: crl.NextUpdate,
		Serials: make([]string, 0, len(crl.RevokedCertificateEntries)),
	}
	for _, e := range crl.RevokedCertificateEntries {
		list.Serials = append(list.Serials, fmt.Sprintf("%X", e.SerialNumber))
	}
	return &diagnosis.Revocation{List: list}
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
		number, ok := new(big.Int).SetString(strings.ReplaceAll(line, ":", ""), 16)
		if !ok || number.Sign() < 0 {
			return nil, &RevocationError{Path: path, Line: n, Reason: text.Of("ce n'est pas un numéro de série en hexadécimal", "not a serial number in hexadecimal")}
		}
		list.Serials = append(list.Serials, fmt.Sprintf("%X", number))
	}
	if err := lines.Err(); err != nil {
		return nil, &RevocationError{Path: path, Reason: text.Of("ni CRL, ni liste de numéros", "not a CRL, and no list of numbers"), Err: err}
	}
	if len(list.Serials) == 0 { // a slip, such as an empty file: it would make every card look clear
		return nil, &RevocationError{Path: path, Reason: text.Of("ni CRL, ni numéro de série dedans", "no CRL and no serial number in it")}
	}
	return &diagnosis.Revocation{List: list}, nil
}
