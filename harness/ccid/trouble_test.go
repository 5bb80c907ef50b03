package ccid_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/usbip/usbtest"
)

// breaking is a reader whose card breaks it at the next exchange.
func breaking(t *testing.T, trouble string, late time.Duration) (*ccid.Device, *usbtest.Card) {
	t.Helper()
	var dev *ccid.Device
	calls := 0
	cfg := one(&cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
		if calls++; calls == 2 && !dev.Slot(0).Break(trouble, late) {
			t.Error(trouble)
		}
		return append(dst, 0x90, 0x00), nil
	}})
	cfg.Extension = 20 * time.Millisecond
	dev, r := attach(t, cfg)
	c := powered(t, r, 0)
	if _, err := c.Transmit(within(t), nil, []byte{0, 0xB0, 0, 0, 0}); err != nil {
		t.Fatal(err)
	}
	return dev, c
}

var command = []byte{0x6F, 5, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0xB0, 0, 0, 0}

// Each trouble is met at the exchange that it breaks, and not behind it.
func TestTroublesOfAnExchange(t *testing.T) {
	t.Parallel()
	for trouble, want := range map[string][]string{
		"wrong-sequence":  {"80 02000000 00 41 00 00 00 9000"},
		"no-extension":    {"80 02000000 00 40 00 00 00 9000"},
		"wrong-extension": {"80 00000000 00 40 80 FF 00", "80 02000000 00 40 00 00 00 9000"},
	} {
		synctest.Test(t, func(t *testing.T) { // on a clock that only waiting moves
			const delay = 100 * time.Millisecond
			dev, c := breaking(t, trouble, delay)
			began := time.Now()
			if err := dev.Write(within(t), 2, command); err != nil {
				t.Fatal(err)
			}
			for _, w := range want {
				got, err := dev.Read(within(t), 1, 64)
				if err != nil || !bytes.Equal(got, cardtest.Hex(t, w)) {
					t.Errorf("%s: % X, %v; want %s", trouble, got, err, w)
				}
			}
			late := delay
			if trouble == "wrong-sequence" {
				late = 0
			}
			if took := time.Since(began); took != late {
				t.Errorf("%s: %v, want %v", trouble, took, late)
			}
			if out, err := c.Transmit(within(t), nil, []byte{0, 0xB0, 0, 0, 0}); err != nil || !bytes.Equal(out, []byte{0x90, 0}) {
				t.Errorf("%s: % X, %v afterwards", trouble, out, err)
			}
		})
	}
}

// A reader that goes gives no answer; one that starts anew can be attached again.
func TestReaderGoes(t *testing.T) {
	t.Parallel()
	for trouble, again := range map[string]error{"restarted": nil, "unplugged": ccid.ErrUnplugged} {
		dev, _ := breaking(t, trouble, 0)
		gone := dev.Gone()
		if err := dev.Write(within(t), 2, command); err != nil {
			t.Fatal(err)
		}
		<-gone
		if _, err := dev.Read(within(t), 1, 64); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", trouble, err)
		}
		dev.Detach()
		if err := dev.Attach(); !errors.Is(err, again) {
			t.Errorf("%s: %v", trouble, err)
		}
		dev.Slot(0).Mend()
		if err := dev.Attach(); !dev.Plugged() || err != nil && !errors.Is(err, ccid.ErrAttached) {
			t.Errorf("%s, mended: %v", trouble, err)
		}
	}
}

// What lasts is met from then on, and mended.
func TestTroublesThatLast(t *testing.T) {
	t.Parallel()
	dev, r := attach(t, one(&cardtest.Func{}))
	s := dev.Slot(0)
	if s.Break("nonsense", 0) {
		t.Error("nonsense is a trouble")
	}
	powered(t, r, 0)
	clock := func() uint32 {
		t.Helper()
		b, ok := dev.Control(within(t), [8]byte{0xA1, 2, 0, 0, 0, 0, 0, 1}, nil)
		if !ok {
			t.Fatal("stall")
		}
		return binary.LittleEndian.Uint32(b)
	}
	if _, err := r.Change(within(t)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pts-refused", "wrong-clock", "change-lost"} {
		if !s.Break(name, 0) {
			t.Error(name)
		}
	}
	if a, err := r.Tell(within(t), 0, 0x61, [3]byte{1}, cardtest.Hex(t, "18 10 00 45 00 FE 00")); err == nil || a[8] != 0xF6 {
		t.Errorf("% X, %v", a, err)
	}
	if got := clock(); got != 40000 {
		t.Errorf("clock %d kHz", got)
	}
	s.Remove()
	short, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if b, err := r.Change(short); err == nil {
		t.Errorf("told % X", b)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 2 {
		t.Errorf("status %d, %v", status, err)
	}
	s.Mend()
	s.Insert()
	if _, err := r.Change(within(t)); err != nil {
		t.Error(err)
	}
	if got := clock(); got != 4000 {
		t.Errorf("clock %d kHz, mended", got)
	}
}
