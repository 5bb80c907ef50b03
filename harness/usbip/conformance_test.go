package usbip_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/usbip"
	"github.com/cpslab/cps/harness/usbip/usbtest"
)

const patience = 20 * time.Second

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	t.Cleanup(stop)
	return ctx
}

// bench is a server with its readers, and what it logged.
type bench struct {
	address string
	readers []*ccid.Device

	mu     sync.Mutex // protects log
	log    []usbip.Event
	logged chan struct{} // holds one token when log grew
}

// serve serves readers with these cards until the test ends.
func serve(t *testing.T, chips ...card.Channel) *bench {
	t.Helper()
	return servePatiently(t, usbip.DefaultPatience, chips...)
}

// servePatiently is serve for a server that waits so long for a host to take an answer.
func servePatiently(t *testing.T, patience time.Duration, chips ...card.Channel) *bench {
	t.Helper()
	b := &bench{logged: make(chan struct{}, 1)}
	ctx, stop := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	var devices []usbip.Device
	for _, chip := range chips {
		d, err := ccid.New(ccid.Config{Slots: []ccid.SlotConfig{{Card: chip}}})
		if err != nil {
			t.Fatal(err)
		}
		serving.Go(func() { _ = d.Slot(0).Serve(ctx) })
		if err := d.Slot(0).Wait(within(t), slot.Waiting); err != nil {
			t.Fatal(err)
		}
		b.readers, devices = append(b.readers, d), append(devices, d)
	}
	server, err := usbip.New(usbip.Config{Devices: devices, Log: b.note, Patience: patience})
	if err != nil {
		t.Fatal(err)
	}
	l, err := usbip.Listen(ctx, "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	b.address = l.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
	return b
}

func (b *bench) note(e usbip.Event) {
	b.mu.Lock()
	b.log = append(b.log, e)
	b.mu.Unlock()
	select {
	case b.logged <- struct{}{}:
	default:
	}
}

// wait returns once an event fits.
func (b *bench) wait(t *testing.T, what string, fits func(usbip.Event) bool) {
	t.Helper()
	b.waitFor(t, what, 1, fits)
}

// waitFor returns once so many events fit.
func (b *bench) waitFor(t *testing.T, what string, many int, fits func(usbip.Event) bool) {
	t.Helper()
	ctx := within(t)
	for {
		b.mu.Lock()
		seen := 0
		for _, e := range b.log {
			if fits(e) {
				seen++
			}
		}
		b.mu.Unlock()
		if seen >= many {
			return
		}
		select {
		case <-b.logged:
		case <-ctx.Done():
			t.Fatalf("%s: not in the log %+v", what, b.log)
		}
	}
}

// attach attaches a reader and opens its driver.
func (b *bench) attach(t *testing.T, i int) (*usbtest.Attached, *usbtest.Reader) {
	t.Helper()
	bus, err := usbtest.Dial(within(t), b.address, usbip.BusID(i))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	r, err := usbtest.Open(within(t), bus)
	if err != nil {
		t.Fatal(err)
	}
	return bus, r
}

func (b *bench) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(within(t), "tcp", b.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// TestConformance holds a card in a USB reader, attached over a network, to card.Channel.
func TestConformance(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(t *testing.T) card.Channel {
		t.Helper()
		b := serve(t, &cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
			return append(dst, 0x6A, 0x82), nil
		}})
		_, r := b.attach(t, 0)
		c, err := r.Card(within(t), 0)
		if err != nil {
			t.Fatal(err)
		}
		return c
	})
}
