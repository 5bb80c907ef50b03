package readers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

// judged is what a diagnosis says, without the values that are masked in a trace.
type judged struct {
	Verdict  string
	Findings []string
	Unknown  []string
}

// read judges a card. With faults no proof is made: one that is lost in it cannot be
// replayed, since its challenge was drawn by chance.
func read(t *testing.T, set *readers.Set, address string, facts fact.Set, prove bool, proof *diagnosis.KeyProof, now time.Time) judged {
	t.Helper()
	c, err := set.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	reading := examine.Card(t.Context(), c.Channel(), examine.Options{
		Reader: c.Reader, Read: c.ReadOptions(), Facts: facts, Authorities: c.Authorities(), Prove: c.Signs() && prove,
	})
	if c.Recording() != nil {
		reading.Input.KeyProof = *proof
	} else {
		*proof = reading.Input.KeyProof
	}
	result := reading.Judge(now)
	out := judged{Verdict: string(result.Verdict)}
	for _, f := range result.Findings {
		said := fmt.Sprint(f.Rule.ID, f.Severity, f.Situation)
		for _, e := range f.Evidence {
			said += fmt.Sprintf(" %s@%d", e.Field, e.Exchange)
		}
		out.Findings = append(out.Findings, said)
	}
	for u := range result.Unknown {
		out.Unknown = append(out.Unknown, u.Rule.ID+" "+u.Missing)
	}
	return out
}

// recordedAs reads a card, keeps the trace and returns what is said of both.
func recordedAs(t *testing.T, preset string, facts fact.Set, faults ...fault.Fault) (live, replayed judged) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.jsonl")
	f, err := trace.Create(path, trace.Options{Authority: pki.NewStandIn()})
	if err != nil {
		t.Fatal(err)
	}
	set := &readers.Set{LastTry: true, Wrap: func(c *readers.Card) (card.Channel, error) {
		return f.Record(trace.Reader{Name: c.Reader, Simulated: true}, fault.New(c.Channel(), fault.Options{}, faults...)), nil
	}}
	var proof diagnosis.KeyProof
	now := time.Now()
	live = read(t, set, "sim:"+preset, facts, len(faults) == 0, &proof, now)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return live, read(t, &readers.Set{}, "trace:"+path, facts, false, &proof, now)
}

// A trace of any card of the gallery says of it what the card said: the same verdict, the
// same findings from the same exchanges, the same rules that are unknown.
func TestReplayedCardIsJudgedAsTheCard(t *testing.T) {
	t.Parallel()
	for _, preset := range simulator.PresetNames() {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			for _, facts := range []fact.Set{{}, {Env: fact.EnvTest}, {Use: fact.UseAuth}} {
				live, replayed := recordedAs(t, preset, facts)
				if diff := cmp.Diff(live, replayed); diff != "" {
					t.Errorf("%+v (-card +trace):\n%s", facts, diff)
				}
			}
		})
	}
}

// So does the trace of a reading that a fault met.
func TestReplayedFaults(t *testing.T) {
	t.Parallel()
	kinds := []string{"remove", "bounce", "reset-by-other", "lost-after", "status=6F00", "empty", "cut", "no-answer", "one-byte", "too-long", "garble", "stale", "silent-reset"}
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for at := 1; at <= 70; at += 9 {
				faults, err := fault.Parse(fmt.Sprintf("%s@%d", kind, at))
				if err != nil {
					t.Fatal(err)
				}
				live, replayed := recordedAs(t, "cps3-two-activities", fact.Set{}, faults...)
				if diff := cmp.Diff(live, replayed); diff != "" {
					t.Errorf("at %d (-card +trace):\n%s", at, diff)
				}
			}
		})
	}
}

// A reader of a trace is named by its number; a file that is none says why.
func TestOpenTrace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bad.jsonl")
	if err := os.WriteFile(path, []byte(`{"cpslab-trace":1}`+"\n"+`{"kind":"card","atr":"3B00"}`+"\n"+`{"kind":"exch`), 0o600); err != nil {
		t.Fatal(err)
	}
	for address, says := range map[string]string{
		"trace:" + path:            "line 3: the line is cut off",
		"trace:" + path + ".other": syscall.ENOENT.Error(),
	} {
		_, err := (&readers.Set{}).Open(t.Context(), address)
		if err == nil || !strings.Contains(err.Error(), says) || !text.IsBadInput(err) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
