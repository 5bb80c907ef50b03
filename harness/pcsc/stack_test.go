//go:build linux && cgo && pcsc

package pcsc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/testdata/testneed"
)

// The tests of this file go through a real pcscd. libpcsclite remembers the
// socket it first used: they all use one path and do not run in parallel.

var (
	slow = []byte{0x00, 0xFE, 0x00, 0x00}
	fast = []byte{0x00, 0x84, 0x00, 0x00, 0x08}
	// T=1, with its check byte (ISO/IEC 7816-3, 8.2).
	atr1 = []byte{0x3B, 0x82, 0x01, 0xC5, 0x01, 0x47}
	// A CPS3: T=0.
	atr0 = []byte{0x3B, 0xAC, 0x00, 0x40, 0x2A, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x00, 0x03, 0x10, 0x00, 0x90, 0x00}
)

// echoing is a card that answers a command with itself and 9000.
func echoing(atr []byte) *cardtest.Func {
	return &cardtest.Func{Answer: atr, OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
		return append(append(dst, cmd...), 0x90, 0x00), nil
	}}
}

// holding is one that does not answer slow for as long as it is in the reader.
func holding(atr []byte) *cardtest.Func {
	c := echoing(atr)
	answer := c.OnTransmit
	c.OnTransmit = func(ctx context.Context, dst, cmd []byte) ([]byte, error) {
		if bytes.Equal(cmd, slow) {
			<-ctx.Done()
			return dst, ctx.Err()
		}
		return answer(ctx, dst, cmd)
	}
	return c
}

func private(t *testing.T, cards ...*cardtest.Func) *stack.Stack {
	t.Helper()
	testneed.Part(t, "pcscd", "vpcd")
	cfg := stack.Config{
		Parts:  testneed.Parts(),
		Socket: filepath.Join(os.TempDir(), fmt.Sprintf("cpslab-pcsc-%d.comm", os.Getpid())),
	}
	for i, c := range cards {
		cfg.Cards = append(cfg.Cards, stack.Card{Name: fmt.Sprint(i), Channel: c})
	}
	st, err := stack.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, kv := range st.Env() {
		k, v, _ := strings.Cut(kv, "=")
		t.Setenv(k, v)
	}
	return st
}

