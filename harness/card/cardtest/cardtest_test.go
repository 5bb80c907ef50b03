package cardtest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
)

// obedient is a channel that keeps the contract.
func obedient() *cardtest.Func {
	return &cardtest.Func{OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		return append(dst, 0x6A, 0x82), nil
	}}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(*testing.T) card.Channel { return obedient() })
}

func TestFunc(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	f := &cardtest.Func{T: cardtest.T0, OnReset: func(cold bool) error {
		if cold {
			return lost
		}
		return nil
	}}
	if out, err := f.Transmit(t.Context(), []byte{1}, []byte{0, 0xA4, 0, 0}); err != nil || string(out) != "\x01\x90\x00" {
		t.Errorf("% X, %v", out, err)
	}
	if err := f.Reset(t.Context(), false); err != nil {
		t.Error(err)
	}
	if err := f.Reset(t.Context(), true); !errors.Is(err, lost) {
		t.Error(err)
	}
	for range 2 {
		if err := errors.Join(f.Begin(t.Context()), f.End(t.Context())); err != nil {
			t.Error(err)
		}
	}
	got := f.Calls()
	if got.Transmits != 1 || got.Warm != 1 || got.Cold != 1 || got.Begins != 2 || got.Ends != 2 || string(got.Last) != "\x00\xA4\x00\x00" {
		t.Errorf("%+v", got)
	}
	for p, want := range map[cardtest.Protocol]int{cardtest.T0: 0, cardtest.T1: 1, cardtest.TUnknown: -1} {
		if got := (&cardtest.Func{T: p}).Protocol(); got != want {
			t.Errorf("%d: protocol %d", p, got)
		}
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	s := cardtest.Script(t, map[string]string{"00 B0 00 00 02": "cafe 9000"})
	for cmd, want := range map[string]string{"00B0000002": "CAFE9000", "00B0000003": "6D00"} {
		out, err := s.Transmit(t.Context(), nil, cardtest.Hex(t, cmd))
		if err != nil || string(out) != string(cardtest.Hex(t, want)) {
			t.Errorf("%s: % X, %v", cmd, out, err)
		}
	}
}
