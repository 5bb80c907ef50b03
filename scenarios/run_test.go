package scenarios_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/schematest"
)

// The tests of Run are not parallel: Ginkgo runs one suite at a time.

func TestRunWritesReports(t *testing.T) {
	dir := t.TempDir()
	o := scenarios.RunOptions{
		LabelFilter: "rule:CPS-DAM-001",
		Files:       evidence.Files{JUnit: filepath.Join(dir, "report.xml"), JSON: filepath.Join(dir, "report.json")},
		Seed:        7,
		Repeat:      1,
	}
	sum, err := scenarios.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if !sum.OK() || sum.Failed != 0 || sum.Passed != sum.Total || sum.Total < 5 || sum.Runs != 2 || sum.Seed != 7 {
		t.Errorf("summary %+v", sum)
	}

	junit, err := os.ReadFile(o.Files.JUnit)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`name="rules CPS-DAM-001 trigger: no billing object on a CPS3" classname="cpslab scenarios"`,
		"[[PROPERTY|rule=CPS-DAM-001]]", "[[PROPERTY|verdict=blocked]]", "[[PROPERTY|finding=CPS-DAM-001 BLOCK-BILLING #",
	} {
		if !strings.Contains(string(junit), want) {
			t.Errorf("JUnit: no %s", want)
		}
	}

	raw, err := os.ReadFile(o.Files.JSON)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	if err := schematest.Closed(t, report.RunSchema()).Validate(document); err != nil {
		t.Errorf("JSON report: %v", err)
	}
	var run report.Run
	if err := json.Unmarshal(raw, &run); err != nil || run.Schema != report.RunSchemaNumber || !run.OK || len(run.Scenarios) != sum.Total {
		t.Errorf("JSON report: schema %d, ok %v, %d scenarios, %v", run.Schema, run.OK, len(run.Scenarios), err)
	}
	at := slices.IndexFunc(run.Scenarios, func(s report.Scenario) bool {
		return s.Name == "rules CPS-DAM-001 trigger: no billing object on a CPS3"
	})
	if at < 0 || len(run.Scenarios[at].Findings) == 0 {
		t.Fatalf("JSON report: %d", at)
	}
	finding := run.Scenarios[at].Findings[0]
	if finding.Exchange == 0 || finding.Cause == "" || finding.Remedy == "" || len(finding.Evidence) == 0 {
		t.Errorf("finding %+v", finding)
	}
	want := report.RunFinding{Rule: "CPS-DAM-001", Severity: diagnosis.BlockBilling, Mark: "FIELD"}
	if diff := cmp.Diff(want, finding, cmpopts.IgnoreFields(report.RunFinding{}, "Exchange", "Text", "Cause", "Remedy", "Contact", "Evidence")); diff != "" {
		t.Errorf("finding (-want +got)\n%s", diff)
	}
	if len(run.Latency) < 3 || run.Latency[0].Line == 0 || len(run.Latency[0].Buckets) == 0 {
		t.Errorf("latency %+v", run.Latency)
	}
	// Times of many digits hold those of a code by chance; a code stands alone.
	if code := regexp.MustCompile(`\b(1234|12345678)\b`).Find(raw); code != nil {
		t.Errorf("the report holds a code")
	}
}

// verdicts are those of a run on cards that cannot show all that they should.
var verdicts = map[string]scenarios.Verdict{
	"mute":             scenarios.VerdictUntested,
	"cps3-pin-blocked": scenarios.VerdictUntested,
	"cps3-dead":        scenarios.VerdictUntested,
	"cps3-pin-1":       scenarios.VerdictIncomplete, // the PIN is presented with two tries only
	"unknown-atr":      scenarios.VerdictIncomplete,
	"other-issuer":     scenarios.VerdictIncomplete,
}

// TestRunOnEveryCard: what one card can show holds for each card of the
// gallery, and what it cannot show is skipped with its reason.
func TestRunOnEveryCard(t *testing.T) {
	for _, name := range simulator.PresetNames() {
		t.Run(name, func(t *testing.T) {
			sum, err := scenarios.Run(t.Context(), scenarios.RunOptions{Options: scenarios.Options{Reader: "sim:" + name}})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range sum.Failures {
				t.Errorf("%s: %s", f.Name, f.Reason)
			}
			want, special := verdicts[name]
			if !special {
				want = scenarios.VerdictOK
			}
			if sum.Verdict != want || sum.Passed < 2 || sum.Passed+sum.Failed+len(sum.Skipped) != sum.Total {
				t.Errorf("%s, want %s: %d passed, %d failed, %d skipped of %d", sum.Verdict, want, sum.Passed, sum.Failed, len(sum.Skipped), sum.Total)
			}
			for _, s := range sum.Skipped {
				if s.Name == "" || s.Reason == "" || s.Cause == "" {
					t.Errorf("skipped without a name, a reason or a cause: %+v", s)
				}
			}
		})
	}
}

// TestNothingIsSkippedOnSimulatedCards: with no reader named, every scenario
// runs.
func TestNothingIsSkippedOnSimulatedCards(t *testing.T) {
	sum, err := scenarios.Run(t.Context(), scenarios.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !sum.OK() || len(sum.Skipped) != 0 || sum.Passed != sum.Total {
		t.Errorf("%d passed of %d, skipped %v, failures %v", sum.Passed, sum.Total, sum.Skipped, sum.Failures)
	}
}

func TestRunRefusesWhatMakesNoSense(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name   string
		o      scenarios.RunOptions
		option string
	}{
		{"label filter", scenarios.RunOptions{LabelFilter: "face:cps4 &&"}, "--label-filter"},
		{"label filter without a match", scenarios.RunOptions{LabelFilter: "rule:CPS-DAM-999"}, "--label-filter"},
		{"focus", scenarios.RunOptions{Focus: []string{"("}}, "--focus"},
		{"repeat", scenarios.RunOptions{Repeat: -1}, "--repeat"},
		{"address", scenarios.RunOptions{Options: scenarios.Options{Reader: "usb:1"}}, "READER"},
		{"one file for two reports", scenarios.RunOptions{Files: evidence.Files{JUnit: filepath.Join(dir, "x"), JSON: dir + "/./x"}}, "--json"},
		{"a folder for a report", scenarios.RunOptions{Files: evidence.Files{JUnit: dir}}, "--junit"},
		{"trace", scenarios.RunOptions{Options: scenarios.Options{Reader: "trace:x"}}, "READER"},
		{"preset", scenarios.RunOptions{Options: scenarios.Options{Reader: "sim:cps3-helthy"}}, "READER"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := scenarios.Run(t.Context(), c.o)
			option := ""
			if usage, ok := errors.AsType[*scenarios.UsageError](err); ok {
				option = usage.Option
			} else if file, ok := errors.AsType[*evidence.FileError](err); ok {
				option = file.Option
			}
			if option != c.option || !text.IsBadInput(err) {
				t.Errorf("option %q, bad input %v: %v", option, text.IsBadInput(err), err)
			}
			for _, lang := range []string{"fr", "en"} {
				if message, hint := text.Say(err, lang); message == "" || hint == "" && option != "READER" {
					t.Errorf("%s: %q, hint %q", lang, message, hint)
				}
			}
		})
	}
}
