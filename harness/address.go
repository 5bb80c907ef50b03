package harness

import (
	"fmt"
	"strings"
)

// Schemes of reader addresses.
const (
	SchemeSim   = "sim"   // sim:PRESET or sim:path.yaml, a simulated card in process
	SchemePCSC  = "pcsc"  // pcsc:NAME-PATTERN, a PC/SC reader; bare: the only one that holds a card
	SchemeTrace = "trace" // trace:FILE, a recorded session
)

// Address names a reader, the same everywhere: a scheme and what the scheme
// looks up.
type Address struct {
	Scheme string
	Name   string // may be empty: every preset, or the only reader that holds a card
}

// String returns the address as the user writes it.
func (a Address) String() string { return a.Scheme + ":" + a.Name }

// AddressError is a reader address that cannot be understood.
type AddressError struct {
	Address string
	hint    string
}

// Hint says what to write instead.
func (e *AddressError) Hint() string { return e.hint }

func (e *AddressError) Error() string {
	return fmt.Sprintf("reader address %q is not understood", e.Address)
}

// ParseAddress reads "scheme:name".
func ParseAddress(s string) (Address, error) {
	scheme, name, found := strings.Cut(s, ":")
	switch {
	case !found && s == "":
		return Address{}, &AddressError{s, "write sim:PRESET, pcsc:NAME or trace:FILE"}
	case !found:
		return Address{}, &AddressError{s, fmt.Sprintf("write sim:%s for a simulated card, or pcsc:%s for a PC/SC reader of that name", s, s)}
	case scheme == SchemeSim, scheme == SchemePCSC:
		return Address{scheme, name}, nil
	case scheme == SchemeTrace && name != "":
		return Address{scheme, name}, nil
	case scheme == SchemeTrace:
		return Address{}, &AddressError{s, "name the file: trace:FILE"}
	default:
		return Address{}, &AddressError{s, fmt.Sprintf("the kinds of reader are sim:, pcsc: and trace:, not %q", scheme+":")}
	}
}
