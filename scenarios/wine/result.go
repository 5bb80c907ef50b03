package main

import (
	"fmt"
	"strings"
)

// Outcomes.
const (
	passed  = "passed"
	failed  = "failed"
	skipped = "not run"
)

// result is one line of the table.
type result struct {
	Name    string // "diagnose", "tests of harness/card"
	Outcome string
	Detail  string // why it failed or was not run, or what was counted
}

// notRun is every step, and why it was not run.
func notRun(steps []step, why string) (out []result) {
	for _, s := range steps {
		out = append(out, result{s.name, skipped, why})
	}
	return out
}

// print writes the table.
func (c *config) print(results []result) {
	width := 0
	counts := map[string]int{}
	for _, r := range results {
		width = max(width, len(r.Name))
		counts[r.Outcome]++
	}
	for _, r := range results {
		fmt.Fprintf(c.stdout, "%-8s %-*s  %s\n", r.Outcome, width, r.Name, strings.ReplaceAll(r.Detail, "\n", "\n"+strings.Repeat(" ", width+11)))
	}
	fmt.Fprintf(c.stdout, "%d passed, %d failed, %d not run\n", counts[passed], counts[failed], counts[skipped])
}

// codeOf is the exit code of a run.
func codeOf(results []result) int {
	code := exitOK
	for _, r := range results {
		switch {
		case r.Outcome == failed:
			return exitFailed
		case r.Outcome != passed:
			code = exitOpen
		}
	}
	return code
}
