package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/explore"
)

// Notes that were cut off in the middle of a line give what is whole, note nothing twice,
// and are of one exploration only.
func TestNotes(t *testing.T) {
	t.Parallel()
	a := &app{lang: "en"}
	f := exploreFlags{resume: filepath.Join(t.TempDir(), "notes")}
	o := explore.Config{Command: []string{"tool", "--pin", "1234"}, Name: "cps3-healthy"}
	first, second := explore.Outcome{Case: explore.Case{Fault: "remove", At: 1}, Verdict: explore.Lied}, explore.Outcome{Case: explore.Case{Fault: "remove", At: 2}, Verdict: explore.AsUsual}
	for _, step := range []struct {
		after string // what stands behind the notes of before
		add   []explore.Outcome
		done  []explore.Outcome // what the notes hand over
	}{
		{"", []explore.Outcome{first}, nil},
		{`{"fault":"rem`, []explore.Outcome{first, second}, []explore.Outcome{first}},
		{"", nil, []explore.Outcome{first, second}},
	} {
		if step.after != "" {
			content, err := os.ReadFile(f.resume)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(f.resume, append(content, step.after...), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o.Done = nil
		n, err := a.resumed(f, &o)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range step.add {
			n.add(c)
		}
		if err := n.close(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.done, o.Done); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	o.Name = "cps4-healthy"
	if _, err := a.resumed(f, &o); codeOf(err) != exitUsage {
		t.Errorf("the notes of another card: %v", err)
	}
}
