package slot

import (
	"context"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
)

// State is where the card of a slot stands, in the order a card passes through them.
type State uint8

const (
	// Removed means that the card is out of the reader, by [Slot.Remove] or because it
	// is not being served.
	Removed State = iota
	// Waiting means that the card is to be in the reader, which is not reachable yet.
	Waiting
	// Connected means that the reader accepted the card; whoever drives the reader has
	// not looked yet.
	Connected
	// Presented means that the reader's driver has seen the card, powered it up and come
	// back: its clients see the card from now on. With pcscd that is 0.8 s after
	// Connected at most.
	Presented
)

// String returns the state in lower case.
func (s State) String() string { return s.Text().EN }

// Text says the state.
func (s State) Text() text.Text {
	switch s {
	case Removed:
		return text.Of("carte retirée", "removed")
	case Waiting:
		return text.Of("en attente du lecteur", "waiting")
	case Connected:
		return text.Of("lecteur trouvé", "connected")
	case Presented:
		return text.Of("carte vue par le lecteur", "presented")
	}
	return text.Of("inconnu", "unknown")
}

// Event tells what happened to the card of a slot.
type Event struct {
	State State
	// Err says why a connection ended or could not be made, or which exchange
	// or reset was lost; nil when nothing was. An Event may repeat its State to
	// carry an error.
	Err error
}

// Board is where a slot publishes the State of its card: readers wait for a change on a
// channel that is replaced at every change. The zero value shows Removed. Its methods
// may be called from any goroutine.
type Board struct {
	mu      sync.Mutex // protects both fields
	state   State
	changed chan struct{} // nil until somebody waits
}

// Set publishes s.
func (b *Board) Set(s State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state == s {
		return
	}
	b.state = s
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

// State returns what was published last.
func (b *Board) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

// Wait returns when want is reached: exactly for Removed, at least for the others. The
// error is that of ctx.
func (b *Board) Wait(ctx context.Context, want State) error {
	for {
		b.mu.Lock()
		s := b.state
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
		changed := b.changed
		b.mu.Unlock()
		if s == want || (want != Removed && s > want) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
