package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/slot"
	bench "github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/usbip"
)

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
