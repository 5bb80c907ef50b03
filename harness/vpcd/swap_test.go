package vpcd_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/slot"
)

// fixed is a card that answers everything with the same bytes.
func fixed(answer ...byte) *cardtest.Func {
	return &cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) { return append(dst, answer...), nil }}
}

// TestSwapBehindAConnection: the reader keeps its connection, and its next command is
// answered by the new card.
func TestSwapBehindAConnection(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	s, _, _ := serve(t, d.addr(), fixed(0x90, 0x01))
	d.accept()
	d.send(1)
	if out := d.call(0x00, 0xB0, 0x00, 0x00, 0x04); !bytes.Equal(out, []byte{0x90, 0x01}) {
		t.Fatalf("% X", out)
	}
	for i := range byte(20) {
		next := fixed(0x90, i)
		if noticed, err := s.Swap(t.Context(), next); err != nil || noticed {
			t.Fatalf("noticed %v, %v", noticed, err)
		}
		if out := d.call(0x00, 0xB0, 0x00, 0x00, 0x04); !bytes.Equal(out, []byte{0x90, i}) {
			t.Fatalf("card %d: % X", i, out)
		}
		if cold := next.Calls().Cold; cold != 1 {
			t.Errorf("card %d was powered up %d times", i, cold)
		}
	}
	if n := s.Exchanges(); n != 21 {
		t.Errorf("%d exchanges counted", n)
	}
}

// TestSwapOfAnotherATR: the card before is pulled out, and the other put in.
func TestSwapOfAnotherATR(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	s, _, _ := serve(t, d.addr(), fixed(0x90, 0x00))
	d.accept()
	if got := d.call(4); !bytes.Equal(got, cardtest.ATR[:]) {
		t.Fatalf("ATR % X", got)
	}
	other := &cardtest.Func{Answer: []byte{0x3B, 0x00}}
	if noticed, err := s.Swap(t.Context(), other); err != nil || !noticed {
		t.Fatalf("noticed %v, %v", noticed, err)
	}
	d.gone()
	d.accept()
	if got := d.call(4); !bytes.Equal(got, other.Answer) {
		t.Errorf("ATR % X", got)
	}
}

// TestSwapOutside: a card that is out of the reader stays out, whatever it is.
func TestSwapOutside(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	s, _, _ := serve(t, d.addr(), fixed(0x90, 0x00))
	d.accept()
	s.Remove()
	d.gone()
	other := &cardtest.Func{Answer: []byte{0x3B, 0x00}}
	if noticed, err := s.Swap(t.Context(), other); err != nil || !noticed {
		t.Fatalf("noticed %v, %v", noticed, err)
	}
	wait(t, s, slot.Removed)
	s.Insert()
	d.accept()
	if got := d.call(4); !bytes.Equal(got, other.Answer) {
		t.Errorf("ATR % X", got)
	}
}

// TestRemoveOfACardThatHangs: what the reader waits for ends, and the slot goes on.
func TestRemoveOfACardThatHangs(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	asked := make(chan struct{}, 1)
	s, _, _ := serve(t, d.addr(), &cardtest.Func{OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		asked <- struct{}{}
		<-ctx.Done()
		return dst, ctx.Err()
	}})
	d.accept()
	d.send(0x00, 0xB0, 0x00, 0x00, 0x04)
	<-asked
	s.Remove()
	d.gone()
	if _, err := s.Swap(t.Context(), fixed(0x90, 0x02)); err != nil {
		t.Fatal(err)
	}
	s.Insert()
	d.accept()
	if out := d.call(0x00, 0xB0, 0x00, 0x00, 0x04); !bytes.Equal(out, []byte{0x90, 0x02}) {
		t.Errorf("% X", out)
	}
}
