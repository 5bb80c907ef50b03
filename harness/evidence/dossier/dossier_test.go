package dossier_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/report"
)

// full is a report with everything in it that one may have.
func full(lang string) *dossier.Dossier {
	w := func(s string) report.Words { return report.Words{FR: s + " é", EN: s} }
	return &dossier.Dossier{
		Schema: dossier.Schema, Lang: lang, Quick: true, Result: "failed", Started: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), Took: 90 * time.Second, Command: "cpslab certify pcsc:",
		Reader: dossier.Reader{Address: "pcsc:", Name: "Reader <b>00</b> 00", Virtual: true},
		Card:   dossier.Card{ATR: "3B AC", Face: "cps3", Protocol: "T=0", Line: "T=0, 10753 bit/s", Serial: "2999000117"},
		System: []dossier.Value{{Name: w("cpslab"), Value: w("dev")}},
		Vendor: &dossier.Statement{Vendor: "Maker & Sons", Product: strings.Repeat("long", 300), Text: "First line\nsecond «line» → \U0001F600 \x1b[31m"},
		Chapters: []dossier.Chapter{
			{ID: "a", Title: w("First"), About: w("About"), Budget: time.Minute, Steps: []dossier.Step{
				{Name: "reader a one", Title: w("does it"), Outcome: report.Passed, Took: time.Second, Found: []dossier.Value{{Name: w("n"), Value: w("v")}}},
				{Name: "reader a two", Title: w("fails"), Outcome: report.Failed, Why: "because <script>\nfurther down", Effects: []string{"reset"}},
				{Name: "reader a three", Title: w("after"), Outcome: report.NotRun, Cause: "earlier", Why: "stopped"},
			}},
			{ID: "b", Title: w("Second"), Steps: []dossier.Step{{Title: w("no case"), Outcome: report.NotRun, Cause: report.CauseNotApplicable, Why: "none"}}},
			{ID: "c", Title: w("Third"), Steps: []dossier.Step{{Title: w("not run"), Outcome: report.NotRun, Cause: "permission", Why: "needs leave"}}},
		},
		Latency: []dossier.Latency{{Command: "READ", Count: 12, Median: time.Millisecond, P95: 2 * time.Millisecond, Line: 200 * time.Millisecond}, {Command: "SELECT", Count: 1}},
	}
}

// Both forms are the same bytes whenever they are made, also from result.json.
func TestTheSameReportIsTheSameFile(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"fr", "en"} {
		d := full(lang)
		content, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := dossier.Parse(content)
		if err != nil {
			t.Fatal(err)
		}
		for name, form := range map[string]func(*dossier.Dossier) ([]byte, error){"html": (*dossier.Dossier).HTML, "pdf": (*dossier.Dossier).PDF, "json": (*dossier.Dossier).JSON} {
			first, err := form(d)
			if err != nil {
				t.Fatal(err)
			}
			for range 5 {
				if next, err := form(again); err != nil || !bytes.Equal(next, first) {
					t.Fatalf("%s, %s: made again it is another file (%v)", name, lang, err)
				}
			}
		}
	}
}

func TestThePageEscapesAndGivesNotice(t *testing.T) {
	t.Parallel()
	page, err := full("en").HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{dossier.Notice.FR[:20], dossier.Notice.EN, "Maker &amp; Sons", "Chapter “First”: because &lt;script&gt; further down", "needs leave", "200 ms"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("not on the page: %s", want)
		}
	}
	for _, bad := range []string{"<script", "<b>00", "http://", "https://", "because &lt;script&gt;\n</span>"} {
		if bytes.Contains(page, []byte(bad)) {
			t.Errorf("on the page: %s", bad)
		}
	}
}

func TestChapters(t *testing.T) {
	t.Parallel()
	d := full("fr")
	for i, want := range []dossier.Outcome{dossier.Failed, dossier.NoCase, dossier.NotDone} {
		if got := d.Chapters[i].Outcome(); got != want {
			t.Errorf("chapter %d: %s, want %s", i+1, got, want)
		}
	}
	if got := d.Decisive(); len(got) != 1 || got[0] != "Chapitre « First é » : because <script> further down" {
		t.Errorf("decisive: %q", got)
	}
	d.Chapters = d.Chapters[1:]
	if got := d.Decisive(); len(got) != 1 || !strings.Contains(got[0], "needs leave") {
		t.Errorf("decisive: %q", got)
	}
}

