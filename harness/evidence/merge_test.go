package evidence_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
)

// parts cuts a run as run --shard does.
func parts(run *report.Run, n int) []evidence.Source {
	var names []string
	for _, s := range run.Scenarios {
		names = append(names, s.Name)
	}
	part := evidence.Split(names, n, evidence.Durations(run))
	var all []evidence.Source
	for i := 1; i <= n; i++ {
		one := *run
		one.Shard = &report.Shard{Index: i, Total: n, Plan: names}
		one.Scenarios, one.Latency, one.Useful, one.Duration = nil, nil, 0, run.Duration/time.Duration(n)
		for _, s := range run.Scenarios {
			if part[s.Name] == i {
				one.Scenarios = append(one.Scenarios, s)
			}
		}
		if i == 1 {
			one.Latency, one.Useful = run.Latency, run.Useful
		}
		one.Conclude(false)
		all = append(all, evidence.Source{Path: fmt.Sprintf("%d.json", i), Run: &one})
	}
	return all
}

func concluded() *report.Run {
	run := aRun()
	run.Useful = 3
	run.Conclude(false)
	return run
}

// Parts of a run, in any order, are the run.
func TestMergeOfParts(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 7; n++ {
		sources := parts(concluded(), n)
		slices.Reverse(sources)
		got, err := evidence.Merge(sources)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(concluded(), got, cmpopts.IgnoreFields(report.Run{}, "Duration")); diff != "" {
			t.Errorf("%d parts\n%s", n, diff)
		}
	}
}

// A part that is missing is told, and its scenarios did not run.
func TestMergeLacksAPart(t *testing.T) {
	t.Parallel()
	sources := parts(concluded(), 3)
	got, err := evidence.Merge(sources[:2])
	e, ok := errors.AsType[*evidence.MissingError](err)
	if !ok || !slices.Equal(e.Parts, []string{"3/3"}) || text.IsBadInput(err) {
		t.Fatalf("%v", err)
	}
	if got.Reason != "bench-error" || len(got.Scenarios) != 5 {
		t.Errorf("%s, %d scenarios", got.Reason, len(got.Scenarios))
	}
	for _, s := range sources[2].Run.Scenarios {
		i := slices.IndexFunc(got.Scenarios, func(g report.Scenario) bool { return g.Name == s.Name })
		if g := got.Scenarios[i]; g.Outcome != report.NotRun || g.Missed.Cause != report.CauseShard {
			t.Errorf("%+v", g)
		}
	}
}

// Runs of several systems stand beside each other: equal names are not equal scenarios.
func TestMergeOfSystems(t *testing.T) {
	t.Parallel()
	windows := concluded()
	windows.Environment.OS = "windows"
	sources := append(parts(concluded(), 2), parts(windows, 2)...)
	got, err := evidence.Merge(sources)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Scenarios) != 10 || got.Environment.OS != "linux + windows" || got.Scenarios[0].Where != "sim: linux/amd64" || got.Scenarios[9].Where != "sim: windows/amd64" {
		t.Errorf("%d scenarios, %+v", len(got.Scenarios), got.Environment)
	}
	if n := got.Latency[0].Buckets[0].Count; n != 180 {
		t.Errorf("%d exchanges", n)
	}
	seen := map[string]bool{}
	for i := range got.Scenarios {
		seen[evidence.ID(got, &got.Scenarios[i])] = true
	}
	if len(seen) != 10 {
		t.Errorf("%d identities", len(seen))
	}
	content, _ := readJUnit(t, got)
	if !strings.Contains(string(content), `classname="cpslab scenarios sim: windows/amd64"`) {
		t.Errorf("%s", content)
	}
	// A part that only one of them lacks.
	_, err = evidence.Merge(sources[:3])
	if e, ok := errors.AsType[*evidence.MissingError](err); !ok || !slices.Equal(e.Parts, []string{"2/2 (sim: windows/amd64)"}) {
		t.Errorf("%v", err)
	}
	// Whole runs too, of one machine on two days or of two readers.
	two := concluded()
	two.Environment.Reader = "pcsc:A"
	if got, err = evidence.Merge([]evidence.Source{{Run: concluded()}, {Run: two}}); err != nil || len(got.Scenarios) != 10 || got.Environment.Reader != "pcsc:A + sim:" {
		t.Errorf("%v, %+v", err, got.Environment)
	}
}

func TestMergeRefuses(t *testing.T) {
	t.Parallel()
	three := parts(concluded(), 3)
	mixed := parts(concluded(), 3)
	mixed[1].Run.Scenarios = append(slices.Clone(mixed[1].Run.Scenarios), mixed[0].Run.Scenarios[0])
	for name, sources := range map[string][]evidence.Source{
		"nothing": nil, "a part twice": {three[0], three[1], three[1]}, "a scenario in two parts": mixed, "a run twice": {{Run: aRun()}, {Run: aRun()}},
	} {
		run, err := evidence.Merge(sources)
		if run != nil || !text.IsBadInput(err) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, lang := range []string{"fr", "en"} {
			if message, hint := text.Say(err, lang); message == "" || hint == "" {
				t.Errorf("%s: %q, %q", name, message, hint)
			}
		}
	}
	// Parts of runs with other seeds are parts of two runs, and both lack some.
	other := parts(concluded(), 3)
	other[2].Run.Seed++
	_, err := evidence.Merge([]evidence.Source{three[0], three[1], other[2]})
	if e, ok := errors.AsType[*evidence.MissingError](err); !ok || len(e.Parts) != 3 {
		t.Errorf("%v", err)
	}
}

