package scenarios_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/cpslab/cps/scenarios"
)

// A filter that leaves nothing is reported before anything runs, and each scenario is
// reported once.
func TestProgressOfARun(t *testing.T) {
	var reported []scenarios.Progress
	each := func(p scenarios.Progress) { reported = append(reported, p) }
	_, err := scenarios.Run(t.Context(), scenarios.RunOptions{LabelFilter: "rule:NOPE", Each: each})
	if !errors.Is(err, scenarios.ErrNoMatch) || len(reported) != 0 {
		t.Errorf("error %v, progress %v", err, reported)
	}
	sum, err := scenarios.Run(t.Context(), scenarios.RunOptions{LabelFilter: "rule:CPS-DAM-001", Each: each})
	if err != nil || sum.Passed == 0 || len(reported) != sum.Total {
		t.Errorf("error %v, summary %+v, %d reported", err, sum, len(reported))
	}
	for i, p := range reported {
		if p.Done != i+1 || p.Total != sum.Total || !p.Passed || p.Spec.Name == "" || p.Spec.Reason != "" {
			t.Errorf("%d: %+v", i, p)
		}
	}
}

// The labels are counted over what the filters choose, and no more runs than that.
func TestCountLabels(t *testing.T) {
	all, err := scenarios.CountLabels(scenarios.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	number := func(list []scenarios.LabelCount, name string) int {
		i := slices.IndexFunc(list, func(l scenarios.LabelCount) bool { return l.Name == name })
		if i < 0 {
			return 0
		}
		return list[i].Specs
	}
	const rule = "rule:CPS-DAM-001"
	one, err := scenarios.CountLabels(scenarios.RunOptions{LabelFilter: rule})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := scenarios.Run(t.Context(), scenarios.RunOptions{LabelFilter: rule})
	if err != nil || sum.Total == 0 || number(all, rule) != sum.Total || number(one, rule) != sum.Total {
		t.Errorf("%v: %d run, %d and %d counted", err, sum.Total, number(all, rule), number(one, rule))
	}
	if number(all, "face:cps4") <= number(one, "face:cps4") || number(one, "rule:CPS-VAL-001") != 0 {
		t.Errorf("labels of one rule: %v", one)
	}
	if _, err := scenarios.CountLabels(scenarios.RunOptions{LabelFilter: "rule:NOPE"}); !errors.Is(err, scenarios.ErrNoMatch) {
		t.Errorf("no such label: %v", err)
	}
	if _, err := scenarios.CountLabels(scenarios.RunOptions{LabelFilter: "a &&"}); err == nil {
		t.Error("a filter that is no filter was taken")
	}
}
