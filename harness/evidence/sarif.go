package evidence

import (
	"encoding/json"
	"slices"

	sarif "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// fingerprint names how results are known again: by [ID].
const fingerprint = "cpslab/v1"

// SARIF is a run as SARIF 2.1.0 (OASIS): one run, whose id is that of the station, and a
// result for each scenario that failed. What a scenario found on the card stands in the
// properties of its result: most cards of a suite are made to have something found.
func SARIF(run *report.Run, o Options) ([]byte, error) {
	out := sarif.NewReport()
	one := sarif.NewRunWithInformationURI("cpslab", "https://github.com/cpslab/cps")
	if v := run.Environment.Version; v != "" {
		one.Tool.Driver.WithVersion(v)
	}
	// The part before the last slash is a category: results of one category replace each
	// other (GitHub, SARIF support for code scanning).
	one.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID(
		"cpslab/" + run.Environment.Reader + "/" + run.Environment.OS + "-" + run.Environment.Arch + "/"))
	one.Invocations = []*sarif.Invocation{sarif.NewInvocation().WithExecutionSuccessful(run.Reason != "bench-error")}
	one.Properties = sarif.NewPropertyBag()
	one.Properties.Add("seed", run.Seed)
	one.Properties.Add("ok", run.OK)
	one.Properties.Add("reason", run.Reason)
	one.Results = []*sarif.Result{}
	for _, p := range problems(run) {
		describe(one.AddRule(p.Rule), p, o.Lang)
		one.AddResult(resultOf(one, p))
	}
	out.AddRun(one)
	content, err := json.MarshalIndent(out, "", "  ")
	return append(content, '\n'), err
}

// describe says what a rule is, in the words of the finding that it made.
func describe(r *sarif.ReportingDescriptor, p problem, lang string) {
	if r.ShortDescription != nil {
		return
	}
	short := text.Of("un scénario de cpslab a échoué", "a scenario of cpslab failed").In(lang)
	help := short
	if i := slices.IndexFunc(p.Findings, func(f report.RunFinding) bool { return f.Rule == p.Rule }); i >= 0 {
		f := p.Findings[i]
		short, help = f.Text, f.Text
		for _, more := range []string{f.Cause, f.Remedy, f.Contact} {
			if more != "" {
				help += "\n" + more
			}
		}
	}
	r.WithShortDescription(sarif.NewMultiformatMessageString().WithText(short))
	r.WithHelp(sarif.NewMultiformatMessageString().WithText(help))
}

func resultOf(run *sarif.Run, p problem) *sarif.Result {
	r := sarif.NewRuleResult(p.Rule).WithRuleIndex(run.GetRuleIndex(p.Rule)).WithLevel("error").WithKind("fail")
	message := p.Name + ": " + p.Message
	if p.Repeat != "" {
		message += "\n" + p.Repeat
	}
	r.WithMessage(sarif.NewTextMessage(message))
	r.Locations = []*sarif.Location{sarif.NewLocation().WithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation(uri(p.File))).
		WithRegion(sarif.NewRegion().WithStartLine(p.Line)))}
	r.PartialFingerprints = map[string]string{fingerprint: p.ID}
	r.Properties = sarif.NewPropertyBag()
	r.Properties.Add("scenario", p.Name)
	r.Properties.Add("outcome", string(p.Outcome))
	if p.Card != "" {
		r.Properties.Add("card", p.Card)
	}
	if p.Verdict != "" {
		r.Properties.Add("verdict", string(p.Verdict))
	}
	if p.Repeat != "" {
		r.Properties.Add("repeat", p.Repeat)
	}
	var findings []string
	for _, f := range p.Findings {
		findings = append(findings, saying(f))
		if f.Severity >= diagnosis.Warning && !slices.Contains(r.Properties.Tags, f.Rule) {
			r.Properties.Tags = append(r.Properties.Tags, f.Rule)
		}
	}
	if findings != nil {
		r.Properties.Add("findings", findings)
	}
	return r
}
