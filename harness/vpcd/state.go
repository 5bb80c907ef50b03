package vpcd

import (
	"context"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
)

// State is where a served card stands, in the order a card passes through them.
type State int

const (
	// Removed means that the card is out of the reader, by [Server.Remove] or because it
	// is not being served.
	Removed State = iota
	// Waiting means that the card is to be in the reader, which is not reachable yet.
	Waiting
	// Connected means that the reader accepted the card; pcscd has not looked yet.
	Connected
	// Presented means that pcscd has seen the card, powered it up and come back, about
	// 0.8 s after Connected at most: its clients see the card from now on.
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
		return text.Of("en attente du lecteur vpcd", "waiting")
	case Connected:
		return text.Of("lecteur trouvé", "connected")
	case Presented:
		return text.Of("carte vue par le lecteur", "presented")
	}
	return text.Of("inconnu", "unknown")
}

// board publishes a State: readers wait for a change on a channel that is
// replaced at every change.
type board struct {
	mu      sync.Mutex // protects both fields
	state   State
	changed chan struct{}
}

func newBoard() *board { return &board{changed: make(chan struct{})} }

// set publishes s.
func (b *board) set(s State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state == s {
		return
	}
	b.state = s
	close(b.changed)
	b.changed = make(chan struct{})
}

func (b *board) get() (State, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state, b.changed
}

// wait returns when want is reached: exactly for Removed, at least for the
// others.
func (b *board) wait(ctx context.Context, want State) error {
	for {
		s, changed := b.get()
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