func open(t *testing.T, s *pcsc.Service, reader string, opts pcsc.Options) *pcsc.Channel {
	t.Helper()
	c, err := s.Open(t.Context(), reader, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func exchange(t *testing.T, c *pcsc.Channel, cmd []byte) error {
	t.Helper()
	out, err := c.Transmit(t.Context(), nil, cmd)
	if want := append(bytes.Clone(cmd), 0x90, 0x00); err == nil && !bytes.Equal(out, want) {
		t.Errorf("got % X, want % X", out, want)
	}
	return err
}

func is(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

func TestPrivateListAndExchange(t *testing.T) {
	st := private(t, echoing(atr1), echoing(atr0), echoing([]byte{}))
	names := st.Readers()
	svc := pcsc.New()
	infos, err := svc.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]card.Slot{}
	for _, r := range infos {
		got[r.Name] = r
	}
	for i, want := range []card.Slot{
		{Name: names[0].Name, State: card.SlotCard, ATR: atr1},
		{Name: names[1].Name, State: card.SlotCard, ATR: atr0},
		{Name: names[2].Name, State: card.SlotMute},
	} {
		if diff := cmp.Diff(want, got[want.Name]); diff != "" {
			t.Errorf("reader %d (-want +got):\n%s", i, diff)
		}
	}
	for i, protocol := range []int{1, 0} {
		c := open(t, svc, names[i].Name, pcsc.Options{})
		if c.Protocol() != protocol || len(c.ATR()) == 0 {
			t.Errorf("card %d: protocol %d, ATR % X", i, c.Protocol(), c.ATR())
		}
		for _, step := range []func() error{
			func() error { return c.Begin(t.Context()) },
			func() error { return exchange(t, c, fast) },
			func() error { return c.End(t.Context()) },
			func() error { return c.Reset(t.Context(), false) },
			func() error { return c.Begin(t.Context()) },
			func() error { return c.Reset(t.Context(), true) },
			func() error { return exchange(t, c, fast) },
			func() error { return c.Begin(t.Context()) },
		} {
			if err := step(); err != nil {
				t.Error(err)
			}
		}
	}
	_, err = svc.Open(t.Context(), names[2].Name, pcsc.Options{})
	is(t, "mute card", err, pcsc.ErrMute)
	_, err = svc.Open(t.Context(), "Nobody 00 00", pcsc.Options{})
	is(t, "unknown reader", err, pcsc.ErrReaderNotFound)
	var choice *pcsc.ChoiceError
	if !errors.As(err, &choice) || len(choice.Readers) < 3 {
		t.Errorf("unknown reader: %v does not list the readers", err)
	}
}

func TestPrivateRemoval(t *testing.T) {
	st := private(t, echoing(atr1))
	name := st.Readers()[0].Name
	svc := pcsc.New()
	ctx, cancel := context.WithCancel(t.Context())
	events := svc.Watch(ctx)
	until := func(state card.SlotState) {
		t.Helper()
		for e := range events {
			if e.Err != nil {
				t.Fatal(e.Err)
			}
			if e.Reader.Name == name && e.Reader.State == state {
				return
			}
		}
	}
	until(card.SlotCard)
	c := open(t, svc, name, pcsc.Options{})
	if err := st.Remove(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	is(t, "exchange after removal", exchange(t, c, fast), pcsc.ErrRemoved)
	until(card.SlotEmpty)
	is(t, "exchange, removal seen", exchange(t, c, fast), pcsc.ErrRemoved)
	_, err := svc.Open(t.Context(), name, pcsc.Options{})
	is(t, "open an empty reader", err, pcsc.ErrNoCard)
	is(t, "reset without card", c.Reset(t.Context(), true), pcsc.ErrRemoved)
	is(t, "exchange after that", exchange(t, c, fast), pcsc.ErrRemoved)
	if err := st.Insert(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	until(card.SlotCard)
	if err := c.Reset(t.Context(), true); err != nil {
		t.Errorf("reset after insertion: %v", err)
	}
	if err := exchange(t, c, fast); err != nil {
		t.Errorf("exchange after insertion and reset: %v", err)
	}
	cancel()
	for range events { // closed once the watch has ended
	}
}

func TestPrivateOtherClients(t *testing.T) {
	st := private(t, echoing(atr1))
	name := st.Readers()[0].Name
	svc, other := pcsc.New(), pcsc.New()
	a := open(t, svc, name, pcsc.Options{})
	b := open(t, other, name, pcsc.Options{})
	if err := b.Reset(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	is(t, "after a reset elsewhere", exchange(t, a, fast), pcsc.ErrReset)
	if err := exchange(t, a, fast); err != nil {
		t.Errorf("after the reconnection: %v", err)
	}
	_, err := other.Open(t.Context(), name, pcsc.Options{Exclusive: true})
	is(t, "exclusive beside others", err, pcsc.ErrSharing)

	late := open(t, other, name, pcsc.Options{Deadline: 300 * time.Millisecond})

	// A transaction elsewhere outlasts the deadline; when it ends, the one
	// that begins too late must not keep the card.
	if err := a.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	is(t, "begin during a transaction", late.Begin(t.Context()), pcsc.ErrWedged)
	if err := a.End(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Begin(t.Context()); err != nil {
		t.Errorf("begin after the late one: %v", err)
	}
}

func TestPrivateWedged(t *testing.T) {
	st := private(t, holding(atr1), echoing(atr1), echoing(atr0))
	names := st.Readers()
	svc := pcsc.New()
	c := open(t, svc, names[0].Name, pcsc.Options{Deadline: 300 * time.Millisecond})
	beside := open(t, svc, names[2].Name, pcsc.Options{})
	is(t, "card that does not answer", exchange(t, c, slow), pcsc.ErrWedged)
	is(t, "the same channel", exchange(t, c, fast), pcsc.ErrWedged)
	_, err := svc.Open(t.Context(), names[0].Name, pcsc.Options{})
	is(t, "the same reader", err, pcsc.ErrWedged)
	if err := exchange(t, beside, fast); err != nil {
		t.Errorf("another reader: %v", err)
	}
	if _, err := svc.List(t.Context()); err != nil {
		t.Errorf("list: %v", err)
	}
}

func TestPrivateRestart(t *testing.T) {
	st := private(t, echoing(atr1))
	name := st.Readers()[0].Name
	svc := pcsc.New()
	c := open(t, svc, name, pcsc.Options{})
	if err := st.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	is(t, "exchange after the service ended", exchange(t, c, fast), pcsc.ErrNoService)
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := exchange(t, open(t, svc, name, pcsc.Options{}), fast); err != nil {
		t.Error(err)
	}
}

// TestNoService runs itself again in a process whose PC/SC socket is missing.
func TestNoService(t *testing.T) {
	const inside = "CPSLAB_TEST_NO_SERVICE"
	if os.Getenv(inside) == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNoService$", "-test.v")
		cmd.Env = append(os.Environ(), inside+"=1", "PCSCLITE_CSOCK_NAME="+filepath.Join(t.TempDir(), "none.comm"))
		out, err := cmd.CombinedOutput()
		if err != nil || !bytes.Contains(out, []byte("--- PASS: TestNoService")) {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	_, err := pcsc.New().List(t.Context())
	is(t, "list", err, pcsc.ErrNoService)
	_, err = pcsc.New().Open(t.Context(), "R", pcsc.Options{})
	is(t, "open", err, pcsc.ErrNoService)
	ctx, cancel := context.WithCancel(t.Context())
	events := pcsc.New().Watch(ctx)
	e := <-events
	is(t, "watch", e.Err, pcsc.ErrNoService)
	cancel()
	for range events { // closed once the watch has ended
	}
}

// TestConformance holds a card behind a real pcscd and driver to card.Channel,
// over T=0 and over T=1.
func TestConformance(t *testing.T) {
	st := private(t, echoing(atr0), echoing(atr1))
	svc := pcsc.New()
	for i, protocol := range []string{"T=0", "T=1"} {
		t.Run(protocol, func(t *testing.T) {
			cardtest.Conformance(t, func(t *testing.T) card.Channel {
				t.Helper()
				return open(t, svc, st.Readers()[i].Name, pcsc.Options{})
			})
		})
	}
}
