package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/vpcd"
)

// frenchKinds say what happened to service, reader and card.
var frenchKinds = map[pcsc.Kind][2]string{
	pcsc.Failed:         {"le lecteur a signalé une panne", "retirez la carte, remettez-la et recommencez ; si cela revient, essayez un autre lecteur ou un autre port USB"},
	pcsc.NotBuilt:       {"ce programme a été compilé sans PC/SC", "sur Debian ou Ubuntu, lancez make deps puis compilez avec -tags pcsc ; sur macOS, compilez avec cgo"},
	pcsc.NoService:      {"le service PC/SC ne tourne pas", "démarrez-le (Linux : pcscd ; Windows : le service « Carte à puce », SCardSvr) et recommencez"},
	pcsc.Denied:         {"le service PC/SC refuse cet utilisateur", "ouvrez une session sur la machine même, ou autorisez org.debian.pcsc-lite.access_pcsc dans polkit"},
	pcsc.NoReaders:      {"aucun lecteur", "branchez un lecteur, et vérifiez que son pilote est installé (Debian : libccid)"},
	pcsc.ReaderNotFound: {"lecteur introuvable", "nommez un des lecteurs présents, ou une partie de son nom"},
	pcsc.NoCard:         {"pas de carte dans le lecteur", "insérez la carte, puce en avant, et recommencez"},
	pcsc.Mute:           {"la carte est muette", "retirez la carte, vérifiez son sens, essuyez les contacts, remettez-la ; puis essayez un autre lecteur"},
	pcsc.Removed:        {"carte ou lecteur retiré pendant la lecture", "laissez la carte dans le lecteur jusqu'à la fin, et recommencez"},
	pcsc.Reset:          {"un autre programme a réinitialisé la carte", "fermez l'autre programme qui utilise la carte, et recommencez"},
	pcsc.Sharing:        {"un autre programme tient le lecteur", "fermez le programme qui tient le lecteur (logiciel de facturation, GALSS, outil de signature) et recommencez"},
	pcsc.Wedged:         {"le lecteur ne répond plus", "débranchez le lecteur, rebranchez-le et relancez ce programme ; une carte muette peut retenir le service plusieurs minutes"},
	pcsc.Canceled:       {"opération interrompue", "recommencez ; le lecteur est libéré à la fin de ce programme"},
	pcsc.Protocol:       {"le lecteur et la carte n'ont pas de protocole commun", "essayez un autre lecteur, ou mettez son pilote à jour"},
	pcsc.Misuse:         {"mauvais emploi du lecteur par ce programme", "c'est un défaut de cpslab"},
}

var frenchStates = map[pcsc.State]string{
	pcsc.Empty: "vide", pcsc.CardPresent: "carte présente", pcsc.CardMute: "carte muette", pcsc.InUse: "occupé", pcsc.Unknown: "état inconnu",
}

// frenchCardStates say what becomes of a card that is served to vpcd.
var frenchCardStates = map[vpcd.State]string{
	vpcd.Removed: "carte retirée", vpcd.Waiting: "en attente du lecteur vpcd", vpcd.Connected: "lecteur trouvé", vpcd.Presented: "carte vue par le lecteur",
}

func pcscInFrench(err error) (text, hint string) {
	if e, ok := errors.AsType[*pcsc.ChoiceError](err); ok {
		return choiceInFrench(e), "nommez un seul lecteur : pcsc:NOM, où NOM est son nom, une partie de son nom, ou un motif avec * et ?"
	}
	e, ok := errors.AsType[*pcsc.Error](err)
	if !ok {
		if errors.Is(err, pcsc.ErrNotBuilt) {
			return frenchKinds[pcsc.NotBuilt][0], frenchKinds[pcsc.NotBuilt][1]
		}
		return "", ""
	}
	said := frenchKinds[e.Kind]
	text, hint = said[0], said[1]
	if e.Kind == pcsc.Wedged && (e.Op == "begin" || e.Op == "open") {
		hint = "un autre programme tient peut-être la carte : fermez-le et relancez celui-ci ; sinon débranchez le lecteur et rebranchez-le"
	}
	if e.Reader != "" {
		text = fmt.Sprintf("lecteur « %s » : %s", e.Reader, text)
	}
	if code, ok := errors.AsType[pcsc.Code](e.Err); ok && e.Kind == pcsc.Failed {
		text += fmt.Sprintf(" (0x%08X)", uint32(code))
	}
	return text, hint
}

func choiceInFrench(e *pcsc.ChoiceError) string {
	var list []string
	for _, r := range e.Readers {
		list = append(list, fmt.Sprintf("« %s » (%s)", r.Name, frenchStates[r.State]))
	}
	there := strings.Join(list, ", ")
	switch {
	case e.Matched == 0:
		return fmt.Sprintf("aucun lecteur ne correspond à « %s » ; il y a : %s", e.Pattern, there)
	case e.Pattern == "":
		return fmt.Sprintf("%d lecteurs contiennent une carte : %s", e.Matched, there)
	default:
		return fmt.Sprintf("%d lecteurs correspondent à « %s » : %s", e.Matched, e.Pattern, there)
	}
}

// anyReaderInFrench says what is wrong with any channel, a simulated card among
// them.
func anyReaderInFrench(err error) (text, hint string) {
	for _, known := range [...]struct {
		err  error
		kind pcsc.Kind
	}{
		{card.ErrNoService, pcsc.NoService},
		{card.ErrNoReader, pcsc.NoReaders},
		{card.ErrNoCard, pcsc.NoCard},
		{card.ErrMute, pcsc.Mute},
		{card.ErrRemoved, pcsc.Removed},
		{card.ErrReset, pcsc.Reset},
		{card.ErrBusy, pcsc.Sharing},
		{card.ErrWedged, pcsc.Wedged},
	} {
		if errors.Is(err, known.err) {
			said := frenchKinds[known.kind]
			return said[0], said[1]
		}
	}
	return "", ""
}
