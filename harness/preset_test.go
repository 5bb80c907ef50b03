package harness_test

import (
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/simulator"
)

// What the author of a preset expects holds for the reading that the documentation
// of simulator.Expectation shows.
func TestExpectationsHoldForTheReadingShown(t *testing.T) {
	t.Parallel()
	for _, preset := range simulator.Presets() {
		if preset.Name == "cps3-cert-unknown-issuer" {
			continue // needs the authorities that are trusted, as the documentation says
		}
		card, err := simulator.NewPreset(preset.Name)
		if err != nil {
			t.Fatal(err)
		}
		contents, err := harness.Read(t.Context(), card, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true})
		in := harness.Input("simulator", contents, err, fact.Set{})
		result := diagnosis.Check(&in, time.Now())
		first := ""
		for _, f := range result.Findings {
			if f.Severity > diagnosis.Info {
				first = f.Rule.ID
				break
			}
		}
		if string(result.Verdict) != preset.Expect.Verdict || first != preset.Expect.First {
			t.Errorf("%s: %s %s, its author expects %s %s", preset.Name, result.Verdict, first, preset.Expect.Verdict, preset.Expect.First)
		}
	}
}
