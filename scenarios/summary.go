package scenarios

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/report"
)

// Verdict is what a run came to, for programs.
type Verdict string

// The verdicts, the first that applies: a run that tested nothing is no success.
const (
	VerdictBench      Verdict = "bench-error" // interrupted, or reader or service failed
	VerdictFailed     Verdict = "failed"      // a scenario failed
	VerdictUntested   Verdict = "untested"    // no card, a mute or a blocked one, or no useful scenario ran
	VerdictIncomplete Verdict = "incomplete"  // all that ran passed, and what the card could have shown did not run
	VerdictOK         Verdict = "ok"
)

// Summary is what a run came to. With Repeat, the counts are those of the last
// run.
type Summary struct {
	Verdict  Verdict
	Total    int // specs that matched the filters
	Passed   int
	Failed   int
	Useful   int    // specs that ran and exchanged a byte with the card under test, or needed none
	Skipped  []Spec // by name: what did not run
	Failures []Spec
	Seed     int64
	Runs     int
	Duration time.Duration // of all runs

	// Needs are the permissions of a run of all that matched the filters, in the
	// order of the documentation: those given and those that were missing. Empty
	// when none was missing.
	Needs []guard.Permission
	// Serial is the serial number of the card, as these permissions take it; ""
	// unless a permission was missing and the card says that it is a TEST card.
	Serial string
}

// OK reports whether all that matched the filters ran and passed, but for what the
// card has nothing to show of.
func (s Summary) OK() bool { return s.Verdict == VerdictOK }

// Spec is one scenario.
type Spec struct {
	Name   string             `json:"name"`             // as in the JUnit report
	Reason string             `json:"reason,omitempty"` // why it failed or did not run, in the language of the run
	Place  string             `json:"place,omitempty"`  // of what failed: "cards.go:40"
	Cause  Cause              `json:"cause,omitempty"`  // why it did not run
	Needs  []guard.Permission `json:"needs,omitempty"`  // the permissions that it lacks
}

// Progress is a scenario that ended, or that could not run.
type Progress struct {
	Done, Total int // scenarios of this run that match the filters
	Passed      bool
	Spec        Spec // Name alone when it passed
}

// specOf is a scenario of a run as a summary names it.
func specOf(r *report.Scenario) Spec {
	s := Spec{Name: r.Name}
	switch {
	case r.Outcome == report.Passed:
	case r.Outcome == report.NotRun:
		s.Reason = r.Why
		if r.Missed != nil {
			s.Cause = Cause(r.Missed.Cause)
			for _, p := range r.Missed.Needs {
				s.Needs = append(s.Needs, guard.Permission(p))
			}
		}
	case r.Failure != nil:
		s.Reason, s.Place = r.Failure.Message, filepath.Base(r.Failure.Place)
		if r.Failure.Panic != "" {
			s.Reason += ": " + r.Failure.Panic
		}
	}
	return s
}

// summarise counts the scenarios of a run that bench ended, nil when nothing did, and
// writes the verdict into the run. useful are those that exchanged a byte with the card,
// or needed none.
func summarise(run *report.Run, useful int, bench error) Summary {
	s := Summary{Seed: run.Seed, Useful: useful, Total: len(run.Scenarios), Duration: run.Duration}
	for i := range run.Scenarios {
		switch spec := specOf(&run.Scenarios[i]); run.Scenarios[i].Outcome {
		case report.Passed:
			s.Passed++
		case report.NotRun:
			s.Skipped = append(s.Skipped, spec)
		default:
			s.Failed++
			s.Failures = append(s.Failures, spec)
		}
	}
	run.Useful = useful
	run.Conclude(bench != nil)
	s.Verdict = VerdictOK
	if !run.OK {
		s.Verdict = Verdict(run.Reason)
	}
	return s
}

// needs completes what a run of all would need.
func (s *Summary) needs(given guard.Permissions, serial string) {
	lacks := func(p guard.Permission) bool {
		return slices.ContainsFunc(s.Skipped, func(spec Spec) bool { return slices.Contains(spec.Needs, p) })
	}
	if !slices.ContainsFunc(guard.AllPermissions(), lacks) {
		return
	}
	s.Serial = serial
	for _, p := range guard.AllPermissions() {
		if lacks(p) || slices.Contains(given.Allow, p) {
			s.Needs = append(s.Needs, p)
		}
	}
}
