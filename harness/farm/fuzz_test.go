package farm

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"testing"

	"github.com/cpslab/cps/harness/report"
)

// FuzzResult: whatever a station stores is refused with a reason, or is what was asked for.
func FuzzResult(f *testing.F) {
	head := report.Run{Schema: report.RunSchemaNumber, Suite: "s", Seed: 1, Environment: report.Environment{Reader: "sim:", Version: "1"}}
	good := head
	good.Scenarios = []report.Scenario{{Name: "a", Outcome: report.Passed}}
	content, err := pack(&good)
	if err != nil {
		f.Fatal(err)
	}
	plain, err := unpack(content)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain, true)
	f.Add(content, false)
	f.Add([]byte(`{"schema":1,"scenarios":[{"name":"a","outcome":"passed"}]}`), true)
	f.Add(bytes.Repeat([]byte{0}, 100), true)
	f.Fuzz(func(t *testing.T, content []byte, packed bool) {
		if packed { // what stands in it
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(content)
			_ = z.Close()
			content = b.Bytes()
		}
		d := &doing{Job: Job{Run: "r", Head: head, Plan: []string{"a"}, Parts: []Part{{Names: []string{"a"}}}}}
		run, err := d.open(Outcome{Run: "r", Index: 1, Total: 1, Station: "x", Fence: 3, Size: len(content), SHA256: digest(content)}, content)
		if err == nil && (len(run.Scenarios) != 1 || run.Scenarios[0].Name != "a" || run.Scenarios[0].Origin.Station != "x") {
			t.Errorf("%+v", run)
		}
	})
}

// FuzzRecords: whatever stands in a book or a lane is refused, or can be named.
func FuzzRecords(f *testing.F) {
	f.Add(encode(Shard{Schema: 1, Run: "r", Index: 1, Total: 2, Version: "1", Body: json.RawMessage(`{}`)}), encode(lane{Schema: 1, Run: "r", Name: "r-1", Version: "1", Total: 2}))
	f.Add(encode(Seen{Schema: 1, Name: "a", Readers: []SeenReader{{Name: "sim:"}}}), encode(Outcome{Schema: 1, Run: "r", Index: 1, Lost: &Said{"a", "b"}}))
	f.Add([]byte(`{"run":"../x","index":-1}`), []byte(`null`))
	f.Fuzz(func(t *testing.T, one, other []byte) {
		var s Shard
		var l lane
		w := &serving{Station: &Station{Name: "a", Version: "1"}}
		if decode(one, maxShard, &s) == nil && decode(other, maxRecord, &l) == nil && w.wrong(s, l).IsZero() {
			if !nameable(s.Run) || s.Index < 1 || s.Index > s.Total || s.Version != "1" {
				t.Errorf("taken: %+v", s)
			}
		}
		var seen Seen
		if decode(one, maxRecord, &seen) == nil {
			_ = unfit(l, seen)
		}
		var o Outcome
		if decode(other, maxRecord, &o) == nil {
			_ = o.Lost.Text()
		}
	})
}

// FuzzJob: a job that was stored, and may have been tampered with by whoever has its digest
// too, is refused or is one that could have been given.
func FuzzJob(f *testing.F) {
	f.Add(encode(stored{
		Schema: 1, Run: "r", Head: report.Run{Schema: report.RunSchemaNumber}, Plan: []string{"a", "b"},
		Parts: []storedPart{{Names: []int{0}}, {Names: []int{1}, Needs: []string{"os:linux"}, Once: true, Body: json.RawMessage(`{}`)}},
	}))
	f.Add([]byte(`{"schema":1,"head":{"schema":1},"plan":["a"],"parts":[{"names":[-1,7]}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		job, err := jobOf(squeeze(content))
		if err != nil {
			return
		}
		d := newDoing(nil, *job)
		if d.valid() != nil {
			return
		}
		d.cut()
		if len(d.laneOf) != len(job.Parts) || len(d.missing) != len(job.Parts) {
			t.Errorf("%d parts, %d lanes of them", len(job.Parts), len(d.laneOf))
		}
	})
}
