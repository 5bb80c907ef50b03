package slot_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/slot"
)

// answering is a card that answers everything with two bytes.
func answering(sw1, sw2 byte) *cardtest.Func {
	return &cardtest.Func{OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		return append(dst, sw1, sw2), nil
	}}
}

func TestBayConforms(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(*testing.T) card.Channel { return slot.NewBay(answering(0x6A, 0x82), false) })
}

// TestSwap exchanges a card for each kind of other one.
func TestSwap(t *testing.T) {
	t.Parallel()
	mute := errors.New("mute")
	other := slices.Clone(cardtest.ATR[:])
	other[4], other[5] = other[4]^1, other[5]^1
	for name, tt := range map[string]struct {
		next    *cardtest.Func
		noticed bool
	}{
		"its twin":                       {answering(0x6A, 0x83), false},
		"of another ATR":                 {&cardtest.Func{Answer: other}, true},
		"of another protocol":            {&cardtest.Func{T: cardtest.T0}, true},
		"without an ATR":                 {&cardtest.Func{Answer: []byte{}}, true},
		"that does not answer the reset": {&cardtest.Func{OnReset: func(bool) error { return mute }}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := answering(0x90, 0x00)
			bay := slot.NewBay(before, false)
			differs, err := bay.Differs(t.Context(), tt.next)
			if err != nil {
				t.Fatal(err)
			}
			noticed, err := bay.Swap(t.Context(), tt.next)
			if err != nil || noticed != tt.noticed || differs && !noticed {
				t.Errorf("noticed %v (seen before: %v), %v", noticed, differs, err)
			}
			if _, err := bay.Transmit(t.Context(), nil, []byte{0x00, 0xA4, 0x00, 0x0C}); err != nil {
				t.Fatal(err)
			}
			if got := tt.next.Calls(); got.Cold != 1 || got.Transmits != 1 {
				t.Errorf("the new card was powered up %d times and asked %d times", got.Cold, got.Transmits)
			}
			if got := before.Calls(); got.Transmits != 0 || got.Cold != 0 {
				t.Errorf("the old card was still used: %+v", got)
			}
		})
	}
}

// A T=0 card behind the bay is shown as a T=0 reader shows it, the one that comes later
// too; not where the reader takes any APDU.
func TestSwapKeepsTheLine(t *testing.T) {
	t.Parallel()
	for _, anyAPDU := range []bool{false, true} {
		bay, next := slot.NewBay(answering(0x90, 0x00), anyAPDU), &cardtest.Func{T: cardtest.T0}
		if _, err := bay.Swap(t.Context(), next); err != nil {
			t.Fatal(err)
		}
		if _, err := bay.Transmit(t.Context(), nil, []byte{0x00, 0x20, 0x00, 0x01}); err != nil {
			t.Fatal(err)
		}
		want := 5
		if anyAPDU {
			want = 4
		}
		if got := next.Calls().Last; len(got) != want {
			t.Errorf("any APDU %v: the card got % X", anyAPDU, got)
		}
	}
}

// The exchange under way is the old card's; the swap waits for it, but not for ever.
func TestSwapWaitsForTheExchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		slow := &cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
			<-release
			return append(dst, 0x90, 0x01), nil
		}}
		bay := slot.NewBay(slow, false)
		answer := make(chan []byte, 1)
		go func() {
			out, _ := bay.Transmit(t.Context(), nil, []byte{0x00, 0x84, 0x00, 0x00, 0x08})
			answer <- out
		}()
		synctest.Wait()
		over, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error, 1)
		go func() {
			_, err := bay.Swap(over, answering(0x6A, 0x83))
			gaveUp <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-gaveUp; !errors.Is(err, context.Canceled) {
			t.Errorf("swap that waits in vain: %v", err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			if _, err := bay.Swap(t.Context(), answering(0x6A, 0x82)); err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()
		close(release)
		if out := <-answer; string(out) != "\x90\x01" {
			t.Errorf("the exchange under way got % X", out)
		}
		<-done
		if out, err := bay.Transmit(t.Context(), nil, []byte{0x00, 0x84, 0x00, 0x00, 0x08}); err != nil || string(out) != "\x6A\x82" {
			t.Errorf("the next one got % X, %v", out, err)
		}
	})
}

// A transaction that is open is so on the card that comes.
func TestSwapKeepsTheTransaction(t *testing.T) {
	t.Parallel()
	before, next := answering(0x90, 0x00), answering(0x90, 0x00)
	bay := slot.NewBay(before, false)
	if err := bay.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := bay.Swap(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	if err := bay.End(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, ch := range map[string]*cardtest.Func{"old": before, "new": next} {
		if got := ch.Calls(); got.Begins != 1 || got.Ends != 1 {
			t.Errorf("%s card: %d begun, %d ended", name, got.Begins, got.Ends)
		}
	}
	busy := &cardtest.Func{OnBegin: func() error { return card.ErrBusy }}
	if err := bay.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := bay.Swap(t.Context(), busy); err != nil {
		t.Fatal(err)
	}
	if err := bay.End(t.Context()); err != nil || busy.Calls().Ends != 0 {
		t.Errorf("end of what the new card did not begin: %v, %d", err, busy.Calls().Ends)
	}
}

func TestBoard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b slot.Board
		if err := b.Wait(t.Context(), slot.Removed); err != nil {
			t.Error(err)
		}
		reached := make(chan error, 2)
		for _, want := range []slot.State{slot.Connected, slot.Presented} {
			go func() { reached <- b.Wait(t.Context(), want) }()
		}
		synctest.Wait()
		b.Set(slot.Waiting)
		synctest.Wait()
		if len(reached) != 0 {
			t.Error("waiting is not connected")
		}
		b.Set(slot.Presented) // past connected
		for range 2 {
			if err := <-reached; err != nil {
				t.Error(err)
			}
		}
		over, cancel := context.WithCancel(t.Context())
		cancel()
		if err := b.Wait(over, slot.Removed); !errors.Is(err, context.Canceled) {
			t.Errorf("presented is past removed, and no removal: %v", err)
		}
	})
}
