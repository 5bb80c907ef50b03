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
	"github.com/cpslab/cps/harness/diagnosis"
)

// RevocationError says why a revocation list was not taken. Nothing is known of
// any certificate then.
type RevocationError struct {
	Path   string
	Line   int // of a list of numbers, 0 otherwise
	Reason string
	Err    error
}

func (e *RevocationError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("revocation list %s:%d: %s", e.Path, e.Line, e.Reason)
	}
	return fmt.Sprintf("revocation list %s: %s", e.Path, e.Reason)
}

func (e *RevocationError) Unwrap() error { return e.Err }

// Hint says what is taken.
func (e *RevocationError) Hint() string {
	return "give a CRL (DER or PEM), or a text file with one certificate serial number in hexadecimal a line"
}

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
		return nil, &RevocationError{Path: path, Reason: "cannot be read", Err: err}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxRevocation+1))
	switch {
	case err != nil:
		return nil, &RevocationError{Path: path, Reason: "cannot be read", Err: err}
	case len(b) > maxRevocation:
		return nil, &RevocationError{Path: path, Reason: "larger than 64 MiB"}
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
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\uFEFF"))
		if text == "" || text[0] == '#' {
			continue
		}
		number, ok := new(big.Int).SetString(strings.ReplaceAll(text, ":", ""), 16)
		if !ok || number.Sign() < 0 {
			return nil, &RevocationError{Path: path, Line: n, Reason: "not a serial number in hexadecimal"}
		}
		list.Serials = append(list.Serials, fmt.Sprintf("%X", number))
	}
	if err := lines.Err(); err != nil {
		return nil, &RevocationError{Path: path, Reason: "not a CRL, and no list of numbers", Err: err}
	}
	if len(list.Serials) == 0 { // a slip, such as an empty file: it would make every card look clear
		return nil, &RevocationError{Path: path, Reason: "no CRL and no serial number in it"}
	}
	return &diagnosis.Revocation{List: list}, nil
}
