package main

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/vpcd"
)

// announcer says what becomes of a card that is served to vpcd, each thing once
// until another happens: the server tries to reach the reader again and again.
type announcer struct {
	*app
	said string
}

func (a *announcer) announce(e slot.Event) {
	line := a.event(e)
	if line == a.said {
		return
	}
	a.said = line
	fmt.Fprintln(a.err, line)
}

// event says an event, with what to do where no reader is reached.
func (a *announcer) event(e slot.Event) string {
	state := a.t("cpslab : ", "cpslab: ") + e.State.Text().In(a.lang)
	fault, ok := errors.AsType[*vpcd.Error](e.Err)
	switch {
	case e.Err == nil:
		return state
	case ok && errors.Is(e.Err, syscall.ECONNREFUSED):
		return state + fmt.Sprintf(a.t(" : personne n'écoute sur %s\n  → %s", ": nobody listens on %s\n  → %s"), fault.Addr, a.noDriver())
	}
	return text.Same(state).Because(e.Err).In(a.lang)
}

// noDriver says what brings a vpcd reader.
func (a *app) noDriver() string {
	return a.t("il faut le pilote vpcd dans le pcscd de cette machine : installez pcscd et vsmartcard-vpcd, puis relancez pcscd ; il écoute sur 35963, un autre port se donne par --vpcd ; « cpslab with --card PROFIL -- COMMANDE » se passe du pcscd de la machine",
		"it takes the vpcd driver in this machine's pcscd: install pcscd and vsmartcard-vpcd, then restart pcscd; it listens on 35963, give another port with --vpcd; “cpslab with --card PROFILE -- COMMAND” does without the machine's pcscd")
}
