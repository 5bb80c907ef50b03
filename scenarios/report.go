package scenarios

import (
	"errors"
	"io/fs"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// Names of report entries, which become properties of the JUnit test case. The
// values are JSON.
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

// writeReports writes the files that were asked for, each whole or not at all. A
// path that is "" is not. The error joins a *ReportError for each that failed.
func writeReports(run *report.Run, o RunOptions) error {
	var all []error
	for _, file := range [...]struct {
		path string
		make func() ([]byte, error)
	}{
		{o.JUnit, func() ([]byte, error) { return junitReport(*run) }},
		{o.JSON, run.JSON},
	} {
		if file.path == "" {
			continue
		}
		content, err := file.make()
		if err == nil {
			err = report.WriteFile(file.path, content)
		}
		if err != nil {
			all = append(all, &ReportError{file.path, cause(err)})
		}
	}
	return errors.Join(all...)
}

// cause is an error about a file without what was done with it.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// ReportError is a report that could not be written, after the scenarios ran. An
// older file of that name is as it was.
type ReportError struct {
	Path string
	Err  error // of the system
}

// Error gives file and reason.
func (e *ReportError) Error() string { return e.message().EN }
func (e *ReportError) Unwrap() error { return e.Err }

// Say gives file and reason in lang.
func (e *ReportError) Say(lang string) (message, hint string) {
	return e.message().In(lang), text.Of("les scénarios ont été déroulés ; recommencez avec un autre fichier",
		"the scenarios have run; name another file and run them again").In(lang)
}

func (e *ReportError) message() text.Text {
	return text.Of("rapport non écrit : "+e.Path, "report not written: "+e.Path).With(text.System(e.Err))
}
