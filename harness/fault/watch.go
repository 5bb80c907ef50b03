package fault

import (
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// Event is one command on its way to the card.
type Event struct {
	Exchange int // its number, from 1
	Op       Op
	Of       Op            // of a GET RESPONSE: what the command did whose answer it fetches
	Effect   effect.Effect // aliases the command
	// File is the identifier of the file that is selected, or that the command selects;
	// 0 when none is known: after a reset, or after SELECT by name.
	File uint16
}

// FileName names the file of the event, "" when none is known.
func (e Event) FileName() string { return NameOfFile(e.File) }

// NameOfFile names a file by its identifier: its name, or its four digits; "" for 0.
func NameOfFile(fid uint16) string {
	if fid == 0 {
		return ""
	}
	if f := nameOf(fid); f != nil {
		return f.Name
	}
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[fid>>12], digits[fid>>8&15], digits[fid>>4&15], digits[fid&15]})
}

// Watch numbers the commands that pass and knows which file is selected, from the
// commands and the answers alone. The zero value is a card just powered.
type Watch struct {
	exchange int
	selected uint16
	pending  Op // whose answer waits for GET RESPONSE
}

// See takes one command on its way to the card.
func (w *Watch) See(cmd []byte) Event {
	w.exchange++
	e, _ := effect.Decode(cmd) // a doubt is for the guard; what is known is enough here
	ev := Event{Exchange: w.exchange, Op: opOfEffect(e), Effect: e, File: w.selected}
	switch {
	case ev.Op == OpGetResponse:
		ev.Of = w.pending
	case ev.Op == OpSelect:
		ev.File = selects(e.Command)
	case ev.Op == OpRead && e.Command.INS == apdu.INSReadBinary && e.Command.P1&0x80 != 0:
		ev.File = shortFile(e.Command.P1 & 0x1F)
	}
	return ev
}

// Settle takes the status word of the answer: a file that was refused is not selected.
func (w *Watch) Settle(ev Event, sw apdu.SW) {
	switch waits := sw.SW1() == 0x61 || sw.SW1() == apdu.SWCPS2terData.SW1(); {
	case !waits:
		w.pending = OpNone
	case ev.Op != OpGetResponse:
		w.pending = ev.Op
	}
	moves := ev.Op == OpSelect || ev.Op == OpRead && ev.File != w.selected
	if moves && (sw.OK() || sw.SW1() == 0x61 || sw.SW1() == apdu.SWCPS2terData.SW1() || sw.SW1() == 0x62) {
		w.selected = ev.File
	}
}

// Reset is what a reset of the card does.
func (w *Watch) Reset() { w.selected, w.pending = 0, OpNone }

// Exchanges returns how many commands were seen.
func (w *Watch) Exchanges() int { return w.exchange }

// selects returns the identifier that a SELECT names, the last of a path; 0 for an
// application.
func selects(c apdu.Command) uint16 {
	const byName = 0x04
	n := len(c.Data)
	if c.P1 == byName || n < 2 {
		return 0
	}
	return uint16(c.Data[n-2])<<8 | uint16(c.Data[n-1])
}

// shortFile returns the file of a short identifier at the level of the MF (OpenSC
// sources, card-iasecc.c).
func shortFile(sfi byte) uint16 {
	switch sfi {
	case 0x1E:
		return 0x2F00
	case 0x1D:
		return 0x2F01
	case 0x1C:
		return 0xD003
	}
	return 0
}
