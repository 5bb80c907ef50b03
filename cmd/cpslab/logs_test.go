package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/cpslab/cps/simulator"
)

// The exchanges of every simulated card, written down as other programs do, name what
// diagnose finds of the card, and nothing else: a card that answers 6A82 or 63C3 in a
// healthy session has no trouble.
func TestLogsOfPresets(t *testing.T) {
	t.Parallel()
	named := 0
	for _, preset := range simulator.Presets() {
		trace := filepath.Join(t.TempDir(), "t.jsonl")
		var judged struct {
			Findings []struct{ ID string }
		}
		got := invoke(t, english, "diagnose", "sim:"+preset.Name, "--trace", trace, "--format", "json")
		if err := json.Unmarshal([]byte(got.Out), &judged); err != nil {
			t.Fatalf("%s: %v: %+v", preset.Name, err, got)
		}
		found := map[string]bool{}
		for _, f := range judged.Findings {
			found[f.ID] = true
		}
		for _, format := range []string{"scriptor", "apdu4j"} {
			log := filepath.Join(t.TempDir(), "t."+format)
			if got := invoke(t, english, "trace", "convert", trace, "--to", format, "--output", log); got.Code != 0 {
				t.Fatalf("%s: %+v", preset.Name, got)
			}
			var said struct {
				Log struct {
					Causes []struct{ Rule string }
				}
			}
			got := invoke(t, english, "reproduce", "--log", log, "--format", "json")
			if err := json.Unmarshal([]byte(got.Out), &said); err != nil {
				t.Fatalf("%s: %v: %+v", preset.Name, err, got)
			}
			for _, c := range said.Log.Causes {
				named++
				if !found[c.Rule] {
					t.Errorf("%s, as %s: its log names %s, diagnose %v", preset.Name, format, c.Rule, judged.Findings)
				}
			}
		}
	}
	if named == 0 {
		t.Error("no log names anything")
	}
	t.Logf("%d causes named by the logs of %d cards", named, len(simulator.Presets()))
}
