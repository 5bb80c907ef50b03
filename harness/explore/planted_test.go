package explore_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/explore"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

func healthy([]fault.Fault) (card.Channel, error) { return simulator.NewPreset("cps3-healthy") }

// planted is an exploration of the program with planted defects.
func planted(t *testing.T, mode, faults string) explore.Config {
	t.Helper()
	testneed.Part(t, "pcscd", "vpcd", "python3-pyscard")
	list, err := fault.Parse(faults)
	if err != nil {
		t.Fatal(err)
	}
	return explore.Config{
		Command: []string{testneed.Path("python3-pyscard"), "testdata/client.py", mode},
		Name:    "cps3-healthy", Card: healthy, Faults: list, Jobs: 2,
		Stack: stack.Config{Parts: testneed.Parts()},
	}
}

// verdicts is the map: a fault, and the mark of each exchange.
func verdicts(r *explore.Report) string {
	var b strings.Builder
	last := ""
	for _, c := range r.Cases {
		if c.Fault != last {
			last = c.Fault
			b.WriteString("\n" + c.Fault + " ")
		}
		b.WriteByte(c.Verdict.Mark())
	}
	return strings.TrimSpace(b.String())
}

// The program makes four exchanges: the application, which it does not look at, SELECT,
// READ and its GET RESPONSE. Each defect is caught where a bad answer meets it.
func TestPlantedDefects(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]string{
		"none":   "status=6982 =...",
		"crash":  "status=6982 =CCC",
		"hang":   "status=6982 H",
		"lie":    "status=6982 =L=L",
		"verify": "status=6982 =VVV",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			o := planted(t, mode, "status=6982")
			o.Deadline = 30 * time.Second
			if mode == "hang" {
				o.Deadline, o.Only = 10*time.Second, []explore.Case{{Fault: "status=6982", At: 2}} // it takes the deadline, twice
			}
			r, err := explore.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, verdicts(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if r.Bad() != (mode != "none") || !r.Whole() || len(r.Baseline.Exchanges) != 4 {
				t.Errorf("bad %v, whole %v, %d exchanges", r.Bad(), r.Whole(), len(r.Baseline.Exchanges))
			}
			written(t, r)
			r.Accept(r.Cases)
			if r.Bad() {
				t.Error("bad although every case is accepted")
			}
		})
	}
}

// written holds that every form of a report names each bad case, and how to repeat it.
func written(t *testing.T, r *explore.Report) {
	t.Helper()
	o := explore.Options{Lang: "en", Width: 80, Worst: explore.FailedMutely, Repeat: func(c explore.Case) string { return "again " + c.String() }}
	var page, plain bytes.Buffer
	if err := errors.Join(r.HTML(&page, o), r.Text(&plain, o)); err != nil {
		t.Fatal(err)
	}
	document, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var back explore.Report
	if err := json.Unmarshal(document, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.Cases, back.Cases); diff != "" {
		t.Errorf("the JSON does not come back:\n%s", diff)
	}
	failures := 0
	run := r.Run(o)
	for i := range run.Scenarios {
		if c := &run.Scenarios[i]; c.Outcome == report.Failed {
			failures++
			if c.Failure == nil || c.Repeat == "" {
				t.Errorf("%s failed, and nobody is told why or how to see it again", c.Name)
			}
		}
	}
	bad := 0
	for _, c := range r.Cases {
		if !c.Verdict.Bad() {
			continue
		}
		bad++
	}
	if failures != bad {
		t.Errorf("%d failures in the run, %d bad cases", failures, bad)
	}
	for _, g := range r.Groups(explore.Lied) {
		again := "again " + g.Cases[0].String()
		for name, out := range map[string]string{"page": page.String(), "text": plain.String()} {
			if !strings.Contains(out, again) {
				t.Errorf("no %q in the %s:\n%s", again, name, out)
			}
		}
	}
}

// A card that is pulled out, one that comes back at once and one that is silent: each
// case has a reader that works, whatever the one before did to it.
func TestReadersAreFresh(t *testing.T) {
	t.Parallel()
	o := planted(t, "none", "remove silent bounce status=6982")
	o.Deadline = 10 * time.Second
	o.Only = []explore.Case{{Fault: "remove", At: 2}, {Fault: "status=6982", At: 2}, {Fault: "silent", At: 3}, {Fault: "status=6982", At: 3}, {Fault: "bounce", At: 2}, {Fault: "status=6982", At: 4}}
	o.Jobs = 1
	r, err := explore.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("remove .\nstatus=6982 .\nsilent W\nstatus=6982 .\nbounce .\nstatus=6982 .", verdicts(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What cannot be explored is refused, with the reason.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*explore.Config)
		want   string
	}{
		"no exchange":    {func(o *explore.Config) { o.Command = []string{"true"} }, "exchanges nothing"},
		"by a signal":    {func(o *explore.Config) { o.Command = []string{"sh", "-c", "kill -9 $$"} }, "ends by a signal"},
		"never ends":     {func(o *explore.Config) { o.Command, o.Deadline = []string{"sleep", "60"}, 200*time.Millisecond }, "does not end by itself"},
		"at an exchange": {func(o *explore.Config) { o.Faults = parsed(t, "remove@12") }, "has no exchange"},
		"from the start": {func(o *explore.Config) { o.Faults = parsed(t, "mute") }, "from the start"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := planted(t, "none", "remove")
			tt.change(&o)
			_, err := explore.Run(t.Context(), o)
			message, _ := text.Say(err, "en")
			bad, ok := errors.AsType[interface {
				error
				BadInput() bool
			}](err)
			if !ok || !bad.BadInput() || !strings.Contains(message, tt.want) {
				t.Errorf("%v, want bad input with %q", err, tt.want)
			}
		})
	}
}

func parsed(t *testing.T, s string) []fault.Fault {
	t.Helper()
	faults, err := fault.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}
