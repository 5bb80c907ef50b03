package report_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

func TestFailureDescription(t *testing.T) {
	t.Parallel()
	f := report.Failure{Message: "m", Place: "cards.go:4", Stack: "s", Log: "not in it"}
	if got := f.Description(); got != "m\ncards.go:4\ns" {
		t.Errorf("%q", got)
	}
}

// A run is read back as it was written.
func TestRunIsReadBack(t *testing.T) {
	t.Parallel()
	run := report.Run{
		Suite: "s", Package: "p", Seed: 7, OK: true, Environment: report.Environment{Reader: "sim:", OS: "linux", Arch: "amd64", Go: "go1.26"},
		Scenarios: []report.Scenario{
			{Name: "a", Outcome: report.Passed, Labels: []string{"face:cps3"}, Card: "cps3-healthy", Verdict: diagnosis.VerdictOK},
			{Name: "b", Outcome: report.NotRun, Why: "demande", Missed: &report.Missed{Cause: "permission", Needs: []string{"pin"}}},
			{Name: "c", Outcome: report.Panicked, Failure: &report.Failure{Message: "m", Panic: "p", Place: "x.go:1"}},
		},
	}
	b, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	var got report.Run
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(run, got); diff != "" {
		t.Error(diff)
	}
}
