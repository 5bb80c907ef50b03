//go:build !nosuite

package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/each"
	"github.com/cpslab/cps/harness/explore"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
)

// withEach runs a command once before each card that was meant, and reports it as a run.
func (a *app) withEach(ctx context.Context, f eachFlags, command []string, cfg stack.Config, quiet bool) error {
	found, err := program(command[0])
	if err != nil {
		return a.cannotRun(command[0], err)
	}
	if f.jobs < 1 {
		return usage(a.t("--jobs %d : au moins 1", "--jobs %d: 1 at least"), "", f.jobs)
	}
	if err := f.files.evidence().Check(); err != nil {
		return err
	}
	names, err := a.cardsMeant(f.patterns)
	if err != nil {
		return err
	}
	var table each.Table
	if f.expect != "" {
		if err := table.Read(f.expect); err != nil {
			return err
		}
		if unused := table.Unused(names); len(unused) > 0 && !quiet {
			fmt.Fprintf(a.err, a.t("cpslab : %s : aucune carte de --each : %s\n", "cpslab: %s: no card of --each: %s\n"), f.expect, strings.Join(unused, ", "))
		}
	}
	for _, s := range f.expectExit {
		if err := table.Add(s); err != nil {
			return err
		}
	}
	o := each.Config{Command: append([]string{found}, command[1:]...), Jobs: f.jobs, Deadline: f.deadline, Stack: cfg, Lang: a.lang}
	own := ownBuild()
	o.Version = own.short()
	for _, name := range names {
		c, err := a.eachCard(ctx, name, &table)
		if err != nil {
			return err
		}
		words := []string{"cpslab", "with", "--each", name}
		if x := c.Expect; x.Output == nil {
			words = append(words, "--expect-exit", fmt.Sprint(x.Exit))
		} else if f.expect != "" {
			words = append(words, "--expect", f.expect)
		}
		words = append(append(words, "--"), explore.Shown(command)...)
		for i, w := range words {
			words[i] = quoted(w)
		}
		c.Repeat = strings.Join(words, " ")
		o.Cards = append(o.Cards, c)
	}
	bar := a.progress()
	o.Progress = func(done, total int, s *report.Scenario) {
		bar.done()
		if !a.json() && !quiet {
			a.printCase(s)
		}
		bar.step(done, total, "")
	}
	run, err := each.Run(ctx, o)
	bar.done()
	if start, ok := errors.AsType[*each.StartError](err); ok {
		return a.cannotRun(command[0], start.Err)
	}
	a.code = reasonCode(run, false)
	return a.endRun(run, f.files, err, "")
}

// printCase prints what became of the command before one card.
func (a *app) printCase(s *report.Scenario) {
	word := a.t("réussi : ", "passed: ")
	if s.Failure != nil {
		word = a.t("échec : ", "failed: ")
	}
	exit := "–"
	if s.Exit != nil {
		exit = fmt.Sprint(*s.Exit)
	}
	fmt.Fprintf(a.out, a.t("%s%s (code %s, %v, échanges : %d, codes refusés : %d ; banc : %s)\n", "%s%s (code %s, %v, exchanges: %d, codes refused: %d; bench: %s)\n"),
		word, text.Printable(s.Card), exit, s.Duration.Round(time.Millisecond), *s.Exchanges, *s.Tries, report.VerdictWord(s.Verdict, a.lang))
	if s.Failure != nil {
		fmt.Fprintln(a.out, "    "+s.Reason.In(a.lang))
		for _, line := range lastLines(s.Failure.Log, shownLines) {
			fmt.Fprintf(a.out, "    | %.*s\n", shownWidth, text.Printable(line))
		}
	}
}

// So many lines of what a program said stand below its failure, so many characters of each;
// the reports have all that was kept.
const (
	shownLines = 5
	shownWidth = 200
)

// lastLines returns the last n lines of s that say something.
func lastLines(s string, n int) []string {
	lines := slices.DeleteFunc(strings.Split(s, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
	return lines[max(len(lines)-n, 0):]
}

// cardsMeant are the presets and files that patterns mean, each once.
func (a *app) cardsMeant(patterns []string) ([]string, error) {
	presets := simulator.PresetNames()
	var all []string
	for _, p := range patterns {
		p = strings.TrimPrefix(p, "sim:")
		var found []string
		var err error
		if yaml.IsFile(p) || strings.ContainsRune(p, filepath.Separator) {
			found, err = filepath.Glob(p)
		} else {
			for _, name := range presets {
				var ok bool
				if ok, err = path.Match(p, name); ok {
					found = append(found, name)
				}
			}
		}
		if err != nil {
			return nil, usage("--each %s : %s", a.t("les motifs sont ceux d'un shell : cps3-*", "patterns are those of a shell: cps3-*"), p, a.t("motif mal écrit", "malformed pattern"))
		}
		if found == nil {
			hint := a.t("cpslab presets donne les noms ; un fichier finit par .yaml", "cpslab presets lists the names; a file ends in .yaml")
			if near := text.Closest(p, presets); near != "" {
				hint = fmt.Sprintf(a.t("vouliez-vous dire « %s » ?", "did you mean %q?"), near)
			}
			return nil, usage(a.t("--each « %s » : aucune carte", "--each %q: no card"), hint, p)
		}
		for _, name := range found {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all, nil
}

// eachCard is a card for [each.Run]: what the bench says of it, and what is expected.
func (a *app) eachCard(ctx context.Context, name string, table *each.Table) (each.Card, error) {
	profile, err := simulator.LoadProfile(name)
	if err != nil {
		return each.Card{}, err
	}
	now := a.now()
	set := &readers.Set{Now: func() time.Time { return now }}
	reading := a.examine(ctx, set, readers.SchemeSim+":"+name, fact.Set{})
	if err := reading.Unjudged(); err != nil {
		return each.Card{}, err
	}
	result := reading.Judge(now)
	c := each.Card{
		Name: name, Source: "simulator/presets/" + name + ".yaml", Verdict: result.Verdict, Expect: table.Of(name, result.Verdict),
		Make: func() (card.Channel, error) {
			p, err := profile.Personalise(now)
			if err != nil {
				return nil, err
			}
			chip, err := simulator.New(p)
			if err != nil {
				return nil, err
			}
			return a.paced(chip), nil
		},
	}
	if _, preset := simulator.PresetSource(name); !preset {
		c.Source = name
	}
	for _, f := range result.Findings {
		c.Findings = append(c.Findings, report.NewRunFinding(f, a.lang))
	}
	c.Prepare = func(st *stack.Stack) ([]string, func(), error) {
		env, undo, err := a.describe(st, profile, now)
		// For programs that are not ours: which card, and in which reader.
		return append(env, "CPSLAB_CARD="+name, "CPSLAB_CARD_READER="+st.Readers()[0].Name), undo, err
	}
	return c, nil
}
