package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/folder"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
)

func (a *app) withCommand() *cobra.Command {
	var cards []string
	var quiet, control bool
	var record string
	var faults faultFlags
	var each eachFlags
	cmd := &cobra.Command{
		Use:   "with --card " + a.t("PROFIL", "PROFILE") + "… -- " + a.t("COMMANDE", "COMMAND") + "…",
		Short: a.t("Lancer un programme devant un lecteur PC/SC où la carte est insérée", "Run a program before a PC/SC reader that holds the card"),
		Long: a.t(`Démarre un service PC/SC privé (pcscd et un lecteur virtuel par carte), y insère
les cartes simulées, lance la commande, puis défait tout. Le service PC/SC de la
machine n'est pas touché.

Le pilote vpcd donne deux lecteurs à la fois : un nombre impair de cartes laisse un
lecteur vide, que rencontre un programme qui ouvre le dernier de la liste. Désignez
les lecteurs par leur nom, ou donnez une carte de plus.

Avec --each, la commande est lancée une fois devant chaque carte qui convient, seule dans
un lecteur (CPSLAB_CARD la nomme, CPSLAB_CARD_READER le lecteur), et chaque carte est un
cas de test : sortie, code de retour, durée, échanges, essais refusés, et le verdict du
banc à côté.

Où le système le permet (Linux, espaces de noms), les lecteurs ont un réseau à eux ;
sinon ils écoutent pour tout le réseau, et la commande qui les ferme est affichée.`,
			`Starts a private PC/SC service (pcscd, and one virtual reader for each card), puts
the simulated cards in, runs the command, then takes everything down. The
machine's own PC/SC service is not touched.

The vpcd driver brings two readers at a time: an odd number of cards leaves one
reader empty, which a program that opens the last of the list meets. Name readers
by their names, or give one more card.

With --each the command runs once before each card that fits, alone in one reader
(CPSLAB_CARD names the card, CPSLAB_CARD_READER the reader), and each card is a test case:
output, exit code, time, exchanges, codes refused, and the verdict of the bench beside.

Where the system allows it (Linux, namespaces) the readers have a network of their
own; else they listen to the whole network, and the command that closes them is
printed.`),
		Example: "  cpslab with --card cps3-missing-dam -- cpslab diagnose pcsc:\n  cpslab with --card cps3-healthy -- opensc-tool -a\n  cpslab with --card cps3-healthy --record t.jsonl -- pkcs11-tool -O\n  cpslab with --card trace:t.jsonl -- pkcs11-tool -O\n  cpslab with --each 'cps3-*' --junit out.xml -- python3 billing.py",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.alone(cmd); err != nil {
				return err
			}
			if err := a.deskAlone(cmd, cards); err != nil {
				return err
			}
			switch {
			case each.patterns != nil:
				return a.withEach(cmd.Context(), each, args, a.stackConfig(), quiet)
			case control:
				return a.keeping(record, func() error { return a.withControl(cmd.Context(), cards, args, faults, quiet) })
			}
			return a.keeping(record, func() error { return a.with(cmd.Context(), cards, args, faults, quiet) })
		},
	}
	cmd.Flags().SetInterspersed(false) // what follows the command is the command's
	cmd.Flags().StringArrayVar(&cards, "card", nil, a.t("preset ou fichier .yaml ; plusieurs fois pour plusieurs lecteurs", "preset or .yaml file; several times for several readers"))
	a.addFaultFlag(cmd, &faults)
	a.addPaceFlag(cmd)
	cmd.Flags().StringVar(&record, "record", "", a.t("fichier où garder ce que la commande dit aux cartes, masqué ; « cpslab trace show » le montre", "file to keep what the command says to the cards in, scrubbed; “cpslab trace show” shows it"))
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, a.t("ne rien dire sur la sortie d'erreur", "say nothing on standard error"))
	cmd.Flags().BoolVar(&control, "control", false, a.t("donner aussi au programme de quoi changer de carte pendant qu'il tourne (cpslab serve --help)", "also give the program the means to change cards while it runs (cpslab serve --help)"))
	a.addEachFlags(cmd, &each)
	a.addDeskFlags(cmd)
	_ = cmd.RegisterFlagCompletionFunc("card", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
	})
	return cmd
}

func (a *app) with(ctx context.Context, profiles, command []string, f faultFlags, quiet bool) (err error) {
	defer func() { err = errors.Join(err, a.closeDesk()) }()
	path, err := program(command[0])
	if err != nil {
		return a.cannotRun(command[0], err)
	}
	faults, err := a.armCards(ctx, f.written, len(profiles), fault.Behind)
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	st, file, err := a.startAttended(ctx, profiles, faults)
	if err != nil {
		return err
	}
	defer st.Close()
	private, err := folder.New("")
	if err != nil {
		return err
	}
	defer private.Remove()
	name := filepath.Join(private.Path(), "stack.json")
	if err := file.Write(name); err != nil {
		return err
	}
	if !quiet {
		for _, c := range file.Cards {
			fmt.Fprintf(a.err, a.t("cpslab : %s dans « %s »\n", "cpslab: %s in “%s”\n"), c.Profile, c.Reader)
		}
		if warning := st.Warning(); !warning.IsZero() {
			a.warnOpen(warning, st.Closing())
		}
	}
	return errors.Join(a.attended(ctx, path, command, append(st.Env(), readers.EnvStack+"="+name), signals), st.Close())
}

