package fault

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Kind is one way in which a card, its reader or the line between breaks.
type Kind struct {
	Name  string // as it is written
	Layer Layer
	Does  text.Text // what happens, as one sentence without a full stop
	Takes Value
	// Example is a fault of this kind that shows on cps3-healthy.
	Example string
	// Rule is the finding that the example leads to on that card, "" where there is
	// none. Reason is then why: what is said instead, or why nothing can be said.
	Rule   string
	Reason text.Text
	Where  Where
	// Lasts says that the fault goes on from the exchange that its trigger names until
	// it is over.
	Lasts bool
	// Start says that the fault is there from the start: it has no trigger.
	Start bool

	ends    Until                // when it is over unless the user says otherwise
	on      Op                   // what it fires at unless the user says otherwise
	before  func(*exchange) bool // before the card is asked; it may settle the exchange
	after   func(*exchange) bool // once the card answered
	wrong   bool                 // the answer says other things, and that it is whole
	trouble string               // what a USB reader is to do wrong, by its name there
	lay     func(Fault) overlay  // the line of a profile that a fault of data or certificates is
	key     string               // of that line, where the kind decides
	laid    string               // what it says
}

// overlay is a line of a profile.
type overlay struct{ key, value string }

// Kinds returns all kinds, in the order of their layers.
func Kinds() []*Kind {
	all := make([]*Kind, 0, len(usbKinds)+len(lineKinds)+len(exchangeKinds)+len(securityKinds)+len(dataKinds))
	for _, table := range [...][]Kind{usbKinds[:], lineKinds[:], exchangeKinds[:], securityKinds[:], dataKinds[:]} {
		for i := range table {
			all = append(all, &table[i])
		}
	}
	return all
}

// KindNames returns their names, in the same order.
func KindNames() []string {
	kinds := Kinds()
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.Name
	}
	return names
}

// KindOf returns the kind of that name, in either case; ok is false when there is none.
func KindOf(name string) (kind *Kind, ok bool) {
	for _, k := range Kinds() {
		if strings.EqualFold(k.Name, name) {
			return k, true
		}
	}
	return nil, false
}

// Triggered reports whether a fault of the kind waits for an exchange.
func (k *Kind) Triggered() bool { return !k.Start && k.Layer != Data && k.Layer != PKI }

// Plausible reports whether a fault of the kind gives data that are wrong and look
// right, as the contents of a card do or bytes under a status word of success: a program
// can find fault with what they say only.
func (k *Kind) Plausible() bool { return k.wrong || k.Where.Has(Profiles) }
