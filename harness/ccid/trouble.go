package ccid

import (
	"context"
	"slices"
	"time"
)

// Trouble is one thing that a reader does wrong.
type Trouble uint8

// The troubles.
const (
	// NoExtension: the answer to this exchange is late, and no more time is asked for.
	NoExtension Trouble = iota
	// WrongExtension: the answer to this exchange is late, and the time asked for is 255
	// times the usual one.
	WrongExtension
	// WrongSequence: the answer to this exchange has the number of another message.
	WrongSequence
	// Restarted: the reader falls off the bus in this exchange and comes back.
	Restarted
	// Unplugged: the reader is pulled off the bus in this exchange.
	Unplugged
	// PTSRefused, the first that lasts: from now on the card refuses the parameters that the host wants.
	PTSRefused
	// WrongClock: from now on the reader says that its clock is ten times as fast.
	WrongClock
	// ChangeLost: from now on the host is not told of cards that come and go.
	ChangeLost
	troubles
)

var troubleNames = [troubles]string{
	"no-extension", "wrong-extension", "wrong-sequence", "restarted", "unplugged", "pts-refused", "wrong-clock", "change-lost",
}

// Troubles returns the names that [Slot.Break] takes.
func Troubles() []string { return slices.Clone(troubleNames[:]) }

// String returns the name.
func (t Trouble) String() string {
	if t < troubles {
		return troubleNames[t]
	}
	return "invalid"
}

// lateness is how late an answer is that is not told when.
const lateness = 5 * time.Second

// Break has the reader do one thing wrong: with the exchange under way, for a card that
// calls it from its Transmit, or from now on (see [Troubles]). late is how late an answer is,
// 5 s for 0. It reports whether there is such a trouble.
func (s *Slot) Break(trouble string, late time.Duration) bool {
	i := slices.Index(troubleNames[:], trouble)
	if i < 0 {
		return false
	}
	if late <= 0 {
		late = lateness
	}
	t := Trouble(i)
	s.mu.Lock()
	if t >= PTSRefused {
		s.lasting[t] = true
	} else {
		s.once[t], s.late = true, late
	}
	s.mu.Unlock()
	if t == Restarted {
		s.dev.Restart()
	}
	if t == Unplugged {
		s.dev.Unplug()
	}
	return true
}

// Mend ends every trouble of the slot. The reader is plugged in again, where it was not.
func (s *Slot) Mend() {
	s.mu.Lock()
	s.lasting, s.once = [troubles]bool{}, [troubles]bool{}
	s.mu.Unlock()
	s.dev.Plug()
}

// does tells whether the slot has a trouble, which is then over unless it lasts.
func (s *Slot) does(t Trouble) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	once := s.once[t]
	s.once[t] = false
	return once || s.lasting[t]
}

// broken tells whether any slot has a trouble that lasts.
func (d *Device) broken(t Trouble) bool {
	return slices.ContainsFunc(d.slots, func(s *Slot) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.lasting[t]
	})
}

// unanswered tells whether the reader went away in this exchange.
func (s *Slot) unanswered() bool {
	restarted, unplugged := s.does(Restarted), s.does(Unplugged)
	return restarted || unplugged
}

// linger keeps an answer back where that is the trouble.
func (s *Slot) linger(ctx context.Context, h *host, m message, err error) error {
	never, wrong := s.does(NoExtension), s.does(WrongExtension)
	if !never && !wrong {
		return err
	}
	s.mu.Lock()
	wait := s.late
	s.mu.Unlock()
	if wrong {
		s.extend(h, m, 255)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
