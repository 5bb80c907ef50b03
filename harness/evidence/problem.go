package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// Options are what a file cannot take from the run.
type Options struct {
	Lang string // "fr" or "en", of words that people read
}

// ID is the identity of a scenario in every report: the same from run to run, and on
// every machine. Two scenarios of a suite with one name are told apart by their cards.
func ID(run *report.Run, s *report.Scenario) string {
	const digits = 16
	parts := []string{run.Suite, s.Name, s.Card}
	if s.Where != "" {
		parts = append(parts, s.Where)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])[:digits]
}

// failed reports whether a scenario ran and did not pass.
func failed(s *report.Scenario) bool { return s.Outcome != report.Passed && s.Outcome != report.NotRun }

// problem is a scenario that failed, as every report tells it.
type problem struct {
	*report.Scenario
	ID      string
	Rule    string // "CPS-AAA-001", or the rule of everything that is about none
	Message string // first line of why it failed
	File    string // where to look, in a form that a URI takes
	Line    int    // from 1
}

// noRule is the rule of a scenario that is about none and found none.
const noRule = "cpslab-scenario"

// problems are what failed, in the order of the run.
func problems(run *report.Run) []problem {
	var all []problem
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		if !failed(s) {
			continue
		}
		p := problem{Scenario: s, ID: ID(run, s), Rule: ruleOf(s), Message: messageOf(s)}
		p.File, p.Line = place(run, s)
		all = append(all, p)
	}
	return all
}

// ruleOf is the rule that a scenario is about, else the first that it found above
// information, else the first.
func ruleOf(s *report.Scenario) string {
	if s.Rule != "" {
		return s.Rule
	}
	i := slices.IndexFunc(s.Findings, func(f report.RunFinding) bool { return f.Severity > diagnosis.Info })
	if i < 0 && len(s.Findings) > 0 {
		i = 0
	}
	if i < 0 {
		return noRule
	}
	return s.Findings[i].Rule
}

// messageOf is why a scenario failed, in one line.
func messageOf(s *report.Scenario) string {
	if s.Failure == nil {
		return string(s.Outcome)
	}
	message := s.Failure.Message
	if s.Failure.Panic != "" {
		message += ": " + s.Failure.Panic
	}
	return strings.Join(strings.Fields(message), " ")
}

// place is the file that says what the card is, else the one where the scenario failed,
// else one that is named after the card: GitHub rejects a whole SARIF file when one result
// has no location.
func place(run *report.Run, s *report.Scenario) (file string, line int) {
	switch {
	case s.Source != "":
		return filepath.ToSlash(s.Source), 1
	case s.Failure != nil && s.Failure.Place != "":
		i := strings.LastIndexByte(s.Failure.Place, ':')
		if n, err := strconv.Atoi(s.Failure.Place[i+1:]); err == nil && n > 0 && i > 0 {
			return filepath.ToSlash(s.Failure.Place[:i]), n
		}
		return filepath.ToSlash(s.Failure.Place), 1
	case s.Card != "":
		return s.Card, 1
	}
	return run.Suite, 1
}

// uri is a file as a URI reference: a scheme that its name seems to have would make it an
// address.
func uri(file string) string {
	if filepath.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: file}).String()
}

// counts are how many scenarios came to each end.
type counts struct{ total, passed, failed, panicked, notRun int }

func count(run *report.Run) counts {
	c := counts{total: len(run.Scenarios)}
	for i := range run.Scenarios {
		switch run.Scenarios[i].Outcome {
		case report.Passed:
			c.passed++
		case report.NotRun:
			c.notRun++
		case report.Panicked:
			c.panicked++
		default:
			c.failed++
		}
	}
	return c
}

// headline is what a run came to, in a word that programs of this bench use too.
func headline(run *report.Run) text.Text {
	switch {
	case run.OK:
		return text.Of("RÉUSSI", "PASSED")
	case run.Reason == "incomplete":
		return text.Of("INCOMPLET", "INCOMPLETE")
	case run.Reason == "untested":
		return text.Of("NON TESTÉ", "NOT TESTED")
	case run.Reason == "bench-error":
		return text.Of("BANC EN PANNE", "BENCH FAILED")
	}
	return text.Of("ÉCHEC", "FAILED")
}

// Headline is what a run came to, for a screen: the verdict, the counts, what failed.
func Headline(run *report.Run, o Options) string {
	var b strings.Builder
	b.WriteString(headline(run).In(o.Lang) + "\n" + count(run).sums(o.Lang, run.Duration) + "\n")
	for _, p := range problems(run) {
		fmt.Fprintf(&b, "%s: %s (%s)\n", outcomeText(p.Scenario).In(o.Lang), text.Printable(strings.TrimSpace(p.Where+" "+p.Name)), text.Printable(p.Rule))
	}
	return b.String()
}

// sums is the line of counts.
func (c counts) sums(lang string, took time.Duration) string {
	return fmt.Sprintf(text.Of("%d réussis, %d en échec, %d non déroulés, en %v", "%d passed, %d failed, %d not run, in %v").In(lang),
		c.passed, c.failed+c.panicked, c.notRun, took.Round(time.Millisecond))
}

// saying is a finding in one line.
func saying(f report.RunFinding) string {
	s := f.Rule + " " + f.Severity.String()
	if f.Exchange != 0 {
		s += fmt.Sprintf(" #%d", f.Exchange)
	}
	return s + ": " + f.Text
}

// properties are what a scenario found, by name, in an order that does not change.
func properties(run *report.Run, s *report.Scenario) [][2]string {
	all := [][2]string{{"id", ID(run, s)}}
	add := func(name, value string) {
		if value != "" {
			all = append(all, [2]string{name, value})
		}
	}
	add("where", s.Where)
	add("card", s.Card)
	add("rule", s.Rule)
	add("verdict", string(s.Verdict))
	if s.Exchanges != nil {
		add("exchanges", strconv.Itoa(*s.Exchanges))
	}
	if s.Exit != nil {
		add("exit", strconv.Itoa(*s.Exit))
	}
	if s.Tries != nil {
		add("tries", strconv.Itoa(*s.Tries))
	}
	for _, f := range s.Findings {
		add("finding", saying(f))
	}
	for _, m := range s.Measures {
		add(m.Name.EN, m.Value.EN)
	}
	if s.Missed != nil {
		add("not_run", strings.TrimSpace(s.Missed.Cause+" "+strings.Join(s.Missed.Needs, ",")))
	}
	add("repeat", s.Repeat)
	return all
}
