package vpcd_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
)

// TestConformance holds a card served to a reader to card.Channel, seen from the
// reader's side of the wire.
func TestConformance(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(t *testing.T) card.Channel {
		t.Helper()
		d := newDriver(t)
		serve(t, d.addr(), &cardtest.Func{Answer: cardtest.ATR[:], OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
			return append(dst, 0x6A, 0x82), nil
		}})
		d.accept()
		return &wired{driver: d, atr: d.call(4)}
	})
}

// wired is the reader's side of the wire as a channel: what pcscd and the driver
// make of it.
type wired struct {
	*driver
	mu  sync.Mutex // one exchange at a time
	atr []byte
}

func (w *wired) ATR() []byte   { return w.atr }
func (w *wired) Protocol() int { return 1 }

// Transmit refuses what the driver cannot tell from a control: one byte.
func (w *wired) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return dst, err
	}
	if len(cmd) < 2 {
		return dst, errors.Join(card.ErrRefused, errors.New("one byte is a control of the wire"))
	}
	return append(dst, w.call(cmd...)...), nil
}

func (w *wired) Reset(_ context.Context, cold bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if cold {
		w.send(0)
		w.send(1)
	} else {
		w.send(2)
	}
	w.atr = w.call(4)
	return nil
}

func (*wired) Begin(context.Context) error { return nil }
func (*wired) End(context.Context) error   { return nil }
