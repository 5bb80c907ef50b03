//go:build !nosuite

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/cmd/cpslab/early"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
)

// runScenarios runs the suite and says what it came to: first the verdict and what
// was not tested, then the names.
func (a *app) runScenarios(cmd *cobra.Command, reader string, f runFlags) error {
	if f.allowNotRun && f.failNotRun {
		return usage("--allow-not-run, --fail-on-not-run", a.t("gardez --allow-not-run, ou aucune des deux", "keep --allow-not-run, or neither"))
	}
	set, err := a.readerSet(cmd.Context(), f.readerFlags)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	defer context.AfterFunc(ctx, early.Release)() // Ginkgo would swallow the second signal
	part, took, err := f.part()
	if err != nil {
		return err
	}
	progress, own := a.progress(), ownBuild()
	var shown error // of what GitHub is to see
	sum, err := scenarios.Run(ctx, scenarios.RunOptions{
		Options:     scenarios.Options{Reader: reader, Readers: set, Lang: a.lang},
		LabelFilter: f.labels, Focus: f.focus, Files: f.files.evidence(), Shard: part, Durations: took, Version: own.short(),
		Again: func(s *report.Scenario) string { return a.again(cmd, reader, s.Name) },
		Seed:  f.seed, Repeat: f.repeat,
		Each: func(p scenarios.Progress) {
			if f.verbose && !a.json() {
				progress.done()
				a.printScenario(p)
			}
			progress.step(p.Done, p.Total, "")
		},
		Whole: func(run *report.Run) { shown = a.forGitHub(run, f.files) },
	})
	progress.done()
	if sum.Total == 0 && sum.Runs == 0 {
		return err
	}
	if err == nil && ctx.Err() != nil { // while the reports were written
		err, sum.Verdict = ctx.Err(), scenarios.VerdictBench
	}
	if shown != nil {
		err = errors.Join(err, shown)
	}
	command := a.wholeRun(cmd, reader, sum)
	a.code = runCode(sum.Verdict, f)
	if a.json() {
		if failed := a.writeJSON(a.runDocument(sum, err, command)); failed != nil && err == nil {
			err = failed
		}
	} else {
		a.printRun(sum, err, command, f.verbose)
	}
	return a.sayReports(err)
}

// sayReports names the reports that were not written where something else went
// wrong too, and returns that.
func (a *app) sayReports(err error) error {
	joined, ok := err.(interface{ Unwrap() []error }) // the join itself
	if !ok {
		return err
	}
	all := joined.Unwrap()
	for _, e := range all[1:] {
		message, _ := text.Say(e, a.lang)
		fmt.Fprintln(a.err, a.t("cpslab : ", "cpslab: ")+message)
	}
	return a.sayReports(all[0])
}

// reasonCode is the exit code of a run by what it says of itself.
func reasonCode(run *report.Run, allowNotRun bool) int {
	switch run.Reason {
	case "":
		return exitOK
	case string(scenarios.VerdictBench):
		return exitBench
	case string(scenarios.VerdictIncomplete):
		if allowNotRun {
			return exitOK
		}
		return exitOpen
	}
	return exitBlocked
}

// runCode is the exit code of a verdict. That of an error says itself.
func runCode(v scenarios.Verdict, f runFlags) int {
	switch {
	case v == scenarios.VerdictOK, v == scenarios.VerdictIncomplete && f.allowNotRun:
		return exitOK
	case v == scenarios.VerdictIncomplete && !f.failNotRun:
		return exitOpen
	case v == scenarios.VerdictBench:
		return exitBench
	}
	return exitBlocked
}

// runDocument is the output of run as JSON. Lists are never null.
type runDocument struct {
	Schema   int               `json:"schema"`
	Verdict  scenarios.Verdict `json:"verdict"`
	OK       bool              `json:"ok"`
	Exit     int               `json:"exit"`
	Total    int               `json:"total"`
	Passed   int               `json:"passed"`
	Failed   int               `json:"failed"`
	Useful   int               `json:"useful"`
	Skipped  []scenarios.Spec  `json:"not_run"`
	Failures []scenarios.Spec  `json:"failures"`
	Seed     int64             `json:"seed"`
	Runs     int               `json:"runs"`
	Command  string            `json:"command,omitempty"` // that runs all that lacked a permission
	Error    string            `json:"error,omitempty"`
	Hint     string            `json:"hint,omitempty"`
}

func (a *app) runDocument(sum scenarios.Summary, err error, command string) runDocument {
	d := runDocument{
		Schema: 2, Verdict: sum.Verdict, OK: sum.OK() && err == nil, Exit: a.code,
		Total: sum.Total, Passed: sum.Passed, Failed: sum.Failed, Useful: sum.Useful,
		Skipped: append([]scenarios.Spec{}, sum.Skipped...), Failures: append([]scenarios.Spec{}, sum.Failures...), Seed: sum.Seed, Runs: sum.Runs, Command: command,
	}
	if err != nil {
		d.Exit = codeOf(err)
		d.Error, d.Hint = a.said(err)
	}
	return d
}

