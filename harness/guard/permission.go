package guard

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Permission is one kind of damage the user may allow by name on a real card.
type Permission string

// The permissions of [Guard].
const (
	// AllowPIN: present the PIN (VERIFY with data on reference 01).
	AllowPIN Permission = "pin"
	// AllowUnblock: present the PUK (VERIFY with data on reference 02), RESET
	// RETRY COUNTER and CHANGE REFERENCE DATA.
	AllowUnblock Permission = "unblock"
	// AllowUpdate: write, update or erase in a file (binary or record).
	AllowUpdate Permission = "update"
	// AllowSign: use a private key (MANAGE SECURITY ENVIRONMENT, PERFORM
	// SECURITY OPERATION, INTERNAL AUTHENTICATE).
	AllowSign Permission = "sign"
	// AllowReset: reset the card, or power it off and on.
	AllowReset Permission = "reset"
)

// AllPermissions returns every permission, in the order of the documentation.
func AllPermissions() []Permission {
	return []Permission{AllowPIN, AllowUnblock, AllowUpdate, AllowSign, AllowReset}
}

// Permissions is what the user allowed, and on which card. The zero value
// allows nothing but reading.
type Permissions struct {
	Allow []Permission
	// Serial is the card's serial number: the ten digits that follow the
	// prefix 8025000001 in EF.SN.ICC (the last one may be the filler F), or
	// the first eight of them, which the official PKCS#11 module shows as
	// serial number of the token. Without it nothing is allowed.
	Serial string
}

// PermissionError says which value given by the user is wrong.
type PermissionError struct {
	Value  string // the value as given; empty when it is missing
	Reason text.Text
}

var _ text.Speaker = (*PermissionError)(nil)

// Error gives the value and what is wrong with it.
func (e *PermissionError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the value and what is wrong with it, and what to write instead.
func (e *PermissionError) Say(lang string) (message, hint string) {
	names := make([]string, 0, len(AllPermissions()))
	for _, p := range AllPermissions() {
		names = append(names, string(p))
	}
	last := len(names) - 1
	instead := text.Text{
		FR: "--allow " + strings.Join(names[:last], ", ") + " ou " + names[last] +
			", avec --serial et les 8 ou 10 chiffres que donne « cpslab show pcsc: --show-identity »",
		EN: "Use --allow with " + strings.Join(names, ", ") +
			", together with --serial and the 8 or 10 digits that `cpslab show --show-identity` gives as the card's serial number.",
	}
	what := text.Of("autorisations", "permissions")
	if e.Value != "" {
		what = what.With(text.Of("« %s »", "%q", e.Value))
	}
	return what.With(e.Reason).In(lang), instead.In(lang)
}

// BadInput is true: permissions are what the user gave.
func (e *PermissionError) BadInput() bool { return true }

// ParsePermissions reads what the user gave: names, each possibly a list
// separated by commas, and the card's serial number. An allowance without a
// serial number is an error, as is a malformed number even without allowance;
// both are *[PermissionError].
func ParsePermissions(allow []string, serial string) (Permissions, error) {
	p := Permissions{Serial: strings.ToUpper(strings.TrimSpace(serial))}
	if p.Serial != "" && !validSerial(p.Serial) {
		return Permissions{}, &PermissionError{serial, text.Of("un numéro de série a 8 ou 10 chiffres", "a serial number has 8 or 10 digits")}
	}
	for _, list := range allow {
		for name := range strings.SplitSeq(list, ",") {
			perm := Permission(strings.ToLower(strings.TrimSpace(name)))
			switch {
			case perm == "":
			case !slices.Contains(AllPermissions(), perm):
				return Permissions{}, &PermissionError{name, text.Of("autorisation inconnue", "no such permission")}
			case !slices.Contains(p.Allow, perm):
				p.Allow = append(p.Allow, perm)
			}
		}
	}
	if len(p.Allow) > 0 && p.Serial == "" {
		return Permissions{}, &PermissionError{Reason: text.Of("il manque le numéro de série de la carte (--serial)", "the serial number of the card is missing")}
	}
	return p, nil
}

// validSerial checks 8 digits, or 9 followed by a digit or the filler F.
func validSerial(s string) bool {
	if len(s) != 8 && len(s) != 10 {
		return false
	}
	for i := range len(s) {
		if filler := i == 9 && s[i] == 'F'; !filler && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// covers reports whether p allows perm, whatever the card.
func (p Permissions) covers(perm Permission) bool { return slices.Contains(p.Allow, perm) }

// meant reports whether serial, ten characters read from a card, is the card the
// user named.
func (p Permissions) meant(serial string) bool {
	return validSerial(p.Serial) && validSerial(serial) && strings.HasPrefix(serial, p.Serial)
}
