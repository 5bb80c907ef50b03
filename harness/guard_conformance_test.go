package harness_test

import (
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
)

// TestGuardConformance: what the guard lets through goes through as on the card
// itself.
func TestGuardConformance(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(t *testing.T) card.Channel {
		return harness.NewGuard(newCard(t, "extends: cps3-healthy\n"), harness.Permissions{})
	})
}
