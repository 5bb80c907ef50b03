package scenarios_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/onsi/ginkgo/v2/reporters"

	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
)

// TestInterruptedRun: whenever a run ends early, it is no success, accuses no
// scenario, and its reports hold each of them with what became of it.
func TestInterruptedRun(t *testing.T) {
	const filter = "rule:CPS-DAM-001 || preset:cps3-healthy || preset:cps4-healthy"
	moments := map[string]func(cancel func()) func(scenarios.Progress){
		"before it begins": func(cancel func()) func(scenarios.Progress) { cancel(); return nil },
		"after the first": func(cancel func()) func(scenarios.Progress) {
			return func(scenarios.Progress) { cancel() }
		},
		"after the tenth": func(cancel func()) func(scenarios.Progress) {
			return func(p scenarios.Progress) {
				if p.Done == 10 {
					cancel()
				}
			}
		},
		"after the last": func(cancel func()) func(scenarios.Progress) {
			return func(p scenarios.Progress) {
				if p.Done == p.Total {
					cancel()
				}
			}
		},
	}
	for name, at := range moments {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			dir := t.TempDir()
			o := scenarios.RunOptions{LabelFilter: filter, Files: evidence.Files{JUnit: filepath.Join(dir, "junit.xml"), JSON: filepath.Join(dir, "run.json")}, Each: at(cancel)}
			sum, err := scenarios.Run(ctx, o)
			if !errors.Is(err, context.Canceled) || sum.Verdict != scenarios.VerdictBench || sum.OK() {
				t.Errorf("error %v, verdict %q", err, sum.Verdict)
			}
			if sum.Failed != 0 || sum.Passed+len(sum.Skipped) != sum.Total || sum.Total < 20 {
				t.Errorf("%d passed, %d failed, %d skipped of %d", sum.Passed, sum.Failed, len(sum.Skipped), sum.Total)
			}
			for _, s := range sum.Skipped {
				if s.Cause != scenarios.CauseInterrupted || s.Reason != "interrupted" {
					t.Errorf("skipped: %+v", s)
				}
			}
			wholeReports(t, o, sum)
		})
	}
}

// wholeReports holds the reports of a run against its summary.
func wholeReports(t *testing.T, o scenarios.RunOptions, sum scenarios.Summary) {
	t.Helper()
	var suites reporters.JUnitTestSuites
	if err := xml.Unmarshal(content(t, o.Files.JUnit), &suites); err != nil {
		t.Fatal(err)
	}
	suite := suites.TestSuites[0]
	if suite.Tests != sum.Total || suite.Skipped != len(sum.Skipped) || suite.Failures+suite.Errors != sum.Failed || len(suite.TestCases) != sum.Total {
		t.Errorf("JUnit: %d tests, %d skipped, %d failures, %d errors, %d cases; want %+v", suite.Tests, suite.Skipped, suite.Failures, suite.Errors, len(suite.TestCases), sum)
	}
	seen := map[string]bool{}
	for _, c := range suite.TestCases {
		if seen[c.Name] {
			t.Errorf("JUnit: %q is there twice", c.Name)
		}
		seen[c.Name] = true
		if c.Skipped != nil && c.Skipped.Message == "" {
			t.Errorf("JUnit: %q: skipped without a reason", c.Name)
		}
	}
	var run report.Run
	if err := json.Unmarshal(content(t, o.Files.JSON), &run); err != nil {
		t.Fatalf("JSON: %v", err)
	}
	skipped := 0
	for _, s := range run.Scenarios {
		if s.Outcome == report.NotRun {
			skipped++
		}
	}
	if len(run.Scenarios) != sum.Total || skipped != len(sum.Skipped) || run.OK != sum.OK() {
		t.Errorf("JSON: %d scenarios, %d skipped, ok %v; want %+v", len(run.Scenarios), skipped, run.OK, sum)
	}
	if entries, err := os.ReadDir(filepath.Dir(o.Files.JUnit)); err != nil || len(entries) != 2 {
		t.Errorf("beside the reports: %v, %v", entries, err)
	}
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
