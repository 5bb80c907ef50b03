package fault_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

// judged reads a preset through faults and judges it.
func judged(t *testing.T, preset string, faults []fault.Fault) (examine.Reading, diagnosis.Result, *fault.Card) {
	t.Helper()
	_, laid := fault.Split(faults)
	var layers []simulator.Layer
	for _, f := range laid {
		layers = append(layers, simulator.Layer{Name: f.String(), Source: f.Overlay()})
	}
	profile, err := simulator.LoadOverlaid(preset, layers...)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	chip, err := simulator.New(p)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	broken := fault.New(chip, fault.Options{Other: func(name string) (card.Channel, error) { return simulator.NewPreset(name) }}, faults...)
	reading := examine.Card(t.Context(), broken, examine.Options{
		Reader: "simulator", Authorities: authority.Issuers(), Prove: true,
		Read: harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true, LastTry: true},
	})
	return reading, reading.Judge(time.Now()), broken
}

// Every example fires, and shows what its kind says that it shows.
func TestExamples(t *testing.T) {
	t.Parallel()
	const atLeast = 40
	if n := len(fault.Kinds()); n < atLeast {
		t.Fatalf("%d kinds, want %d at least", n, atLeast)
	}
	for _, k := range fault.Kinds() {
		if k.Where == fault.OnUSB {
			continue // TestUSBFaults
		}
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			faults, err := fault.Parse(k.Example)
			if err != nil {
				t.Fatal(err)
			}
			if len(faults) != 1 || faults[0].Kind != k || faults[0].String() != k.Example {
				t.Fatalf("%q is read as %v", k.Example, faults)
			}
			reading, result, broken := judged(t, "cps3-healthy", faults)
			rules := make([]string, len(result.Findings))
			for i, f := range result.Findings {
				rules[i] = f.Rule.ID
			}
			t.Log(result.Verdict, rules, reading.Err)
			if (k.Rule == "") == k.Reason.IsZero() {
				t.Errorf("rule %q and reason %q: want one of them", k.Rule, k.Reason)
			}
			if k.Rule != "" && !slices.Contains(rules, k.Rule) {
				t.Errorf("%s: %v, %v; want %s", result.Verdict, rules, reading.Err, k.Rule)
			}
			if k.Rule == "" && len(rules) > 0 {
				t.Errorf("%v: want none", rules)
			}
			for _, f := range broken.Fired() {
				if waits := k.Name == "atr-after-reset" || k.Name == "reset-fails" || k.Name == "chain-broken"; (f.Count > 0) == waits {
					t.Errorf("fired %d times", f.Count)
				}
			}
		})
	}
}
