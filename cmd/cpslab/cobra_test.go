package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator"
)

// What cobra and pflag complain about is said in both languages, and is wrong use;
// an error of another kind stays as it is.
func TestComplaints(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"accepts at most 1 arg(s), received 2":          "au plus 1 argument, reçu 2",
		"accepts between 1 and 3 arg(s), received 4":    "de 1 à 3 arguments, reçu 4",
		"accepts 2 arg(s), received 0":                  "attendu 2 arguments, reçu 0",
		"requires at least 1 arg(s), only received 0":   "au moins 1 argument, reçu 0",
		`required flag(s) "card" not set`:               "il manque l'option --card",
		`required flag(s) "card", "vpcd" not set`:       `il manque des options : "card", "vpcd"`,
		`unknown command "x" for "cpslab version"`:      "« x » : argument inconnu de cpslab version",
		"open x: invalid argument":                      "",
		"the card accepts 2 arg(s), received 0 of them": "",
	} {
		err := commandLine(errors.New(said))
		message, hint := text.Said(err)
		if want == "" {
			if codeOf(err) != exitBench || message.FR != said {
				t.Errorf("%q: %q, exit code %d", said, message.FR, codeOf(err))
			}
			continue
		}
		if message.FR != want || message.EN != said || hint.FR == "" || hint.EN == "" || codeOf(err) != exitUsage {
			t.Errorf("%q: %+v, hint %+v, exit code %d", said, message, hint, codeOf(err))
		}
	}
	known := &simulator.StateError{Op: "open", Path: "x.state", Err: simulator.ErrStateInUse}
	if got := commandLine(known); !errors.Is(got, known) {
		t.Errorf("%v became %v", known, got)
	}
	if got := commandLine(nil); got != nil {
		t.Errorf("no error became %v", got)
	}
}

// A file that the system refuses is named in French too.
func TestSystemErrorsNameTheFile(t *testing.T) {
	t.Parallel()
	err := &fs.PathError{Op: "open", Path: "x.txt", Err: syscall.ENOENT}
	if got, _ := (&app{lang: "fr"}).said(err); got != "x.txt : fichier introuvable" {
		t.Errorf("%q", got)
	}
	if got, _ := (&app{lang: "en"}).said(err); got != "open x.txt: "+syscall.ENOENT.Error() {
		t.Errorf("%q", got)
	}
}

// An output that fails is reported, whatever was printed on it, and ends with 3; a
// reader that has seen enough is no reason to say anything, and fails nothing.
func TestLostOutput(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		err  error
		said string
	}{
		{"list", []string{"rules"}, fs.ErrPermission, "le résultat est perdu : accès refusé"},
		{"JSON", []string{"rules", "--format", "json"}, fs.ErrPermission, "le résultat est perdu : accès refusé"},
		{"document", []string{"diagnose", "sim:cps3-missing-dam"}, fs.ErrPermission, "le résultat est perdu : accès refusé"},
		{"help", []string{"--help"}, fs.ErrPermission, "le résultat est perdu : accès refusé"},
		{"English", []string{"version", "--lang", "en"}, fs.ErrPermission, "the result is lost: permission denied"},
		{"pager gone", []string{"rules"}, syscall.EPIPE, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var printed strings.Builder
			env := func(name string) string { return map[string]string{"LANG": "fr_FR.UTF-8"}[name] }
			if code := run(t.Context(), c.args, streams{strings.NewReader(""), broken{c.err}, &printed}, env); code != map[bool]int{true: exitOK, false: exitBench}[c.said == ""] {
				t.Errorf("exit code %d", code)
			}
			if c.said == "" && printed.Len() > 0 || !strings.Contains(printed.String(), c.said) {
				t.Errorf("printed %q, want %q", printed.String(), c.said)
			}
		})
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }
