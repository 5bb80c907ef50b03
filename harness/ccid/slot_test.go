package ccid_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/slot"
)

// A card that is pulled out in an exchange ends it; the host is told of both moves.
func TestRemoval(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 1)
	cfg := one(&cardtest.Func{OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		asked <- struct{}{}
		<-ctx.Done()
		return dst, ctx.Err()
	}})
	dev, r := attach(t, cfg)
	s := dev.Slot(0)
	change := func() []byte {
		t.Helper()
		b, err := r.Change(within(t))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if b := change(); !bytes.Equal(b, []byte{3}) {
		t.Fatalf("% X at first", b)
	}
	powered(t, r, 0)
	if s.State() != slot.Presented {
		t.Errorf("%v once it is powered", s.State())
	}
	go func() {
		<-asked
		s.Remove()
	}()
	if a, err := r.Tell(within(t), 0, 0x6F, [3]byte{}, []byte{0, 0xB0, 0, 0, 0}); err == nil || a[7] != 0x42 || a[8] != 0xFE {
		t.Errorf("% X, %v", a, err)
	}
	if b := change(); !bytes.Equal(b, []byte{2}) || s.State() != slot.Removed {
		t.Errorf("% X, %v", b, s.State())
	}
	s.Insert()
	if b := change(); !bytes.Equal(b, []byte{3}) {
		t.Errorf("% X", b)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("status %d, %v", status, err)
	}
	powered(t, r, 0)
	if err := s.Wait(within(t), slot.Presented); err != nil {
		t.Error(err)
	}
}

// A card that comes back at once stays out until the host has seen it gone.
func TestBackAtOnce(t *testing.T) {
	t.Parallel()
	dev, r := attach(t, one(&cardtest.Func{}))
	powered(t, r, 0)
	dev.Slot(0).Remove()
	dev.Slot(0).Insert()
	if got := dev.Slot(0).State(); got != slot.Waiting {
		t.Errorf("%v", got)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 2 {
		t.Errorf("status %d, %v", status, err)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("status %d, %v, once it was seen gone", status, err)
	}
}

// A swap shows where the host can tell the cards apart, and else goes by unseen.
func TestSwap(t *testing.T) {
	t.Parallel()
	answering := func(sw byte) *cardtest.Func {
		return &cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) { return append(dst, sw, 0), nil }}
	}
	dev, r := attach(t, one(answering(0x90)))
	c := powered(t, r, 0)
	if noticed, err := dev.Slot(0).Swap(within(t), answering(0x6F)); noticed || err != nil {
		t.Fatal(noticed, err)
	}
	if out, err := c.Transmit(within(t), nil, []byte{0, 0xB0, 0, 0, 0}); err != nil || out[0] != 0x6F {
		t.Errorf("% X, %v", out, err)
	}
	other := answering(0x91)
	other.Answer = []byte{0x3B, 0x01, 0x55}
	if noticed, err := dev.Slot(0).Swap(within(t), other); !noticed || err != nil {
		t.Fatal(noticed, err)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 2 {
		t.Errorf("status %d, %v", status, err)
	}
	if c := powered(t, r, 0); !bytes.Equal(c.ATR(), other.Answer) {
		t.Errorf("ATR % X", c.ATR())
	}
}

// Several slots work beside each other: one whose card is silent keeps nobody.
func TestSlots(t *testing.T) {
	t.Parallel()
	silent := &cardtest.Func{OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		<-ctx.Done()
		return dst, ctx.Err()
	}}
	dev, r := attach(t, ccid.Config{Slots: []ccid.SlotConfig{{Card: silent}, {}, {Card: &cardtest.Func{}}}})
	if r.Slots != 3 {
		t.Fatalf("%d slots", r.Slots)
	}
	powered(t, r, 0)
	if err := dev.Write(within(t), 2, cardtest.Hex(t, "6F 05000000 00 99 000000 00B0000000")); err != nil {
		t.Fatal(err)
	}
	if err := dev.Write(within(t), 2, cardtest.Hex(t, "65 00000000 00 9A 000000")); err != nil {
		t.Fatal(err)
	}
	got, err := dev.Read(within(t), 1, 64)
	if want := cardtest.Hex(t, "81 00000000 00 9A 40 E0 00"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("% X, %v: a message to a busy slot", got, err)
	}
	if status, err := r.Status(within(t), 1); err != nil || status != 2 {
		t.Errorf("status %d, %v of an empty slot", status, err)
	}
	c := powered(t, r, 2)
	if out, err := c.Transmit(within(t), nil, []byte{0, 0xB0, 0, 0, 0}); err != nil || out[0] != 0x90 {
		t.Errorf("% X, %v", out, err)
	}
	if b, err := r.Change(within(t)); err != nil || !bytes.Equal(b, []byte{0x33}) {
		t.Errorf("% X, %v", b, err)
	}
}

