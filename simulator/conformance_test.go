package simulator_test

import (
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/simulator"
)

// TestConformance holds a card of each face and protocol to card.Channel.
func TestConformance(t *testing.T) {
	t.Parallel()
	for name, profile := range map[string]string{
		"CPS3 over T=0": "extends: cps3-healthy\n", "CPS3 contactless": "extends: cps3cl-healthy\n",
		"CPS4": "extends: cps4-healthy\n", "CPE": "extends: cpe-healthy\n", "another issuer": "extends: other-issuer\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cardtest.Conformance(t, func(t *testing.T) card.Channel {
				t.Helper()
				p, err := simulator.ParseProfile("profile.yaml", []byte(profile), nil)
				if err != nil {
					t.Fatal(err)
				}
				made, err := p.Personalise(time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC))
				if err != nil {
					t.Fatal(err)
				}
				c, err := simulator.New(made)
				if err != nil {
					t.Fatal(err)
				}
				return c
			})
		})
	}
}
