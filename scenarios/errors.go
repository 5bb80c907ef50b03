package scenarios

import (
	"context"
	"errors"
	"fmt"

	"github.com/cpslab/cps/harness/card/text"
)

// optionReader is the argument that is no option.
const optionReader = "READER"

// UsageError is an option that makes no sense, found before anything ran.
type UsageError struct {
	Option string // as the command line calls it, "--label-filter" or "READER"
	Value  string
	Err    error // why
	hint   text.Text
}

// Error gives option, value and reason. What is wrong with the reader names it itself.
func (e *UsageError) Error() string {
	if e.Option == optionReader {
		return e.Err.Error()
	}
	return fmt.Sprintf("%s %q: %v", e.Option, e.Value, e.Err)
}

// Unwrap returns Err: a *readers.AddressError, a *simulator.ProfileError or an
// error of the filter's own grammar.
func (e *UsageError) Unwrap() error { return e.Err }

// BadInput is true: the same options are in vain.
func (e *UsageError) BadInput() bool { return true }

// Say gives option, value and reason in lang, and what to write instead.
func (e *UsageError) Say(lang string) (message, hint string) {
	why, hint := text.Say(e.Err, lang)
	if hint == "" {
		hint = e.hint.In(lang)
	}
	if e.Option == optionReader || !text.French(lang) {
		return text.Text{FR: why, EN: e.Error()}.In(lang), hint
	}
	return fmt.Sprintf("%s « %s » : %s", e.Option, e.Value, why), hint
}

// ErrNoMatch is in a *UsageError: the filters leave no spec.
var ErrNoMatch = text.NewError(text.Of("aucun scénario ne correspond", "no scenario matches"), text.Text{})

// BenchError ends a run in the middle: reader or service failed, or the card was
// taken out. What ran before stands in the Summary and in the reports.
type BenchError struct {
	Err error // of the reader: it matches an error of package card
}

// Error gives the cause.
func (e *BenchError) Error() string { return brokenBench(e.Err).EN }
func (e *BenchError) Unwrap() error { return e.Err }

// BenchFailed is true, whatever state of a reader or card ended the run: one that was there
// when it began is no finding about who is tested.
func (e *BenchError) BenchFailed() bool { return true }

// Say gives the cause in lang.
func (e *BenchError) Say(lang string) (message, hint string) {
	_, hint = text.Say(e.Err, lang)
	return brokenBench(e.Err).In(lang), hint
}

// brokenBench says that reader or service failed.
func brokenBench(err error) text.Text {
	return text.Of("le banc est en panne", "the bench failed").Because(failureOf(err))
}

// failureOf is the failure that err is about, in the words of package card, or err.
func failureOf(err error) error {
	for _, f := range failures {
		if errors.Is(err, f) {
			return f
		}
	}
	return err
}

// stopped says why no spec ran, or no further one, after err.
func stopped(err error) (Cause, text.Text) {
	_, broken := errors.AsType[*BenchError](err) // which may be a deadline of the reader
	if !broken && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		return CauseInterrupted, interrupted
	}
	why, _ := text.Said(failureOf(err))
	if _, ok := errors.AsType[*StrangerError](err); ok {
		return CauseRefused, why
	}
	return CauseBench, why
}
