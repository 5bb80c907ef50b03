package evidence

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/report"
)

// CTRFVersion is the version of the specification (ctrf-io/ctrf) that [CTRF] follows.
const CTRFVersion = "1.0.0"

type ctrfReport struct {
	Format      string      `json:"reportFormat"`
	Version     string      `json:"specVersion"`
	Timestamp   time.Time   `json:"timestamp"`
	GeneratedBy string      `json:"generatedBy"`
	Results     ctrfResults `json:"results"`
}

type ctrfResults struct {
	Tool struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
	} `json:"tool"`
	Summary ctrfSummary `json:"summary"`
	Tests   []ctrfTest  `json:"tests"`
	Extra   ctrfRun     `json:"extra"`
}

type ctrfSummary struct {
	Tests    int   `json:"tests"`
	Passed   int   `json:"passed"`
	Failed   int   `json:"failed"`
	Skipped  int   `json:"skipped"`
	Pending  int   `json:"pending"`
	Other    int   `json:"other"`
	Start    int64 `json:"start"`
	Stop     int64 `json:"stop"`
	Duration int64 `json:"duration"`
}

type ctrfRun struct {
	OK          bool               `json:"ok"`
	Reason      string             `json:"reason,omitempty"`
	Seed        int64              `json:"seed"`
	Labels      string             `json:"labels,omitempty"`
	Environment report.Environment `json:"environment"`
}

type ctrfTest struct {
	ID       string    `json:"testId"`
	Name     string    `json:"name"`
	Status   string    `json:"status"`
	Duration int64     `json:"duration"`
	Start    int64     `json:"start,omitempty"`
	Suite    []string  `json:"suite"`
	Message  string    `json:"message,omitempty"`
	Trace    string    `json:"trace,omitempty"`
	File     string    `json:"filePath,omitempty"`
	Line     int       `json:"line,omitempty"`
	Raw      string    `json:"rawStatus"`
	Tags     []string  `json:"tags,omitempty"`
	Output   []string  `json:"stdout,omitempty"`
	Extra    ctrfExtra `json:"extra"`
}

// ctrfExtra is what CTRF has no place for.
type ctrfExtra struct {
	Card      string              `json:"card,omitempty"`
	Rule      string              `json:"rule,omitempty"`
	Verdict   string              `json:"verdict,omitempty"`
	Exchanges *int                `json:"exchanges,omitempty"`
	Findings  []report.RunFinding `json:"findings,omitempty"`
	Exit      *int                `json:"exit,omitempty"`
	Tries     *int                `json:"tries,omitempty"`
	NotRun    *report.Missed      `json:"not_run,omitempty"`
	Repeat    string              `json:"repeat,omitempty"`
}

// CTRF is a run in the Common Test Report Format. Times are milliseconds.
func CTRF(run *report.Run) ([]byte, error) {
	c := count(run)
	stop := run.Started.Add(run.Duration)
	out := ctrfReport{Format: "CTRF", Version: CTRFVersion, Timestamp: stop, GeneratedBy: "cpslab"}
	out.Results.Tool.Name, out.Results.Tool.Version = "cpslab", run.Environment.Version
	out.Results.Summary = ctrfSummary{
		Tests: c.total, Passed: c.passed, Failed: c.failed + c.panicked, Skipped: c.notRun,
		Start: run.Started.UnixMilli(), Stop: stop.UnixMilli(), Duration: run.Duration.Milliseconds(),
	}
	out.Results.Extra = ctrfRun{run.OK, run.Reason, run.Seed, run.Labels, run.Environment}
	out.Results.Tests = make([]ctrfTest, 0, len(run.Scenarios))
	for i := range run.Scenarios {
		out.Results.Tests = append(out.Results.Tests, ctrfTestOf(run, &run.Scenarios[i]))
	}
	content, err := json.MarshalIndent(out, "", "  ")
	return append(content, '\n'), err
}

func ctrfTestOf(run *report.Run, s *report.Scenario) ctrfTest {
	t := ctrfTest{
		ID: ID(run, s), Name: s.Name, Status: "passed", Duration: s.Duration.Milliseconds(), Suite: append([]string{run.Suite}, s.Path...), Raw: string(s.Outcome), Tags: s.Labels,
		Extra: ctrfExtra{s.Card, s.Rule, string(s.Verdict), s.Exchanges, s.Findings, s.Exit, s.Tries, s.Missed, s.Repeat},
	}
	if !s.Started.IsZero() {
		t.Start = s.Started.UnixMilli()
	}
	if s.Output != "" {
		t.Output = strings.Split(s.Output, "\n")
	}
	switch {
	case s.Outcome == report.NotRun:
		t.Status, t.Message = "skipped", s.Why
	case failed(s):
		t.Status, t.Message = "failed", messageOf(s)
		t.Extra.Rule = ruleOf(s)
		t.File, t.Line = place(run, s)
		if s.Failure != nil {
			t.Trace = s.Failure.Description()
		}
	}
	return t
}
