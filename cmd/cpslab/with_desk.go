package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
)

// desk is what the user wants of the readers of a private stack, and of the card that keeps
// its state.
type desk struct {
	name   string
	lonely bool
	state  string

	kept *keptState // of the card, nil for none
}

func (a *app) addDeskFlags(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&a.desk.name, "reader-name", "", a.t("nom du lecteur, devant ce que pcscd ajoute (00 00)", "name of the reader, before what pcscd adds (00 00)"))
	fl.BoolVar(&a.desk.lonely, "lonely", false, a.t("sans second lecteur vide à côté de la carte", "without a second, empty reader beside the card"))
	fl.StringVar(&a.desk.state, "state", "", a.t("fichier où la seule carte garde ses codes (en clair), ses essais et CPS_DATA", "file in which the only card keeps its codes (in clear), tries and CPS_DATA"))
}

// stackConfig is how a stack of this invocation is.
func (a *app) stackConfig() stack.Config {
	return stack.Config{Inside: inside(), Name: a.desk.name, Lonely: a.desk.lonely}
}

// deskAlone refuses what of it does not go together.
func (a *app) deskAlone(cmd *cobra.Command, cards []string) error {
	for _, name := range []string{"reader-name", "lonely", "state"} {
		if cmd.Flag("control").Changed && cmd.Flag(name).Changed {
			return usage("--control, --%s", a.t("cpslab serve décrit ses lecteurs lui-même", "cpslab serve describes its readers itself"), name)
		}
	}
	if a.desk.state != "" && (len(cards) != 1 || strings.HasPrefix(cards[0], readers.SchemeTrace+":")) {
		return usage("--state", a.t("avec une seule --card, preset ou fichier .yaml : un fichier est l'état d'une carte", "with a single --card, a preset or a .yaml file: a file is the state of one card"))
	}
	return nil
}

// closeDesk gives the file of the state back.
func (a *app) closeDesk() error {
	if a.desk.kept == nil {
		return nil
	}
	return a.desk.kept.Close()
}
