package scenarios

import (
	"cmp"
	"context"
	"slices"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/types"
)

// LabelCount is a label, by which a filter chooses scenarios.
type LabelCount struct {
	Name  string // "rule:CPS-DAM-001", "face:cps4", "effect:none", "preset:cps3-healthy"
	Specs int    // scenarios that bear it
}

// CountLabels lists the labels of the scenarios that the options choose, by kind and
// name; none of them runs. The error is a *UsageError.
func CountLabels(o RunOptions) ([]LabelCount, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	running.Lock()
	defer running.Unlock()
	chosen, err := o.chosen()
	if err != nil {
		return nil, err
	}
	if len(chosen) == 0 {
		return nil, o.noMatch()
	}
	count := map[string]int{}
	for _, spec := range chosen {
		own := slices.Clone(spec.Labels())
		slices.Sort(own)
		for _, name := range slices.Compact(own) {
			count[name]++
		}
	}
	list := make([]LabelCount, 0, len(count))
	for name, n := range count {
		list = append(list, LabelCount{name, n})
	}
	slices.SortFunc(list, func(a, b LabelCount) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// chosen returns the specs that the filters leave, before any of them runs.
func (o RunOptions) chosen() (types.SpecReports, error) {
	defer globals.Reset()
	var report types.Report
	// A signal has Ginkgo leave out every spec: none could then be told from one that
	// the filters leave out, and the reports of an interrupted run name them all.
	for report.SuiteDescription == "" || len(report.SpecialSuiteFailureReasons) > 0 {
		globals.Reset()
		if err := register(context.Background(), o.Options, new(runState)); err != nil {
			return nil, err
		}
		suite, reporter := o.config()
		report = ginkgo.PreviewSpecs(suiteName, suite, reporter)
	}
	return slices.DeleteFunc(report.SpecReports, func(s types.SpecReport) bool {
		return s.LeafNodeType != types.NodeTypeIt || s.State.Is(types.SpecStateSkipped|types.SpecStatePending)
	}), nil
}
