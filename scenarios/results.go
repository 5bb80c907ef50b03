package scenarios

import (
	"context"
	"errors"
	"io"
	"regexp"
	"sync"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/report"
)

// results gather what became of every spec that the filters chose. When a run is
// interrupted, Ginkgo fails the spec that runs and tells of those behind it nothing
// that could be told from a spec that was filtered out: here each has a result, and
// none is accused.
type results struct {
	chosen types.SpecReports            // in their order, not run
	report types.Report                 // of the suite; SpecReports are those of the specs that ended
	useful int                          // see runState.next
	cut    bool                         // a spec was interrupted
	only   map[string]bool              // names of the specs of this part, nil for all
	logs   map[string][]report.Exchange // of those that failed, by name
}

// noResults are those of a run in which nothing has run yet.
func (o RunOptions) noResults(chosen types.SpecReports) *results {
	suite, _ := o.config()
	now := time.Now()
	return &results{chosen: chosen, report: types.Report{
		SuitePath: packageName, SuiteDescription: suiteName, SuiteConfig: suite, StartTime: now, EndTime: now,
		PreRunStats: types.PreRunStats{TotalSpecs: len(chosen), SpecsThatWillRun: len(chosen)},
	}}
}

// once registers and runs the suite. The error is ctx.Err() or a *BenchError; or a
// *UsageError, and then there are no results.
func (o RunOptions) once(ctx context.Context, chosen types.SpecReports, run *runState) (*results, error) {
	globals.Reset()
	run.begin()
	if err := register(ctx, o.Options, run); err != nil {
		return nil, err
	}
	all := o.noResults(chosen)
	all.leaveOthers(o.Shard.Total > 0)
	if o.Begun != nil {
		var begun sync.Once
		ginkgo.ReportBeforeEach(func(types.SpecReport) { begun.Do(o.Begun) })
	}
	ginkgo.ReportAfterEach(func(spec types.SpecReport) {
		if all.take(spec, run, ctx.Err() != nil) && o.Each != nil {
			told := scenarioOf(spec, o.address())
			o.Each(Progress{
				Done: len(all.report.SpecReports), Total: len(chosen),
				Passed: spec.State.Is(types.SpecStatePassed), Spec: specOf(&told),
			})
		}
	})
	suite, reporter := o.config()
	if o.Only != nil {
		// Ginkgo leaves out what nobody asked for sooner than the specs themselves can.
		suite.FocusStrings = nil
		for _, spec := range chosen {
			suite.FocusStrings = append(suite.FocusStrings, regexp.QuoteMeta(spec.FullText())+"$")
		}
	}
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard // the caller says it in words of its own
	defer func() { formatter.ColorableStdOut = stdout }()
	ginkgo.RunSpecs(silent{}, suiteName, suite, reporter)

	all.report.EndTime = time.Now()
	all.report.RunTime = all.report.EndTime.Sub(all.report.StartTime)
	var err error
	switch broken := run.failure(); {
	case ctx.Err() != nil:
		err = ctx.Err()
	case broken != nil:
		err = &BenchError{broken}
		if stranger, ok := errors.AsType[*StrangerError](broken); ok {
			err = stranger
		}
	case all.cut || len(all.report.SpecReports) < len(chosen):
		err = context.Canceled // by a signal that Ginkgo took and ctx has not seen yet
	}
	all.complete(err, o.Lang)
	return all, err
}

// leaveOthers has Ginkgo skip, before anything else, the specs of other parts of the run: in
// that way the order of all is the same in each part.
func (r *results) leaveOthers(part bool) {
	if !part {
		return
	}
	r.only = make(map[string]bool, len(r.chosen))
	for _, spec := range r.chosen {
		r.only[spec.FullText()] = true
	}
	ginkgo.BeforeEach(func() {
		if !r.only[ginkgo.CurrentSpecReport().FullText()] {
			ginkgo.Skip("another part of the run")
		}
	})
}

// take takes a spec as Ginkgo reports it and reports whether it ended by itself, with
// a result or a reason of its own.
func (r *results) take(spec types.SpecReport, run *runState, over bool) bool {
	ran := spec.State.Is(types.SpecStatePassed | types.SpecStateFailureStates)
	failed := spec.State.Is(types.SpecStateFailureStates)
	useful, log, broken := run.next(failed)
	switch {
	case r.only != nil && !r.only[spec.FullText()]:
		return false
	case failed && (over || spec.State.Is(types.SpecStateInterrupted|types.SpecStateAborted)):
		r.cut = true
		return false
	case failed && broken != nil:
		return false
	case !ran && spec.Failure.Message == "": // filtered out, or never reached
		return false
	}
	if ran && useful {
		r.useful++
	}
	if log != nil {
		if r.logs == nil {
			r.logs = map[string][]report.Exchange{}
		}
		r.logs[spec.FullText()] = log
	}
	r.report.SpecReports = append(r.report.SpecReports, spec)
	return true
}

// complete adds every spec that was chosen and has no result, as not run for err.
func (r *results) complete(err error, lang string) {
	ended := make(map[string]bool, len(r.report.SpecReports))
	for _, spec := range r.report.SpecReports {
		ended[spec.FullText()] = true
	}
	cause, why := stopped(err)
	for _, spec := range r.chosen {
		if ended[spec.FullText()] {
			continue
		}
		spec.State = types.SpecStateSkipped
		spec.Failure = types.Failure{Message: why.In(lang), Location: spec.LeafNodeLocation, FailureNodeType: types.NodeTypeIt}
		spec.ReportEntries = types.ReportEntries{{
			Visibility: types.ReportEntryVisibilityNever, Name: entryNotRun, Location: spec.LeafNodeLocation, Time: r.report.EndTime,
			Value: types.WrapEntryValue(notRun{Cause: cause}),
		}, {
			Visibility: types.ReportEntryVisibilityNever, Name: entryReason, Location: spec.LeafNodeLocation, Time: r.report.EndTime,
			Value: types.WrapEntryValue(report.Words(why)),
		}}
		r.report.SpecReports = append(r.report.SpecReports, spec)
	}
}

// silent takes what Ginkgo tells a test; the results say it better.
type silent struct{}

func (silent) Fail() {}
