package text

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

var errKnown = NewError(Text{FR: "lecteur vide", EN: "empty reader"}, Text{FR: "insérez la carte", EN: "insert the card"})

type badValue struct{ yes bool }

func (badValue) Error() string    { return "bad" }
func (b badValue) BadInput() bool { return b.yes }

func TestSay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err            error
		fr, en         string
		hintFR, hintEN string
	}{
		"nil":               {},
		"speaker":           {errKnown, "lecteur vide", "empty reader", "insérez la carte", "insert the card"},
		"wrapped in both":   {Wrap(Of("lecture", "reading"), errKnown), "lecture : lecteur vide", "reading: empty reader", "insérez la carte", "insert the card"},
		"wrapped by others": {fmt.Errorf("reading: %w", errKnown), "lecteur vide", "reading: empty reader", "insérez la carte", "insert the card"},
		"detailed":          {Detail(errKnown, Of("le deuxième", "the second")), "lecteur vide : le deuxième", "empty reader: the second", "insérez la carte", "insert the card"},
		"caused":            {Cause(errKnown, context.Canceled), "lecteur vide : interrompu", "empty reader: context canceled", "insérez la carte", "insert the card"},
		"caused by a known": {Cause(errors.New("x"), errKnown), "x : lecteur vide", "x: empty reader", "insérez la carte", "insert the card"},
		"joined":            {errors.Join(errors.New("x"), errKnown), "lecteur vide", "x\nempty reader", "insérez la carte", "insert the card"},
		"system":            {&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, "fichier introuvable", "open x: " + syscall.ENOENT.Error(), "", ""},
		"deadline":          {context.DeadlineExceeded, "délai dépassé", "context deadline exceeded", "", ""},
		"said by nobody":    {errors.New("x: 50%"), "x: 50%", "x: 50%", "", ""},
	} {
		message, hint := Said(c.err)
		if want := (Text{c.fr, c.en}); message != want {
			t.Errorf("%s: %+v, want %+v", name, message, want)
		}
		if want := (Text{c.hintFR, c.hintEN}); hint != want {
			t.Errorf("%s: hint %+v, want %+v", name, hint, want)
		}
	}
	if err := Cause(errKnown, context.Canceled); !errors.Is(err, errKnown) || !errors.Is(err, context.Canceled) || err.Error() != "empty reader: context canceled" {
		t.Errorf("%v does not wrap both", err)
	}
	if err := Detail(errKnown, Of("le deuxième", "the second")); !errors.Is(err, errKnown) || err.Error() != "empty reader: the second" {
		t.Errorf("%v does not wrap its cause", err)
	}
	if err := Wrap(Same("x"), errKnown); !errors.Is(err, errKnown) || err.Error() != "x: empty reader" {
		t.Errorf("%v does not wrap its cause", err)
	}
}

func TestAround(t *testing.T) {
	t.Parallel()
	during := Of("lecture", "reading")
	for _, c := range []struct {
		lang, message, hint string
		err                 error
	}{
		{"fr", "lecteur vide", "insérez la carte", fmt.Errorf("x: %w", errKnown)},
		{"en", "reading: x: empty reader", "insert the card", fmt.Errorf("x: %w", errKnown)},
		{"fr", "lecture : délai dépassé", "", context.DeadlineExceeded},
		{"en", "reading: context deadline exceeded", "", context.DeadlineExceeded},
	} {
		if message, hint := Around(during, c.err, c.lang); message != c.message || hint != c.hint {
			t.Errorf("%v in %s: %q, %q", c.err, c.lang, message, hint)
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	missing := &fs.PathError{Op: "open", Path: "x.txt", Err: syscall.ENOENT}
	for _, c := range []struct{ got, want Text }{
		{Of("50 %", "50%"), Text{"50 %", "50%"}},
		{Of("de %d à « %s »", "from %d to %q", 1, "x"), Text{"de 1 à « x »", `from 1 to "x"`}},
		{Of("attendu %s", "want %s", Of("une liste", "a list")), Text{"attendu une liste", "want a list"}},
		{Of("illisible", "unreadable").Because(errKnown), Text{"illisible : lecteur vide", "unreadable: empty reader"}},
		{Of("illisible", "unreadable").Because(nil), Text{"illisible", "unreadable"}},
		{Of("x.txt : illisible", "x.txt: unreadable").Because(missing), Text{"x.txt : illisible : fichier introuvable", "x.txt: unreadable: " + syscall.ENOENT.Error()}},
		{Of("illisible", "unreadable").Because(missing), Text{"illisible : fichier introuvable", "unreadable: open x.txt: " + syscall.ENOENT.Error()}},
		{Same("x").With(Of("vide", "empty")), Text{"x : vide", "x: empty"}},
		{Same("x").With(Text{}), Same("x")},
		{(Text{}).With(Same("x")), Same("x")},
	} {
		if c.got != c.want {
			t.Errorf("%+v, want %+v", c.got, c.want)
		}
	}
}

func TestIsBadInput(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"nil":         {nil, false},
		"other":       {errKnown, false},
		"itself":      {badValue{true}, true},
		"marked":      {BadInput(errKnown), true},
		"not today":   {badValue{false}, false},
		"wrapped":     {fmt.Errorf("x: %w", badValue{true}), true},
		"joined":      {errors.Join(errKnown, fmt.Errorf("%w, %w", badValue{false}, badValue{true})), true},
		"none joined": {errors.Join(errKnown, badValue{false}), false},
	} {
		if got := IsBadInput(c.err); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
