//go:build pcsc && linux

package scenarios_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

// stackPresets go through pcscd, with the reasons for which specs may be
// skipped on them.
var stackPresets = []struct {
	name string
	skip []string // the only reasons to skip, parts of them
}{
	{"cps3-healthy", []string{"no other rate"}},
	{"cps4-healthy", []string{"this reader is a virtual one"}},
	{"cps3-two-activities", []string{"no other rate"}},
	{"cps3-missing-dam", []string{"no billing situations", "no other rate"}},
	{"cps3cl-healthy", []string{"without contacts", "has no line"}},
	{"cps3-pin-1", []string{"two tries", "no other rate"}},
	{"cps3-pin-blocked", []string{"the PIN of the card is blocked", "no other rate"}},
	{"other-issuer", []string{"two tries", "does not know", "no other rate", "no file of 256 bytes"}},
	{"mute", []string{"no answer to reset"}},
}

// TestScenariosThroughPCSC runs what one card can show on each of a handful of
// cards behind a pcscd of this test's own. Each card has a child process: the
// PC/SC library remembers the first service it talks to.
func TestScenariosThroughPCSC(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd")
	file, env := startStack(t)
	children := make([]*child, len(stackPresets))
	for i := range children {
		children[i] = startChild(t, readers.SchemePCSC+":"+file.Cards[i].Reader, env)
	}
	for i, p := range stackPresets {
		t.Run(p.name, func(t *testing.T) {
			passed := 0
			for _, spec := range children[i].report(t).SpecReports {
				switch {
				case spec.State.Is(types.SpecStatePassed):
					passed++
				case spec.State.Is(types.SpecStateSkipped) && slices.ContainsFunc(p.skip, func(why string) bool { return strings.Contains(spec.Failure.Message, why) }):
				default:
					t.Errorf("%s: %s: %s", spec.FullText(), spec.State, spec.Failure.Message)
				}
			}
			if passed == 0 {
				t.Error("no spec passed")
			}
		})
	}
}

// startStack serves stackPresets and writes the file that makes their readers
// count as simulated.
func startStack(t *testing.T) (*readers.StackFile, []string) {
	t.Helper()
	var cards []stack.Card
	var made []*simulator.Card
	set := readers.Set{}
	for _, p := range stackPresets {
		c, err := set.Open(t.Context(), readers.SchemeSim+":"+p.name)
		if err != nil {
			t.Fatal(err)
		}
		chip, ok := c.Channel().(*simulator.Card)
		if !ok {
			t.Fatalf("%s is a %T", p.name, c.Channel())
		}
		made = append(made, chip)
		cards = append(cards, stack.Card{Name: p.name, Channel: chip})
	}
	st, err := stack.Start(t.Context(), stack.Config{Cards: cards, Parts: testneed.Parts()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	file := &readers.StackFile{Schema: 1, Socket: st.Socket()}
	for i, r := range st.Readers() {
		p := made[i].Personalisation()
		file.Cards = append(file.Cards, readers.NewStackCard(r.Name, stackPresets[i].name, made[i].SerialNumber(), p.PIN.Code))
	}
	path := filepath.Join(t.TempDir(), "stack.json")
	if err := file.Write(path); err != nil {
		t.Fatal(err)
	}
	return file, append(st.Env(), readers.EnvStack+"="+path)
}

// child is TestScenarios in a process of its own. The children run at the same
// time: they spend most of it waiting for pcscd.
type child struct {
	path string // of the report
	out  bytes.Buffer
	done chan error
}

func startChild(t *testing.T, address string, env []string) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{path: filepath.Join(t.TempDir(), "report.json"), done: make(chan error, 1)}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestScenarios$", "-ginkgo.json-report="+c.path)
	cmd.Env = append(append(os.Environ(), env...), envReader+"="+address)
	cmd.Stdout, cmd.Stderr = &c.out, &c.out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.done <- cmd.Wait() }()
	return c
}

// report waits for the child and returns what it wrote.
func (c *child) report(t *testing.T) types.Report {
	t.Helper()
	if err := <-c.done; err != nil {
		t.Errorf("%v\n%s", err, c.out.String())
	}
	raw, err := os.ReadFile(c.path)
	if err != nil {
		t.Fatalf("%v\n%s", err, c.out.String())
	}
	var reports []types.Report
	if err := json.Unmarshal(raw, &reports); err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	return reports[0]
}
