package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/slot"
	bench "github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/usbip"
)

// usbFlags are what USB readers are like, and where they are offered.
type usbFlags struct {
	address  string // "" for none
	open     bool
	reader   string // model, or a file of models
	id       string
	keypad   bool
	keypadFD int
}

// addUSBFlags adds the flags of USB readers.
func (a *app) addUSBFlags(cmd *cobra.Command, f *usbFlags) {
	fl := cmd.Flags()
	fl.StringVar(&f.address, "usbip", "", a.t("lecteur USB, offert par USB/IP à cette adresse de cette machine", "a USB reader, offered by USB/IP at this address of this machine"))
	fl.Lookup("usbip").NoOptDefVal = usbip.DefaultAddress
	fl.BoolVar(&f.open, "usbip-open", false, a.t("permettre à --usbip une adresse que d'autres machines atteignent : qui s'y connecte a la carte, sans mot de passe", "allow --usbip an address that other machines reach: whoever connects there has the card, without a password"))
	fl.StringVar(&f.reader, "reader", ccid.DefaultModel, a.t("modèle du lecteur USB, ou fichier .yaml (docs/usb.md)", "model of the USB reader, or a .yaml file (docs/usb.md)"))
	fl.StringVar(&f.id, "usb-id", "", a.t("identifiants du lecteur, VVVV:PPPP, à la place de ceux du modèle", "identifiers of the reader, VVVV:PPPP, in the place of the model's"))
	typedBy := a.t("l'ordre « code » y saisit un code", "the order “code” types a code there")
	if cmd.Name() == "serve" {
		typedBy = a.t("« cpslab ctl code » y saisit un code", "“cpslab ctl code” types a code there")
	}
	fl.BoolVar(&f.keypad, "keypad", false, a.t("clavier du lecteur : ", "a keypad at the reader: ")+typedBy)
	fl.IntVar(&f.keypadFD, "keypad-fd", -1, a.t("descripteur où lire ce qui est saisi au clavier du lecteur, une ligne par saisie", "file descriptor to read what is typed at the reader's keypad from, a line for each entry"))
	_ = cmd.RegisterFlagCompletionFunc("reader", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var list []string
		for _, m := range ccid.Models() {
			list = append(list, m.Name+"\t"+m.Title)
		}
		return list, cobra.ShellCompDirectiveDefault
	})
}

// given is the first flag of USB readers that was given, but for --usbip itself.
func (*usbFlags) given(cmd *cobra.Command) string {
	for _, name := range []string{"usbip-open", "reader", "usb-id", "keypad", "keypad-fd"} {
		if cmd.Flags().Changed(name) {
			return "--" + name
		}
	}
	return ""
}

// usbModel finds the model, and gives it the identifiers that were asked for.
func (a *app) usbModel(ctx context.Context, f usbFlags) (ccid.Model, error) {
	m, known := ccid.ModelOf(f.reader)
	switch {
	case known:
	case yaml.IsFile(f.reader):
		models, err := a.readModels(ctx, f.reader)
		if err != nil {
			return m, err
		}
		m = models[0]
	default:
		hint := a.t("un de : ", "one of: ") + strings.Join(ccid.ModelNames(), ", ")
		if near := text.Closest(f.reader, ccid.ModelNames()); near != "" {
			hint = fmt.Sprintf(a.t("vouliez-vous dire « %s » ?", "did you mean “%s”?"), near)
		}
		return m, usage(a.t("--reader : modèle inconnu : « %s »", "--reader: unknown model: “%s”"), hint, f.reader)
	}
	if f.id != "" {
		vendor, product, ok := ccid.ParseID(f.id)
		if !ok {
			return m, usage(a.t("--usb-id : « %s » n'est pas un identifiant", "--usb-id: “%s” is no identifier"), a.t("quatre chiffres hexadécimaux, deux points, quatre autres : 0E0F:0004", "four hexadecimal digits, a colon, four more: 0E0F:0004"), f.id)
		}
		m.Vendor, m.ID = vendor, product
	}
	switch {
	case f.typed() && m.PINSupport == 0:
		m.PINSupport = 3
	case !f.typed() && m.Name == ccid.DefaultModel:
		m.PINSupport = 0 // the reader for tests has a keypad where one is asked for
	}
	return m, nil
}

