package report_test

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

func TestNewRowComparesVerdictAndFirstRule(t *testing.T) {
	t.Parallel()
	d := examples(t)["blocked"].document("fr")
	for _, tt := range []struct {
		verdict diagnosis.Verdict
		rule    string
		ok      bool
	}{
		{"blocked", "CPS-AAA-001", true},
		{"blocked", "CPS-AAA-002", false},
		{"blocked", "", false},
		{"warning", "CPS-AAA-001", false},
		{"", "", false},
	} {
		r := report.NewRow("p", "t", tt.verdict, tt.rule, d)
		if r.OK != tt.ok || r.Verdict != "blocked" || r.Rule != "CPS-AAA-001" || r.Text == "" {
			t.Errorf("expected %q %q: row is %q %q, OK %v", tt.verdict, tt.rule, r.Verdict, r.Rule, r.OK)
		}
	}
}

// An INFO finding decides no verdict.
func TestFirstSkipsInformation(t *testing.T) {
	t.Parallel()
	d := report.NewDocument(&diagnosis.Input{}, diagnosis.Result{
		Verdict:  diagnosis.VerdictOK,
		Findings: []diagnosis.Finding{{Rule: ruleInfo, Severity: diagnosis.Info}},
	}, report.Options{})
	if f, ok := d.First(); ok {
		t.Errorf("first finding is %s, want none", f.ID)
	}
	if r := report.NewRow("p", "t", "ok", "", d); !r.OK {
		t.Error("a card with an INFO is not as expected")
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	got := report.Count([]report.Row{
		{Verdict: "ok", OK: true},
		{Verdict: "warning"},
		{Verdict: "blocked", OK: true},
		{Verdict: "blocked", OK: true},
		{Verdict: "bench-error"},
		{Verdict: "incomplete", OK: true},
		{Verdict: "undetermined", OK: true},
		{Verdict: "undetermined", OK: true},
	})
	want := report.Counts{Total: 8, OK: 1, Warning: 1, Blocked: 2, BenchError: 1, Open: 3, Undetermined: 2, Wrong: 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := got.Incomplete(); n != 1 {
		t.Errorf("%d incomplete, want 1", n)
	}
}

func TestMatrixKeepsItsWidth(t *testing.T) {
	t.Parallel()
	for _, width := range []int{70, 80, 100} {
		var out bytes.Buffer
		if err := report.MatrixText(&out, "fr", rows(t, "fr"), report.TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(strings.Split(out.String(), "\n\n")[0]) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("width %d: %d columns in %q", width, n, line)
			}
		}
	}
}

func TestTextKeepsItsWidth(t *testing.T) {
	t.Parallel()
	for name, e := range examples(t) {
		var out bytes.Buffer
		if err := report.Text(&out, e.document("en"), report.TextOptions{Width: 60}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(out.String(), "\n")
		for _, line := range lines[1:] { // the verdict is one line
			if n := utf8.RuneCountInString(line); n > 60 {
				t.Errorf("%s: %d columns in %q", name, n, line)
			}
		}
	}
}

// Colours add nothing and take nothing away.
func TestColourOnlyColours(t *testing.T) {
	t.Parallel()
	escapes := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for name, e := range examples(t) {
		var plain, colour bytes.Buffer
		if err := report.Text(&plain, e.document("fr"), report.TextOptions{Explain: true}); err != nil {
			t.Fatal(err)
		}
		if err := report.Text(&colour, e.document("fr"), report.TextOptions{Explain: true, Color: true}); err != nil {
			t.Fatal(err)
		}
		if !escapes.Match(colour.Bytes()) || escapes.Match(plain.Bytes()) {
			t.Errorf("%s: colours are missing or unwanted", name)
		}
		if diff := cmp.Diff(plain.String(), escapes.ReplaceAllString(colour.String(), "")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The page loads nothing and runs nothing; every heading of the table is one;
// every link leads somewhere on the page.
func TestPageStandsAlone(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := report.HTML(&out, report.Page{Title: "A & B", Lang: "fr", Generated: now, Rows: rows(t, "fr")}); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, bad := range []string{"<script", "<link", "<img", "<iframe", "src=", "url(", "@import", `href="http`, "javascript:", "ZgotmplZ", "<no value>"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if got := strings.Count(page, `<th scope="col">`); got != 5 {
		t.Errorf("%d column headings, want 5", got)
	}
	links := regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) != 4 {
		t.Errorf("%d links, want one for each of 4 cards", len(links))
	}
	for _, m := range links {
		if strings.Count(page, `id="`+m[1]+`"`) != 1 {
			t.Errorf("link to %q does not lead to one place", m[1])
		}
	}
	for _, want := range []string{"<title>A &amp; B</title>", `<html lang="fr">`, "22/11/2026 09:30 UTC", "*** Situations d&#39;exercice et de facturation"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	for _, tag := range []string{"main", "table", "details", "section", "dl", "pre", "ul", "header", "div", "p", "span"} {
		if open, closed := len(regexp.MustCompile("<"+tag+`[\s>]`).FindAllString(page, -1)), strings.Count(page, "</"+tag+">"); open != closed || open == 0 {
			t.Errorf("<%s>: %d opened, %d closed", tag, open, closed)
		}
	}
}

func TestWritersErrorsComeBack(t *testing.T) {
	t.Parallel()
	d := examples(t)["ok"].document("fr")
	for name, err := range map[string]error{
		"Text":       report.Text(broken{}, d, report.TextOptions{}),
		"MatrixText": report.MatrixText(broken{}, "fr", rows(t, "fr"), report.TextOptions{}),
		"HTML":       report.HTML(broken{}, report.Page{Rows: rows(t, "fr")}),
		"Start":      report.StartScreen(broken{}, readVector(t, "no-identity").contents, report.ScreenOptions{}),
	} {
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: %v, want the writer's error", name, err)
		}
	}
}
