//go:build pcsc && linux

package scenarios_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
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
	st, err := stack.Start(t.Context(), stack.Config{Cards: []stack.Card{{Name: "real", Channel: chip}}, Parts: testneed.Parts()})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	before := chip.State()
	t.Setenv(readers.EnvSocket, st.Socket())
	o := scenarios.RunOptions{Options: scenarios.Options{Reader: "pcsc:"}}

	t.Run("nothing allowed", func(t *testing.T) {
		o.Readers = &readers.Set{}
		sum := run(t, o)
		if !sum.OK || sum.Passed == 0 {
			t.Errorf("summary %+v", sum)
		}
		for _, s := range sum.Skipped {
			if !strings.Contains(s.Reason, "--allow") {
				t.Errorf("%s: skipped for %q", s.Name, s.Reason)
			}
		}
		if len(sum.Skipped) == 0 {
			t.Error("scenarios with effects ran")
		}
	})

	t.Run("a refused PIN is not presented again", func(t *testing.T) {
		asked := 0
		o.Readers = &readers.Set{
			Permissions: harness.Permissions{Allow: harness.AllPermissions(), Serial: chip.SerialNumber()},
			RealPIN: func(context.Context, int) ([]byte, error) {
				asked++
				return []byte("9999"), nil
			},
		}
		sum := run(t, o)
		if sum.OK {
			t.Error("a run in which the PIN was refused passed")
		}
		if asked != 1 {
			t.Errorf("the PIN was asked for %d times", asked)
		}
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