// maxModels is one byte more than a file of models may have.
const maxModels = 64<<10 + 1

func (a *app) readModels(ctx context.Context, path string) ([]ccid.Model, error) {
	file, err := openInput(ctx, path)
	if err != nil {
		return nil, usage("%s", a.t("un fichier de lecteurs, docs/usb.md", "a file of readers, docs/usb.md"), text.Same("--reader "+path).Because(err).In(a.lang))
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxModels))
	if err != nil {
		return nil, err
	}
	models, err := ccid.ParseModels(path, content)
	if err == nil && len(models) == 0 {
		err = usage("%s%s", a.t("docs/usb.md en montre un", "docs/usb.md shows one"), path, a.t(" : aucun lecteur", ": no reader"))
	}
	return models, err
}

// typed reports whether there is a keypad.
func (f *usbFlags) typed() bool { return f.keypad || f.keypadFD >= 0 }

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

// line reads one line of the descriptor; the end of it cancels.
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
		if len(code) == 0 || err != nil && !errors.Is(err, io.EOF) {
			err = ccid.ErrCancelled
		} else {
			err = nil
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

// simulateUSB serves a card in a USB reader until ctx ends.
func (a *app) simulateUSB(ctx context.Context, f usbFlags, ch card.Channel, broken *fault.Card, late bool, said func(where string)) (err error) {
	model, err := a.usbModel(ctx, f)
	if err != nil {
		return err
	}
	pad, err := a.newKeypad(f, model)
	if err != nil {
		return err
	}
	defer pad.close()
	sc := ccid.SlotConfig{Card: ch, Removed: late, Observe: (&announcer{app: a}).announce}
	if pad != nil {
		sc.Keypad = pad.ask
	}
	reader, err := ccid.New(ccid.Config{Model: model, Slots: []ccid.SlotConfig{sc}})
	if err != nil {
		return err
	}
	seated(broken, reader.Slot(0))
	bus, err := a.openBus(ctx, f, reader)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	said(bus.listener.Addr().String())
	bus.say()
	more := map[string]func(*bufio.Scanner){
		"unplug": func(*bufio.Scanner) { reader.Unplug() }, "plug": func(*bufio.Scanner) { reader.Plug() },
	}
	if pad != nil && pad.lines == nil {
		more["code"] = pad.typing
	}
	slots := serveSlots(ctx, reader)
	if !late { // a host that comes at once finds the card
		err = reader.Slot(0).Wait(ctx, slot.Waiting)
	}
	go a.orders(reader.Slot(0), cancel, more)
	err = errors.Join(err, bus.serve(ctx), slots())
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// stationUSB is what the USB readers of a station are like, nil without any, and the
// descriptor that codes are read from, nil where they come by the interface.
func (a *app) stationUSB(ctx context.Context, f usbFlags) (*bench.USB, *keypad, error) {
	if f.address == "" {
		return nil, nil, nil // a station with a service
	}
	model, err := a.usbModel(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	pad, err := a.newKeypad(f, model)
	if err != nil {
		return nil, nil, err
	}
	u := &bench.USB{Model: model}
	if pad == nil || pad.lines == nil {
		return u, nil, nil
	}
	u.Keypad = pad.ask
	return u, pad, nil
}

// serveUSB offers the USB readers of a station: lost has the error of what ended, and left
// ends it.
func (a *app) serveUSB(ctx context.Context, f usbFlags, st *bench.Station) (lost <-chan error, left func(), err error) {
	if f.address == "" {
		return nil, func() {}, nil
	}
	b, err := a.openBus(ctx, f, st.Devices()...)
	if err != nil {
		return nil, nil, err
	}
	b.say()
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := b.serve(ctx); err != nil {
			ended <- err
		}
	}()
	return ended, func() {
		cancel()
		<-done
	}, nil
}

// serveSlots serves the slots of readers until ctx ends; the function waits for that.
func serveSlots(ctx context.Context, readers ...*ccid.Device) (wait func() error) {
	ctx, cancel := context.WithCancel(ctx)
	var serving sync.WaitGroup
	var mu sync.Mutex // protects all
	var all error
	for _, r := range readers {
		for i := range r.Slots() {
			serving.Go(func() {
				err := r.Slot(i).Serve(ctx)
				mu.Lock()
				defer mu.Unlock()
				all = errors.Join(all, err)
			})
		}
	}
	return func() error {
		cancel()
		serving.Wait()
		return all
	}
}

// bus is the server of this invocation's USB readers.
type bus struct {
	app      *app
	server   *usbip.Server
	listener net.Listener
	readers  []*ccid.Device
}

// openBus opens the port of USB readers.
func (a *app) openBus(ctx context.Context, f usbFlags, readers ...*ccid.Device) (*bus, error) {
	b := &bus{app: a, readers: readers}
	devices := make([]usbip.Device, len(readers))
	for i, r := range readers {
		devices[i] = r
	}
	var err error
	if b.server, err = usbip.New(usbip.Config{Devices: devices, Log: b.log}); err != nil {
		return nil, err
	}
	if b.listener, err = usbip.Listen(ctx, f.address, f.open); err != nil {
		if errors.Is(err, usbip.ErrNotLoopback) {
			return nil, usage(a.t("--usbip %s ouvrirait le lecteur à d'autres machines", "--usbip %s would open the reader to other machines"),
				a.t("127.0.0.1:3240 suffit à une machine virtuelle de cet ordinateur ; --usbip-open permet une autre adresse, où qui se connecte a la carte", "127.0.0.1:3240 is enough for a virtual machine on this computer; --usbip-open allows another address, where whoever connects has the card"), f.address)
		}
		return nil, err
	}
	if addr, ok := b.listener.Addr().(*net.TCPAddr); ok && !addr.IP.IsLoopback() {
		fmt.Fprintf(a.err, a.t("cpslab : ATTENTION : toute machine qui atteint %s a la carte, sans mot de passe\n", "cpslab: WARNING: every machine that reaches %s has the card, without a password\n"), addr)
	}
	return b, nil
}

// serve answers until ctx ends.
func (b *bus) serve(ctx context.Context) error { return b.server.Serve(ctx, b.listener) }

// say tells how to attach the readers.
func (b *bus) say() {
	a := b.app
	fmt.Fprintf(a.err, a.t("cpslab : USB/IP à %s\n", "cpslab: USB/IP at %s\n"), b.listener.Addr())
	for i, r := range b.readers {
		fmt.Fprintf(a.err, a.t("cpslab : lecteur USB %s « %s » ; là où il doit être : usbip attach -r HÔTE -b %s\n", "cpslab: USB reader %s “%s”; where it is to be: usbip attach -r HOST -b %s\n"),
			usbip.BusID(i), r.Name(), usbip.BusID(i))
	}
}

// log tells what hosts do with the readers.
func (b *bus) log(e usbip.Event) {
	if e.State == usbip.Listed {
		return
	}
	a := b.app
	what := e.State.Text().In(a.lang)
	if e.Err != nil {
		what = e.State.Text().Because(e.Err).In(a.lang)
	}
	fmt.Fprintf(a.err, a.t("cpslab : USB/IP %s %s : %s\n", "cpslab: USB/IP %s %s: %s\n"), e.Peer, e.Bus, what)
}

var _ slot.Slot = (*ccid.Slot)(nil)
