package evidence_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// aRun is a run in which everything happens once: hostile names, a scenario that failed
// with findings, one that panicked, one that did not run.
func aRun() *report.Run {
	started := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	exchanges := 37
	return &report.Run{
		Schema: report.RunSchemaNumber, Suite: "cpslab scenarios", Package: "github.com/cpslab/cps/scenarios", Started: started, Duration: 1234567890,
		Seed: 7, Labels: "face:cps3", Focus: []string{"a", "b"}, Reason: "failed",
		Environment: report.Environment{Reader: "sim:", OS: "linux", Arch: "amd64", Go: "go1.26", Version: "1.0"},
		Scenarios: []report.Scenario{
			{
				Name: "cards cps3-healthy is judged as its author expects", Labels: []string{"preset:cps3-healthy", "effect:login"}, Outcome: report.Passed,
				Started: started, Duration: time.Millisecond, Card: "cps3-healthy", Source: "simulator/presets/cps3-healthy.yaml", Verdict: diagnosis.VerdictOK, Exchanges: &exchanges,
			},
			{
				Name: "cards broken.yaml is judged as its author expects", Labels: []string{"effect:login"}, Outcome: report.Failed, Started: started, Duration: 2 * time.Millisecond,
				Card: "sim:broken.yaml", Source: "cards/un deux#3.yaml", Verdict: diagnosis.VerdictBlocked, Exchanges: &exchanges,
				Repeat: "cpslab run sim:broken.yaml --focus '^cards broken.yaml is judged as its author expects$' --seed 7",
				Findings: []report.RunFinding{
					{Rule: "CPS-AAA-004", Severity: diagnosis.Info, Mark: "PUBLIC", Text: "information"},
					{
						Rule: "CPS-AAA-001", Severity: diagnosis.BlockBilling, Mark: "FIELD", Exchange: 23, Text: "La CPS n'a pas de DAM <b>&]]>",
						Cause: "cause", Remedy: "remède", Contact: "à qui", Evidence: []string{"billing"},
					},
				},
				Failure: &report.Failure{Message: "Expected\n    blocked\nto equal\n    ok", Place: "scenarios/cards.go:92", Stack: "stack", Log: "log \x00\x1b[31m]]>"},
				Log: []report.Exchange{
					{Number: 22, Command: "SELECT 00 A4 02 0C (2 data bytes)", File: "CPS_SIT_FACT", Status: "9000", Duration: 900},
					{Number: 23, Command: "READ BINARY 00 B0 00 00", File: "CPS_SIT_FACT", Status: "6A82", Duration: 1200},
				},
			},
			{
				Name: "rules CPS-AAA-002 <hostile> \"name\" | `x` %0A::error::", Outcome: report.Panicked, Duration: 1, Rule: "CPS-AAA-002",
				Failure: &report.Failure{Message: "Test Panicked", Panic: "nil map", Place: "scenarios/rules.go:4"},
			},
			{Name: "keys sign", Outcome: report.NotRun, Why: "demande --allow sign", Card: "pcsc:A", Missed: &report.Missed{Cause: "permission", Needs: []string{"pin", "sign"}}},
			{Name: "alone", Outcome: report.TimedOut},
		},
		Latency: []report.Latency{
			{Command: "READ", Line: 112 * time.Millisecond, Buckets: []report.Bucket{{Nanoseconds: 800, Count: 90}, {Nanoseconds: 2_000, Count: 9}, {Nanoseconds: 90_000, Count: 1}}},
			{Command: "SELECT", Line: 10 * time.Millisecond, Buckets: []report.Bucket{{Nanoseconds: 400, Count: 5}}},
		},
	}
}

// aLargeRun is one that is too large for what reads JUnit: many scenarios, each with much
// to tell.
func aLargeRun(tb testing.TB, scenarios, each int) *report.Run {
	tb.Helper()
	run := aRun()
	run.Scenarios = nil
	for i := range scenarios {
		s := report.Scenario{Name: fmt.Sprintf("scenario %d", i), Outcome: report.Passed, Card: "cps3-healthy"}
		if i%2 == 0 {
			s.Outcome = report.Failed
			s.Failure = &report.Failure{Message: "m", Place: "scenarios/cards.go:1", Log: strings.Repeat("é<&", each/4)}
		}
		run.Scenarios = append(run.Scenarios, s)
	}
	return run
}
