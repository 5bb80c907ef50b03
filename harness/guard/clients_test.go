//go:build linux && cgo && pcsc

package guard_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

// two are two programs on one card: ours behind a guard, and another that asks
// nobody.
type two struct {
	t     *testing.T
	svc   *pcsc.Service
	guard *guard.Guard
	ours  *pcsc.Channel
	other *pcsc.Channel
}

func (c *two) send(ch card.Channel, cmds ...string) (last string, err error) {
	c.t.Helper()
	for _, cmd := range cmds {
		b, herr := hex.DecodeString(cmd)
		if herr != nil {
			c.t.Fatal(herr)
		}
		var out []byte
		if out, err = ch.Transmit(c.t.Context(), nil, b); err == nil {
			last = fmt.Sprintf("%X", out[max(0, len(out)-2):])
		}
	}
	return last, err
}

// look reads serial number and counter, as a careful program does before it
// presents a code. The card speaks T=0: its data come with GET RESPONSE.
func (c *two) look() {
	c.t.Helper()
	got, err := c.send(c.guard, "00A40904043F00D003", "00B000000C", "00A4090C023F00", "00CB3FFF0A4D087006BF810102A080", "00C0000023")
	if err != nil || got != "9000" && got[:2] != "6C" {
		c.t.Fatalf("the look at the counter: %s, %v", got, err)
	}
	if got[:2] == "6C" {
		if got, err = c.send(c.guard, "00C00000"+got[2:]); got != "9000" {
			c.t.Fatalf("the look at the counter: %s, %v", got, err)
		}
	}
}

func (c *two) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// watched is a card whose counter the test reads while a stack serves it.
type watched struct {
	mu sync.Mutex // held during each exchange and look
	*simulator.Card
}

func (w *watched) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Card.Transmit(ctx, dst, cmd)
}

func (w *watched) Reset(ctx context.Context, cold bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Card.Reset(ctx, cold)
}

// left is how many tries the PIN has.
func (w *watched) left() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.State().PIN.Left
}

// TestAnotherProgramSpendsTries: through a real PC/SC service another program
// spends two tries whenever it gets a turn between our look at the counter and
// our VERIFY, which would then block the card: it is refused.
func TestAnotherProgramSpendsTries(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd")
	chip := &watched{Card: newCard(t, "extends: cps3-healthy\n")}
	st, err := stack.Start(t.Context(), stack.Config{
		Cards: []stack.Card{{Channel: chip}}, Parts: testneed.Parts(),
		Socket: filepath.Join(os.TempDir(), fmt.Sprintf("cpslab-guard-%d.comm", os.Getpid())),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, kv := range st.Env() {
		k, v, _ := strings.Cut(kv, "=")
		t.Setenv(k, v)
	}
	const right, wrong = "002000010431323334", "002000010439393939"
	for name, turn := range map[string]func(c *two){
		"without a transaction": func(c *two) { c.look() },
		"after the end":         func(c *two) { c.must(c.guard.Begin(t.Context())); c.look(); c.must(c.guard.End(t.Context())) },
		"after our warm reset": func(c *two) {
			c.must(c.guard.Begin(t.Context()))
			c.look()
			c.must(c.guard.Reset(t.Context(), false))
			c.look()
		},
		"after our cold reset": func(c *two) {
			c.must(c.guard.Begin(t.Context()))
			c.look()
			c.must(c.guard.Reset(t.Context(), true))
			c.look()
		},
		"after a reset by the other": func(c *two) { c.look(); c.resetElsewhere(); c.lose(card.ErrReset); c.look() },
		"begun after that reset": func(c *two) {
			c.look()
			c.resetElsewhere()
			c.fail(c.guard.Begin(t.Context()), card.ErrReset)
			c.look()
		},
		"ended after that reset": func(c *two) {
			c.must(c.guard.Begin(t.Context()))
			c.look()
			c.must(c.ours.End(t.Context()))
			c.resetElsewhere()
			c.lose(card.ErrReset)
			c.look()
		},
		"begun twice": func(c *two) {
			c.must(c.guard.Begin(t.Context()))
			c.look()
			c.fail(c.guard.Begin(t.Context()), pcsc.ErrMisuse)
			c.must(c.ours.End(t.Context()))
			c.look()
		},
		"in the next transaction":     func(c *two) { c.must(c.guard.Begin(t.Context())); c.look(); c.must(c.guard.End(t.Context())) },
		"after the card was reseated": func(c *two) { c.must(c.guard.Begin(t.Context())); c.look(); c.reseat(st); c.lose(card.ErrRemoved) },
	} {
		t.Run(name, func(t *testing.T) {
			c := &two{t: t, svc: pcsc.New()}
			c.ours, c.other = c.open(st), c.open(st)
			c.guard = guard.New(c.ours, guard.Permissions{Allow: guard.AllPermissions(), Serial: chip.SerialNumber()})
			if got, err := c.send(c.other, right); got != "9000" || chip.left() != 3 {
				t.Fatalf("the right code of the other program: %s, %v; %d tries left", got, err, chip.left())
			}
			turn(c)
			for want := 2; want > 0; want-- { // the first may only tell of our reset
				for range 3 {
					if _, err := c.send(c.other, wrong); err == nil {
						break
					} else if !errors.Is(err, card.ErrReset) {
						c.other = c.open(st)
					}
				}
				if left := chip.left(); left != want {
					t.Fatalf("%d tries left, the other program left %d", left, want)
				}
			}
			if name == "in the next transaction" {
				c.must(c.guard.Begin(t.Context()))
			}
			var refused *guard.RefusedError
			if got, err := c.send(c.guard, wrong); !errors.As(err, &refused) {
				t.Errorf("our VERIFY: %s, %v; want a refusal", got, err)
			}
			if left := chip.left(); left != 1 {
				t.Errorf("%d tries left, want 1", left)
			}
		})
	}
}

func (c *two) open(st *stack.Stack) *pcsc.Channel {
	c.t.Helper()
	ch, err := c.svc.Open(c.t.Context(), st.Readers()[0].Name, pcsc.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = ch.Close() }) // of a card taken out it says so
	return ch
}

func (c *two) resetElsewhere() {
	c.t.Helper()
	c.must(c.other.Reset(c.t.Context(), true))
}

func (c *two) fail(err, want error) {
	c.t.Helper()
	if !errors.Is(err, want) {
		c.t.Fatalf("error %v, want %v", err, want)
	}
}

// lose sends a harmless command that the service does not pass on.
func (c *two) lose(want error) {
	c.t.Helper()
	_, err := c.send(c.guard, "0084000008")
	c.fail(err, want)
}

func (c *two) reseat(st *stack.Stack) {
	c.t.Helper()
	c.must(st.Remove(c.t.Context(), 0))
	c.must(st.Insert(c.t.Context(), 0))
}
