package scenarios_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
)

// Three parts of a run, merged, equal the run: the same scenarios in the same order, which
// the seed gives, with the same findings. Times differ.
func TestThreePartsEqualTheRun(t *testing.T) {
	dir := t.TempDir()
	o := scenarios.RunOptions{LabelFilter: "!effect:write && !effect:sign", Seed: 7, Files: evidence.Files{JSON: filepath.Join(dir, "whole.json")}}
	if _, err := scenarios.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	whole, err := evidence.Read(o.Files.JSON)
	if err != nil {
		t.Fatal(err)
	}
	var sources []evidence.Source
	for i := 1; i <= 3; i++ {
		o.Files.JSON = filepath.Join(dir, fmt.Sprintf("%d.json", i))
		o.Shard.Index, o.Shard.Total, o.Durations = i, 3, evidence.Durations(whole)
		if _, err := scenarios.Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		part, err := evidence.Read(o.Files.JSON)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(part.Scenarios); n < len(whole.Scenarios)/10 {
			t.Errorf("part %d has %d scenarios of %d", i, n, len(whole.Scenarios))
		}
		sources = append(sources, evidence.Source{Path: o.Files.JSON, Run: part})
	}
	merged, err := evidence.Merge(sources)
	if err != nil {
		t.Fatal(err)
	}
	same := cmp.Options{
		cmpopts.IgnoreFields(report.Run{}, "Started", "Duration", "Latency"), cmpopts.IgnoreFields(report.Scenario{}, "Started", "Duration"),
	}
	if diff := cmp.Diff(whole, merged, same); diff != "" {
		t.Errorf("(-whole +merged)\n%.4000s", diff)
	}
	if len(merged.Latency) != len(whole.Latency) {
		t.Errorf("latencies of %d and %d commands", len(whole.Latency), len(merged.Latency))
	}
}

// A part of which nothing is left to run is none that failed.
func TestEmptyPart(t *testing.T) {
	o := scenarios.RunOptions{LabelFilter: "preset:cps3-two-activities", Files: evidence.Files{JSON: filepath.Join(t.TempDir(), "x.json")}}
	o.Shard.Index, o.Shard.Total = 900, 1000
	sum, err := scenarios.Run(t.Context(), o)
	if err != nil || !sum.OK() || sum.Total != 0 {
		t.Fatalf("%+v, %v", sum, err)
	}
	run, err := evidence.Read(o.Files.JSON)
	if err != nil || run.Shard == nil || len(run.Shard.Plan) < 5 || run.Seed != 1 {
		t.Errorf("%+v, %v", run, err)
	}
}

// A part that was interrupted says so of its own scenarios alone.
func TestInterruptedPart(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o := scenarios.RunOptions{LabelFilter: "preset:cps3-two-activities", Each: func(scenarios.Progress) { cancel() }}
	o.Shard.Index, o.Shard.Total = 1, 2
	sum, err := scenarios.Run(ctx, o)
	if !errors.Is(err, context.Canceled) || sum.Failed != 0 || sum.Passed+len(sum.Skipped) != sum.Total {
		t.Errorf("%+v, %v", sum, err)
	}
}

// Somebody else may divide a run: the parts that he names are done, and no more.
func TestAPartByItsNames(t *testing.T) {
	o := scenarios.RunOptions{LabelFilter: "preset:cps3-healthy", Seed: 7}
	head, specs, err := scenarios.Plan(o)
	if err != nil {
		t.Fatal(err)
	}
	if head.Suite == "" || head.Seed != 7 || head.Labels != o.LabelFilter || head.Environment.Reader != "sim:" || len(head.Scenarios) > 0 {
		t.Errorf("the head is %+v", head)
	}
	presents := map[bool]int{}
	for i, s := range specs {
		presents[s.Presents]++
		if i%2 == 0 {
			o.Only = append(o.Only, s.Name)
		}
	}
	if presents[true] == 0 || presents[false] == 0 {
		t.Errorf("%v present a code", presents)
	}
	var run *report.Run
	o.Shard.Index, o.Shard.Total = 2, 3
	o.Whole = func(r *report.Run) { run = r }
	if _, err := scenarios.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range run.Scenarios {
		names = append(names, run.Scenarios[i].Name)
	}
	if diff := cmp.Diff(o.Only, names); diff != "" {
		t.Error(diff)
	}
	if run.Shard.Index != 2 || run.Shard.Total != 3 || len(run.Shard.Plan) != len(specs) || run.Labels != o.LabelFilter || len(run.Focus) > 0 {
		t.Errorf("shard %d/%d of %d, %q, %q", run.Shard.Index, run.Shard.Total, len(run.Shard.Plan), run.Labels, run.Focus)
	}
	if _, _, err := scenarios.Plan(scenarios.RunOptions{LabelFilter: "no:such"}); !errors.Is(err, scenarios.ErrNoMatch) {
		t.Errorf("no match: %v", err)
	}
}
