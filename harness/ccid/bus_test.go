package ccid_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/usbip/usbtest"
)

// direct is a bus without a cable.
type direct struct{ dev *ccid.Device }

var errStall = errors.New("stall")

func (d direct) Control(ctx context.Context, setup [8]byte, data []byte) ([]byte, error) {
	b, ok := d.dev.Control(ctx, setup, data)
	if !ok {
		return nil, errStall
	}
	return b, nil
}

func (d direct) Out(ctx context.Context, endpoint int, data []byte) error {
	return d.dev.Write(ctx, endpoint, data)
}

func (d direct) In(ctx context.Context, endpoint, max int) ([]byte, error) {
	return d.dev.Read(ctx, endpoint, max)
}

const patience = 20 * time.Second

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	t.Cleanup(stop)
	return ctx
}

// attach makes a reader whose slots are served, and attaches it to a driver.
func attach(t *testing.T, cfg ccid.Config) (*ccid.Device, *usbtest.Reader) {
	t.Helper()
	dev := served(t, cfg)
	if err := dev.Attach(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dev.Detach)
	r, err := usbtest.Open(within(t), direct{dev})
	if err != nil {
		t.Fatal(err)
	}
	return dev, r
}

// served makes a reader whose slots are served until the test ends.
func served(t *testing.T, cfg ccid.Config) *ccid.Device {
	t.Helper()
	dev, err := ccid.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, dev.Slots())
	for i := range dev.Slots() {
		go func() { ended <- dev.Slot(i).Serve(ctx) }()
	}
	t.Cleanup(func() {
		stop()
		for range dev.Slots() {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	})
	for i, sc := range cfg.Slots {
		if sc.Card != nil && !sc.Removed {
			if err := dev.Slot(i).Wait(within(t), slot.Waiting); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dev
}

// one is a reader with one card.
func one(ch card.Channel) ccid.Config { return ccid.Config{Slots: []ccid.SlotConfig{{Card: ch}}} }

// powered opens the card of a slot.
func powered(t *testing.T, r *usbtest.Reader, slot int) *usbtest.Card {
	t.Helper()
	c, err := r.Card(within(t), slot)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestConformance holds a card in a USB reader to card.Channel, seen from the driver's side,
// through a short message and a long one, on both protocols.
func TestConformance(t *testing.T) {
	t.Parallel()
	for name, model := range map[string]string{"long messages": ccid.DefaultModel, "short messages": "gempc-twin"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cardtest.Conformance(t, func(t *testing.T) card.Channel {
				t.Helper()
				cfg := one(&cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
					return append(dst, 0x6A, 0x82), nil
				}})
				cfg.Model, _ = ccid.ModelOf(model)
				_, r := attach(t, cfg)
				return powered(t, r, 0)
			})
		})
	}
}
