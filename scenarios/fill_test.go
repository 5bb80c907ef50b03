package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/report"
)

// A scenario that failed, and one that panicked, in the model of reports: nothing in it
// tells of the folders of this machine.
func TestFailures(t *testing.T) {
	t.Parallel()
	here, err := filepath.Abs("cards.go")
	if err != nil {
		t.Fatal(err)
	}
	at := types.CodeLocation{FileName: here, LineNumber: 4, FullStackTrace: "f()\n\t" + here + ":4"}
	all := results{
		logs: map[string][]report.Exchange{"a": {{Number: 1, Command: "READ BINARY 00 B0 00 00"}}},
		report: types.Report{SpecReports: types.SpecReports{
			{LeafNodeText: "a", State: types.SpecStateFailed, Failure: types.Failure{Message: "expected", Location: at}, LeafNodeLabels: []string{"preset:mute"}},
			{LeafNodeText: "b", State: types.SpecStatePanicked, Failure: types.Failure{Message: "panicked", ForwardedPanic: "nil map", Location: at}},
		}},
	}
	run := RunOptions{Again: func(s *report.Scenario) string { return "again " + s.Name }}.runOf(&all, new(runState))
	want := []report.Scenario{
		{
			Name: "a", Outcome: report.Failed, Labels: []string{"preset:mute"}, Card: "mute", Source: "simulator/presets/mute.yaml", Repeat: "again a", Log: all.logs["a"],
			Failure: &report.Failure{Message: "expected", Place: "scenarios/cards.go:4", Stack: "f()\n\tscenarios/cards.go:4"},
		},
		{
			Name: "b", Outcome: report.Panicked, Labels: []string{}, Repeat: "again b",
			Failure: &report.Failure{Message: "panicked", Panic: "nil map", Place: "scenarios/cards.go:4", Stack: "f()\n\tscenarios/cards.go:4"},
		},
	}
	for i := range run.Scenarios {
		f := run.Scenarios[i].Failure
		if folder := filepath.Dir(filepath.Dir(here)); strings.Contains(f.Log+f.Stack+f.Place, folder) {
			t.Errorf("%s names %s", run.Scenarios[i].Name, folder)
		}
		f.Log = "" // in Ginkgo's words
	}
	if diff := cmp.Diff(want, run.Scenarios); diff != "" {
		t.Error(diff)
	}
}

func TestPathBelowHere(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(here, "x.yaml"): "x.yaml", "./a/../x.yaml": "x.yaml", filepath.Join(filepath.Dir(here), "y.yaml"): filepath.Join(filepath.Dir(here), "y.yaml"),
	} {
		if got := belowHere(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestTwoDigits(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]int64{0: 0, 7: 7, 99: 99, 100: 100, 109: 100, 1_299: 1_200, 123_456_789: 120_000_000} {
		if got := twoDigits(n); got != want {
			t.Errorf("%d: %d, want %d", n, got, want)
		}
	}
}
