package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/simulator"
)

// defaultVPCD is where the vpcd driver of vsmartcard listens for its first
// slot.
const defaultVPCD = "127.0.0.1:35963"

func (a *app) simulateCommand() *cobra.Command {
	addr, state := defaultVPCD, ""
	var faults faultFlags
	var usb usbFlags
	cmd := &cobra.Command{
		Use:   "simulate " + a.t("PROFIL", "PROFILE"),
		Short: a.t("Servir une carte simulée dans un lecteur vpcd, jusqu'à Ctrl-C", "Serve a simulated card into a vpcd reader, until Ctrl-C"),
		Long: a.t(`Insère la carte dans un lecteur virtuel vpcd (vsmartcard) de cette machine : tout
logiciel PC/SC la voit comme une vraie. Une ligne « remove » la retire, « insert »
la remet, « quit » termine.

Avec --usbip, le lecteur est USB : tout système qui s'y attache par USB/IP (machine
virtuelle Linux ou Windows, autre conteneur) le croit branché, avec ses propres pilotes.
« unplug » et « plug » le débranchent et le rebranchent, « code » saisit un code.

Avec --state FICHIER, la carte garde d'une fois à l'autre ses codes, ses essais et
CPS_DATA, comme une vraie : un code bloqué le reste, et ses dates ne bougent plus.
Le fichier est créé s'il manque. Les codes y sont EN CLAIR ; seul son propriétaire
peut le lire (0600). Pour repartir d'une carte neuve, supprimez-le.`,
			`Inserts the card into a virtual vpcd reader (vsmartcard) of this machine: every
PC/SC program sees it as a real one. The line “remove” takes it out, “insert” puts
it back, “quit” ends.

With --usbip the reader is a USB one: any system that attaches it by USB/IP (a virtual
machine with Linux or Windows, another container) takes it for plugged in, with its own
drivers. “unplug” and “plug” do what they say, “code” types a code.

With --state FILE the card keeps its codes, its tries and CPS_DATA from one run to
the next, as a real one does: a blocked code stays blocked, and its dates no longer
move. The file is made when it is missing. The codes stand in it IN CLEAR; only
its owner can read it (0600). To begin again with a new card, delete it.`),
		Example: "  cpslab simulate cps3-healthy\n  cpslab simulate mine.yaml --vpcd 127.0.0.1:35964\n  cpslab simulate cps3-healthy --state card.state\n  cpslab simulate cps3-healthy --usbip --reader leo",
		Args:    cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case usb.address == "":
				if name := usb.given(cmd); name != "" {
					return usage("%s%s", a.t("ajoutez --usbip", "add --usbip"), name, a.t(" : pour un lecteur USB", ": for a USB reader"))
				}
			case cmd.Flags().Changed("vpcd"):
				return usage("%s", "", a.t("--vpcd et --usbip : l'un des deux", "--vpcd and --usbip: one of them"))
			}
			return a.simulate(cmd.Context(), args[0], addr, state, faults, usb)
		},
	}
	cmd.Flags().StringVar(&addr, "vpcd", addr, a.t("adresse du lecteur vpcd, sur cette machine", "address of the vpcd reader, on this machine"))
	a.addUSBFlags(cmd, &usb)
	a.addFaultFlag(cmd, &faults)
	a.addPaceFlag(cmd)
	cmd.Flags().StringVar(&state, "state", "", a.t("fichier où la carte garde ses codes (en clair), ses essais et CPS_DATA", "file in which the card keeps its codes (in clear), tries and CPS_DATA"))
	return cmd
}

