package simulator

import (
	"bytes"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// Store keeps the State of one card while it is not powered, as the memory of
// the chip does: counters, codes, uses and CPS_DATA come back with the next card
// made over the same store. One card uses a store at a time.
type Store interface {
	// Load gives the state stored last; ok is false when none ever was, and the
	// card is then the one of its personalisation. A state that cannot be read is
	// an error, never ok false: a fresh card would have all its tries again.
	Load() (s State, ok bool, err error)
	// Save returns when s is safe from a loss of power. After an error either the
	// state before or s may be found by the next Load, and nothing else. The
	// store may keep s.
	Save(s State) error
}

// Binder is a Store that is good for one card only. New gives it the serial
// number of the card before it loads; an error refuses the card.
type Binder interface {
	Bind(serial string) error
}

// WithStore makes the card keep its state in s. New loads it, or saves the state
// of a new card when there is none yet.
//
// From then on whatever changes is saved before the card answers: a try is taken
// away, and that is saved, before the code is looked at; a success is saved
// before 9000. When saving fails the card compares nothing, takes the change
// back, ends both security statuses and answers 6581 (memory failure). What
// changes nothing saves nothing.
//
// New fails with an *Error of Op "load" when the state cannot be had, does not
// fit the card, or when the card has no chip to keep anything (mute, or of no
// face).
func WithStore(s Store) Option {
	return func(c *Card) { c.store = s }
}

// attached is the last step of New: the card takes up the state of its store.
func (c *Card) attached() (*Card, error) {
	if c.store == nil {
		return c, nil
	}
	if c.chip == nil {
		return nil, &Error{Op: "load", Reason: text.Of("cette carte n'a pas de puce qui garde quoi que ce soit ; ne lui donnez pas de fichier d'état", "this card has no chip that keeps anything; leave the store out")}
	}
	if b, ok := c.store.(Binder); ok {
		if err := b.Bind(c.SerialNumber()); err != nil {
			return nil, &Error{Op: "load", Err: err}
		}
	}
	s, ok, err := c.store.Load()
	switch {
	case err != nil:
		return nil, &Error{Op: "load", Err: err}
	case !ok:
		if err := c.store.Save(c.chip.state()); err != nil {
			return nil, &Error{Op: "load", Reason: text.Of("l'état de la nouvelle carte n'a pas été enregistré", "the state of the new card was not stored"), Err: err}
		}
	case c.hasCodes() && (undecided(s.PIN) || undecided(s.PUK)):
		return nil, &Error{Op: "load", Field: "PIN, PUK", Reason: text.Of("un code enregistré ne dit pas ses essais ; attendu ce que donne State", "a stored code leaves its tries open; want what State gives")}
	default:
		restored, err := c.restored("load", s)
		if err != nil {
			return nil, err
		}
		*c.chip = restored
		c.powerCycle()
	}
	c.chip.store = c.store
	return c, nil
}

// undecided reports whether a code has tries that newChip would complete. A
// stored one may not: it would get all tries back.
func undecided(p PIN) bool { return p.Max == 0 || p.Left < 0 }

// saved stores the state as it is now. When it cannot, it ends every security
// status, and the caller takes its change back.
func (ch *chip) saved() bool {
	if err := ch.store.Save(ch.state()); err != nil {
		ch.powerCycle()
		return false
	}
	return true
}

// codes is what commands on codes may change and a store keeps.
type codes struct{ pin, puk PIN }

// codes copies both codes, to be given to keep.
func (ch *chip) codes() codes { return codes{ch.pin.PIN, ch.puk.PIN} }

// keep makes a change of the codes last. When it cannot, the codes are again
// what they were before: 6581.
func (ch *chip) keep(before codes) apdu.SW {
	if ch.store != nil && before != ch.codes() && !ch.saved() {
		ch.pin.PIN, ch.puk.PIN = before.pin, before.puk
		return apdu.SWMemoryFailure
	}
	return apdu.SWOK
}

// write puts b into CPS_DATA, where it fits, and makes it last. When it cannot,
// CPS_DATA is as it was: 6581.
func (ch *chip) write(offset int, b []byte) apdu.SW {
	if !ch.written {
		ch.data, ch.written = bytes.Clone(ch.data), true
	}
	at := ch.data[offset : offset+len(b)]
	if ch.store != nil && !bytes.Equal(at, b) {
		s := ch.state()
		copy(s.Data[offset:], b)
		if err := ch.store.Save(s); err != nil {
			ch.powerCycle()
			return apdu.SWMemoryFailure
		}
	}
	copy(at, b)
	return apdu.SWOK
}

// restored is the chip with the state s instead of its own, without power; an
// *Error when s does not fit the card.
func (c *Card) restored(op string, s State) (chip, error) {
	ch := chipOf(c.p.Face, s.PIN, s.PUK, bytes.Clone(s.Data))
	ch.written = true
	ch.store = c.chip.store
	if len(s.Data) != len(c.chip.data) {
		return chip{}, &Error{Op: op, Field: "Data", Reason: text.Of("%d octets ; attendu les %d du fichier", "%d bytes; want the %d of the file", len(s.Data), len(c.chip.data))}
	}
	if !c.hasCodes() {
		return ch, nil
	}
	if reason := ch.pin.complete(); !reason.IsZero() {
		return chip{}, &Error{Op: op, Field: "PIN", Reason: reason}
	}
	if reason := ch.puk.complete(); !reason.IsZero() {
		return chip{}, &Error{Op: op, Field: "PUK", Reason: reason}
	}
	return ch, nil
}
