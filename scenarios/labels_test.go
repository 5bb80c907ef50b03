package scenarios_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/cpslab/cps/scenarios"
)

// A filter that leaves nothing is told before anything runs, and each scenario is
// told once.
func TestProgressOfARun(t *testing.T) {
	var told []scenarios.Progress
	each := func(p scenarios.Progress) { told = append(told, p) }
	_, err := scenarios.Run(t.Context(), scenarios.RunOptions{LabelFilter: "rule:NOPE", Each: each})
	if !errors.Is(err, scenarios.ErrNoMatch) || len(told) != 0 {
		t.Errorf("error %v, progress %v", err, told)
	}
	sum, err := scenarios.Run(t.Context(), scenarios.RunOptions{LabelFilter: "rule:CPS-DAM-001", Each: each})
	if err != nil || sum.Passed == 0 || len(told) != sum.Total {
		t.Errorf("error %v, summary %+v, %d told", err, sum, len(told))
	}
	for i, p := range told {
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
