package evidence_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/testneed"
	"github.com/cpslab/cps/testdata/testpage"
)

var browser = flag.Bool("browser", false, "look at the page in headless Chromium")

// TestPageInBrowser: in both languages the page fits a wide window, one of 400 pixels and
// the width that A4 leaves, with nothing cut; it has what it has to say without script, and
// prints on A4.
func TestPageInBrowser(t *testing.T) {
	t.Parallel()
	testneed.Optional(t, *browser, "headless Chromium", "make pages runs it")
	testneed.Part(t, "chromium")
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			whole := page(t, manyCards(), lang)
			for _, w := range []testpage.Window{{Width: 1280}, {Width: 400}, {Width: testpage.Paper, Print: true}} {
				w.Count = map[string]string{"cells": ".cells a"}
				if seen := testpage.Look(t, whole, w); seen.Count["cells"] != 65 {
					t.Errorf("at %d: %+v", w.Width, seen)
				}
			}
			if n := testpage.Sheets(t, whole); n < 3 || n > 12 {
				t.Errorf("%d pages of A4", n)
			}
		})
	}
}

// manyCards is a run with a row of sixty cards, of which one fails.
func manyCards() *report.Run {
	run := aRun()
	for i := range 60 {
		s := report.Scenario{
			Name: fmt.Sprintf("cards preset-%02d is judged as its author expects", i), Path: []string{"cards", fmt.Sprintf("preset-%02d", i)}, Outcome: report.Passed,
			Card: fmt.Sprintf("preset-%02d", i), Verdict: "ok", Duration: 1_000_000,
		}
		run.Scenarios = append(run.Scenarios, s)
	}
	return run
}
