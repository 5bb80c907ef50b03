package evidence

import (
	"bytes"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// FuzzParse: whatever is read can be merged, compared and written, and anything else is bad
// input.
func FuzzParse(f *testing.F) {
	run := report.Run{
		Schema: report.RunSchemaNumber, Suite: "s", Shard: &report.Shard{Index: 1, Total: 2, Plan: []string{"a", "b"}}, Useful: 1,
		Scenarios: []report.Scenario{{Name: "a", Outcome: report.Failed, Failure: &report.Failure{Message: "m", Place: "x.go:1"}, Findings: []report.RunFinding{{Rule: "CPS-AAA-001", Severity: 2}}}},
		Latency:   []report.Latency{{Command: "READ", Line: 5, Buckets: []report.Bucket{{Nanoseconds: 1, Count: 1}}}},
	}
	whole, err := run.JSON()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"schema":1,"scenarios":[{"name":"a","outcome":"passed","duration":9223372036854775807}],"duration":9223372036854775807}`))
	f.Add([]byte(`{"schema":2,"verdict":"ok","reader":{"address":"sim:a"},"findings":[]}`))
	for _, bad := range []string{ // a finding without a severity
		`{"schema":1,"scenarios":[{"name":"a","outcome":"failed","findings":[{"rule":"CPS-AAA-001"}]}]}`,
		`{"schema":2,"verdict":"ok","reader":{"address":"sim:a"},"findings":[{"id":"CPS-AAA-001"}]}`,
	} {
		if _, err := parse("x", []byte(bad)); !text.IsBadInput(err) {
			f.Errorf("%s: %v, want bad input", bad, err)
		}
		f.Add([]byte(bad))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		run, err := parse("x", content)
		if err != nil {
			if !text.IsBadInput(err) {
				t.Fatal(err)
			}
			return
		}
		merged, err := Merge([]Source{{Path: "x", Run: run}})
		if merged == nil {
			t.Fatal(err)
		}
		Diff(run, merged)
		_ = Latencies(merged)
		_ = sections(merged)
		_ = Headline(merged, Options{Lang: "fr"})
		for _, form := range []func() ([]byte, error){
			func() ([]byte, error) { return JUnit(merged) },
			func() ([]byte, error) { return CTRF(merged) },
			func() ([]byte, error) { return SARIF(merged, Options{Lang: "fr"}) },
		} {
			if _, err := form(); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := Annotations(&out, merged, Options{Lang: "en"}); err != nil {
			t.Fatal(err)
		}
	})
}

// A time of any size is written with three digits, and soon.
func TestShort(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{0: "0s", 999: "999ns", 1234: "1.23µs", 1<<63 - 1: "2561111h6m40s", -5: "-5ns"} {
		if got := short(d); got != want {
			t.Errorf("%d: %s", d, got)
		}
	}
}