// A reason that holds of several chapters is said once, at the head, with their numbers.
func TestOneReasonIsSaidOnce(t *testing.T) {
	t.Parallel()
	const why = "there is no card in the reader"
	missed := func(why string) dossier.Chapter {
		return dossier.Chapter{Steps: []dossier.Step{{Title: report.Words{EN: "step"}, Outcome: report.NotRun, Cause: "no-card", Why: why}}}
	}
	passed := dossier.Chapter{Steps: []dossier.Step{{Outcome: report.Passed}}}
	failed := dossier.Chapter{Steps: []dossier.Step{{Outcome: report.Failed, Why: "broken"}}}
	for name, tt := range map[string]struct {
		chapters []dossier.Chapter
		head     string // the sentence of the head
		times    int    // how often the page says why
		refers   bool   // its steps refer to the head
	}{
		"one":            {[]dossier.Chapter{missed(why), passed}, "Chapter “”: " + why, 2, false},
		"a few":          {[]dossier.Chapter{missed(why), missed(why), passed, missed(why)}, "Chapters 1, 2, 4: " + why, 1, true},
		"all":            {[]dossier.Chapter{missed(why), missed(why), missed(why)}, "Chapters 1 to 3: " + why, 1, true},
		"two reasons":    {[]dossier.Chapter{missed(why), missed("nobody said so"), missed(why)}, "Chapters 1, 3: " + why, 3, false},
		"one failure":    {[]dossier.Chapter{failed, missed(why), failed, failed}, "Chapters 1, 3, 4: broken", 1, false},
		"beside failure": {[]dossier.Chapter{missed(why), missed(why), failed}, "Chapter “”: broken", 2, false},
	} {
		d := &dossier.Dossier{Schema: dossier.Schema, Lang: "en", Result: "untested", Chapters: tt.chapters}
		page, err := d.HTML()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(page, []byte("<span>"+tt.head+"</span>")) || d.Decisive()[0] != tt.head {
			t.Errorf("%s: %q", name, d.Decisive())
		}
		if n := bytes.Count(page, []byte(why)); n != tt.times {
			t.Errorf("%s: said %d times", name, n)
		}
		if n := bytes.Count(page, []byte("given at the head")); (n > 0) != tt.refers {
			t.Errorf("%s: referred to %d times", name, n)
		}
		if _, err := d.PDF(); err != nil {
			t.Error(err)
		}
	}
}

// What the head cuts off, or leaves to another reason, stands at the steps.
func TestNoReasonIsLost(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 60) + "end"
	missed := dossier.Chapter{Steps: []dossier.Step{{Outcome: report.NotRun, Cause: "no-card", Why: long}}}
	short := missed
	short.Steps = []dossier.Step{{Outcome: report.NotRun, Cause: "no-card", Why: "no card"}}
	for why, d := range map[string]*dossier.Dossier{
		long:      {Chapters: []dossier.Chapter{missed, missed}},
		"no card": {Chapters: []dossier.Chapter{short, short}, Why: "interrupted"},
	} {
		d.Schema, d.Lang, d.Result = dossier.Schema, "en", "untested"
		page, err := d.HTML()
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(page, []byte(why)); n != 2 || bytes.Contains(page, []byte("given at the head")) {
			t.Errorf("%.20s: said whole %d times", why, n)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, content := range []string{
		"", "{}", "null", `{"schema":1}`, `{"schema":2,"lang":"fr"}`, `{"schema":1,"lang":"de"}`, `{"schema":1,"lang":"fr","took":-1}`,
		`{"schema":1,"lang":"fr","chapters":[{"steps":[{"outcome":"great"}]}]}`,
		`{"schema":1,"lang":"fr","chapters":[` + strings.Repeat("{},", 100) + `{}]}`,
		strings.Repeat(" ", dossier.MaxSize+1),
	} {
		if _, err := dossier.Parse([]byte(content)); !text.IsBadInput(err) {
			t.Errorf("%.60s: %v", content, err)
		}
	}
}

// Whatever somebody writes into result.json is refused, or becomes pages.
func FuzzParse(f *testing.F) {
	content, err := full("en").JSON()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add([]byte(`{"schema":1,"lang":"fr"}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := dossier.Parse(content)
		if err != nil {
			if !text.IsBadInput(err) {
				t.Errorf("not bad input: %v", err)
			}
			return
		}
		if _, err := d.HTML(); err != nil {
			t.Errorf("the page: %v", err)
		}
		if _, err := d.PDF(); err != nil {
			t.Errorf("the paper: %v", err)
		}
	})
}
