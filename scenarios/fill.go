package scenarios

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// runOf puts what Ginkgo tells of a run into the model of reports.
func (o RunOptions) runOf(all *results, state *runState) *report.Run {
	r := all.report
	out := &report.Run{
		Schema: report.RunSchemaNumber,
		Suite:  r.SuiteDescription, Package: r.SuitePath, Started: r.StartTime, Duration: r.RunTime,
		Seed: r.SuiteConfig.RandomSeed, Labels: r.SuiteConfig.LabelFilter, Focus: r.SuiteConfig.FocusStrings,
		Environment: report.Environment{Reader: o.address(), OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version(), Version: o.Version},
		Scenarios:   make([]report.Scenario, 0, len(r.SpecReports)),
		Latency:     state.latency(),
	}
	out.Environment.Device, out.Environment.ATR = state.where()
	for _, spec := range r.SpecReports {
		s := scenarioOf(spec, o.address())
		s.Log = all.logs[spec.FullText()]
		if s.Failure != nil && o.Again != nil {
			s.Repeat = o.Again(&s)
		}
		out.Scenarios = append(out.Scenarios, s)
	}
	return out
}

func scenarioOf(spec types.SpecReport, reader string) report.Scenario {
	s := report.Scenario{
		Name: spec.FullText(), Path: spec.ContainerHierarchyTexts, Labels: spec.Labels(), Outcome: report.Outcome(spec.State.String()),
		Started: spec.StartTime, Duration: spec.RunTime,
	}
	if !strings.HasSuffix(reader, ":") || strings.HasPrefix(reader, "pcsc:") {
		s.Card = reader
		if name, simulated := strings.CutPrefix(reader, "sim:"); simulated {
			s.Source = belowHere(name)
		}
	}
	for _, l := range s.Labels {
		if preset, ok := strings.CutPrefix(l, "preset:"); ok {
			s.Card, s.Source = preset, "simulator/presets/"+preset+".yaml"
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
		case report.Measure:
			s.Measures = append(s.Measures, v)
		case report.RunFinding:
			s.Findings = append(s.Findings, v)
		case report.Words:
			s.Reason = &v
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
			Message: paths().Replace(f.Message), Panic: f.ForwardedPanic, Place: paths().Replace(f.Location.String()),
			Stack: paths().Replace(f.Location.FullStackTrace), Log: paths().Replace(reporters.RenderTimeline(spec, true)),
		}
	}
	return s
}

// belowHere is a path as it is seen from the folder where the program runs, where it is
// below that: what reads a report knows it so.
func belowHere(path string) string {
	here, err := os.Getwd()
	if err != nil || !filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	if below, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(below) {
		return below
	}
	return path
}
