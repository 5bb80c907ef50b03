package doctor

import (
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/workstation"
)

// Result is what a look at one workstation came to.
type Result struct {
	Checks []Check
	Input  diagnosis.Input // what the rules looked at
	// Diagnosis is what the rules say. Its verdict is BenchError when PC/SC
	// could not be asked, and a warning at least when a check is a problem.
	Diagnosis diagnosis.Result
	Failure   string // what kept the bench from asking for the readers, "" for nothing
}

// Judge judges a workstation on the day of now, in lang, with what somebody declared of
// it. What was collected counts where nothing was declared: the path of the reader. The
// error is that of a fact, and a fault of this program.
func Judge(rep workstation.Report, declared fact.Set, now time.Time, lang string) (Result, error) {
	r := Result{Checks: Checks(rep, lang), Input: Input(rep)}
	var failed bool
	r.Failure, failed = failure(rep, lang)
	var err error
	if r.Input.Facts, err = observed(rep, &r.Input, declared); err != nil {
		return Result{}, err
	}
	r.Diagnosis = diagnosis.CheckWorkstation(&r.Input, now)
	switch {
	case failed:
		r.Diagnosis.Verdict = diagnosis.BenchError
	// No rule is about it, and a person should look at it all the same.
	case r.Diagnosis.Verdict == diagnosis.VerdictOK && slices.ContainsFunc(r.Checks, func(c Check) bool { return c.State == Problem }):
		r.Diagnosis.Verdict = diagnosis.VerdictWarning
	}
	return r, nil
}

// failure says why PC/SC could not be asked: where it is there, that is a failure of
// the bench, unless it is one that a rule names.
func failure(rep workstation.Report, lang string) (why string, failed bool) {
	c := checks{lang: lang}
	switch rep.Readers.Reason {
	case workstation.TimedOut:
		return c.t("le service PC/SC n'a pas répondu dans le délai", "the PC/SC service gave no answer before the deadline"), true
	case workstation.Failed, workstation.NoAccess:
		return c.cause(rep.Readers.Err, rep.Readers.Detail), true
	default:
		return "", false
	}
}

// Command is the command that does what the remedy of a rule asks for, zero where
// this system has none.
func Command(rule string, rep workstation.Report) text.Text {
	service, known := rep.Service.Value, rep.Service.Known
	if rule != "CPS-WS-009" || rep.System.Value.OS != "linux" || !known || !service.Installed || service.Private {
		return text.Text{}
	}
	return text.Of("Avec systemd : sudo systemctl start pcscd.socket", "With systemd: sudo systemctl start pcscd.socket")
}
