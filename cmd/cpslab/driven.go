package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/folder"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
	bench "github.com/cpslab/cps/harness/station"
)

// driven is a station that this invocation serves over HTTP.
type driven struct {
	app     *app
	bench   *bench.Station
	private *folder.Folder
	address string // CPSLAB_CONTROL
	token   string
	cancel  context.CancelFunc
	ended   chan error
	pad     *keypad // of USB readers, nil where no descriptor is read
	faulty  bool    // a fault was asked for
	usb     bool    // USB readers: no program of this machine has them

	where map[string]string // reader of each card, as it was told last
}

// stationFlags say what a station begins with.
type stationFlags struct {
	cards   []string
	readers int
	faults  faultFlags
	control string // address or path of the socket
	usb     usbFlags
}

// startDriven starts a station, and its control.
func (a *app) startDriven(ctx context.Context, f stationFlags) (d *driven, err error) {
	where := fault.Behind
	if f.usb.address != "" {
		where |= fault.OnUSB
	}
	armed, err := a.armCards(ctx, f.faults.written, len(f.cards), where)
	if err != nil {
		return nil, err
	}
	var cards []bench.Recipe
	for _, name := range f.cards {
		recipe, err := recipeOf(name)
		if err != nil {
			return nil, err
		}
		cards = append(cards, recipe)
	}
	d = &driven{app: a, token: control.NewToken(), ended: make(chan error, 1), faulty: len(f.faults.written) > 0, usb: f.usb.address != ""}
	listener, err := control.Listen(ctx, f.control)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = listener.Close() // the error is what there is to tell
		}
	}()
	d.address = control.Address(listener)
	if d.private, err = folder.New(""); err != nil {
		return nil, err
	}
	cfg := bench.Config{Readers: f.readers, Cards: cards, Now: a.now, Wrap: a.front, Changed: d.changed, Stack: stack.Config{Inside: inside()}}
	if cfg.USB, d.pad, err = a.stationUSB(ctx, f.usb); err != nil {
		return nil, errors.Join(err, d.private.Remove())
	}
	for i := range cards {
		cfg.Faults = append(cfg.Faults, written(armed[i]))
	}
	if d.bench, err = bench.Start(ctx, cfg); err != nil {
		if left := d.private.Remove(); left != nil {
			err = errors.Join(err, left)
		}
		return nil, err
	}
	own := ownBuild()
	server := control.New(control.Config{Station: d.bench, Token: d.token, Name: "bench", Lang: a.lang, Version: own.short(), Now: a.now})
	var serving context.Context
	serving, d.cancel = context.WithCancel(context.WithoutCancel(ctx))
	go func() { d.ended <- server.Serve(serving, listener) }()
	return d, nil
}

// recipeOf is a card as --card names it: a preset, a profile, or a trace.
func recipeOf(name string) (bench.Recipe, error) {
	path, recorded := strings.CutPrefix(name, readers.SchemeTrace+":")
	if !recorded {
		return bench.File(strings.TrimPrefix(name, readers.SchemeSim+":")), nil
	}
	t, number, err := readers.ReadTrace(path)
	if err != nil {
		return bench.Recipe{}, err
	}
	base := filepath.Base(path)
	return bench.Recorded(strings.TrimSuffix(base, filepath.Ext(base)), t, number-1), nil
}

// front is what programs use in the place of a card of a station.
func (a *app) front(name string, ch card.Channel) card.Channel {
	return a.kept.again(name, a.paced(ch))
}

// written are faults as they are read.
func written(faults []fault.Fault) string {
	all := make([]string, 0, len(faults))
	for _, f := range faults {
		all = append(all, f.String())
	}
	return strings.Join(all, " ")
}

// close ends control, station and folder.
func (d *driven) close() error {
	d.cancel()
	defer d.pad.close()
	return errors.Join(<-d.ended, d.bench.Close(), d.private.Remove())
}

// stackFile is where programs read which cards are in the readers.
func (d *driven) stackFile() string { return filepath.Join(d.private.Path(), "stack.json") }

// changed tells programs what is in the readers: a file in the place of the one before, so
// that whoever reads has one or the other.
func (d *driven) changed(socket string, placed []bench.Placed) error {
	file := &readers.StackFile{Schema: 1, Socket: socket, Cards: []readers.StackCard{}}
	where := map[string]string{}
	defer func() { d.where = where }() // the station calls one after the other
	for _, p := range placed {
		if file.Readers = append(file.Readers, p.Reader); p.Card == "" {
			continue
		}
		if d.where[p.Card] != p.Reader {
			d.app.kept.mark(p.Card, p.Reader)
		}
		where[p.Card] = p.Reader
		file.Cards = append(file.Cards, readers.NewStackCard(p.Reader, p.Card, p.Serial, p.PIN))
	}
	if d.usb {
		return nil // whoever attached them has no file of ours
	}
	next := d.stackFile() + ".next"
	if err := file.Write(next); err != nil {
		return err
	}
	return os.Rename(next, d.stackFile())
}

// env is what a program under test finds in its environment.
func (d *driven) env() []string {
	if d.usb {
		return []string{control.EnvControl + "=" + d.address, control.EnvToken + "=" + d.token}
	}
	return append(d.bench.Env(), readers.EnvStack+"="+d.stackFile(), control.EnvControl+"="+d.address, control.EnvToken+"="+d.token)
}

// say tells what is in which reader.
func (d *driven) say() {
	a := d.app
	for _, r := range d.bench.Readers() {
		what := r.Card
		if what == "" {
			what = a.t("vide", "empty")
		}
		fmt.Fprintf(a.err, a.t("cpslab : lecteur %d « %s » : %s\n", "cpslab: reader %d “%s”: %s\n"), r.Number, r.Name, what)
	}
	if warning, closing := d.bench.Warning(); !warning.IsZero() {
		a.warnOpen(warning, closing)
	}
}

// sayFaults tells how often each fault fired.
func (d *driven) sayFaults() {
	if !d.faulty {
		return
	}
	a := d.app
	for _, c := range d.bench.Cards() {
		for _, f := range c.Faults {
			one := report.Fault{Fault: f.Fault, Fired: f.Fired, Exchange: f.Exchange, Command: f.Command.In(a.lang), File: f.File}
			fmt.Fprintf(a.err, a.t("cpslab : panne %s (%s) : %s\n", "cpslab: fault %s (%s): %s\n"), f.Fault, c.Name, one.Times(a.lang))
		}
	}
}
