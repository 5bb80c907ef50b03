package scenarios

import (
	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/diagnosis"
)

// Names of report entries, which become properties of the JUnit test case. The
// values are JSON.
const (
	entryVerdict   = "verdict"   // string
	entryFinding   = "finding"   // FindingEntry, one per finding
	entryExchanges = "exchanges" // exchanges of the reading
)

// FindingEntry is a finding in the JUnit and JSON reports of a run. It holds
// nothing that was read from the card.
type FindingEntry struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Mark     string `json:"mark"`
	Exchange int    `json:"exchange"` // of the first evidence that has one, 0 when none has
	Text     string `json:"text"`     // the rule's text without its values
}

// report attaches what a reading came to.
func (b *bench) report(o outcome) {
	AddReportEntry(entryVerdict, string(o.result.Verdict), ReportEntryVisibilityFailureOrVerbose)
	if o.contents != nil {
		AddReportEntry(entryExchanges, o.contents.Exchanges, ReportEntryVisibilityFailureOrVerbose)
	}
	for _, f := range o.result.Findings {
		AddReportEntry(entryFinding, entryOf(f, b.lang), ReportEntryVisibilityFailureOrVerbose)
	}
}

func entryOf(f diagnosis.Finding, lang string) FindingEntry {
	e := FindingEntry{
		Rule:     f.Rule.ID,
		Severity: f.Severity.String(),
		Mark:     string(f.Rule.Mark),
		Text:     f.Rule.Pattern(lang),
	}
	for _, v := range f.Evidence {
		if v.Exchange != 0 {
			e.Exchange = v.Exchange
			break
		}
	}
	return e
}

// suiteName is the description of the suite in every report.
const suiteName = "cpslab scenarios"

// packageName stands in reports where Ginkgo puts the folder it ran in.
const packageName = "github.com/cpslab/cps/scenarios"

// junitConfig keeps names of test cases free of what may change between runs.
var junitConfig = reporters.JunitReportConfig{
	OmitTimelinesForSpecState: types.SpecStatePassed | types.SpecStateSkipped,
	OmitSpecLabels:            true,
	OmitLeafNodeType:          true,
	OmitSuiteSetupNodes:       true,
}

// writeReports writes the files that were asked for. A path that is "" is not.
func writeReports(report types.Report, junit, json string) error {
	report.SuitePath = packageName
	if junit != "" {
		if err := reporters.GenerateJUnitReportWithConfig(report, junit, junitConfig); err != nil {
			return err
		}
	}
	if json != "" {
		return reporters.GenerateJSONReport(report, json)
	}
	return nil
}
