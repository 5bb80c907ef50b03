package guard_test

import (
	"testing"
	"time"

	"github.com/cpslab/cps/simulator"
)

// newCard makes the simulated card of a profile.
func newCard(t *testing.T, yaml string) *simulator.Card {
	t.Helper()
	profile, err := simulator.ParseProfile("test.yaml", []byte(yaml), nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := profile.Personalise(time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	c, err := simulator.New(made)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
