package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/collected"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
)

// autumn is the day to judge the stations by: their sheets tell none.
var autumn = time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC)

// station is one workstation of the field: a sheet of facts that doctor --from reads,
// with the findings it ought to have beside.
type station struct {
	path     string
	report   collected.File
	Expected []expectation
	// MustNotFire are false alarms: "RULE", "RULE at SEVERITY", or "RULE with WORD …"
	// for a finding that says the word.
	MustNotFire []string
}

// expectation is one finding that a station ought to have.
type expectation struct {
	Rule, Severity string
	SeverityAny    []string // any of them is right
	Main           bool     // it stands first
}

// tally is how a station, or all of them, were judged. A right rule with another
// severity counts half.
type tally struct {
	expected, half, found int // findings: all, of another severity, right
	falls                 int // false alarms
	mains, mainsFirst     int
}

func (t *tally) add(o tally) {
	t.expected, t.half, t.found, t.falls = t.expected+o.expected, t.half+o.half, t.found+o.found, t.falls+o.falls
	t.mains, t.mainsFirst = t.mains+o.mains, t.mainsFirst+o.mainsFirst
}

// share is how much of the findings was found, in percent, a half counting half.
func (t *tally) share() float64 {
	return 100 * (float64(t.found) + float64(t.half)/2) / float64(max(1, t.expected))
}

// readStations reads the stations of a folder, in the order of their names.
func readStations(dir string) ([]station, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	var out []station
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		s := station{path: path}
		if err := json.Unmarshal(b, &s); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if s.report, err = collected.Read(strings.NewReader(string(b)), path); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no station", dir)
	}
	return out, nil
}

// judgeStations judges every station of a folder and prints what became of each
// finding.
func judgeStations(out io.Writer, dir string) (tally, error) {
	var all tally
	stations, err := readStations(dir)
	if err != nil {
		return all, err
	}
	for i := range stations {
		t, err := stations[i].judge(out)
		if err != nil {
			return all, err
		}
		all.add(t)
	}
	_, err = fmt.Fprintf(out, "\n%d stations: %d findings, %d found, %d with another severity, %d missed (%.0f %%); %d false; %d of %d main ones first\n",
		len(stations), all.expected, all.found, all.half, all.expected-all.found-all.half, all.share(), all.falls, all.mainsFirst, all.mains)
	return all, err
}

func (s *station) judge(out io.Writer) (tally, error) {
	var t tally
	result, err := doctor.Judge(s.report.Workstation, fact.Set{}, autumn, "en")
	if err != nil {
		return t, err
	}
	findings := result.Diagnosis.Findings
	fmt.Fprintf(out, "%s: %s\n", filepath.Base(s.path), strings.Join(shownAll(findings), ", "))
	for _, p := range s.report.Problems {
		fmt.Fprintf(out, "  NOT READ %s: %s\n", p.Part, p.Why.EN)
	}
	for _, want := range s.Expected {
		t.expected++
		verdict := want.judge(findings)
		switch verdict {
		case "FOUND":
			t.found++
		case "HALF":
			t.half++
		}
		main := ""
		if want.Main {
			t.mains++
			if main = ", main, not first"; len(findings) > 0 && findings[0].Rule.ID == want.Rule {
				t.mainsFirst++
				main = ", main, first"
			}
		}
		fmt.Fprintf(out, "  %-6s %s %s%s\n", verdict, want.Rule, want.Severity, main)
	}
	for i := range findings {
		if why := s.falseAlarm(&findings[i]); why != "" {
			t.falls++
			fmt.Fprintf(out, "  FALSE  %s: %s\n", shownFinding(&findings[i]), why)
		}
	}
	return t, nil
}

// judge says what became of an expected finding: FOUND, HALF for another severity,
// MISSED.
func (e *expectation) judge(findings []diagnosis.Finding) string {
	verdict := "MISSED"
	for i := range findings {
		if findings[i].Rule.ID != e.Rule {
			continue
		}
		severity := severityName(findings[i].Severity)
		if severity == e.Severity || slices.Contains(e.SeverityAny, severity) {
			return "FOUND"
		}
		verdict = "HALF"
	}
	return verdict
}

// falseAlarm says why a finding is one, "" when it is none: it must not fire, or it
// blocks and is not expected to.
func (s *station) falseAlarm(f *diagnosis.Finding) string {
	for _, never := range s.MustNotFire {
		id, how, _ := strings.Cut(never, " ")
		if id != f.Rule.ID {
			continue
		}
		severity, at := strings.CutPrefix(how, "at ")
		word, with := strings.CutPrefix(how, "with ")
		word, _, _ = strings.Cut(word, " ")
		said := f.Text("en") + f.Cause("en")
		if at && severity == severityName(f.Severity) || with && strings.Contains(said, word) || !at && !with {
			return "must not fire: " + never
		}
	}
	expected := slices.ContainsFunc(s.Expected, func(e expectation) bool {
		return e.Rule == f.Rule.ID && (strings.HasPrefix(e.Severity, "block") || slices.ContainsFunc(e.SeverityAny, func(a string) bool { return strings.HasPrefix(a, "block") }))
	})
	if f.Severity.Blocking() && !expected {
		return "a block that is not expected"
	}
	return ""
}

// severityName is a severity as the stations spell it: "block-billing".
func severityName(s diagnosis.Severity) string { return strings.ToLower(s.String()) }

func shownFinding(f *diagnosis.Finding) string {
	return f.Rule.ID + " " + severityName(f.Severity)
}

func shownAll(findings []diagnosis.Finding) []string {
	out := []string{}
	for i := range findings {
		out = append(out, shownFinding(&findings[i]))
	}
	return out
}
