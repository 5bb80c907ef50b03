package fault

import (
	"bytes"
	"time"
)

// Kinds that are looked up by name: they act on what a channel is, not on an exchange.
const (
	nameProtocol   = "protocol"
	nameResetFails = "reset-fails"
	nameMute       = "mute"
	nameSharing    = "sharing-refused"
	nameLate       = "late"
	nameATR        = "atr"
	nameATRBit     = "atr-bit"
	nameATRCut     = "atr-cut"
	nameATRLater   = "atr-after-reset"
)

// strangerATR is the answer to reset of a card that no list of CPS cards holds.
var strangerATR = []byte{0x3B, 0x65, 0x00, 0x00, 0x20, 0x63, 0xCB, 0x68, 0x00}

// startUp makes the answer to reset, after each power-up.
func (c *Card) startUp() {
	c.atr = c.inner.ATR()
	for i := range c.armed {
		a := &c.armed[i]
		if a.over {
			continue
		}
		if a.fault.Kind.Name == nameProtocol && a.shots == 0 && c.Protocol() != c.inner.Protocol() {
			c.shot(i, Event{})
		}
		made, changed := a.fault.atr(c.atr, c.wasSeen)
		if changed {
			if a.shots == 0 {
				c.shot(i, Event{})
			}
			c.atr = made
		}
	}
}

// atr is what a fault makes of an answer to reset.
func (f *Fault) atr(atr []byte, again bool) (made []byte, changed bool) {
	given := f.value.bytes
	if len(given) == 0 {
		given = strangerATR
	}
	switch f.Kind.Name {
	case nameMute:
		return nil, true
	case nameATR:
		return given, true
	case nameATRLater:
		return given, again
	case nameATRCut:
		return atr[:len(atr)/2], len(atr) > 1
	case nameATRBit:
		if len(atr) == 0 {
			return atr, false
		}
		made = bytes.Clone(atr)
		bit := f.value.number % (8 * len(atr))
		made[bit/8] ^= 0x80 >> (bit % 8)
		return made, true
	}
	return atr, false
}

// lateness is how late a card is that is not told when.
const lateness = 2 * time.Second

// Late returns how long the card stays out of the reader at the start, and counts that
// as the fault that it is; ok is false without such a fault.
func (c *Card) Late() (wait time.Duration, ok bool) {
	for i := range c.armed {
		a := &c.armed[i]
		if a.fault.Kind.Name != nameLate {
			continue
		}
		c.shot(i, Event{})
		if a.fault.Value != "" {
			return a.fault.value.wait, true
		}
		return lateness, true
	}
	return 0, false
}
