package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"

	"github.com/cpslab/cps/harness/ccid"
)

// keypad is where codes are typed: at this console, by the order “code”, or a descriptor.
type keypad struct {
	app   *app
	codes chan []byte // typed, not yet asked for
	lines *bufio.Reader
	file  *os.File   // that lines are read from, nil for the console
	turn  sync.Mutex // held while a line is read
}

// newKeypad makes one, nil for a reader without.
func (a *app) newKeypad(f usbFlags, model ccid.Model) (*keypad, error) {
	if model.PINSupport == 0 {
		return nil, nil //nolint:nilnil // a reader without a keypad
	}
	k := &keypad{app: a, codes: make(chan []byte, 1)}
	if f.keypadFD < 0 {
		return k, nil
	}
	if f.keypad {
		return nil, usage("%s", "", a.t("--keypad et --keypad-fd : l'un des deux", "--keypad and --keypad-fd: one of them"))
	}
	file := os.NewFile(uintptr(f.keypadFD), "keypad")
	if file == nil {
		return nil, usage("--keypad-fd %d", a.t("par exemple --keypad-fd 3 3<FICHIER", "for example --keypad-fd 3 3<FILE"), f.keypadFD)
	}
	const longest = 64 // a line of digits
	k.lines, k.file = bufio.NewReaderSize(file, longest), file
	return k, nil
}

// close closes the descriptor, which is this command's.
func (k *keypad) close() {
	if k != nil && k.file != nil {
		_ = k.file.Close() // it was read only
	}
}

// ask is ccid.Keypad.
func (k *keypad) ask(ctx context.Context, p ccid.Prompt) ([]byte, error) {
	a := k.app
	which := map[ccid.Entry]string{
		ccid.EntryVerify: a.t("le code", "the code"), ccid.EntryOld: a.t("l'ancien code", "the old code"),
		ccid.EntryNew: a.t("le nouveau code", "the new code"), ccid.EntryConfirm: a.t("le nouveau code encore une fois", "the new code once more"),
	}[p.Entry]
	if k.lines != nil {
		fmt.Fprintf(a.err, a.t("cpslab : le lecteur demande %s : lu sur le descripteur\n", "cpslab: the reader asks for %s: read from the descriptor\n"), which)
		return k.line(ctx)
	}
	fmt.Fprintf(a.err, a.t("cpslab : le lecteur demande %s (%d à %d chiffres) : « code », Entrée, puis les chiffres ; rien pour annuler\n",
		"cpslab: the reader asks for %s (%d to %d digits): “code”, Enter, then the digits; nothing cancels\n"), which, p.Min, p.Max)
	select {
	case code := <-k.codes:
		if len(code) == 0 {
			return nil, ccid.ErrCancelled
		}
		return code, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// line reads one line of the descriptor; the end of it cancels. One that is too long for a code is
// none, and what is left of it is no code either.
func (k *keypad) line(ctx context.Context) ([]byte, error) {
	type read struct {
		code []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		k.turn.Lock()
		defer k.turn.Unlock()
		line, err := k.lines.ReadSlice('\n')
		code := append([]byte(nil), trimLine(line)...)
		clear(line)
		for tooLong := errors.Is(err, bufio.ErrBufferFull); tooLong; {
			var more []byte
			more, err = k.lines.ReadSlice('\n')
			clear(more)
			tooLong = errors.Is(err, bufio.ErrBufferFull)
		}
		switch {
		case len(code) == 0 && errors.Is(err, io.EOF):
			fmt.Fprintln(k.app.err, k.app.t("cpslab : le descripteur ne donne plus rien : saisie annulée", "cpslab: the descriptor gives nothing more: entry cancelled"))
			err = ccid.ErrCancelled
		case len(code) == 0 || err != nil && !errors.Is(err, io.EOF):
			err = ccid.ErrCancelled
		default:
			err = nil // a line of 64 bytes is for the reader to refuse
		}
		done <- read{code, err}
	}()
	select {
	case r := <-done:
		return r.code, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func trimLine(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// typing is the order “code”: the digits that follow, without showing them on a terminal.
func (k *keypad) typing(lines *bufio.Scanner) {
	var code []byte
	if f, ok := k.app.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(k.app.err, k.app.t("code : ", "code: "))
		code, _ = term.ReadPassword(int(f.Fd())) // one that fails cancels
		fmt.Fprintln(k.app.err)
	} else if lines.Scan() {
		code = append(code, trimLine(lines.Bytes())...)
	}
	select {
	case old := <-k.codes:
		clear(old) // the last one typed counts
	default:
	}
	k.codes <- code
}
