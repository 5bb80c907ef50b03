package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/simulator"
)

// defaultVPCD is where the vpcd driver of vsmartcard listens for its first
// slot.
const defaultVPCD = "127.0.0.1:35963"

func (a *app) simulateCommand() *cobra.Command {
	addr := defaultVPCD
	cmd := &cobra.Command{
		Use:   "simulate " + a.t("PROFIL", "PROFILE"),
		Short: a.t("Servir une carte simulée dans un lecteur vpcd, jusqu'à Ctrl-C", "Serve a simulated card into a vpcd reader, until Ctrl-C"),
		Long: a.t(`Insère la carte dans un lecteur virtuel vpcd (vsmartcard) de cette machine : tout
logiciel PC/SC la voit comme une vraie. Une ligne « remove » la retire, « insert »
la remet, « quit » termine.`,
			`Inserts the card into a virtual vpcd reader (vsmartcard) of this machine: every
PC/SC program sees it as a real one. The line “remove” takes it out, “insert” puts
it back, “quit” ends.`),
		Example: "  cpslab simulate cps3-healthy\n  cpslab simulate mine.yaml --vpcd 127.0.0.1:35964",
		Args:    cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.simulate(cmd.Context(), args[0], addr) },
	}
	cmd.Flags().StringVar(&addr, "vpcd", addr, a.t("adresse du lecteur vpcd, sur cette machine", "address of the vpcd reader, on this machine"))
	return cmd
}

func (a *app) simulate(ctx context.Context, name, addr string) error {
	profile, err := simulator.LoadProfile(strings.TrimPrefix(name, "sim:"))
	if err != nil {
		return err
	}
	p, err := profile.Personalise(time.Now())
	if err != nil {
		return err
	}
	chip, err := simulator.New(p)
	if err != nil {
		return err
	}
	server, err := vpcd.New(addr, chip, vpcd.WithObserver(a.announce))
	if err != nil {
		return usage("--vpcd: %v", a.t("une adresse de cette machine, 127.0.0.1:35963", "an address of this machine, 127.0.0.1:35963"), err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	fmt.Fprintf(a.err, a.t("cpslab : carte %s (%s), n° de série %s, vers %s ; Ctrl-C pour finir\n", "cpslab: card %s (%s), serial number %s, into %s; Ctrl-C ends\n"),
		profile.Name, card.FaceOf(chip.ATR()), chip.SerialNumber(), server.Addr())
	go a.orders(server, cancel)
	err = server.Serve(ctx)
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// orders reads what the user types. It ends with the input; the server goes on.
func (a *app) orders(server *vpcd.Server, quit func()) {
	lines := bufio.NewScanner(a.in)
	for lines.Scan() {
		switch strings.TrimSpace(lines.Text()) {
		case "remove", "r":
			server.Remove()
		case "insert", "i":
			server.Insert()
		case "quit", "q":
			quit()
			return
		case "":
		default:
			fmt.Fprintln(a.err, "remove, insert, quit")
		}
	}
}

// announce tells what becomes of the card.
func (a *app) announce(e vpcd.Event) {
	if e.Err != nil {
		fmt.Fprintf(a.err, "cpslab: %s: %v\n", e.State, e.Err)
		return
	}
	fmt.Fprintf(a.err, "cpslab: %s\n", e.State)
}
