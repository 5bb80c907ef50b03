package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
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

// cliError is an error with its exit code and a hint.
type cliError struct {
	code int
	text string
	hint string
	err  error
}

func (e *cliError) Error() string { return e.text }
func (e *cliError) Unwrap() error { return e.err }

// usage makes an error of wrong use.
func usage(format, hint string, args ...any) error {
	return &cliError{code: exitUsage, text: fmt.Sprintf(format, args...), hint: hint}
}

// fail prints an error with its hint and returns its exit code. With --format
// json and nothing printed yet, standard output gets a document that says so.
func (a *app) fail(err error) int {
	code, hint := a.codeOf(err)
	message, better := a.said(err)
	if hint == "" {
		hint = better
	}
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
		_ = a.writeJSON(failure{report.SchemaVersion, string(diagnosis.BenchError), message, hint, code}) // the error is told already
	}
	return code
}

// codeOf returns the exit code of an error, and a hint that only the code explains.
func (a *app) codeOf(err error) (code int, hint string) {
	own, ok := errors.AsType[*cliError](err)
	switch {
	case ok:
		return own.code, own.hint
	case errors.Is(err, context.Canceled):
		return exitBench, ""
	case badInput(err):
		return exitUsage, ""
	case strings.HasPrefix(err.Error(), "unknown command"):
		return exitUsage, a.t("cpslab --help donne la liste", "cpslab --help lists them")
	case isCobraUsage(err):
		return exitUsage, a.t("ajoutez --help à la commande", "add --help to the command")
	}
	return exitBench, ""
}

// said is an error in the language in use, and its hint.
func (a *app) said(err error) (message, hint string) {
	if _, own := errors.AsType[*cliError](err); !own && errors.Is(err, context.Canceled) {
		return a.t("interrompu", "interrupted"), ""
	}
	message, hint = a.words(err)
	if message == "" {
		message = err.Error()
	}
	if hint == "" {
		hint = hintOf(err)
	}
	return message, hint
}

// failure is the output of a command that has no result, as JSON.
type failure struct {
	Schema  int    `json:"schema"`
	Verdict string `json:"verdict"` // "bench-error"
	Error   string `json:"error"`
	Hint    string `json:"hint,omitempty"`
	Exit    int    `json:"exit"`
}

// badInput reports whether an error is about what the user gave: an address, a
// profile, a file, a PIN, a choice between readers, a part not installed.
func badInput(err error) bool {
	var (
		fact *fact.Error
	)
	return text.IsBadInput(err) || errors.As(err, &fact)
}

// isCobraUsage recognises cobra's own complaints about arguments, which have
// no type.
func isCobraUsage(err error) bool {
	s := err.Error()
	for _, sign := range []string{"arg(s)", "unknown flag", "unknown shorthand", "required flag", "invalid argument"} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return false
}

// hintOf asks the error chain for a hint.
func hintOf(err error) string {
	var h interface {
		error
		Hint() string
	}
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}
