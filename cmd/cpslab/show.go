package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/diagnosis/fact"
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
--format json donne les mêmes données.

Codes de retour : 0 tout est lu, 1 lecteur vide, absent, ou carte muette, 2 mauvaise
saisie, 3 panne du banc, 4 une partie n'a pas été lue.`,
			`Shows the card's contents, laid out like the « Lecture situations » screen of
GESTION CPS. What was not read is named, with the reason. --format json gives the
same data.

Exit codes: 0 everything was read, 1 no reader, no card or a mute card, 2 wrong use,
3 the bench failed, 4 a part was not read.`),
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
	set, err := a.readerSet(f)
	if err != nil {
		return err
	}
	// A simulated card of this process is nobody's: all of it is shown.
	if where, err := harness.ParseAddress(address); err == nil && where.Scheme == harness.SchemeSim {
		set.LastTry, showIdentity = true, true
	}
	in, err := a.examine(ctx, set, address, fact.Set{})
	if err != nil {
		if named(err) {
			return a.namedState(err)
		}
		return err
	}
	if len(report.NotRead(in.Card, a.lang)) > 0 {
		a.code = exitOpen
	}
	if a.json() {
		return a.writeDocument(a.judge(address, &in, nil, a.now(), showIdentity))
	}
	return report.Screen(a.out, in.Card, report.ScreenOptions{Lang: a.lang, ShowIdentity: showIdentity})
}

// namedState is the error of a command that shows no findings, for a state of the
// reader that a rule names: its words and hint are those of the error itself.
func (a *app) namedState(err error) error {
	message, hint := a.said(err)
	return &cliError{code: exitBlocked, text: message, hint: hint, err: err}
}
