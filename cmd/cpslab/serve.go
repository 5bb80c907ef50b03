package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator"
)

func (a *app) serveCommand() *cobra.Command {
	f := stationFlags{readers: 2, control: "127.0.0.1:0"}
	socket, envFile, record := "", "", ""
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.t("Tenir des lecteurs et des cartes qu'un test ou un navigateur pilote", "Hold readers and cards that a test or a browser drives"),
		Long: a.t(`Démarre un service PC/SC privé avec des lecteurs virtuels, et de quoi les piloter : une
interface HTTP (décrite à /openapi.json) et une console, à la même adresse, sur cette
machine seulement. Insérer, retirer, échanger, armer une panne : chaque appel revient
quand un programme PC/SC voit le changement, sans attente à ajouter.

Regarder ne demande rien ; changer demande un jeton. Le programme qui teste le trouve
dans son environnement : le fichier affiché, ou celui de --env, le donne au shell qui le
lit (« . FICHIER ») avec CPSLAB_CONTROL, CPSLAB_CONTROL_TOKEN, CPSLAB_STACK et
PCSCLITE_CSOCK_NAME. « cpslab ctl » pilote la station que cet environnement désigne.

Avec --usbip, les lecteurs sont USB : d'autres systèmes s'y attachent par USB/IP, avec leurs
propres pilotes (docs/usb.md), et rien ne démarre ici ; l'interface et la console les
pilotent de même.

Pour un seul programme, « cpslab with --control » fait de même autour de lui.`,
			`Starts a private PC/SC service with virtual readers, and what drives them: an HTTP
interface (described at /openapi.json) and a console, at the same address, on this
machine only. Insert, remove, swap, arm a fault: each call returns when a PC/SC program
sees the change; there is nothing to wait for.

Looking needs nothing; a change needs a token. The program that tests finds it in its
environment: the file that is printed, or that of --env, gives it to the shell that reads
it (“. FILE”), with CPSLAB_CONTROL, CPSLAB_CONTROL_TOKEN, CPSLAB_STACK and
PCSCLITE_CSOCK_NAME. “cpslab ctl” drives the station that this environment names.

With --usbip the readers are USB ones: other systems attach them by USB/IP, with drivers of
their own (docs/usb.md), and nothing is started here; interface and console drive them
likewise.

For one program, “cpslab with --control” does the same around it.`),
		Example: "  cpslab serve\n  cpslab serve --card cps3-healthy --readers 4 --control 127.0.0.1:8077\n  cpslab serve --socket /tmp/station.sock --env station.env",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if socket != "" {
				if cmd.Flags().Changed("control") {
					return usage(a.t("--control et --socket : l'un des deux", "--control and --socket: one of them"), "")
				}
				f.control = socket
				if !strings.Contains(socket, "/") {
					f.control = "./" + socket
				}
			}
			if name := f.usb.given(cmd); name != "" && f.usb.address == "" {
				return usage("%s%s", a.t("ajoutez --usbip", "add --usbip"), name, a.t(" : pour des lecteurs USB", ": for USB readers"))
			}
			return a.keeping(record, func() error { return a.serve(cmd.Context(), f, envFile) })
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.cards, "card", nil, a.t("preset, fichier .yaml ou trace:FICHIER, du premier lecteur au dernier ; répétable", "preset, .yaml file or trace:FILE, from the first reader on; repeatable"))
	fl.IntVar(&f.readers, "readers", f.readers, a.t("nombre de lecteurs, 16 au plus, arrondi au pair", "how many readers, 16 at most, rounded up to an even number"))
	fl.StringVar(&f.control, "control", f.control, a.t("adresse de cette machine ; le port 0 en prend un libre", "address of this machine; port 0 takes a free one"))
	fl.StringVar(&socket, "socket", "", a.t("prise Unix, à la place d'une adresse", "Unix socket, in the place of an address"))
	fl.StringVar(&envFile, "env", "", a.t("fichier (0600) où écrire l'environnement, retiré à la fin", "file (0600) to write the environment to, removed at the end"))
	a.addUSBFlags(cmd, &f.usb)
	fl.StringVar(&record, "record", "", a.t("fichier où garder ce que les programmes disent aux cartes, masqué ; « cpslab trace show --follow » le montre", "file to keep what programs say to the cards in, scrubbed; “cpslab trace show --follow” shows it"))
	a.addFaultFlag(cmd, &f.faults)
	a.addPaceFlag(cmd)
	_ = cmd.RegisterFlagCompletionFunc("card", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
	})
	return cmd
}

func (a *app) serve(ctx context.Context, f stationFlags, envFile string) (err error) {
	var d *driven
	begun, err := untilStarted(ctx, func(starting context.Context) (err error) {
		d, err = a.startDriven(starting, f)
		return err
	})
	if err != nil {
		if !begun && d != nil {
			_ = d.close() // the signal is what there is to report
		}
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if envFile == "" {
		envFile = filepath.Join(d.private.Path(), "env")
	}
	if err := writeEnv(envFile, d.env()); err != nil {
		return usage("--env %s%s%s", "", envFile, a.t(" : ", ": "), a.system(err))
	}
	defer func() { _ = os.Remove(envFile) }() // it names what is no more
	d.say()
	fmt.Fprintf(a.err, a.t("cpslab : console et interface à %s ; Ctrl-C pour finir\n", "cpslab: console and interface at %s; Ctrl-C ends\n"), d.address)
	if a.style.terminal && !strings.HasPrefix(d.address, "unix:") {
		// To the terminal of whoever started it, and to no log.
		fmt.Fprintf(a.err, a.t("cpslab : pour changer des choses dans le navigateur : %s\n", "cpslab: to change things in the browser: %s\n"), consoleURL(d.address, d.token))
	}
	if _, err := fmt.Fprintf(a.out, ". %s\n", text.ShellWord(envFile)); err != nil {
		return err
	}
	lost, left, err := a.serveUSB(ctx, f.usb, d.bench)
	if err != nil {
		return err
	}
	defer left()
	select {
	case <-ctx.Done():
		return nil
	case err := <-lost:
		return err
	case err := <-d.ended:
		d.ended <- nil
		return err
	}
}

// consoleURL is the console with the right to change things.
func consoleURL(address, token string) string { return address + "/#token=" + token }

// writeEnv writes an environment for a shell to read, for its owner alone.
func writeEnv(path string, env []string) error {
	var b strings.Builder
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		fmt.Fprintf(&b, "export %s=%s\n", name, text.ShellWord(value))
	}
	next := path + ".next"
	out, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.WriteString(b.String())
	if err = errors.Join(err, out.Close()); err != nil {
		return errors.Join(err, os.Remove(next))
	}
	return os.Rename(next, path) // whoever waits for it reads it whole
}
