package scenarios

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// Names of report entries, by which [runOf] finds what a spec came to.
const (
	entryRule      = "rule"      // ruleEntry
	entryVerdict   = "verdict"   // diagnosis.Verdict
	entryFinding   = "finding"   // report.RunFinding, one per finding
	entryExchanges = "exchanges" // exchanges of the reading
	entryNotRun    = "not_run"   // notRun, of a spec that did not run
)

// ruleEntry is the rule that a scenario is about.
type ruleEntry string

// report attaches what a reading came to.
func (b *bench) report(o outcome) {
	AddReportEntry(entryVerdict, o.result.Verdict, ReportEntryVisibilityFailureOrVerbose)
	if o.contents != nil {
		AddReportEntry(entryExchanges, o.contents.Exchanges, ReportEntryVisibilityFailureOrVerbose)
	}
	for _, f := range o.result.Findings {
		AddReportEntry(entryFinding, entryOf(f, b.lang), ReportEntryVisibilityFailureOrVerbose)
	}
}

func entryOf(f diagnosis.Finding, lang string) report.RunFinding {
	e := report.RunFinding{
		Rule:     f.Rule.ID,
		Severity: f.Severity,
		Mark:     string(f.Rule.Mark),
		Text:     f.Rule.Pattern(lang),
		Cause:    f.Cause(lang), Remedy: f.Remedy(lang), Contact: f.Contact(lang),
	}
	for _, v := range f.Evidence {
		if e.Exchange == 0 {
			e.Exchange = v.Exchange
		}
		if !slices.Contains(e.Evidence, v.Field) {
			e.Evidence = append(e.Evidence, v.Field)
		}
	}
	return e
}

// suiteName is the description of the suite in every report.
const suiteName = "cpslab scenarios"

// packageName stands in reports where Ginkgo puts the folder it ran in.
const packageName = "github.com/cpslab/cps/scenarios"
