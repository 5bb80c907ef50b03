package card

import (
	"encoding/hex"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
)

// Slot is one slot of a reader and what it holds, as whoever looked at it tells.
type Slot struct {
	Name  string    `json:"name"` // full name, with the interface and slot numbers of the service
	State SlotState `json:"state"`
	ATR   HexBytes  `json:"atr,omitempty"` // answer to reset, at most 33 bytes; empty without an answering card
}

// SlotState is what is known of a slot, or of the way to it.
type SlotState uint8

// The states of a slot. Only SlotCard and SlotRemoved come with contents of a card.
const (
	SlotUnknown  SlotState = iota // nobody looked, or the service could not tell (reader just plugged in or going)
	SlotNoReader                  // the service runs and knows no reader
	SlotEmpty                     // no card
	SlotCard                      // a card that answered to reset
	SlotMute                      // a card that did not answer to reset
	SlotInUse                     // a card that another program holds for itself
	SlotRemoved                   // the card went away after a successful start
)

var slotNames = [...]string{"unknown", "no-reader", "empty", "card", "mute", "in-use", "removed"}

// Text names the state.
func (s SlotState) Text() text.Text {
	switch s {
	case SlotNoReader:
		return text.Of("aucun lecteur", "no reader")
	case SlotEmpty:
		return text.Of("vide", "empty")
	case SlotCard:
		return text.Of("carte présente", "card present")
	case SlotMute:
		return text.Of("carte muette", "mute card")
	case SlotInUse:
		return text.Of("occupé", "in use")
	case SlotRemoved:
		return text.Of("carte retirée", "card removed")
	case SlotUnknown:
	}
	return text.Of("état inconnu", "unknown")
}

// String names the state in English.
func (s SlotState) String() string { return s.Text().EN }

// HasCard reports whether a card is inserted, answering or not.
func (s SlotState) HasCard() bool { return s == SlotCard || s == SlotMute || s == SlotInUse }

// MarshalText gives the name of the state as it stands in JSON outputs.
func (s SlotState) MarshalText() ([]byte, error) {
	if int(s) >= len(slotNames) {
		return nil, text.NewError(text.Of("l'état de lecteur %d n'existe pas", "card: slot state %d is none", uint8(s)), text.Text{})
	}
	return []byte(slotNames[s]), nil
}

// UnmarshalText reads such a name.
func (s *SlotState) UnmarshalText(name []byte) error {
	i := slices.Index(slotNames[:], string(name))
	if i < 0 {
		return text.NewError(text.Of("« %s » n'est pas un état de lecteur : un de %v", "card: %q is no state of a slot: want one of %v", name, slotNames), text.Text{})
	}
	*s = SlotState(i)
	return nil
}

// HexBytes are bytes that JSON writes as upper-case hexadecimal digits.
type HexBytes []byte

// MarshalText writes the bytes as hexadecimal digits.
func (b HexBytes) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// String returns the bytes as upper-case hexadecimal digits.
func (b HexBytes) String() string {
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, hex.EncodedLen(len(b)))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}

// UnmarshalText reads hexadecimal digits of either case.
func (b *HexBytes) UnmarshalText(digits []byte) error {
	bytes, err := hex.DecodeString(string(digits))
	*b = bytes
	return err
}
