package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// Exit codes, the same for every command.
const (
	exitOK      = 0
	exitBlocked = 1 // a blocking finding, or a difference from what was expected
	exitUsage   = 2 // wrong use or bad input
	exitBench   = 3 // the bench failed or was interrupted
	exitOpen    = 4 // incomplete or undetermined: nobody can say that all is well

	// Those of "with" for a program that it cannot start, as a shell gives them.
	exitNotExecutable = 126
	exitNotFound      = 127
)

// cliError is an error with its exit code and a hint, in the language in use.
type cliError struct {
	code int
	text string
	hint string
	err  error
}

func (e *cliError) Error() string { return e.text }
func (e *cliError) Unwrap() error { return e.err }

// Say gives text and hint: they are in the language in use already.
func (e *cliError) Say(string) (message, hint string) { return e.text, e.hint }

// usage makes an error of wrong use.
func usage(format, hint string, args ...any) error {
	return &cliError{code: exitUsage, text: fmt.Sprintf(format, args...), hint: hint}
}

// fail prints an error with its hint and returns its exit code. With --format
// json and nothing printed yet, standard output gets a document that says so.
func (a *app) fail(err error) int {
	err = commandLine(err)
	code := codeOf(err)
	message, hint := a.said(err)
	if alone := a.factsAlone(err); alone != "" {
		hint = strings.TrimPrefix(hint+" ; ", " ; ") + alone
	}
	args := a.args
	if better, code := a.noReader(err); better != "" {
		hint, args = better, slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == code })
	}
	message, hint = withoutPIN(message, args), withoutPIN(hint, args)
	fmt.Fprintln(a.err, a.t("cpslab : ", "cpslab: ")+message)
	if hint != "" {
		fmt.Fprintln(a.err, "  → "+hint)
	}
	if a.json() && !a.answered {
		_ = a.writeJSON(failure{report.SchemaVersion, string(diagnosis.BenchError), message, hint, code}) // the error is printed already
	}
	return code
}

// codeOf returns the exit code of an error.
func codeOf(err error) int {
	own, ok := errors.AsType[*cliError](err)
	switch {
	case ok:
		return own.code
	case errors.Is(err, context.Canceled), benchFailed(err):
		return exitBench
	case harness.Named(err):
		return exitBlocked
	case text.IsBadInput(err):
		return exitUsage
	}
	return exitBench
}

// benchFailed reports whether an error says so itself: the cause of the failure may be a state
// that is a finding elsewhere.
func benchFailed(err error) bool {
	b, ok := errors.AsType[interface {
		error
		BenchFailed() bool
	}](err)
	return ok && b.BenchFailed()
}

// said is an error in the language in use, and its hint.
func (a *app) said(err error) (message, hint string) {
	if _, own := errors.AsType[*cliError](err); !own && errors.Is(err, context.Canceled) {
		return a.t("interrompu", "interrupted"), ""
	}
	if file, ok := errors.AsType[*fs.PathError](err); ok && text.French(a.lang) && text.Voice(err) == nil {
		return text.Same(file.Path).Because(file.Err).FR, ""
	}
	return text.Say(err, a.lang)
}

// system says an error of the operating system about a file that is named beside, and by the
// name that the user gave.
func (a *app) system(err error) string {
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		err = file.Err
	}
	message, _ := text.Say(err, a.lang)
	return message
}

// failure is the output of a command that has no result, as JSON.
type failure struct {
	Schema  int    `json:"schema"`
	Verdict string `json:"verdict"` // "bench-error"
	Error   string `json:"error"`
	Hint    string `json:"hint,omitempty"`
	Exit    int    `json:"exit"`
}
