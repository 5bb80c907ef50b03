package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
)

func (a *app) showCommand() *cobra.Command {
	var f readerFlags
	var showIdentity bool
	cmd := &cobra.Command{
		Use:   "show [" + a.t("LECTEUR", "READER") + "]",
		Short: a.t("Afficher ce que porte la carte, comme « Lecture situations »", "Show what is on the card, like « Lecture situations »"),
		Long: a.t(`Affiche le contenu de la carte, disposé comme l'écran « Lecture situations » du
Gestionnaire de la carte CPS. Ce qui n'a pas été lu est nommé, avec la raison.
--format json donne les mêmes données.`,
			`Shows the card's contents, laid out like the « Lecture situations » screen of
GESTION CPS. What was not read is named, with the reason. --format json gives the
same data.`),
		Example: "  cpslab show sim:cps3-company",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.show(cmd.Context(), readerArg(args), f, showIdentity)
		},
		ValidArgsFunction: completeReader,
	}
	a.addReaderFlags(cmd, &f)
	cmd.Flags().BoolVar(&showIdentity, "show-identity", false, a.t("ne pas masquer l'identité d'une vraie carte", "do not mask the identity on a real card"))
	return cmd
}

func (a *app) show(ctx context.Context, address string, f readerFlags, showIdentity bool) error {
	set, err := a.readerSet(ctx, f)
	if err != nil {
		return err
	}
	set.Display = true
	// A simulated card of this process is nobody's: all of it is shown.
	if where, err := readers.ParseAddress(address); err == nil && where.Scheme == readers.SchemeSim {
		set.LastTry, showIdentity = true, true
	}
	return a.showReading(address, a.examine(ctx, set, address, fact.Set{}), showIdentity)
}

// showReading prints what was read, also where an error ended the reading: the lines
// that are there may be all that can be had of a card that is gone. The error is that
// of the reading.
func (a *app) showReading(address string, reading examine.Reading, showIdentity bool) error {
	contents := reading.Input.Card
	if reading.Err != nil && (contents == nil || contents.Empty()) {
		return reading.Err
	}
	if len(report.NotRead(contents, a.lang)) > 0 {
		a.code = exitOpen
	}
	if a.json() {
		if err := a.writeDocument(a.judge(address, reading, a.now(), showIdentity)); err != nil {
			return err
		}
		return reading.Err
	}
	if err := report.Screen(a.out, contents, report.ScreenOptions{Lang: a.lang, ShowIdentity: showIdentity}); err != nil {
		return err
	}
	return reading.Err
}
