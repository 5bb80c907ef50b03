package trace

import (
	"slices"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/fault"
)

// Witness makes events of what goes through the channel of one card. It is told of each
// exchange when that is over, by one goroutine at a time; the zero value is a card just
// powered.
type Witness struct{ watch fault.Watch }

// Exchange is the event of a command and its answer, status word included, or of the error
// in its place: in clear, with its number, without reader and times. It keeps neither slice.
// met is what faults and counters know of the command; it aliases cmd.
func (w *Witness) Exchange(cmd, answer []byte, err error) (e Event, met fault.Event) {
	met = w.watch.See(cmd)
	e = Event{
		Kind: KindExchange, N: met.Exchange, Command: slices.Clone(cmd), Op: met.Op.String(), File: met.FileName(), Err: WordOf(err),
	}
	if err != nil {
		return e, met
	}
	e.Answer = slices.Clone(answer)
	if n := len(answer); n >= 2 {
		w.watch.Settle(met, apdu.SW(answer[n-2])<<8|apdu.SW(answer[n-1]))
	}
	return e, met
}

// Reset is told of a reset of the card: no file is selected any more.
func (w *Witness) Reset() { w.watch.Reset() }

// HideCommand masks in place what an event of an exchange must not tell of its command:
// codes, the end of a message that is signed, what is written into a file. [MaskedIn] says
// where that was.
func (e *Event) HideCommand() {
	decoded, _ := effect.Decode(e.Command)
	hide(e.Command, &decoded)
}

// hide masks the secret bytes of a command in place, and reports whether it has any.
func hide(cmd []byte, e *effect.Effect) bool {
	from, to := secretOf(cmd, e)
	for i := from; i < to; i++ {
		cmd[i] = maskByte
	}
	return from < to
}