// warnOpen says what is open to the network, and how to close it.
func (a *app) warnOpen(warning text.Text, closing string) {
	fmt.Fprintf(a.err, a.t("cpslab : %s\n  → pour les fermer, en root : %s\n", "cpslab: %s\n  → to close them, as root: %s\n"), warning.In(a.lang), closing)
}

// attended runs a command with more in its environment, and takes over its exit code.
func (a *app) attended(ctx context.Context, path string, command, env []string, signals <-chan os.Signal) error {
	// attend, not the context, ends the child.
	cmd := child.Command(context.WithoutCancel(ctx), path, command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.in, a.out, a.err
	// Its own readers' PINs are handed to the command on purpose; that of a real
	// card, which is not in these readers, is not.
	cmd.Env = append(cmd.Env, env...)
	err := attend(cmd, signals)
	if start, ok := errors.AsType[*startError](err); ok {
		return a.cannotRun(command[0], start.error)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		a.code = exit.ExitCode()
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			a.code = 128 + int(status.Signal())
		}
		return nil
	}
	return err
}

// startError is a child that the system did not start.
type startError struct{ error }

// cannotRun says why a program cannot be started, with the exit code of a shell.
func (a *app) cannotRun(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EISDIR):
		return &cliError{code: exitNotExecutable, text: fmt.Sprintf(a.t("%s : pas exécutable", "%s: not executable"), name), hint: "chmod +x", err: err}
	case text.IsNoProgram(err):
		return &cliError{
			code: exitNotExecutable, text: fmt.Sprintf(a.t("%s : ni un programme de cette machine, ni un script", "%s: neither a program of this machine nor a script"), name),
			hint: a.t("un script commence par une ligne comme #!/bin/sh", "a script begins with a line such as #!/bin/sh"), err: err,
		}
	}
	return &cliError{code: exitNotFound, text: fmt.Sprintf(a.t("%s : commande introuvable", "%s: command not found"), name), err: err}
}

// grace is what a child gets to end by itself after a signal.
const grace = 5 * time.Second

// attend runs the child to its end, with the readers up all the time. An
// interrupt from the terminal has reached the child too, so it is left to answer
// it; a termination is passed on. A child that outlives the grace is ended.
// The child does not outlive this process, which may be killed.
func attend(cmd *exec.Cmd, signals <-chan os.Signal) error {
	ended, err := child.Start(cmd)
	if err != nil {
		return &startError{err}
	}
	var late <-chan time.Time
	terminating := false
	for {
		select {
		case err := <-ended:
			return err
		case s := <-signals:
			if s != os.Interrupt {
				_ = cmd.Process.Signal(s) // a child that has just ended needs none
			}
			if late == nil {
				late = time.After(grace)
			}
		case <-late:
			if terminating {
				_ = cmd.Process.Kill() // as above
				continue
			}
			terminating = true
			_ = cmd.Process.Signal(syscall.SIGTERM) // as above
			late = time.After(grace)
		}
	}
}

// program finds a command. The bench itself is found even when it is not on
// the PATH, so that examples work as they are written.
func program(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil && name == "cpslab" {
		return os.Executable()
	}
	return path, err
}

// startAttended starts a stack that a signal stops from starting and no longer
// ends once it has: attend decides then when the cards go.
func (a *app) startAttended(ctx context.Context, profiles []string, faults [][]fault.Fault) (st *stack.Stack, file *readers.StackFile, err error) {
	begun, err := untilStarted(ctx, func(starting context.Context) error {
		st, file, err = a.startStack(starting, profiles, faults)
		return err
	})
	if begun {
		return st, file, err
	}
	if st != nil {
		_ = st.Close() // the signal is what there is to report
	}
	return nil, nil, err
}

// untilStarted starts something that the end of ctx stops from starting and no longer ends
// once it has; begun is false where it was stopped.
func untilStarted(ctx context.Context, start func(starting context.Context) error) (begun bool, err error) {
	starting, cancel := context.WithCancel(context.WithoutCancel(ctx))
	release := context.AfterFunc(ctx, cancel)
	err = start(starting)
	if release() {
		return true, err
	}
	return false, context.Cause(ctx)
}

// startStack makes the cards and starts a private stack around them.
func (a *app) startStack(ctx context.Context, profiles []string, faults [][]fault.Fault) (*stack.Stack, *readers.StackFile, error) {
	cfg := a.stackConfig()
	var described []readers.StackCard
	broken := make([]*fault.Card, len(profiles))
	for i, name := range profiles {
		own, err := a.cardOf(ctx, name, faults[i])
		if err != nil {
			return nil, nil, err
		}
		var ch card.Channel
		note := a.kept.note(i)
		ch, broken[i] = a.behind(own.channel, faults[i], note)
		cfg.Cards = append(cfg.Cards, stack.Card{Name: own.name, Channel: a.kept.around(ch, own.name), Removed: isLate(faults[i])})
		described = append(described, readers.NewStackCard("", own.name, own.serial, own.pin))
	}
	st, err := stack.Start(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	for i, c := range broken {
		seated(c, st.Slot(i))
	}
	for _, r := range st.Readers() {
		described[r.Slot].Reader = r.Name
		a.kept.rename(r.Slot, r.Name)
	}
	return st, &readers.StackFile{Schema: 1, Socket: st.Socket(), Readers: st.Names(), Cards: described}, nil
}
