package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/readers"
)

// notRun says why a scenario did not run in the language in use; what comes from
// reader and card stays as it is.
func (a *app) notRun(reason string) string {
	if a.lang != "fr" {
		return reason
	}
	if fr, ok := frenchSkips[reason]; ok {
		return fr
	}
	var effect, permission string
	if n, _ := fmt.Sscanf(reason, "effect:%s needs --allow %s and the serial number of the card", &effect, &permission); n == 2 {
		return fmt.Sprintf("effect:%s demande --allow %s et le numéro de série de la carte (--serial)", effect, permission)
	}
	if effect, ok := strings.CutSuffix(reason, " is for simulated cards only"); ok {
		return effect + " : sur une carte simulée seulement"
	}
	if why, ok := strings.CutPrefix(reason, "the card cannot be read: "); ok {
		return "la carte ne peut être lue : " + why
	}
	return reason
}

// frenchSkips are the reasons of scenarios that did not run.
var frenchSkips = map[string]string{
	"the card holds no billing situations":                                                                        "la carte n'a pas de situation de facturation",
	"what an issuer wrote is put to the test on simulated cards only":                                             "ce qu'un émetteur a écrit n'est mis à l'épreuve que sur une carte simulée",
	"a card without contacts or of unknown make has no PIN":                                                       "une carte sans contact ou inconnue n'a pas de code porteur",
	"fewer than two tries are known to be left":                                                                   "moins de deux essais restants, ou on ne sait combien",
	"the card lists no activity 01":                                                                               "la carte n'a pas d'activité 01",
	"a card of unknown make: fewer than two tries are known to be left":                                           "carte inconnue : on ne sait combien d'essais restent",
	"no PIN may be presented to this card: it takes --allow pin, its serial number, and a PIN not refused before": "aucun code porteur ne peut être présenté à cette carte : il faut --allow pin, son numéro de série, et un code qui n'a pas été refusé",
}

// unmeasured says why the measure through PC/SC was left out.
func (a *app) unmeasured(err error) string {
	if words, _ := a.words(err); words != "" {
		return words
	}
	if errors.Is(err, errOtherService) {
		return a.t("un autre service PC/SC est déjà choisi par "+readers.EnvSocket, err.Error())
	}
	return err.Error()
}

// frenchMeasure names a row of bench.
func frenchMeasure(name string) string {
	var n int
	if got, _ := fmt.Sscanf(name, "READ BINARY, %d bytes", &n); got == 1 {
		return fmt.Sprintf("READ BINARY, %d octets", n)
	}
	if fr, ok := frenchMeasures[name]; ok {
		return fr
	}
	return name
}

var frenchMeasures = map[string]string{
	"full read":                    "lecture complète",
	"rules":                        "règles",
	"pcscd + vpcd, simulated card": "pcscd + vpcd, carte simulée",
	"pcscd + vpcd, bare responder": "pcscd + vpcd, répondeur nu",
}
