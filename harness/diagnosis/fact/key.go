package fact

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Type is the form of a fact's value.
type Type string

// Forms of values.
const (
	TypeText     Type = "text"
	TypeList     Type = "list"     // texts separated by commas
	TypeChoice   Type = "choice"   // one of Key.Values
	TypeYesNo    Type = "yes/no"   // also oui and non
	TypeDate     Type = "date"     // YYYY-MM-DD
	TypeMonth    Type = "month"    // YYYY-MM
	TypeNumber   Type = "number"   // 0 to 9999
	TypeActivity Type = "activity" // 1 to 16, or none
	TypeVersion  Type = "version"  // 5.2.2, or none
	// TypeDepartement is the first two characters of a billing number: 01 to 99, 2A or 2B.
	TypeDepartement Type = "département"
	TypeSSV         Type = "SSV code"
	TypeGALSS       Type = "GALSS code"
	TypeSW          Type = "status word"
	TypeCKR         Type = "PKCS#11 result"
)

// Key describes a fact that can be declared.
type Key struct {
	Name       string // "prescriber.am"
	Type       Type
	Values     []string // of a choice
	MayBeEmpty bool     // an empty value declares that there is none
	Identity   bool     // the value identifies somebody: never shown in clear
	// Question is what to ask a person for, in the words of the person: "day on which
	// the card came". Form says how to write the answer.
	Question text.Text
}

// Keys returns every fact that can be declared. The slice is the caller's.
func Keys() []Key { return slices.Clone(keys[:]) }

// ByName returns the fact of that name, such as "prescriber.am".
func ByName(name string) (Key, bool) {
	id, ok := Named(name)
	if !ok {
		return Key{}, false
	}
	return keys[id], true
}

// Named returns the fact of that name, such as "prescriber.am".
func Named(name string) (ID, bool) {
	for id := range keys {
		if keys[id].Name == name {
			return ID(id), true
		}
	}
	return 0, false
}

// nearest returns the key that was probably meant: one whose last word it
// is, or one nearly spelt so.
func nearest(name string) string {
	names := make([]string, 0, len(keys))
	for i := range keys {
		key := keys[i].Name
		if _, last, ok := strings.Cut(key, "."); ok && strings.EqualFold(last, name) {
			return key
		}
		names = append(names, key)
	}
	return text.Closest(name, names)
}
