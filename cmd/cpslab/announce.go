package main

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/ccid"
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
	if pad, ok := errors.AsType[*ccid.Error](e.Err); ok && pad.Op == "pin" { // each entry is one of its own
		message, _ := a.app.said(pad.Err)
		fmt.Fprintln(a.err, a.t("cpslab : clavier : ", "cpslab: keypad: ")+message)
		return
	}
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
	case ok && text.IsRefused(e.Err):
		return state + fmt.Sprintf(a.t(" : personne n'écoute sur %s\n  → %s", ": nobody listens on %s\n  → %s"), fault.Addr, noDriver(runtime.GOOS).In(a.lang))
	}
	return text.Same(state).Because(e.Err).In(a.lang)
}

// noDriver says what brings a vpcd reader to a system, named as [runtime.GOOS] does, or
// what takes its place there.
func noDriver(goos string) text.Text {
	switch goos {
	case "windows":
		return text.Of("il n'y a pas ici de lecteur virtuel qui écoute : « cpslab simulate PROFIL --usbip » offre un lecteur USB, que ce Windows (avec un client USB/IP signé) ou une machine virtuelle attache et conduit avec son propre pilote ; ou le pilote vpcd de vsmartcard (BixVReader, signé pour les essais seulement, ouvert à tout le réseau), qui écoute sur 35963 une fois installé ; docs/windows.md dit comment ; sans lecteur, « cpslab diagnose sim:PROFIL » lit la carte dans ce programme",
			"no virtual reader listens here: “cpslab simulate PROFILE --usbip” offers a USB reader, which this Windows (with a signed USB/IP client) or a virtual machine attaches and drives with its own driver; or the vpcd driver of vsmartcard (BixVReader, signed for tests only, open to the whole network), which listens on 35963 once it is installed; docs/windows.md says how; without a reader “cpslab diagnose sim:PROFILE” reads the card in this program")
	case "darwin":
		return text.Of("le pilote vpcd de vsmartcard ne se charge sous macOS que pour un périphérique USB branché : docs/macos.md dit comment, et ce qui reste, « cpslab simulate PROFIL --usbip » et une machine virtuelle qui attache ce lecteur ; sans lecteur, « cpslab diagnose sim:PROFIL » lit la carte dans ce programme",
			"macOS loads the vpcd driver of vsmartcard only for a USB device that is plugged in: docs/macos.md says how, and what is left, “cpslab simulate PROFILE --usbip” and a virtual machine that attaches that reader; without a reader “cpslab diagnose sim:PROFILE” reads the card in this program")
	}
	return text.Of("il faut le pilote vpcd dans le pcscd de cette machine : installez pcscd et vsmartcard-vpcd, puis relancez pcscd ; il écoute sur 35963, un autre port se donne par --vpcd ; « cpslab with --card PROFIL -- COMMANDE » se passe du pcscd de la machine",
		"it takes the vpcd driver in this machine's pcscd: install pcscd and vsmartcard-vpcd, then restart pcscd; it listens on 35963, give another port with --vpcd; “cpslab with --card PROFILE -- COMMAND” does without the machine's pcscd")
}