func (a *app) simulate(ctx context.Context, name, addr, state string, f faultFlags, usb usbFlags) (err error) {
	where := fault.Behind
	if usb.address != "" {
		where |= fault.OnUSB
	}
	each, err := a.armCards(ctx, f.written, 1, where)
	if err != nil {
		return err
	}
	faults := each[0]
	profile, err := simulator.LoadOverlaid(strings.TrimPrefix(name, "sim:"), layersOf(faults)...)
	if err != nil {
		return err
	}
	chip, store, err := a.cardWithState(profile, state)
	if err != nil {
		return err
	}
	if store != nil {
		defer func() { err = errors.Join(err, store.Close()) }()
	}
	ch, broken := a.behind(chip, faults, nil)
	said := func(where string) {
		fmt.Fprintf(a.err, a.t("cpslab : carte %s (%s), n° de série %s, vers %s ; Ctrl-C pour finir\n", "cpslab: card %s (%s), serial number %s, into %s; Ctrl-C ends\n"),
			profile.Name, card.FaceOf(chip.ATR()), chip.SerialNumber(), where)
		if store != nil {
			a.sayState(store, chip.State())
		}
	}
	if usb.address != "" {
		return a.simulateUSB(ctx, usb, ch, broken, isLate(faults), said)
	}
	options := []vpcd.Option{vpcd.WithObserver((&announcer{app: a}).announce)}
	if isLate(faults) {
		options = append(options, vpcd.WithRemoved())
	}
	server, err := vpcd.New(addr, ch, options...)
	if err != nil {
		return text.Wrap(text.Same("--vpcd"), err)
	}
	seated(broken, server)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	said(server.Addr())
	go a.orders(server, cancel, nil)
	err = server.Serve(ctx)
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// cardWithState makes the card that a state file holds, or a new one when there
// is no such file yet. Without a path the card keeps nothing and the store is
// nil; else the caller closes the store.
func (a *app) cardWithState(profile *simulator.Profile, path string) (*simulator.Card, *keptState, error) {
	now := a.now()
	if path == "" {
		p, err := profile.Personalise(now)
		if err != nil {
			return nil, nil, err
		}
		chip, err := simulator.New(p)
		return chip, nil, err
	}
	file, err := simulator.OpenFileStore(path)
	if err != nil {
		return nil, nil, a.badState(err)
	}
	store := &keptState{FileStore: file, report: a.notSaved}
	chip, err := store.card(profile, now)
	if err != nil {
		return nil, nil, errors.Join(a.badState(err), file.Close())
	}
	return chip, store, nil
}

// keptState is a state file that tells the user when it cannot be written: the
// card can only answer 6581.
type keptState struct {
	*simulator.FileStore
	report func(error)
	found  bool // there was a state before this run
}

// card makes the card of the profile over the store.
func (s *keptState) card(profile *simulator.Profile, now time.Time) (*simulator.Card, error) {
	p, err := profile.Personalise(s.Day(now))
	if err != nil {
		return nil, err
	}
	if _, s.found, err = s.Load(); err != nil {
		return nil, err
	}
	return simulator.New(p, simulator.WithStore(s))
}

// Save is that of the file.
func (s *keptState) Save(state simulator.State) error {
	err := s.FileStore.Save(state)
	if err != nil {
		s.report(err)
	}
	return err
}

func (a *app) notSaved(err error) {
	message, _ := a.said(err)
	fmt.Fprintf(a.err, a.t("cpslab : état non enregistré, la carte répond 6581 : %s\n", "cpslab: state not saved, the card answers 6581: %s\n"), message)
}

// badState makes an error about a state file one of wrong use, with its hint.
func (a *app) badState(err error) error {
	var state *simulator.StateError
	var made *simulator.Error
	switch {
	case errors.As(err, &state):
		return state
	case errors.As(err, &made):
		message, _ := text.Say(made, a.lang)
		return &cliError{code: exitUsage, text: "--state: " + message, hint: a.t("sans --state, ou avec un nouveau fichier, la carte se lance", "without --state, or with a new file, the card starts"), err: err}
	}
	return err
}

// sayState says which state the card begins with.
func (a *app) sayState(store *keptState, s simulator.State) {
	origin := a.t("carte neuve", "new card")
	if store.found {
		origin = a.t("carte gardée", "kept card")
	}
	fmt.Fprintf(a.err, a.t("cpslab : état %s : %s ; code porteur : %s ; code de déblocage : %s\n", "cpslab: state %s: %s; PIN: %s; PUK: %s\n"),
		store.Path(), origin, a.triesLeft(s.PIN), a.triesLeft(s.PUK))
}

// triesLeft tells the counter of a code in words.
func (a *app) triesLeft(p simulator.PIN) string {
	switch {
	case p.Max == 0:
		return a.t("sans objet", "none on this card")
	case p.Left == 0 || p.Uses == 0:
		return a.t("bloqué", "blocked")
	case p.Left == 1:
		return a.t("1 essai restant", "1 try left")
	}
	return fmt.Sprintf(a.t("%d essais restants", "%d tries left"), p.Left)
}

// orders reads what the user types. It ends with the input; the server goes on. more are
// orders of the reader, by name; each may read lines of its own.
func (a *app) orders(server slot.Slot, quit func(), more map[string]func(*bufio.Scanner)) {
	lines := bufio.NewScanner(a.in)
	for lines.Scan() {
		order := strings.TrimSpace(lines.Text())
		switch order {
		case "remove", "r":
			server.Remove()
		case "insert", "i":
			server.Insert()
		case "quit", "q":
			quit()
			return
		case "":
		default:
			if do := more[order]; do != nil {
				do(lines)
				continue
			}
			names := []string{"remove", "insert", "quit"}
			for name := range more {
				names = append(names, name)
			}
			slices.Sort(names[3:])
			fmt.Fprintln(a.err, strings.Join(names, ", "))
		}
	}
}