// An exchange is broken off by the request and the message, in either order.
func TestAbort(t *testing.T) {
	t.Parallel()
	for _, requestFirst := range []bool{true, false} {
		asked := make(chan struct{}, 1)
		dev, r := attach(t, one(&cardtest.Func{OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
			asked <- struct{}{}
			<-ctx.Done()
			return dst, ctx.Err()
		}}))
		powered(t, r, 0)
		write := func(s string) {
			t.Helper()
			if err := dev.Write(within(t), 2, cardtest.Hex(t, s)); err != nil {
				t.Fatal(err)
			}
		}
		request := func() {
			t.Helper()
			if _, ok := dev.Control(within(t), [8]byte{0x21, 1, 0, 0x77}, nil); !ok {
				t.Fatal("stall")
			}
		}
		write("6F 05000000 00 70 000000 00B0000000")
		<-asked
		var want []string
		if requestFirst {
			request()
			want = append(want, "80000000000070400000") // FF below
			write("65 00000000 00 71 000000")
			want = append(want, "8100000000007140FF00")
			write("72 00000000 00 77 000000")
		} else {
			write("72 00000000 00 77 000000")
			request()
		}
		seen := map[string]bool{}
		for range 2 + len(want)/2 {
			b, err := dev.Read(within(t), 1, 64)
			if err != nil {
				t.Fatal(err)
			}
			seen[strings.ToUpper(hex.EncodeToString(b))] = true
		}
		for _, s := range []string{"8000000000007040FF00", "81000000000077000000"} {
			if !seen[s] {
				t.Errorf("request first %v: no %s in %v", requestFirst, s, seen)
			}
		}
		if requestFirst && !seen["8100000000007140FF00"] {
			t.Errorf("a message before the one to abort: %v", seen)
		}
		if status, err := r.Status(within(t), 0); err != nil || status != 0 {
			t.Errorf("status %d, %v afterwards", status, err)
		}
	}
	dev, _ := attach(t, one(&cardtest.Func{}))
	if _, ok := dev.Control(within(t), [8]byte{0x21, 1, 4, 0x77}, nil); ok {
		t.Error("abort on a slot that is none")
	}
}

// A host that is gone leaves nothing behind, and another finds a fresh reader.
func TestAttachments(t *testing.T) {
	t.Parallel()
	dev, r := attach(t, one(&cardtest.Func{}))
	powered(t, r, 0)
	if err := dev.Attach(); !errors.Is(err, ccid.ErrAttached) {
		t.Errorf("%v", err)
	}
	if err := dev.Write(within(t), 2, cardtest.Hex(t, "65 00000000 00 01 000000")); err != nil {
		t.Fatal(err)
	}
	dev.Detach()
	if got := dev.Slot(0).State(); got != slot.Waiting {
		t.Errorf("%v without a host", got)
	}
	if err := dev.Attach(); err != nil {
		t.Fatal(err)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("status %d, %v", status, err)
	}
	gone := dev.Gone()
	dev.Unplug()
	<-gone
	dev.Detach()
	if err := dev.Attach(); !errors.Is(err, ccid.ErrUnplugged) {
		t.Errorf("%v", err)
	}
	dev.Plug()
	if err := dev.Attach(); err != nil {
		t.Error(err)
	}
}

// A transfer that is too short for an answer is an error, or takes whole packets of it.
func TestShortTransfers(t *testing.T) {
	t.Parallel()
	dev, r := attach(t, one(&cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
		return append(dst, make([]byte, 102)...), nil
	}}))
	powered(t, r, 0)
	ask := cardtest.Hex(t, "6F 05000000 00 70 000000 00B0000000")
	for _, x := range []struct {
		max  int
		want []int
	}{{64, []int{64, 48}}, {128, []int{112}}, {20, nil}} {
		if err := dev.Write(within(t), 2, ask); err != nil {
			t.Fatal(err)
		}
		for _, n := range x.want {
			if b, err := dev.Read(within(t), 1, x.max); err != nil || len(b) != n {
				t.Errorf("%d: %d bytes, %v", x.max, len(b), err)
			}
		}
		if x.want == nil {
			if _, err := dev.Read(within(t), 1, x.max); err == nil {
				t.Errorf("%d: no error", x.max)
			}
		}
	}
}

// A transfer too short for what is told of the slots loses nothing of it.
func TestShortInterrupt(t *testing.T) {
	t.Parallel()
	dev, r := attach(t, one(&cardtest.Func{}))
	for _, max := range []int{0, 1} {
		if b, err := dev.Read(within(t), 3, max); err == nil {
			t.Errorf("%d: % X", max, b)
		}
	}
	if b, err := r.Change(within(t)); err != nil || !bytes.Equal(b, []byte{3}) {
		t.Errorf("% X, %v", b, err)
	}
}

// A host that reads nothing is made to wait, and keeps nobody's memory.
func TestFlood(t *testing.T) {
	t.Parallel()
	dev, _ := attach(t, one(&cardtest.Func{}))
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	sent := 0
	for ; sent < 1000; sent++ {
		if err := dev.Write(ctx, 2, cardtest.Hex(t, "65 00000000 00 01 000000")); err != nil {
			break
		}
	}
	if sent != 16 {
		t.Errorf("%d messages were taken", sent)
	}
}
