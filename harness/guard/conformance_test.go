package guard_test

import (
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/guard"
)

// TestGuardConformance: what the guard lets through goes through as on the card
// itself.
func TestGuardConformance(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(t *testing.T) card.Channel {
		t.Helper()
		return guard.New(newCard(t, "extends: cps3-healthy\n"), guard.Permissions{})
	})
}
