package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

func (a *app) traceRecordCommand() *cobra.Command {
	var f readerFlags
	var output string
	cmd := &cobra.Command{
		Use:   "record [" + a.t("LECTEUR", "READER") + "] --output " + a.t("FICHIER", "FILE"),
		Short: a.t("Lire une carte et garder les échanges", "Read a card and keep the exchanges"),
		Long: a.t(`Lit la carte comme « cpslab diagnose », sans la juger, et garde les échanges. Sur une vraie
carte, rien ne l'abîme : le code porteur n'est présenté que si --allow pin le permet.`,
			`Reads the card as “cpslab diagnose” does, does not judge it, and keeps the exchanges. On a
real card nothing hurts it: the PIN is presented only where --allow pin allows it.`),
		Example: "  cpslab trace record pcsc: --output t.jsonl\n  cpslab trace record sim:cps3-expired --output t.jsonl",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.traceRecord(cmd.Context(), readerArg(args), f, output)
		},
		ValidArgsFunction: completeReader,
	}
	a.addReaderFlags(cmd, &f)
	cmd.Flags().StringVarP(&output, "output", "o", "", a.t("fichier à écrire", "file to write"))
	_ = cmd.MarkFlagRequired("output")
	return cmd
}

func (a *app) traceRecord(ctx context.Context, address string, f readerFlags, output string) error {
	set, err := a.readerSet(ctx, f)
	if err != nil {
		return err
	}
	reading, err := a.examineKept(ctx, set, address, fact.Set{}, output)
	if err != nil {
		return err
	}
	if a.kept.of(0) == nil { // no card: the error says why
		return reading.Err
	}
	n := a.kept.file.Exchanges()
	if a.json() {
		err = a.writeJSON(struct {
			Schema    int    `json:"schema"`
			Written   string `json:"written"`
			Exchanges int    `json:"exchanges"`
		}{1, output, n})
	} else {
		_, err = fmt.Fprintf(a.out, a.t("%s : %d échanges\n", "%s: %d exchanges\n"), output, n)
	}
	if err != nil || harness.Named(reading.Err) {
		return err
	}
	return reading.Err // it was kept as far as it got
}

func (a *app) traceReplayCommand() *cobra.Command {
	var quiet bool
	cmd := &cobra.Command{
		Use:   "replay " + a.t("FICHIER", "FILE") + " -- " + a.t("COMMANDE", "COMMAND") + "…",
		Short: a.t("Lancer un programme devant la carte d'une trace", "Run a program before the card of a trace"),
		Long: a.t(`C'est « cpslab with --card trace:FICHIER -- COMMANDE » : la carte répond selon ce dont elle
se souviendrait, dans n'importe quel ordre. Un échange que la trace n'a pas est nommé, et
la carte disparaît alors du lecteur.`,
			`This is “cpslab with --card trace:FILE -- COMMAND”: the card answers by what it would
remember, in any order. An exchange that the trace does not have is named, and the card
is then gone from the reader.`),
		Example: "  cpslab trace replay t.jsonl -- pkcs11-tool -O",
		Args:    cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			command := args[1:]
			if command[0] == "--" {
				command = command[1:]
			}
			if len(command) == 0 {
				return usage("%s", a.t("une commande, derrière --", "a command, behind --"), a.t("rien à lancer", "nothing to run"))
			}
			return a.with(cmd.Context(), []string{"trace:" + args[0]}, command, faultFlags{}, quiet)
		},
	}
	cmd.Flags().SetInterspersed(false) // what follows the command is the command's
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, a.t("ne rien dire sur la sortie d'erreur", "say nothing on standard error"))
	return cmd
}
