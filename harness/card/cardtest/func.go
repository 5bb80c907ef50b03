package cardtest

import (
	"context"
	"slices"
	"sync"

	"github.com/cpslab/cps/harness/card"
)

// ATR is an answer to reset that any PC/SC service takes: T=1 and two historical
// bytes, with the check byte (ISO/IEC 7816-3, 8.2).
var ATR = [...]byte{0x3B, 0x82, 0x01, 0xC5, 0x00, 0x82 ^ 0x01 ^ 0xC5}

// Func is a channel made of functions. The zero value is a card that answers
// 9000 to everything, over T=1. Several goroutines may use it.
type Func struct {
	// OnTransmit answers a command; it appends to dst. Nil answers 9000.
	OnTransmit func(ctx context.Context, dst, cmd []byte) ([]byte, error)
	// OnReset is asked at each reset. Nil lets it pass.
	OnReset func(cold bool) error
	// OnBegin and OnEnd are asked at each transaction. Nil lets it pass.
	OnBegin, OnEnd func() error
	// Answer is the answer to reset. Nil is ATR, an empty one a mute card.
	Answer []byte
	// T is the protocol, T1 in the zero value.
	T Protocol

	mu   sync.Mutex // protects the counts
	seen Calls
}

// Protocol is that of a [Func].
type Protocol uint8

// The protocols; the zero value is T=1, which leaves answers alone.
const (
	T1 Protocol = iota
	T0
	TUnknown
)

// Calls counts what a channel was asked.
type Calls struct {
	Transmits, Cold, Warm, Begins, Ends int
	Last                                []byte // the last command
}

var _ card.Simulated = (*Func)(nil)

// Calls returns what was asked so far.
func (f *Func) Calls() Calls {
	f.mu.Lock()
	defer f.mu.Unlock()
	seen := f.seen
	seen.Last = slices.Clone(seen.Last)
	return seen
}

// Transmit notes the command and asks OnTransmit.
func (f *Func) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	f.mu.Lock()
	f.seen.Transmits++
	f.seen.Last = append(f.seen.Last[:0], cmd...)
	f.mu.Unlock()
	if f.OnTransmit == nil {
		return append(dst, 0x90, 0x00), nil
	}
	return f.OnTransmit(ctx, dst, cmd)
}

// ATR returns Answer.
func (f *Func) ATR() []byte {
	if f.Answer == nil {
		return ATR[:]
	}
	return f.Answer
}

// Simulated says that this is a card of a test; see [card.Simulated].
func (*Func) Simulated() {}

// Protocol returns that of T.
func (f *Func) Protocol() int {
	switch f.T {
	case T0:
		return 0
	case T1:
		return 1
	default:
		return -1
	}
}

// Reset notes the reset and asks OnReset.
func (f *Func) Reset(_ context.Context, cold bool) error {
	f.mu.Lock()
	if cold {
		f.seen.Cold++
	} else {
		f.seen.Warm++
	}
	f.mu.Unlock()
	if f.OnReset == nil {
		return nil
	}
	return f.OnReset(cold)
}

// Begin notes it and asks OnBegin.
func (f *Func) Begin(context.Context) error {
	f.mu.Lock()
	f.seen.Begins++
	f.mu.Unlock()
	if f.OnBegin == nil {
		return nil
	}
	return f.OnBegin()
}

// End notes it and asks OnEnd.
func (f *Func) End(context.Context) error {
	f.mu.Lock()
	f.seen.Ends++
	f.mu.Unlock()
	if f.OnEnd == nil {
		return nil
	}
	return f.OnEnd()
}
