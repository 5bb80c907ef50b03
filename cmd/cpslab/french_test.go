package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/simulator"
)

func TestErrorsInFrench(t *testing.T) {
	t.Parallel()
	fact := func(s string) error {
		_, err := fact.Parse([]string{s})
		return err
	}
	for _, c := range []struct {
		name       string
		err        error
		text, hint string
	}{
		{"no value", fact("use"), "attendu clé=valeur", "cpslab rules --facts liste les clés et leurs valeurs"},
		{"choice", fact("use=x"), "fait use : attendu un de billing, auth", "cpslab rules --facts liste les clés et leurs valeurs"},
		{"misspelt fact", fact("prescriber.amm=1"), "fait prescriber.amm : fait inconnu", "vouliez-vous dire prescriber.am ?"},
		{"two arguments", errors.New("accepts at most 1 arg(s), received 2"), "au plus 1 argument, reçu 2", "ajoutez --help à la commande"},
		{"required flag", errors.New(`required flag(s) "card" not set`), "il manque l'option --card", "ajoutez --help à la commande"},
		{"a line of the user's file", &simulator.ProfileError{File: "x.yaml", Line: 2, Column: 1, Key: "pin.left", Reason: text.Of("attendu un nombre de 0 à 3", "want a number from 0 to 3"), Source: "left: 4"}, "x.yaml:2:1: pin.left: attendu un nombre de 0 à 3\n    2 | left: 4\n      | ^", ""},
		{"a card kept by another", &simulator.StateError{Op: "open", Path: "x.state", Err: simulator.ErrStateInUse}, "fichier d'état x.state : utilisé par une autre carte", "finissez l'autre carte, ou donnez à celle-ci son propre fichier"},
		{"a state that others may open", &simulator.StateError{Op: "load", Path: "x.state", Err: simulator.ErrStateExposed}, "fichier d'état x.state : d'autres que son propriétaire peuvent l'ouvrir", "les codes y sont en clair : qu'il soit à vous, en 0600 (chmod 600)"},
		{"unknown to the tables", errors.New("something else"), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			message, hint := (&app{lang: "fr"}).words(c.err)
			if diff := cmp.Diff([2]string{c.text, c.hint}, [2]string{message, hint}); diff != "" {
				t.Errorf("%v (-want +got):\n%s", c.err, diff)
			}
			if english, hint := (&app{lang: "en"}).words(c.err); english != "" && (english == message || hint == c.hint && hint != "") {
				t.Errorf("English: %q, %q", english, hint)
			}
		})
	}
}

// An output that fails is told, whatever was printed on it, and ends with 3; a
// reader that has seen enough is no reason to say anything.
func TestLostOutput(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		err  error
		told string
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
			var told strings.Builder
			env := func(name string) string { return map[string]string{"LANG": "fr_FR.UTF-8"}[name] }
			if code := run(t.Context(), c.args, streams{strings.NewReader(""), broken{c.err}, &told}, env); code != exitBench {
				t.Errorf("exit code %d", code)
			}
			if c.told == "" && told.Len() > 0 || !strings.Contains(told.String(), c.told) {
				t.Errorf("told %q, want %q", told.String(), c.told)
			}
		})
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }
