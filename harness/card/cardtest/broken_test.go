package cardtest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// probe is a test that notes its failure instead of failing.
type probe struct {
	testing.TB
	failed bool
}

func (p *probe) Errorf(string, ...any) { p.failed = true }

func (p *probe) Fatalf(string, ...any) {
	p.failed = true
	panic(p)
}

func (p *probe) Fatal(...any) { p.Fatalf("") }

// catches reports whether a clause fails on a channel.
func catches(t *testing.T, clause string, ch card.Channel) bool {
	t.Helper()
	i := slices.IndexFunc(clauses[:], func(c struct {
		name string
		hold func(testing.TB, card.Channel)
	},
	) bool {
		return c.name == clause
	})
	if i < 0 {
		t.Fatalf("no clause %q", clause)
	}
	p := &probe{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(p) {
				panic(r)
			}
		}()
		clauses[i].hold(p, ch)
	}()
	return p.failed
}

// answers is a channel that keeps the contract but for what breaks it.
func answers(breaks func(ctx context.Context, dst, cmd []byte) ([]byte, error)) *Func {
	return &Func{OnTransmit: func(ctx context.Context, dst, cmd []byte) ([]byte, error) {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		return breaks(ctx, dst, cmd)
	}}
}

// TestBrokenChannelsAreCaught breaks each sentence of the contract once.
func TestBrokenChannelsAreCaught(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	ok := func(_ context.Context, dst, _ []byte) ([]byte, error) { return append(dst, 0x90, 0x00), nil }
	shared := []byte{0x90, 0x00}
	var last []byte
	broken := map[string][]*Func{
		"the ATR is one, and stays": {{Answer: []byte{}}, {Answer: make([]byte, 34)}},
		"an answer is appended to what the caller has": {
			answers(func(context.Context, []byte, []byte) ([]byte, error) { return []byte{0x90, 0x00, 0, 0, 0}, nil }),
			answers(func(_ context.Context, dst, _ []byte) ([]byte, error) { return append(dst, 0, 0), nil }),
		},
		"the caller owns the answer": {
			answers(func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				if dst != nil {
					return append(dst, 0x90, 0x00), nil
				}
				shared[0] ^= cmd[1]
				return shared, nil
			}),
		},
		"the caller's command is read, not kept": {
			answers(func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				clear(cmd)
				return append(dst, 0x90, 0x00), nil
			}),
			answers(func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				dst = append(append(dst, last...), 0x90, 0x00)
				last = cmd
				return dst, nil
			}),
		},
		"a status word is no error": {
			answers(func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				if cmd[5] == 0xDE {
					return dst, lost
				}
				return append(dst, 0x90, 0x00), nil
			}),
		},
		"a command of any length is answered or refused": {
			answers(func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				if len(cmd) < 5 {
					return append(dst, 0x67), lost
				}
				return append(dst, 0x90, 0x00), nil
			}),
			answers(func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				if len(cmd) < 5 {
					return append(dst, 0x67), nil
				}
				return append(dst, 0x90, 0x00), nil
			}),
		},
		"what is cancelled is not sent": {{OnTransmit: ok}},
		"a transaction begins and ends": {
			{OnBegin: func() error { return lost }}, {OnEnd: func() error { return lost }},
		},
		"a reset leaves a card that answers": {
			{OnReset: func(bool) error { return lost }},
		},
	}
	for clause, channels := range broken {
		for i, ch := range channels {
			if !catches(t, clause, ch) {
				t.Errorf("%s: broken channel %d passes", clause, i)
			}
		}
	}
	for _, c := range clauses {
		if catches(t, c.name, answers(ok)) {
			t.Errorf("%s: a channel that keeps it fails", c.name)
		}
		if broken[c.name] == nil && c.name != "the protocol is T=0, T=1 or unknown" {
			t.Errorf("%s: no broken channel", c.name)
		}
	}
}
