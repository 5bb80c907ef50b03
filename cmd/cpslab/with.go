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
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
)

func (a *app) withCommand() *cobra.Command {
	var cards []string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "with --card " + a.t("PROFIL", "PROFILE") + "… -- " + a.t("COMMANDE", "COMMAND") + "…",
		Short: a.t("Lancer un programme devant un lecteur PC/SC où la carte est insérée", "Run a program before a PC/SC reader that holds the card"),
		Long: a.t(`Démarre un service PC/SC privé (pcscd et un lecteur virtuel par carte), y insère
les cartes simulées, lance la commande, puis défait tout. Le service PC/SC de la
machine n'est pas touché. Le code de retour est celui de la commande.`,
			`Starts a private PC/SC service (pcscd, and one virtual reader for each card), puts
the simulated cards in, runs the command, then takes everything down. The
machine's own PC/SC service is not touched. The exit code is the command's.`),
		Example: "  cpslab with --card cps3-missing-dam -- cpslab diagnose pcsc:\n  cpslab with --card cps3-healthy -- opensc-tool -a",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), cards, args, quiet)
		},
	}
	cmd.Flags().SetInterspersed(false) // what follows the command is the command's
	cmd.Flags().StringArrayVar(&cards, "card", nil, a.t("preset ou fichier .yaml ; plusieurs fois pour plusieurs lecteurs", "preset or .yaml file; several times for several readers"))
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, a.t("ne rien dire sur la sortie d'erreur", "say nothing on standard error"))
	_ = cmd.MarkFlagRequired("card")
	_ = cmd.RegisterFlagCompletionFunc("card", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
	})
	return cmd
}

func (a *app) with(ctx context.Context, profiles, command []string, quiet bool) error {
	path, err := program(command[0])
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return usage(a.t("%s : pas exécutable", "%s: not executable"), "chmod +x", command[0])
		}
		return usage(a.t("%s : commande introuvable", "%s: command not found"), "", command[0])
	}
	// The stack outlives a signal: attend decides when the cards go.
	st, file, err := startStack(context.WithoutCancel(ctx), profiles, time.Now())
	if err != nil {
		return err
	}
	defer st.Close()
	dir, err := os.MkdirTemp("", "cpslab-with-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "stack.json")
	if err := file.Write(name); err != nil {
		return err
	}
	if !quiet {
		for _, c := range file.Cards {
			fmt.Fprintf(a.err, a.t("cpslab : %s dans « %s »\n", "cpslab: %s in “%s”\n"), c.Profile, c.Reader)
		}
		fmt.Fprintf(a.err, a.t("cpslab : %s\n", "cpslab: %s\n"), a.stackWarning(st.Warning()))
	}
	// attend, not the context, ends the child.
	child := exec.CommandContext(context.WithoutCancel(ctx), path, command[1:]...)
	child.Stdin, child.Stdout, child.Stderr = a.in, a.out, a.err
	child.Env = append(append(os.Environ(), st.Env()...), readers.EnvStack+"="+name)
	err = attend(child)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		a.code = exit.ExitCode()
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			a.code = 128 + int(status.Signal())
		}
		return st.Close()
	}
	return errors.Join(err, st.Close())
}

// grace is what a child gets to end by itself after a signal.
const grace = 5 * time.Second

// attend runs the child to its end, with the readers up all the time. An
// interrupt from the terminal has reached the child too, so it is left to answer
// it; a termination is passed on. A child that outlives the grace is ended.
func attend(child *exec.Cmd) error {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	if err := child.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	var late <-chan time.Time
	asked := false
	for {
		select {
		case err := <-ended:
			return err
		case s := <-signals:
			if s != os.Interrupt {
				_ = child.Process.Signal(s) // a child that has just ended needs none
			}
			if late == nil {
				late = time.After(grace)
			}
		case <-late:
			if asked {
				_ = child.Process.Kill() // as above
				continue
			}
			asked = true
			_ = child.Process.Signal(syscall.SIGTERM) // as above
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

// startStack makes the cards and starts a private stack around them.
func startStack(ctx context.Context, profiles []string, now time.Time) (*stack.Stack, *readers.StackFile, error) {
	var cfg stack.Config
	var described []readers.StackCard
	for _, name := range profiles {
		profile, err := simulator.LoadProfile(strings.TrimPrefix(name, "sim:"))
		if err != nil {
			return nil, nil, err
		}
		p, err := profile.Personalise(now)
		if err != nil {
			return nil, nil, err
		}
		chip, err := simulator.New(p)
		if err != nil {
			return nil, nil, err
		}
		cfg.Cards = append(cfg.Cards, stack.Card{Name: profile.Name, Channel: chip})
		described = append(described, readers.NewStackCard("", profile.Name, chip.SerialNumber(), p.PIN.Code))
	}
	st, err := stack.Start(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range st.Readers() {
		described[r.Slot].Reader = r.Name
	}
	return st, &readers.StackFile{Schema: 1, Socket: st.Socket(), Cards: described}, nil
}
