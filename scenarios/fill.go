package scenarios

import (
	"runtime"
	"strings"

	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// runOf puts what Ginkgo tells of a run into the model of reports.
func runOf(r types.Report, reader string) *report.Run {
	out := &report.Run{
		Schema: report.RunSchemaNumber,
		Suite:  r.SuiteDescription, Package: r.SuitePath, Started: r.StartTime, Duration: r.RunTime,
		Seed: r.SuiteConfig.RandomSeed, Labels: r.SuiteConfig.LabelFilter, Focus: r.SuiteConfig.FocusStrings,
		Environment: report.Environment{Reader: reader, OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version()},
		Scenarios:   make([]report.Scenario, 0, len(r.SpecReports)),
	}
	for _, spec := range r.SpecReports {
		out.Scenarios = append(out.Scenarios, scenarioOf(spec, reader))
	}
	return out
}

func scenarioOf(spec types.SpecReport, reader string) report.Scenario {
	s := report.Scenario{
		Name: spec.FullText(), Labels: spec.Labels(), Outcome: report.Outcome(spec.State.String()),
		Started: spec.StartTime, Duration: spec.RunTime,
	}
	if !strings.HasSuffix(reader, ":") || strings.HasPrefix(reader, "pcsc:") {
		s.Card = reader
	}
	for _, l := range s.Labels {
		if preset, ok := strings.CutPrefix(l, "preset:"); ok {
			s.Card = preset
		}
	}
	for _, e := range spec.ReportEntries {
		switch v := e.GetRawValue().(type) {
		case ruleEntry:
			s.Rule = string(v)
		case diagnosis.Verdict:
			s.Verdict = v
		case int:
			s.Exchanges = &v
		case report.RunFinding:
			s.Findings = append(s.Findings, v)
		case notRun:
			s.Missed = &report.Missed{Cause: string(v.Cause)}
			for _, p := range v.Needs {
				s.Missed.Needs = append(s.Missed.Needs, string(p))
			}
		}
	}
	switch f := spec.Failure; s.Outcome {
	case report.Passed:
	case report.NotRun:
		s.Why = f.Message
	default:
		s.Failure = &report.Failure{
			Message: f.Message, Panic: f.ForwardedPanic, Place: f.Location.String(), Stack: f.Location.FullStackTrace,
			Log: reporters.RenderTimeline(spec, true),
		}
	}
	return s
}
