//go:build pcsc

package stack_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ebfe/scard"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/testdata/testneed"
)

// client starts a stack and returns a PC/SC context on it. The PC/SC library
// reads the environment and remembers the socket: no such test runs in
// parallel, and all use one path.
func client(tb testing.TB, cards ...stack.Card) (*stack.Stack, *scard.Context) {
	tb.Helper()
	return clientOf(tb, nil, cards...)
}

// clientOf is client on a stack whose inside is served by that command.
func clientOf(tb testing.TB, inside []string, cards ...stack.Card) (*stack.Stack, *scard.Context) {
	tb.Helper()
	testneed.Part(tb, "pcscd", "vpcd")
	socket := filepath.Join(os.TempDir(), fmt.Sprintf("cpslab-test-%d.comm", os.Getpid()))
	st, err := stack.Start(tb.Context(), stack.Config{Cards: cards, Parts: testneed.Parts(), Socket: socket, Inside: inside})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := st.Close(); err != nil {
			tb.Error(err)
		}
	})
	for _, kv := range st.Env() {
		k, v, _ := strings.Cut(kv, "=")
		tb.Setenv(k, v)
	}
	ctx, err := scard.EstablishContext()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = ctx.Release() })
	return st, ctx
}

func TestMuteCardState(t *testing.T) {
	st, ctx := client(t, stack.Card{Channel: muteCard()})
	name := st.Readers()[0].Name
	states := []scard.ReaderState{{Reader: name, CurrentState: scard.StateUnaware}}
	if err := ctx.GetStatusChange(states, 0); err != nil {
		t.Fatal(err)
	}
	if got := states[0].EventState; got&scard.StatePresent == 0 || got&scard.StateMute == 0 {
		t.Errorf("event state %#x, want present and mute", got)
	}
	if _, err := ctx.Connect(name, scard.ShareShared, scard.ProtocolAny); !errors.Is(err, scard.ErrUnresponsiveCard) && !errors.Is(err, scard.ErrUnpoweredCard) {
		t.Errorf("Connect: %v, want an unresponsive card", err)
	}
}

// BenchmarkEcho is the rate of a bare responder through pcscd and the stock
// driver: what any served card is measured against; with a network of its own too,
// where the system allows it.
func BenchmarkEcho(b *testing.B) {
	b.Run("shared network", func(b *testing.B) { echo(b, nil) })
	b.Run("own network", func(b *testing.B) { echo(b, inside) })
}

func echo(b *testing.B, inside []string) {
	b.Helper()
	answer := make([]byte, 231+2) // one READ BINARY of a CPS, T=0 sized
	answer[231] = 0x90
	st, ctx := clientOf(b, inside, stack.Card{Channel: &vpcd.Echo{Answer: testATR(1), Response: answer}})
	c, err := ctx.Connect(st.Readers()[0].Name, scard.ShareShared, scard.ProtocolAny)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = c.Disconnect(scard.LeaveCard) }()
	cmd := []byte{0x00, 0xB0, 0x00, 0x00, 0xE7}
	for b.Loop() {
		r, err := c.Transmit(cmd)
		if err != nil || len(r) != len(answer) {
			b.Fatalf("%d bytes, %v", len(r), err)
		}
	}
	if inside != nil && !st.Warning().IsZero() {
		b.Skip("this system refuses network namespaces")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
}