// printScenario prints a scenario as it ends.
func (a *app) printScenario(p scenarios.Progress) {
	switch {
	case p.Passed:
		fmt.Fprintln(a.out, a.t("réussi : ", "passed: ")+p.Spec.Name)
	case p.Spec.Cause != "":
		fmt.Fprintf(a.out, a.t("non déroulé : %s (%s)\n", "not run: %s (%s)\n"), p.Spec.Name, p.Spec.Reason)
	default:
		fmt.Fprintln(a.out, a.t("échec : ", "failed: ")+p.Spec.Name)
	}
}

// printRun says what a run came to.
func (a *app) printRun(sum scenarios.Summary, err error, command string, verbose bool) {
	if sum.Runs == 0 {
		return // the error says why
	}
	fmt.Fprintln(a.out, a.runHeadline(sum, err))
	fmt.Fprintf(a.out, a.t("réussis : %d, en échec : %d, non déroulés : %d (graine %d, %v)\n", "%d passed, %d failed, %d not run (seed %d, %v)\n"),
		sum.Passed, sum.Failed, len(sum.Skipped), sum.Seed, sum.Duration.Round(time.Millisecond))
	for _, s := range sum.Failures {
		fmt.Fprintf(a.out, a.t("échec : %s (%s)\n", "failed: %s (%s)\n"), s.Name, s.Place)
		fmt.Fprintln(a.out, "    "+strings.ReplaceAll(s.Reason, "\n", "\n    "))
	}
	for _, g := range a.grouped(sum.Skipped) {
		fmt.Fprintf(a.out, a.t("non déroulé : %s (%d)\n", "not run: %s (%d)\n"), g.reason, len(g.names))
		names := g.names
		if g.cut {
			continue // all that were left: the reports name them
		}
		if !verbose && len(names) > maxNames {
			names = append(slices.Clone(names[:maxNames]), fmt.Sprintf(a.t("… et %d autres (-v les nomme)", "… and %d more (-v names them)"), len(names)-maxNames))
		}
		for _, name := range names {
			fmt.Fprintln(a.out, "    "+name)
		}
	}
	if command != "" {
		fmt.Fprintln(a.out, a.t("  → pour tout dérouler : ", "  → to run everything: ")+command)
	}
}

// maxNames bounds the list of scenarios that did not run for one reason.
const maxNames = 20

// runHeadline is the verdict and, where something was not tested, what and why.
func (a *app) runHeadline(sum scenarios.Summary, err error) string {
	switch sum.Verdict {
	case scenarios.VerdictOK:
		return a.t("RÉUSSI", "PASSED")
	case scenarios.VerdictFailed:
		return a.t("ÉCHEC", "FAILED")
	case scenarios.VerdictUntested:
		return a.t("NON TESTÉ : ", "NOT TESTED: ") + a.untested(sum)
	case scenarios.VerdictIncomplete:
		var why []string
		missed := slices.DeleteFunc(slices.Clone(sum.Skipped), func(s scenarios.Spec) bool { return s.Cause == scenarios.CauseNotApplicable })
		for _, g := range a.grouped(missed) {
			why = append(why, g.reason)
		}
		return fmt.Sprintf(a.t("INCOMPLET : %d scénarios sur %d n'ont pas été déroulés : %s", "INCOMPLETE: %d of %d scenarios did not run: %s"),
			len(missed), sum.Total, strings.Join(why, " ; "))
	case scenarios.VerdictBench:
	}
	if errors.Is(err, context.Canceled) {
		return a.t("INTERROMPU", "INTERRUPTED")
	}
	return a.t("BANC EN PANNE", "BENCH FAILED")
}

// untested says why a run tested nothing.
func (a *app) untested(sum scenarios.Summary) string {
	for _, s := range sum.Skipped {
		switch s.Cause {
		case scenarios.CauseAbsent, scenarios.CauseMute, scenarios.CauseBlocked:
			return s.Reason
		default: // nothing that is wrong with the card
		}
	}
	return a.t("aucun scénario n'a échangé un octet avec la carte", "no scenario exchanged a byte with the card")
}

// group are scenarios that did not run for one reason.
type group struct {
	reason string
	names  []string
	cut    bool // the run ended before them
}

// grouped gathers scenarios by reason; those that lack permissions are one group,
// with all that they lack.
func (a *app) grouped(specs []scenarios.Spec) []group {
	lacking := scenarios.Lacking(specs).In(a.lang)
	var groups []group
	for _, s := range specs {
		reason := s.Reason
		if s.Cause == scenarios.CausePermission {
			reason = lacking
		}
		i := slices.IndexFunc(groups, func(g group) bool { return g.reason == reason })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{reason: reason, cut: s.Cause == scenarios.CauseInterrupted || s.Cause == scenarios.CauseBench})
		}
		groups[i].names = append(groups[i].names, s.Name)
	}
	return groups
}
