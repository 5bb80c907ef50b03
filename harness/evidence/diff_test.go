package evidence_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
)

// Two runs are alike but for what happened: another day, seed and machine is none.
func TestDiffOfAlike(t *testing.T) {
	t.Parallel()
	a, b := aRun(), aRun()
	b.Seed, b.Started, b.Environment.OS = 9, b.Started.AddDate(0, 1, 0), "darwin"
	b.Scenarios[0].Duration++
	if got := evidence.Diff(a, b); got != nil {
		t.Errorf("%+v", got)
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	a, b := aRun(), aRun()
	b.Scenarios[0].Outcome, b.Scenarios[0].Failure = report.Failed, &report.Failure{Message: "m"}
	b.Scenarios[1].Outcome, b.Scenarios[1].Failure = report.Passed, nil
	b.Scenarios[3].Missed = &report.Missed{Cause: "absent"}
	b.Scenarios[4].Name = "another"
	got := evidence.Diff(a, b)
	want := []evidence.Difference{
		{Scenario: "cards cps3-healthy is judged as its author expects", Kind: evidence.Worse, Changes: []evidence.Change{{What: "failure", To: "m"}, {What: "outcome", From: "passed", To: "failed"}}},
		{Scenario: "alone", Kind: evidence.Gone, Changes: []evidence.Change{{What: "outcome", From: "timedout"}}},
		{Scenario: "keys sign", Kind: evidence.Changed, Changes: []evidence.Change{{What: "notrun", From: "permission", To: "absent"}}},
		{Scenario: "another", Kind: evidence.New, Changes: []evidence.Change{{What: "outcome", To: "timedout"}}},
		{Scenario: "cards broken.yaml is judged as its author expects", Kind: evidence.Better, Changes: []evidence.Change{{What: "failure", From: "Expected blocked to equal ok"}, {What: "outcome", From: "failed", To: "passed"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var out bytes.Buffer
	if err := evidence.DiffText(&out, got, evidence.Options{Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	if head := "pire: 1, disparu: 1, changé: 1, nouveau: 1, mieux: 1\npire: cards cps3-healthy is judged as its author expects\n    failure: – → m\n    outcome: passed → failed\n"; !strings.HasPrefix(out.String(), head) {
		t.Errorf("%s", out.String())
	}
}

// Two cards, and two readers: the name of the one is that of the other.
func TestDiffOfTwoCards(t *testing.T) {
	t.Parallel()
	one := func(reader, name string, v diagnosis.Verdict, findings ...report.RunFinding) *report.Run {
		return &report.Run{Suite: "s", Environment: report.Environment{Reader: reader}, Scenarios: []report.Scenario{
			{Name: "cards " + name + " is read and judged", Card: reader, Outcome: report.Passed, Verdict: v, Findings: findings},
		}}
	}
	a := one("sim:cps3-healthy", "cps3-healthy", diagnosis.VerdictOK)
	b := one("pcsc:B", "pcsc:B", diagnosis.VerdictBlocked, report.RunFinding{Rule: "CPS-AAA-001", Severity: diagnosis.BlockBilling})
	want := []evidence.Difference{{Scenario: "cards * is read and judged", Kind: evidence.Worse, Changes: []evidence.Change{
		{What: "CPS-AAA-001", To: "BLOCK-BILLING"}, {What: "verdict", From: "ok", To: "blocked"},
	}}}
	if diff := cmp.Diff(want, evidence.Diff(a, b)); diff != "" {
		t.Error(diff)
	}
	if got := evidence.Diff(b, a); len(got) != 1 || got[0].Kind != evidence.Better {
		t.Errorf("%+v", got)
	}
}

// Two diagnoses are compared as two runs are.
func TestDiffOfDiagnoses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	read := func(name, content string) *report.Run {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		run, err := evidence.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	a := read("a", `{"schema":2,"verdict":"ok","reader":{"address":"sim:a","state":"ok"},"findings":[],"unknown":[]}`)
	b := read("b", `{"schema":2,"verdict":"warning","reader":{"address":"pcsc:B","state":"ok"},"findings":[{"id":"CPS-AAA-003","severity":"WARNING","mark":"FIELD","evidence":[{"field":"x","value":"y","exchange":4}]}]}`)
	got := evidence.Diff(a, b)
	if len(got) != 1 || got[0].Kind != evidence.Worse || got[0].Scenario != "diagnose *" {
		t.Errorf("%+v", got)
	}
}
