package explore_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/explore"
	"github.com/cpslab/cps/testdata/testneed"
)

// Another program that has its turn between two exchanges powers the card off as it
// leaves: the program is told at its next command. One that says so fails, one that does
// not look is caught; behind the last exchange nobody notices.
func TestBeside(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]string{
		"none": "beside ...=",
		"lie":  "beside LLL=",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			o := planted(t, mode, "status=6982")
			o.Faults = nil
			o.Beside = []string{testneed.Path("python3-pyscard"), "testdata/client.py", "none"}
			o.Deadline = 30 * time.Second
			r, err := explore.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, verdicts(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, c := range r.Cases {
				if c.Shots != 1 || c.Waited || c.Spent != 0 {
					t.Errorf("%+v", c)
				}
			}
		})
	}
}

// The other program that waits for ever is ended after its turn, and the program goes on.
func TestBesideThatHangs(t *testing.T) {
	t.Parallel()
	o := planted(t, "none", "status=6982")
	o.Faults, o.Only = nil, []explore.Case{{Fault: explore.Beside, At: 2}}
	o.Beside = []string{"sh", "-c", `test -e "$0" && exec sleep 60; : > "$0"`, t.TempDir() + "/ran"}
	o.Deadline = 30 * time.Second
	r, err := explore.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Cases[0]; !c.Waited || c.Verdict != explore.AsUsual {
		t.Errorf("%+v", c)
	}
	o.Beside = []string{"sleep", "60"}
	o.Deadline = 2 * time.Second
	if _, err := explore.Run(t.Context(), o); err == nil {
		t.Error("an other program that never ends was taken")
	}
}
