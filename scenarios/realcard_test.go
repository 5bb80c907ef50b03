//go:build pcsc && linux

package scenarios_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/scenarios"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

// TestRealCardsAreSpared serves a card that no stack file calls simulated: to
// the suite it is a real one. The PC/SC library reads its environment once, so
// this is the one test in which this process is its client.
func TestRealCardsAreSpared(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd")
	c := open(t, "cps3-healthy")
	chip, ok := c.Channel().(*simulator.Card)
	if !ok {
		t.Fatalf("the card is a %T", c.Channel())
	}
	wire := &wiretap{Channel: chip}
	st, err := stack.Start(t.Context(), stack.Config{Cards: []stack.Card{{Name: "real", Channel: wire}}, Parts: testneed.Parts()})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	before := chip.State()
	t.Setenv(readers.EnvSocket, st.Socket())
	o := scenarios.RunOptions{Options: scenarios.Options{Reader: "pcsc:"}}
	// given is a Set for this card with a PIN, and how often that was asked for.
	given := func(pin string, allow ...guard.Permission) (*readers.Set, *int) {
		prompts := new(int)
		return &readers.Set{
			Permissions: guard.Permissions{Allow: allow, Serial: chip.SerialNumber()},
			RealPIN: func(context.Context, int) ([]byte, error) {
				*prompts++
				return []byte(pin), nil
			},
		}, prompts
	}

	t.Run("nothing allowed", func(t *testing.T) {
		o.Readers = &readers.Set{}
		sum := run(t, o)
		if sum.Verdict != scenarios.VerdictIncomplete || sum.Passed == 0 || sum.Useful == 0 {
			t.Errorf("summary %+v", sum)
		}
		for _, s := range sum.Skipped {
			if s.Cause == scenarios.CauseNotApplicable && (strings.Contains(s.Reason, "simulated cards only") || strings.Contains(s.Reason, "no other rate")) {
				continue // it would spend a try, which nothing allows; or the card has but one rate
			}
			if !strings.Contains(s.Reason, "--allow") || s.Cause != scenarios.CausePermission || len(s.Needs) == 0 {
				t.Errorf("skipped: %+v", s)
			}
		}
		if len(sum.Skipped) == 0 {
			t.Error("scenarios with effects ran")
		}
		want := []guard.Permission{guard.AllowPIN, guard.AllowUpdate, guard.AllowSign, guard.AllowReset}
		if diff := cmp.Diff(want, sum.Needs); diff != "" || sum.Serial != chip.SerialNumber() {
			t.Errorf("a whole run needs %v on %q\n%s", sum.Needs, sum.Serial, diff)
		}
		wire.wants(t, 0)
	})

	t.Run("what is labelled effect:none presents nothing", func(t *testing.T) {
		o := o
		o.LabelFilter = "effect:none"
		set, prompts := given("9999", guard.AllPermissions()...)
		o.Readers = set
		if sum := run(t, o); !sum.OK() || sum.Passed == 0 {
			t.Errorf("summary %+v", sum)
		}
		if *prompts != 0 {
			t.Errorf("the PIN was asked for %d times", *prompts)
		}
		wire.wants(t, 0)
	})

	t.Run("the right PIN is asked for once", func(t *testing.T) {
		o := o
		set, prompts := given("1234", guard.AllPermissions()...)
		o.Readers = set
		sum := run(t, o)
		if !sum.OK() || sum.Passed == 0 {
			t.Errorf("summary %+v", sum)
		}
		for _, s := range sum.Skipped {
			if !strings.Contains(s.Reason, "simulated cards only") && !strings.Contains(s.Reason, "no other rate") {
				t.Errorf("%s: skipped for %q", s.Name, s.Reason)
			}
		}
		if *prompts != 1 {
			t.Errorf("the PIN was asked for %d times", *prompts)
		}
	})

	t.Run("a PIN that is none never reaches the card", func(t *testing.T) {
		o := o
		o.Readers, _ = given("12a4", guard.AllowPIN)
		wire.presented.Store(0)
		var format *harness.PINFormatError
		if _, err := scenarios.Run(t.Context(), o); !errors.As(err, &format) {
			t.Errorf("error %v, want a *harness.PINFormatError", err)
		}
		wire.wants(t, 0)
	})

	t.Run("a PIN of another card never reaches this one", func(t *testing.T) {
		o := o
		set, _ := given("9999", guard.AllowPIN)
		set.Permissions.Serial = "2999000117"
		o.Readers = set
		var refused *guard.RefusedError
		if _, err := scenarios.Run(t.Context(), o); !errors.As(err, &refused) {
			t.Errorf("error %v, want a *guard.RefusedError", err)
		}
		wire.wants(t, 0)
	})

	t.Run("a refused PIN ends the run and is not presented again", func(t *testing.T) {
		o := o
		set, prompts := given("9999", guard.AllowPIN)
		o.Readers = set
		for range 2 { // the second time it is not even asked for
			sum, err := scenarios.Run(t.Context(), o)
			var refused *scenarios.RefusedPINError
			if !errors.As(err, &refused) || !refused.Told || refused.Left != 2 {
				t.Fatalf("error %v, want a *scenarios.RefusedPINError with two tries left", err)
			}
			if sum.OK() || sum.Passed+sum.Failed != 0 || sum.Total == 0 || len(sum.Skipped) != sum.Total {
				t.Errorf("scenarios ran: %+v", sum)
			}
			if strings.Contains(err.Error(), "9999") {
				t.Error("the error shows the PIN")
			}
		}
		if *prompts != 1 {
			t.Errorf("the PIN was asked for %d times", *prompts)
		}
		wire.wants(t, 1)

		// What needs no PIN can still be run.
		o.LabelFilter = "!effect:login"
		if sum := run(t, o); sum.Verdict != scenarios.VerdictIncomplete || sum.Passed == 0 {
			t.Errorf("summary %+v", sum)
		}
		wire.wants(t, 1)
	})

	// The card belongs to the stack until it is closed.
	if err := st.Close(); err != nil {
		t.Error(err)
	}
	want := before
	want.PIN.Left--
	if diff := cmp.Diff(want.Data, chip.State().Data); diff != "" || chip.State().PIN != want.PIN || chip.State().PUK != want.PUK {
		t.Errorf("one wrong PIN was presented: want %v, have %v\n%s", want.PIN, chip.State().PIN, diff)
	}
}

func run(t *testing.T, o scenarios.RunOptions) scenarios.Summary {
	t.Helper()
	sum, err := scenarios.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// wiretap counts the codes that reach the card.
type wiretap struct {
	card.Channel
	presented atomic.Int32
}

func (w *wiretap) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if c, err := apdu.ParseCommand(cmd); err == nil && c.INS == apdu.INSVerify && len(c.Data) > 0 {
		w.presented.Add(1)
	}
	return w.Channel.Transmit(ctx, dst, cmd)
}

func (w *wiretap) wants(t *testing.T, n int32) {
	t.Helper()
	if got := w.presented.Load(); got != n {
		t.Errorf("the PIN was presented %d times, want %d", got, n)
	}
}
