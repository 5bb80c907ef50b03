package evidence_test

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
)

func page(t *testing.T, run *report.Run, lang string) string {
	t.Helper()
	b, err := evidence.HTML(run, evidence.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The page tells what happened, in order and in its language, and escapes what comes from
// outside.
func TestHTML(t *testing.T) {
	t.Parallel()
	for lang, order := range map[string][]string{
		"fr": {`<html lang="fr">`, ">ÉCHEC<", "3 scénarios en échec.", "Chaque échec donne", "La carte des résultats", "Échecs", "Recommencer", "Cause", "Échanges (2)", "Ce qui n&#39;a pas été déroulé", "Durées des échanges", "Environnement", "Tous les scénarios"},
		"en": {`<html lang="en">`, ">FAILED<", "3 scenarios failed.", "Each failure gives", "The map", "Failures", "Again", "Cause", "Exchanges (2)", "What did not run", "How long exchanges took", "Environment", "All scenarios"},
	} {
		got := page(t, aRun(), lang)
		at := 0
		for _, want := range order {
			i := strings.Index(got[at:], want)
			if i < 0 {
				t.Fatalf("%s: no %q where it should be\n%.3000s", lang, want, got)
			}
			at += i
		}
		for _, hostile := range []string{"<hostile>", "DAM <b>"} {
			if strings.Contains(got, hostile) {
				t.Errorf("%s is not escaped", hostile)
			}
		}
		if from := regexp.MustCompile(`(?i)(src|href)="[^#"]|url\(|@import|https?://[^w]`).FindString(strings.ReplaceAll(got, "xmlns", "")); from != "" {
			t.Errorf("something is fetched from outside: %q", from)
		}
	}
}

// Why something failed or did not run stands there in the page's language, where it was
// said in both, as the report of a program before cards and a lost shard have it.
func TestReasonsInTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	run, err := evidence.Merge(parts(concluded(), 3)[:2])
	if _, ok := errors.AsType[*evidence.MissingError](err); !ok {
		t.Fatal(err)
	}
	run.Scenarios = append(run.Scenarios, report.Scenario{
		Name: "a program", Outcome: report.Failed, Failure: &report.Failure{Message: "exit code 1, expected 0"},
		Reason: &report.Words{FR: "code de retour 1, attendu 0", EN: "exit code 1, expected 0"},
	})
	for lang, want := range map[string][]string{"fr": {"part manquante : 3/3", "code de retour 1, attendu 0"}, "en": {"missing shard: 3/3", "exit code 1, expected 0"}} {
		got := page(t, run, lang)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q", lang, w)
			}
		}
	}
}

func TestHTMLOfLittle(t *testing.T) {
	t.Parallel()
	got := page(t, &report.Run{OK: true, Started: time.Unix(0, 0)}, "en")
	for _, without := range []string{`id="failures"`, `id="missed"`, "<svg", `id="found"`} {
		if strings.Contains(got, without) {
			t.Errorf("a run of nothing has %s", without)
		}
	}
	if !strings.Contains(got, ">PASSED<") {
		t.Error("no verdict")
	}
}

// On one card the findings are told, those of a failure with the failure alone.
func TestHTMLOfOneCard(t *testing.T) {
	t.Parallel()
	run := aRun()
	run.Environment.Reader = "pcsc:A"
	run.Scenarios[0].Findings = []report.RunFinding{{Rule: "CPS-AAA-003", Severity: 2, Text: "expires"}, run.Scenarios[1].Findings[1]}
	_, got, found := strings.Cut(page(t, run, "en"), `id="found"`)
	if !found || !strings.Contains(got, "CPS-AAA-003") || strings.Count(got, "remède") != 0 {
		t.Errorf("found %v", found)
	}
}

// Texts of the plot are texts, in the colours and the font of the page.
func TestPlotIsInline(t *testing.T) {
	t.Parallel()
	got := page(t, aRun(), "fr")
	i, j := strings.Index(got, "<svg"), strings.Index(got, "</svg>")
	if i < 0 || j < i {
		t.Fatal("no plot")
	}
	svg := got[i:j]
	for _, want := range []string{">READ</text>", ">SELECT</text>", ">1µs</text>", "var(--bad)", `class="plot"`, "durée d&#39;un échange"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in\n%s", want, svg)
		}
	}
	if bytes.Contains([]byte(svg), []byte("font-family")) || strings.Contains(svg, "#000000") {
		t.Errorf("a font or a colour of its own\n%s", svg)
	}
	table := got[j:]
	for _, want := range []string{`data-h="p50">800ns`, `data-h="p95">2µs`, `data-h="p99">2µs`, `data-h="max">90µs`, `data-h="ligne">112ms`} {
		if !strings.Contains(table, want) {
			t.Errorf("no %s", want)
		}
	}
}