// TestInsertRightAfterRemove: when Insert returns, a client finds the card, and
// has missed neither the removal nor the insertion.
func TestInsertRightAfterRemove(t *testing.T) {
	c := newScript(t, 1)
	st, ctx := client(t, stack.Card{Channel: c})
	name := st.Readers()[0].Name
	look := func() scard.ReaderState {
		states := []scard.ReaderState{{Reader: name, CurrentState: scard.StateUnaware}}
		if err := ctx.GetStatusChange(states, 0); err != nil {
			t.Fatal(err)
		}
		return states[0]
	}
	for i := range 20 {
		// A removal at any moment of the reader's poll.
		time.Sleep(time.Duration(i) * 20 * time.Millisecond)
		before := look().EventState >> 16
		if i%2 == 0 {
			st.Slot(0).Remove() // nobody waits
		} else if err := st.Remove(t.Context(), 0); err != nil {
			t.Fatal(err)
		} else if look().EventState&scard.StatePresent != 0 {
			t.Errorf("round %d: the card is still there", i)
		}
		if err := st.Insert(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		now := look()
		if now.EventState&scard.StatePresent == 0 || !bytes.Equal(now.Atr, c.Answer) {
			t.Errorf("round %d: state %#x, ATR % X", i, now.EventState, now.Atr)
			continue
		}
		if changes := now.EventState>>16 - before; changes != 2 {
			t.Errorf("round %d: %d changes seen, want one removal and one insertion", i, changes)
		}
		h, err := ctx.Connect(name, scard.ShareShared, scard.ProtocolAny)
		if err != nil {
			t.Errorf("round %d: %v", i, err)
			continue
		}
		if out, err := h.Transmit([]byte{0x00, 0xB0, 0x00, 0x00, 0x04}); err != nil || len(out) != 6 {
			t.Errorf("round %d: % X, %v", i, out, err)
		}
		if err := h.Disconnect(scard.LeaveCard); err != nil {
			t.Errorf("round %d: %v", i, err)
		}
	}
}

// TestSwap: a client's connection goes on with a card that looks like the one before, and
// loses it to one that does not.
func TestSwap(t *testing.T) {
	twin := func(i byte) *cardtest.Func {
		c := newScript(t, i)
		c.Answer = testATR(1)
		return c
	}
	st, ctx := client(t, stack.Card{Channel: twin(1)})
	name := st.Readers()[0].Name
	h, err := ctx.Connect(name, scard.ShareShared, scard.ProtocolAny)
	if err != nil {
		t.Fatal(err)
	}
	read := func(h *scard.Card, want byte) {
		t.Helper()
		out, err := h.Transmit([]byte{0x00, 0xB0, 0x00, 0x00, 0x04})
		if err != nil || len(out) != 6 || out[3] != want {
			t.Errorf("% X, %v, want the card %d", out, err, want)
		}
	}
	read(h, 1)
	for i := byte(2); i < 10; i++ {
		if err := st.Swap(t.Context(), 0, twin(i)); err != nil {
			t.Fatal(err)
		}
		read(h, i)
	}
	if err := st.Swap(t.Context(), 0, newScript(t, 10)); err != nil {
		t.Fatal(err)
	}
	if out, err := h.Transmit([]byte{0x00, 0xB0, 0x00, 0x00, 0x04}); !errors.Is(err, scard.ErrRemovedCard) && !errors.Is(err, scard.ErrResetCard) {
		t.Errorf("a connection outlives its card: % X, %v", out, err)
	}
	if err := h.Disconnect(scard.LeaveCard); err != nil {
		t.Error(err)
	}
	h, err = ctx.Connect(name, scard.ShareShared, scard.ProtocolAny)
	if err != nil {
		t.Fatal(err)
	}
	read(h, 10)
	if err := h.Disconnect(scard.LeaveCard); err != nil {
		t.Error(err)
	}
	if err := st.Swap(t.Context(), 7, twin(1)); !errors.Is(err, stack.ErrNoCard) {
		t.Errorf("a slot that is not there: %v", err)
	}
}

// A lonely card has no empty reader beside it, two have none either; readers bear the name
// that they are given, and each holds its card.
func TestLonelyReadersOfAnotherName(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd")
	socket := filepath.Join(os.TempDir(), fmt.Sprintf("cpslab-test-%d.comm", os.Getpid()))
	for n, want := range [][]string{{"OMNIKEY 3121 [x] 00 00"}, {"OMNIKEY 3121 [x] 00 00", "OMNIKEY 3121 [x] B 00 00"}} {
		cfg := stack.Config{Parts: testneed.Parts(), Socket: socket, Name: "OMNIKEY 3121 [x]", Lonely: true}
		for i := range n + 1 {
			cfg.Cards = append(cfg.Cards, stack.Card{Channel: newScript(t, byte(i+1))})
		}
		st, err := stack.Start(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		for _, kv := range st.Env() {
			k, v, _ := strings.Cut(kv, "=")
			t.Setenv(k, v)
		}
		ctx, err := scard.EstablishContext()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ctx.ListReaders()
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
		if told := st.Names(); !slices.Equal(told, want) {
			t.Errorf("%q are told, want %q", told, want)
		}
		for i, r := range st.Readers() {
			if r.Name != want[i] {
				t.Errorf("%q, want %q", r.Name, want[i])
			}
			h, err := ctx.Connect(r.Name, scard.ShareShared, scard.ProtocolAny)
			if err != nil {
				t.Fatal(err)
			}
			if out, err := h.Transmit([]byte{0x00, 0xB0, 0x00, 0x00, 0x04}); err != nil || len(out) != 6 || out[3] != byte(i+1) {
				t.Errorf("% X, %v, want the card %d", out, err, i+1)
			}
			if err := h.Disconnect(scard.LeaveCard); err != nil {
				t.Error(err)
			}
		}
		_ = ctx.Release()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := stack.Start(t.Context(), stack.Config{Cards: []stack.Card{{Channel: newScript(t, 1)}}, Name: `a"b`}); !errors.Is(err, stack.ErrName) {
		t.Errorf("%v", err)
	}
}