// A split is stable, gives each name one part, and makes parts as long as each other.
func TestSplit(t *testing.T) {
	t.Parallel()
	names := make([]string, 100)
	took := map[string]time.Duration{}
	for i := range names {
		names[i] = fmt.Sprintf("scenario %d", i)
		took[names[i]] = time.Duration(1+i%10) * time.Millisecond
	}
	delete(took, names[7])
	shuffled := slices.Clone(names)
	slices.Reverse(shuffled)
	for _, known := range []map[string]time.Duration{took, nil} {
		part := evidence.Split(names, 3, known)
		if diff := cmp.Diff(part, evidence.Split(shuffled, 3, known)); diff != "" {
			t.Error(diff)
		}
		load := [4]time.Duration{}
		for name, n := range part {
			load[n] += max(known[name], 1)
		}
		if len(part) != 100 || load[0] != 0 || slices.Max(load[1:])-slices.Min(load[1:]) > 11*time.Millisecond {
			t.Errorf("%d names, %v", len(part), load)
		}
	}
	for s, good := range map[string]bool{"1/1": true, "3/3": true, "0/3": false, "4/3": false, "1": false, "1/": false, "a/b": false, "1/100000": false, "-1/3": false} {
		if _, _, err := evidence.ParseShard(s); (err == nil) != good || err != nil && !text.IsBadInput(err) {
			t.Errorf("%s: %v", s, err)
		}
	}
}

// What is read was written by anybody.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole, err := concluded().JSON()
	if err != nil {
		t.Fatal(err)
	}
	edited := func(edit func(map[string]any)) []byte {
		var v map[string]any
		if err := json.Unmarshal(whole, &v); err != nil {
			t.Fatal(err)
		}
		edit(v)
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	scenario := func(v map[string]any) map[string]any { return v["scenarios"].([]any)[0].(map[string]any) }
	for name, content := range map[string][]byte{
		"empty": nil, "no JSON": []byte("<xml/>"), "cut": whole[:len(whole)/2], "a list": []byte("[]"), "another document": []byte(`{"schema":1,"rules":[]}`),
		"another version":   edited(func(v map[string]any) { v["schema"] = 2 }),
		"no version":        edited(func(v map[string]any) { delete(v, "schema") }),
		"a scenario twice":  edited(func(v map[string]any) { v["scenarios"] = append(v["scenarios"].([]any), scenario(v)) }),
		"no name":           edited(func(v map[string]any) { scenario(v)["name"] = "" }),
		"an unknown end":    edited(func(v map[string]any) { scenario(v)["outcome"] = "excellent" }),
		"a negative time":   edited(func(v map[string]any) { scenario(v)["duration"] = -1 }),
		"part of nothing":   edited(func(v map[string]any) { v["shard"] = map[string]any{"index": 2, "total": 1, "plan": []string{}} }),
		"outside of a plan": edited(func(v map[string]any) { v["shard"] = map[string]any{"index": 1, "total": 1, "plan": []string{"x"}} }),
		"negative counts": edited(func(v map[string]any) {
			v["latency"] = []any{map[string]any{"command": "READ", "line": 0, "buckets": []any{map[string]any{"ns": 1, "n": -5}}}}
		}),
	} {
		path := filepath.Join(t.TempDir(), "x.json")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := evidence.Read(path)
		if !text.IsBadInput(err) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, lang := range []string{"fr", "en"} {
			if message, hint := text.Say(err, lang); !strings.Contains(message, path) || hint == "" {
				t.Errorf("%s: %q, %q", name, message, hint)
			}
		}
	}
	if _, err := evidence.Read(filepath.Join(t.TempDir(), "nowhere")); !text.IsBadInput(err) {
		t.Error(err)
	}
}

func TestFilesOf(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	odd := filepath.Join(dir, "a[1]")
	if runtime.GOOS != "windows" { // which has no such name
		odd += "*"
	}
	for _, path := range []string{filepath.Join(odd, "1.json"), filepath.Join(odd, "2.json"), filepath.Join(odd, "x.xml"), filepath.Join(dir, "none", "y.xml")} {
		if err := report.WriteFile(path, []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	got, err := evidence.FilesOf([]string{odd, filepath.Join(odd, "x.xml")})
	if err != nil || len(got) != 3 {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{filepath.Join(dir, "none"), filepath.Join(dir, "gone")} {
		if _, err := evidence.FilesOf([]string{bad}); !text.IsBadInput(err) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
