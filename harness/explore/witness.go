package explore

import (
	"context"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/fault"
)

// Exchange is one command of the program, by what it does and not by its bytes, which
// may hold a code.
type Exchange struct {
	Op      string `json:"op"`             // "READ", as triggers of faults name it
	File    string `json:"file,omitempty"` // that is selected, "" when none is known
	Command string `json:"command"`        // header and length, "READ BINARY 00 B0 00 00"
}

// String is the exchange for people.
func (e Exchange) String() string {
	if e.File == "" {
		return e.Command
	}
	return e.Command + " (" + e.File + ")"
}

// kept is how many exchanges of a run are remembered; a program that asks for ever makes
// no more than that.
const kept = 10_000

// witness stands between the reader and the faults: it sees what the program asks.
// Behind the faults, told sees what the card is asked.
type witness struct {
	card.Channel

	mu        sync.Mutex // protects what follows
	watch     fault.Watch
	exchanges []Exchange
	count     int
	verifies  int // codes presented by the program
	spent     int // of those, refused by the card
	told      told

	turn   *turn // of another program, nil for none
	turnAt int   // exchange after which it has it
}

// told is the card itself.
type told struct {
	card.Channel
	refused bool // the last code that it compared was wrong, or blocked
}

func newWitness(chip card.Channel, o fault.Options, faults ...fault.Fault) (*witness, *fault.Card) {
	w := &witness{told: told{Channel: chip}}
	broken := fault.New(&w.told, o, faults...)
	w.Channel = broken
	return w, broken
}

// Unwrap returns the channel within.
func (w *witness) Unwrap() card.Channel { return w.Channel }

// Unwrap returns the card.
func (t *told) Unwrap() card.Channel { return t.Channel }

// Transmit asks the card, and remembers whether it refused a code.
func (t *told) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	from := len(dst)
	dst, err := t.Channel.Transmit(ctx, dst, cmd)
	if e, doubt := effect.Decode(cmd); doubt == nil && e.Presents && err == nil && len(dst) >= from+2 {
		sw := apdu.SW(dst[len(dst)-2])<<8 | apdu.SW(dst[len(dst)-1])
		_, counted := sw.Retries()
		t.refused = counted || sw == apdu.SWPINBlocked
	}
	return dst, err
}

// Transmit passes a command on, and remembers it.
func (w *witness) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	w.mu.Lock()
	other := w.turn
	if other != nil && other.aside.Load() {
		w.mu.Unlock()
		return w.Channel.Transmit(ctx, dst, cmd) // it is not the program that asks
	}
	ev := w.watch.See(cmd)
	presents := ev.Effect.Presents
	w.count++
	if len(w.exchanges) < kept {
		w.exchanges = append(w.exchanges, Exchange{Op: ev.Op.String(), File: ev.FileName(), Command: ev.Effect.Name().EN})
	}
	w.told.refused = false
	last := other != nil && w.count == w.turnAt
	w.mu.Unlock()

	if last {
		// The program is stopped before it has its answer, and context is that of the
		// exchange: the turn outlives it.
		defer other.begin(context.WithoutCancel(ctx))
	}
	from := len(dst)
	dst, err := w.Channel.Transmit(ctx, dst, cmd)

	w.mu.Lock()
	defer w.mu.Unlock()
	if presents {
		w.verifies++
		if w.told.refused {
			w.spent++
		}
	}
	if err == nil && len(dst) >= from+2 {
		w.watch.Settle(ev, apdu.SW(dst[len(dst)-2])<<8|apdu.SW(dst[len(dst)-1]))
	}
	return dst, err
}

// Reset resets the card.
func (w *witness) Reset(ctx context.Context, cold bool) error {
	err := w.Channel.Reset(ctx, cold)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watch.Reset()
	return err
}

// seen is what the witness saw so far.
func (w *witness) seen() (exchanges []Exchange, count, verifies, spent int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]Exchange(nil), w.exchanges...), w.count, w.verifies, w.spent
}
