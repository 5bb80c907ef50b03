package scenarios

import (
	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Names of report entries, by which [runOf] finds what a spec came to.
const (
	entryRule      = "rule"      // ruleEntry
	entryVerdict   = "verdict"   // diagnosis.Verdict
	entryFinding   = "finding"   // report.RunFinding, one per finding
	entryExchanges = "exchanges" // exchanges of the reading
	entryMeasure   = "measure"   // report.Measure, one per measure
	entryNotRun    = "not_run"   // notRun, of a spec that did not run
	entryReason    = "reason"    // report.Words: why it failed or did not run
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
		AddReportEntry(entryFinding, report.NewRunFinding(f, b.lang), ReportEntryVisibilityFailureOrVerbose)
	}
}

// says notes why a spec fails or does not run: Ginkgo has room for one language.
func (b *bench) says(why text.Text) {
	AddReportEntry(entryReason, report.Words(why), ReportEntryVisibilityNever)
}

// suiteName is the description of the suite in every report.
const suiteName = "cpslab scenarios"

// packageName stands in reports where Ginkgo puts the folder it ran in.
const packageName = "github.com/cpslab/cps/scenarios"
