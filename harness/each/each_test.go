package each_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/each"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

// cardOf is a preset, before which a program is to end with that code.
func cardOf(t *testing.T, name string, exit int) each.Card {
	t.Helper()
	profile, err := simulator.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return each.Card{
		Name: name, Source: name + ".yaml", Expect: each.Expectation{Exit: exit}, Repeat: "again " + name,
		Make: func() (card.Channel, error) {
			p, err := profile.Personalise(time.Now())
			if err != nil {
				return nil, err
			}
			return simulator.New(p)
		},
	}
}

func config(t *testing.T, script string, cards ...each.Card) each.Config {
	t.Helper()
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
	return each.Config{Command: []string{"/bin/sh", "-c", script}, Cards: cards, Stack: stack.Config{Parts: testneed.Parts()}, Lang: "en"}
}

// Each card has its program: how it ended, what it said and exchanged stand in the
// scenario, in the order of the cards, whatever their answers to reset.
func TestEach(t *testing.T) {
	t.Parallel()
	o := config(t, `echo "at $WHICH"; opensc-tool -r 0 -s "00 20 00 01 04 39 39 39 39" | grep -o "SW1=.*"; case $WHICH in cps4-*) exit 3;; *-two-*) sleep 60;; *expired) kill -9 $$;; esac`,
		cardOf(t, "cps4-healthy", 3), cardOf(t, "cps3-healthy", 0), cardOf(t, "cps3-two-activities", 0), cardOf(t, "cps3-expired", 0), cardOf(t, "cps4-expired", 0))
	for i := range o.Cards {
		name := o.Cards[i].Name
		o.Cards[i].Prepare = func(*stack.Stack) ([]string, func(), error) { return []string{"WHICH=" + name}, func() {}, nil }
	}
	o.Jobs, o.Deadline = 2, 10*time.Second
	told := 0
	o.Progress = func(done, total int, _ *report.Scenario) {
		if told++; done != told || total != 5 {
			t.Errorf("%d of %d, told %d times", done, total, told)
		}
	}
	run, err := each.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	type outcome struct {
		Card    string
		Outcome report.Outcome
		Message string
		Exit    int
		Said    bool
	}
	var got []outcome
	for _, s := range run.Scenarios {
		one := outcome{Card: s.Card, Outcome: s.Outcome, Exit: -1}
		if s.Exit != nil {
			one.Exit = *s.Exit
		}
		said := s.Output
		if s.Failure != nil {
			one.Message, said = s.Failure.Message, s.Failure.Log
			if s.Repeat != "again "+s.Card || s.Failure.Place != s.Card+".yaml" {
				t.Errorf("%+v", s)
			}
		}
		one.Said = strings.HasPrefix(said, "at "+s.Card+"\n") && (s.Outcome == report.TimedOut || strings.Contains(said, "SW1="))
		tries := 1
		if strings.HasPrefix(s.Card, "cps4") {
			tries = 0 // it compares no code before its application is selected
		}
		if s.Exchanges == nil || *s.Exchanges < 1 || s.Tries == nil || *s.Tries != tries {
			t.Errorf("%s: %v exchanges, %v codes refused", s.Card, s.Exchanges, s.Tries)
		}
		if s.Outcome == report.TimedOut {
			one.Message, _, _ = strings.Cut(one.Message, " after")
		}
		got = append(got, one)
	}
	want := []outcome{
		{"cps4-healthy", report.Passed, "", 3, true},
		{"cps3-healthy", report.Passed, "", 0, true},
		{"cps3-two-activities", report.TimedOut, "not over", -1, true},
		{"cps3-expired", report.Failed, "ended by a signal: killed", -1, true},
		{"cps4-expired", report.Failed, "exit code 3, expected 0", 3, true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if run.Reason != "failed" || run.Useful != 5 || run.Scenarios[0].Name != "sh cps4-healthy" {
		t.Errorf("%s, %d useful, %s", run.Reason, run.Useful, run.Scenarios[0].Name)
	}
}

// A program that exchanges nothing tests nothing, however it ends.
func TestEachExchangesNothing(t *testing.T) {
	t.Parallel()
	run, err := each.Run(t.Context(), config(t, "exit 0", cardOf(t, "cps3-healthy", 0)))
	if err != nil || run.Reason != "untested" || run.Scenarios[0].Outcome != report.Passed {
		t.Errorf("%v, %+v", err, run)
	}
}

// What was not done when the run was interrupted did not run; nothing is accused.
func TestEachInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o := config(t, "opensc-tool -r 0 -a >/dev/null", cardOf(t, "cps3-healthy", 0), cardOf(t, "cps3-no-fse", 0), cardOf(t, "cps3-expired", 0))
	o.Progress = func(int, int, *report.Scenario) { cancel() }
	run, err := each.Run(ctx, o)
	if !errors.Is(err, context.Canceled) || run.Reason != "bench-error" {
		t.Fatalf("%v, %s", err, run.Reason)
	}
	passed := 0
	for _, s := range run.Scenarios {
		if s.Outcome == report.Passed {
			passed++
		} else if s.Outcome != report.NotRun || s.Missed.Cause != "interrupted" || s.Why != "interrupted" {
			t.Errorf("%+v", s)
		}
	}
	if passed != 1 {
		t.Errorf("%d passed", passed)
	}
}

// A program that is none, and a stack that does not start, are no failures of a card.
func TestEachCannotStart(t *testing.T) {
	t.Parallel()
	o := config(t, "", cardOf(t, "cps3-healthy", 0))
	o.Command = []string{filepath.Join(t.TempDir(), "nowhere")}
	_, err := each.Run(t.Context(), o)
	if _, ok := errors.AsType[*each.StartError](err); !ok {
		t.Errorf("%v", err)
	}
	o.Command, o.Stack.Driver = []string{"/bin/true"}, filepath.Join(t.TempDir(), "nowhere.so")
	run, err := each.Run(t.Context(), o)
	if err == nil || run.Reason != "bench-error" || run.Scenarios[0].Outcome != report.NotRun {
		t.Errorf("%v, %+v", err, run)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	var table each.Table
	if err := table.Parse("x.yaml", []byte("default: {exit: 7}\nverdicts:\n  blocked: {exit: 1}\ncards:\n  cps3-no-fse: {exit: 2, output: droit}\n  cps3-no-*: {exit: 3}\n  nobody: {}\n")); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"5", "warning=6"} {
		if err := table.Add(s); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]int{"cps3-no-fse": 2, "cps3-no-lots": 3, "cps3-expired": 1, "cps3-healthy": 5, "cps3-expiring": 6} {
		v := map[string]diagnosis.Verdict{"cps3-expired": "blocked", "cps3-expiring": "warning", "cps3-no-fse": "blocked"}[name]
		if got := table.Of(name, v); got.Exit != want || (got.Output != nil) != (want == 2) {
			t.Errorf("%s: %+v, want %d", name, got, want)
		}
	}
	if diff := cmp.Diff([]string{"nobody"}, table.Unused([]string{"cps3-no-fse", "cps3-no-lots"})); diff != "" {
		t.Error(diff)
	}
}

// What is no table points at the user's own line, in both languages.
func TestTableRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, where string }{
		"a list":          {"- a", ""},
		"a key":           {"default: {exit: 0}\ncard: {}", "2:1"},
		"a verdict":       {"verdicts:\n  bloked: {exit: 1}", "2:3"},
		"a code":          {"cards:\n  a: {exit: many}", "2:"},
		"a large code":    {"default: {exit: 256}", "1:"},
		"an expression":   {"default: {output: '('}", "1:"},
		"a pattern":       {"cards:\n  '[': {exit: 0}", "2:"},
		"cards as a list": {"cards: [a]", "1:"},
	} {
		var table each.Table
		err := table.Parse("x.yaml", []byte(c.content))
		if !text.IsBadInput(err) || !strings.Contains(err.Error(), c.where) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var table each.Table
	for _, s := range []string{"", "x", "-1", "256", "blocked=", "bloked=1", "=1"} {
		if err := table.Add(s); !text.IsBadInput(err) {
			t.Errorf("%q: %v", s, err)
		}
	}
	if err := table.Read(filepath.Join(t.TempDir(), "nowhere")); !text.IsBadInput(err) {
		t.Error(err)
	}
	example := filepath.Join("..", "..", "docs", "ci", "billing.yaml")
	if _, err := os.Stat(example); err != nil {
		t.Fatal(err)
	}
	if err := table.Read(example); err != nil {
		t.Errorf("the example of the documentation: %v", err)
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("default: {exit: 7}\nverdicts:\n  blocked: {exit: 1}\ncards:\n  cps3-no-*: {exit: 2, output: droit}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		var table each.Table
		if err := table.Parse("x", content); err != nil {
			if !text.IsBadInput(err) {
				t.Fatal(err)
			}
			return
		}
		table.Of("cps3-healthy", diagnosis.VerdictOK)
		table.Unused([]string{"cps3-healthy"})
	})
}
