package scenarios_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/scenarios"
)

// A filter that leaves nothing is told before anything is printed, and a run
// leaves its output at the start of a line.
func TestOutputOfARun(t *testing.T) {
	var out bytes.Buffer
	_, err := scenarios.Run(t.Context(), scenarios.RunOptions{LabelFilter: "rule:NOPE", Output: &out})
	if !errors.Is(err, scenarios.ErrNoMatch) || out.Len() != 0 {
		t.Errorf("error %v, output %q", err, out.String())
	}
	sum, err := scenarios.Run(t.Context(), scenarios.RunOptions{LabelFilter: "rule:CPS-DAM-001", Output: &out, NoColor: true})
	if err != nil || sum.Passed == 0 || !strings.HasSuffix(out.String(), "\n") {
		t.Errorf("error %v, summary %+v, output %q", err, sum, out.String())
	}
}

// The labels are counted over what the filters choose, and no more runs than that.
func TestCountLabels(t *testing.T) {
	all, err := scenarios.CountLabels(t.Context(), scenarios.RunOptions{})
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
	one, err := scenarios.CountLabels(t.Context(), scenarios.RunOptions{LabelFilter: rule})
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
	if _, err := scenarios.CountLabels(t.Context(), scenarios.RunOptions{LabelFilter: "rule:NOPE"}); !errors.Is(err, scenarios.ErrNoMatch) {
		t.Errorf("no such label: %v", err)
	}
	if _, err := scenarios.CountLabels(t.Context(), scenarios.RunOptions{LabelFilter: "a &&"}); err == nil {
		t.Error("a filter that is no filter was taken")
	}
}
