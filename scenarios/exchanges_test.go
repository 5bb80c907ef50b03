package scenarios_test

import (
	"context"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/readers"
)

// gestionnaireExchanges is what GESTION CPS 06.08.00 needs to show identity and
// situations of a CPS3: command-response pairs counted in a recorded session.
const gestionnaireExchanges = 103

// TestHalfTheExchangesToAVerdict: the working CPS3 is read, PIN included, in at
// most half the exchanges of the official program.
func TestHalfTheExchangesToAVerdict(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps3-two-activities"} {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			c := open(t, preset)
			contents, err := situations(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if !contents.Protected() || len(contents.Billing.Value) == 0 {
				t.Fatalf("login %v, billing %v: not a whole reading", contents.Login, contents.Billing.State)
			}
			if contents.Exchanges > gestionnaireExchanges/2 {
				t.Errorf("%d exchanges, want at most %d", contents.Exchanges, gestionnaireExchanges/2)
			}
		})
	}
}

// situations reads what the official program reads for that screen: identity and
// situations, without the certificates that a diagnosis also looks at.
func situations(ctx context.Context, c *readers.Card) (*card.Contents, error) {
	return harness.Read(ctx, c.Channel(), harness.ReadOptions{PIN: c.PIN()})
}

func open(tb testing.TB, preset string) *readers.Card {
	tb.Helper()
	set := readers.Set{}
	c, err := set.Open(tb.Context(), "sim:"+preset)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	return c
}
