package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/report"
)

// ctl is a command line for a station that runs.
type ctl struct {
	app     *app
	address string
	by      string
}

// client speaks to the station that --control or the environment names.
func (c *ctl) client() (*control.Client, error) {
	address := c.address
	if address == "" {
		address = c.app.getenv(control.EnvControl)
	}
	client, err := control.Dial(address, c.app.getenv(control.EnvToken))
	if err != nil {
		return nil, err
	}
	client.Lang, client.By = c.app.lang, c.by
	return client, nil
}

func (a *app) ctlCommand() *cobra.Command {
	c := &ctl{app: a}
	cmd := &cobra.Command{
		Use:   "ctl",
		Short: a.t("Piloter une station qui tourne : insérer, retirer, échanger, armer une panne", "Drive a station that runs: insert, remove, swap, arm a fault"),
		Long: a.t(`Pilote la station de « cpslab serve », ou celle de « cpslab with --control » depuis le
programme lui-même. L'environnement dit laquelle (CPSLAB_CONTROL) et donne le droit de
changer (CPSLAB_CONTROL_TOKEN). Chaque commande revient quand le changement est visible.
Un lecteur s'écrit par son numéro, à partir de 1, ou par son nom PC/SC.`,
			`Drives the station of “cpslab serve”, or that of “cpslab with --control” from within the
program itself. The environment says which (CPSLAB_CONTROL) and gives the right to change
(CPSLAB_CONTROL_TOKEN). Each command returns when the change is to be seen. A reader is
written by its number, from 1, or by its PC/SC name.`),
		Example: "  . FILE\n  cpslab ctl insert 1 cps3-missing-dam\n  cpslab ctl fault 1 remove@12\n  cpslab ctl verdict 1\n  cpslab ctl reset",
		Args:    a.noSuchCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().StringVar(&c.address, "control", "", a.t("adresse de la station, à la place de CPSLAB_CONTROL", "address of the station, in the place of CPSLAB_CONTROL"))
	cmd.PersistentFlags().StringVar(&c.by, "by", "", a.t("qui demande, pour le journal et les réservations", "who asks, for the log and for holds"))
	reader, card := a.t("LECTEUR", "READER"), a.t("CARTE", "CARD")
	add := func(use, fr, en string, args cobra.PositionalArgs, complete completer, run func(context.Context, *control.Client, []string) error) *cobra.Command {
		one := &cobra.Command{
			Use: use, Short: a.t(fr, en), Args: args,
			RunE: func(cmd *cobra.Command, args []string) error {
				client, err := c.client()
				if err != nil {
					return err
				}
				defer client.Close()
				return c.explained(run(cmd.Context(), client, args))
			},
			ValidArgsFunction: c.completes(complete),
		}
		cmd.AddCommand(one)
		return one
	}
	add("show", "Montrer lecteurs et cartes", "Show readers and cards", cobra.NoArgs, nil, c.show)
	add("insert "+reader+" "+card, "Insérer une carte de la station, un preset, un profil .yaml, ou trace:FICHIER", "Put in a card of the station, a preset, a .yaml profile, or trace:FILE", cobra.ExactArgs(2), readerThenCard, c.insert)
	add("remove "+reader, "Retirer la carte", "Pull the card out", cobra.ExactArgs(1), readerAlone, c.remove)
	add("swap "+reader+" "+card, "Échanger la carte contre une autre", "Exchange the card for another", cobra.ExactArgs(2), readerThenCard, c.swap)
	fault := add("fault "+reader+" ["+a.t("PANNE", "FAULT")+"…]", "Armer des pannes ; sans aucune, les finir toutes", "Arm faults; with none, end them all", cobra.MinimumNArgs(1), readerAlone, c.fault)
	fault.ValidArgsFunction = c.thenFaults(fault.ValidArgsFunction)
	add("verdict "+reader, "Juger la carte, sur une copie", "Judge the card, on a copy", cobra.ExactArgs(1), readerAlone, c.verdict)
	cmd.AddCommand(c.codeCommand(reader))
	add("hold "+reader+" "+a.t("SECONDES", "SECONDS"), "Réserver un lecteur (--by dit pour qui)", "Keep a reader (--by says for whom)", cobra.ExactArgs(2), readerAlone, c.hold)
	add("release "+reader, "Rendre un lecteur", "Give a reader back", cobra.ExactArgs(1), readerAlone, c.release)
	add("snapshot "+a.t("NOM", "NAME"), "Garder la station comme elle est", "Keep the station as it is", cobra.ExactArgs(1), snapshotAlone, c.snapshot)
	add("restore "+a.t("NOM", "NAME"), "Revenir à un instantané", "Go back to a snapshot", cobra.ExactArgs(1), snapshotAlone, c.restore)
	add("reset ["+reader+"…]", "Revenir au départ", "Go back to the start", cobra.ArbitraryArgs, manyReaders, c.reset)
	add("log", "Suivre le journal, depuis le début", "Follow the log, from the beginning", cobra.NoArgs, nil, c.log)
	add("pin "+card, "Dire le code porteur d'une carte simulée", "Tell the PIN of a simulated card", cobra.ExactArgs(1), cardAlone, c.pin)
	add("crash", "Tuer le service PC/SC, qui revient", "Kill the PC/SC service, which comes back", cobra.NoArgs, nil, c.crash)
	add("url", "Donner l'adresse de la console, avec le droit de changer", "Give the address of the console, with the right to change", cobra.NoArgs, nil, c.url)
	return cmd
}

// reader is the number of a reader that is written by its number or by its name.
func (c *ctl) reader(ctx context.Context, client *control.Client, written string) (int, error) {
	if n, err := strconv.Atoi(written); err == nil {
		return n, nil
	}
	bench, err := client.Bench(ctx)
	if err != nil {
		return 0, err
	}
	var names []string
	for _, r := range bench.Readers {
		if r.Name == written {
			return r.Number, nil
		}
		names = append(names, "« "+r.Name+" »")
	}
	a := c.app
	return 0, usage(a.t("aucun lecteur « %s »", "no reader “%s”"), a.t("un numéro à partir de 1, ou : ", "a number from 1, or: ")+strings.Join(names, ", "), written)
}

// explained is an error of the station with what helps at a command line.
func (c *ctl) explained(err error) error {
	problem, ok := errors.AsType[*control.Problem](err)
	if !ok || problem.Code != "no-token" && problem.Code != "wrong-token" {
		return err
	}
	return usage("%s", c.app.t("la ligne que « cpslab serve » affiche (. FICHIER) le donne au shell, dans "+control.EnvToken,
		"the line that “cpslab serve” prints (. FILE) gives it to the shell, in "+control.EnvToken), problem.Detail)
}

// say prints an answer: as it came with --format json, else a line of words.
func (c *ctl) say(answer any, words string) error {
	a := c.app
	if !a.json() {
		_, err := fmt.Fprintln(a.out, words)
		return err
	}
	return a.writeJSON(answer)
}

// answer makes a request and says what came of it.
func (c *ctl) answer(ctx context.Context, client *control.Client, method, path string, body any, words string) error {
	var answer json.RawMessage
	if err := client.Do(ctx, method, path, body, &answer); err != nil {
		return err
	}
	return c.say(answer, words)
}

func (c *ctl) verdict(ctx context.Context, client *control.Client, args []string) error {
	n, err := c.reader(ctx, client, args[0])
	if err != nil {
		return err
	}
	a := c.app
	d, err := client.Verdict(ctx, n)
	if problem, ok := errors.AsType[*control.Problem](err); ok && problem.Code == "conflict" {
		// An empty reader is a finding, as it is for diagnose.
		return &cliError{code: exitBlocked, text: problem.Detail, hint: problem.Hint, err: err}
	}
	if err != nil {
		return err
	}
	a.conclude(d.Verdict)
	if a.json() {
		return a.writeDocument(d)
	}
	return report.Text(a.out, d, report.TextOptions{Color: a.style.color, Width: a.style.width})
}
