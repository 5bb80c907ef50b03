package report_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

func TestScenarioProperties(t *testing.T) {
	t.Parallel()
	exchanges := 0 // of a mute card: nothing was sent, and that was read
	s := report.Scenario{
		Rule: "CPS-AAA-001", Verdict: diagnosis.VerdictBlocked, Exchanges: &exchanges,
		Findings: []report.RunFinding{{Rule: "CPS-AAA-001", Severity: diagnosis.BlockBilling, Mark: "FIELD", Exchange: 3, Text: "texte"}, {}},
		Missed:   &report.Missed{Cause: "permission", Needs: []string{"pin"}},
	}
	want := []report.Property{
		{"rule", `"CPS-AAA-001"`},
		{"verdict", `"blocked"`},
		{"exchanges", "0"},
		{"finding", `{"rule":"CPS-AAA-001","severity":"BLOCK-BILLING","mark":"FIELD","exchange":3,"text":"texte"}`},
		{"finding", `"json: error calling MarshalText for type rule.Severity: unknown severity \"0\""`},
		{"not_run", `{"cause":"permission","needs":["pin"]}`},
	}
	if diff := cmp.Diff(want, s.Properties()); diff != "" {
		t.Error(diff)
	}
	if got := (&report.Scenario{}).Properties(); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

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
