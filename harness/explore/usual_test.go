package explore

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
)

// learned has three undisturbed runs behind it, that say these things.
func learned(t *testing.T, outputs ...string) *usual {
	t.Helper()
	u := &usual{}
	for _, out := range outputs {
		chip, err := simulator.NewPreset("cps3-healthy")
		if err != nil {
			t.Fatal(err)
		}
		w, _ := newWitness(chip, fault.Options{})
		u.learn(child.Ending{Out: []byte(out), Took: time.Millisecond}, w, nil)
	}
	return u
}

// A line is compared to the byte where the undisturbed runs agree, without its numbers
// where they differ, and as often as they say it.
func TestCompare(t *testing.T) {
	t.Parallel()
	u := learned(t, "object 4235\nlabel: A\nlabel: A\n3 tries\n", "object 77\nlabel: A\nlabel: A\n3 tries\n", "object 0x7f\nlabel: A\nlabel: A\n3 tries\n")
	for _, tt := range []struct {
		name, out string
		missing   []string
		added     []string
		differs   bool
		line      string
	}{
		{"as usual", "object 9\nlabel: A\nlabel: A\n3 tries\n", nil, nil, false, ""},
		{"another order", "3 tries\nlabel: A\nobject 0xFF\nlabel: A\n", nil, nil, false, ""},
		{"a line less often", "object 9\nlabel: A\n3 tries\n", []string{"label: A"}, nil, true, ""},
		{"a changing line missing", "label: A\nlabel: A\n3 tries\n", nil, nil, true, ""},
		{"another number where all agree", "object 9\nlabel: A\nlabel: A\n2 tries\n", []string{"3 tries"}, []string{"2 tries"}, true, ""},
		{"a word of an error", "object 9\nlabel: A\nlabel: A\n3 tries\nCKR_DEVICE_ERROR\n", nil, []string{"CKR_DEVICE_ERROR"}, true, "CKR_DEVICE_ERROR"},
		{"in French", "object 9\nlabel: A\nlabel: A\n3 tries\nLecture impossible\n", nil, []string{"Lecture impossible"}, true, "Lecture impossible"},
	} {
		d := u.compare([]byte(tt.out), nil)
		if diff := cmp.Diff(tt.missing, d.missing) + cmp.Diff(tt.added, d.added); diff != "" || d.differs() != tt.differs || d.line != tt.line {
			t.Errorf("%s: differs %v, line %q (-want +got):\n%s", tt.name, d.differs(), d.line, diff)
		}
	}
	if d := u.compare([]byte("object 9\nlabel: A\nlabel: A\n3 tries\nat 10:31\n"), []*regexp.Regexp{regexp.MustCompile("^at ")}); d.differs() {
		t.Errorf("a line to ignore was compared: %+v", d)
	}
}

// Each verdict from an ending, and the worse of two where both fit.
func TestJudge(t *testing.T) {
	t.Parallel()
	u := learned(t, "name: A\n", "name: A\n", "name: A\n")
	u.verifies = 1
	fired := Outcome{Shots: 1, Verifies: 1}
	for _, tt := range []struct {
		name   string
		with   Outcome
		e      child.Ending
		formed bool
		expect string
		want   Verdict
	}{
		{"the same", fired, child.Ending{Out: []byte("name: A\n")}, false, "", AsUsual},
		{"nothing fired", Outcome{Verifies: 1}, child.Ending{Exit: 1}, false, "", NotReached},
		{"late", Outcome{}, child.Ending{Late: true}, false, "", Hung},
		{"a signal", Outcome{Shots: 1, Verifies: 1, Spent: 1}, child.Ending{Signal: "segmentation fault", Exit: -1}, false, "", Crashed},
		{"a try", Outcome{Shots: 1, Verifies: 2, Spent: 1}, child.Ending{Out: []byte("name: A\n")}, false, "", TrySpent},
		{"again", Outcome{Shots: 1, Verifies: 2}, child.Ending{Out: []byte("name: A\n")}, false, "", MoreVerifies},
		{"less", fired, child.Ending{}, false, "", Lied},
		{"other data", fired, child.Ending{Out: []byte("name: B\n")}, true, "", Believed},
		{"without a word", fired, child.Ending{Exit: 1}, false, "", FailedMutely},
		{"told, and 0", fired, child.Ending{Out: []byte("error: no name\n")}, false, "", ToldAndZero},
		{"told", fired, child.Ending{Exit: 1, Out: []byte("error: no name\n")}, false, "", Failed},
		{"another exit, and a word of any kind", fired, child.Ending{Exit: 1, Out: []byte("name: A\nstopped here\n")}, false, "", Failed},
		{"what is left is called unknown", fired, child.Ending{Out: []byte("the rest is unknown\n")}, false, "", ToldAndZero},
		{"what is expected decides: missing", fired, child.Ending{Out: []byte("error: no name\n")}, false, "name: A", Lied},
		{"what is expected decides: there", fired, child.Ending{Out: []byte("name: A\nmore\n")}, false, "name: A", AsUsual},
		{"what is expected asks nothing of a failure", fired, child.Ending{Exit: 1, Out: []byte("error\n")}, false, "name: A", Failed},
	} {
		o := &Config{}
		if tt.expect != "" {
			o.Expect = regexp.MustCompile(tt.expect)
		}
		c := tt.with
		if u.judge(&c, tt.e, tt.formed, o); c.Verdict != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, c.Verdict, tt.want)
		}
	}
}

// Codes behind options are in no report.
func TestShown(t *testing.T) {
	t.Parallel()
	got := Shown([]string{"tool", "--pin", "1234", "--so-pin=5678", "-p", "9", "-O", "1234"})
	if diff := cmp.Diff([]string{"tool", "--pin", "****", "--so-pin=****", "-p", "****", "-O", "1234"}, got); diff != "" {
		t.Error(diff)
	}
}
