package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/cpslab/cps/harness/control"
)

// codeFlags say where a code comes from that is typed at a reader. It is no argument, which
// other programs see.
type codeFlags struct {
	fd     int
	cancel bool
	wait   int // seconds
}

// codeCommand types a code at the keypad of a USB reader of the station.
func (c *ctl) codeCommand(reader string) *cobra.Command {
	a := c.app
	f := codeFlags{fd: -1}
	cmd := &cobra.Command{
		Use:   "code " + reader,
		Short: a.t("Saisir un code au clavier d'un lecteur USB qui le demande", "Type a code at the keypad of a USB reader that asks for it"),
		Long: a.t(`Saisit un code au clavier d'un lecteur USB (« cpslab serve --usbip --keypad »), quand un
programme a demandé que ce soit fait là. Le code est lu sur le terminal, sans s'afficher, ou
sur une ligne de l'entrée ou de --code-fd ; jamais dans les arguments. Revient quand le
lecteur l'a pris, avant la réponse de la carte.`,
			`Types a code at the keypad of a USB reader (“cpslab serve --usbip --keypad”), once a
program wants it done there. The code is read from the terminal, which does not show it, or
from a line of standard input or of --code-fd; never from the arguments. It returns when the
reader has taken it, before the card has answered.`),
		Example: "  cpslab ctl code 1\n  cpslab ctl code 1 --wait 30 --code-fd 3 3<CODE\n  cpslab ctl code 1 --cancel",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 { // a code, which the error does not repeat
				return usage("%s", a.t("donnez-le au terminal, sur l'entrée ou par --code-fd N", "give it at the terminal, on standard input or by --code-fd N"),
					a.t("un code n'est jamais un argument, que d'autres programmes voient", "a code is never an argument, which other programs see"))
			}
			return cobra.ExactArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			defer client.Close()
			return c.code(cmd.Context(), client, args[0], f)
		},
		ValidArgsFunction: c.completes(readerAlone),
	}
	fl := cmd.Flags()
	fl.IntVar(&f.fd, "code-fd", f.fd, a.t("descripteur où lire le code, une ligne", "file descriptor to read the code from, a line"))
	fl.BoolVar(&f.cancel, "cancel", false, a.t("annuler la saisie", "cancel the entry"))
	fl.IntVar(&f.wait, "wait", 0, a.t("secondes à attendre que le lecteur demande, 30 au plus", "seconds to wait for the reader to ask, 30 at most"))
	return cmd
}

func (c *ctl) code(ctx context.Context, client *control.Client, written string, f codeFlags) error {
	a := c.app
	if f.cancel && f.fd >= 0 {
		return usage("%s", "", a.t("--cancel et --code-fd : l'un des deux", "--cancel and --code-fd: one of them"))
	}
	n, err := c.reader(ctx, client, written)
	if err != nil {
		return err
	}
	typed := control.Typed{Cancel: f.cancel, Wait: f.wait}
	words := a.t("saisie annulée", "entry cancelled")
	if !f.cancel {
		code, err := a.typedCode(ctx, n, f.fd)
		if err != nil {
			return err
		}
		defer clear(code)
		typed.Code, words = string(code), a.t("code saisi", "code typed")
	}
	return c.answer(ctx, client, "POST", readerPath(n, "code"), typed, fmt.Sprintf(a.t("lecteur %d : ", "reader %d: "), n)+words)
}

// typedCode reads a code from the terminal, or a line of standard input or of a descriptor.
func (a *app) typedCode(ctx context.Context, reader, fd int) ([]byte, error) {
	var from io.Reader = interruptible{ctx, a.in}
	switch in, ok := a.in.(*os.File); {
	case fd >= 0:
		file := os.NewFile(uintptr(fd), "code")
		if file == nil {
			return nil, usage("--code-fd %d", a.t("par exemple --code-fd 3 3<FICHIER", "for example --code-fd 3 3<FILE"), fd)
		}
		defer func() { _ = file.Close() }() // it was read only
		from = interruptible{ctx, file}
	case ok && term.IsTerminal(int(in.Fd())):
		fmt.Fprintf(a.err, a.t("Code saisi au lecteur %d : ", "Code typed at reader %d: "), reader)
		code, err := readPassword(ctx, int(in.Fd()))
		fmt.Fprintln(a.err)
		return wanted(a, code, err)
	}
	line, err := bufio.NewReaderSize(from, maxPINLine).ReadSlice('\n')
	if errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull) {
		err = nil // the last line; the reader refuses one that is too long
	}
	code := bytes.Clone(bytes.TrimSpace(line))
	clear(line)
	return wanted(a, code, err)
}

// wanted is a code that was read, or why there is none.
func wanted(a *app, code []byte, err error) ([]byte, error) {
	switch {
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil || len(code) == 0:
		return nil, usage("%s", a.t("une ligne de chiffres, au terminal, sur l'entrée ou par --code-fd N ; --cancel annule la saisie", "a line of digits, at the terminal, on standard input or by --code-fd N; --cancel cancels the entry"),
			a.t("aucun code n'est donné", "no code is given"))
	}
	return code, nil
}
