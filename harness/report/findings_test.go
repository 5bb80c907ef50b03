package report_test

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// Findings alone are laid out as those of a diagnosis.
func TestFindingsAlone(t *testing.T) {
	t.Parallel()
	d := report.Document{Lang: "fr", Verdict: diagnosis.VerdictBlocked, Findings: []report.Finding{
		{ID: "CPS-AAA-001", Severity: diagnosis.BlockBilling, Mark: "FIELD", Text: "texte", Cause: "cause", Remedy: "remède", Contact: "contact"},
		{ID: "CPS-AAA-002", Severity: diagnosis.Warning, Mark: "DERIVED", Text: "autre", Cause: "cause"},
	}}
	opts := report.TextOptions{Width: 80}
	var whole, alone strings.Builder
	if err := report.Text(&whole, d, opts); err != nil {
		t.Fatal(err)
	}
	if err := report.Findings(&alone, d, opts); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(whole.String(), alone.String()) || !strings.HasPrefix(alone.String(), "\n1. CPS-AAA-001  [bloque la facturation]\n") || !strings.Contains(alone.String(), "   Que faire  : remède\n") {
		t.Errorf("alone:\n%s\nwhole:\n%s", alone.String(), whole.String())
	}
	for severity, want := range map[diagnosis.Severity]string{diagnosis.BlockBilling: "blocks billing", diagnosis.Warning: "warning", diagnosis.Info: "information"} {
		if got := report.SeverityWord(severity, "en"); got != want {
			t.Errorf("%s: %q, want %q", severity, got, want)
		}
	}
}
