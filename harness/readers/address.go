package readers

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
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
	hint    text.Text
}

var _ text.Speaker = (*AddressError)(nil)

func (e *AddressError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the address, and what to write instead.
func (e *AddressError) Say(lang string) (message, hint string) {
	said := text.Of("adresse de lecteur incompréhensible : « %s »", "reader address %q is not understood", e.Address)
	if e.Address == "" {
		said.FR = "il manque l'adresse du lecteur"
	}
	return said.In(lang), e.hint.In(lang)
}

// BadInput is true: an address is what the user gave.
func (e *AddressError) BadInput() bool { return true }

// ParseAddress reads "scheme:name".
func ParseAddress(s string) (Address, error) {
	scheme, name, found := strings.Cut(s, ":")
	switch {
	case !found && s == "":
		return Address{}, &AddressError{s, text.Of("écrivez sim:PRESET ou pcsc:NOM", "write sim:PRESET, pcsc:NAME or trace:FILE")}
	case !found:
		return Address{}, &AddressError{s, text.Of("écrivez sim:%[1]s pour une carte simulée, ou pcsc:%[1]s pour un lecteur PC/SC de ce nom",
			"write sim:%[1]s for a simulated card, or pcsc:%[1]s for a PC/SC reader of that name", s)}
	case scheme == SchemeSim, scheme == SchemePCSC:
		return Address{scheme, name}, nil
	case scheme == SchemeTrace && name != "":
		return Address{scheme, name}, nil
	case scheme == SchemeTrace:
		return Address{}, &AddressError{s, text.Of("nommez le fichier : trace:FICHIER", "name the file: trace:FILE")}
	default:
		return Address{}, &AddressError{s, text.Of("les adresses commencent par sim:, pcsc: ou trace:, pas par « %s »", "the kinds of reader are sim:, pcsc: and trace:, not %q", scheme+":")}
	}
}
