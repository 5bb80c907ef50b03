package stack_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/stack"
)

func TestErrorsSayThemselves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err           error
		message, hint text.Text
		badInput      bool
	}{
		{
			&stack.Error{Op: "locate", Err: &stack.MissingError{Part: "vpcd driver", Package: "vsmartcard-vpcd", Path: "/x"}},
			text.Of("pilote vpcd introuvable : /x", "PC/SC stack: locate: vpcd driver not found at /x"),
			text.Of("installez le paquet Debian vsmartcard-vpcd, ou lancez make deps", "install the Debian package vsmartcard-vpcd, or run make deps"), true,
		},
		{
			&stack.Error{Op: "start", Err: stack.ErrPorts, Log: "x"},
			text.Of("service PC/SC privé : aucune paire de ports TCP libre pour les lecteurs virtuels\npcscd a dit :\nx", "PC/SC stack: start: no free pair of TCP ports for the virtual readers\npcscd said:\nx"),
			text.Text{},
			false,
		},
		{
			&stack.Error{Op: "start", Err: stack.ErrCards},
			text.Of("service PC/SC privé : donnez de 1 à 16 cartes", "PC/SC stack: start: give 1 to 16 cards, each with a channel"),
			text.Of("--card PROFIL, une fois par carte", "--card PROFILE, once for each card"), true,
		},
	} {
		message, hint := text.Said(c.err)
		if diff := cmp.Diff([]text.Text{c.message, c.hint}, []text.Text{message, hint}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.err, diff)
		}
		if text.IsBadInput(c.err) != c.badInput {
			t.Errorf("%v: bad input %v", c.err, text.IsBadInput(c.err))
		}
	}
}
