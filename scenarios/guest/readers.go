package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/usbip"
	"github.com/cpslab/cps/simulator"
)

// witness is a card that counts the codes it is shown.
type witness struct {
	card.Channel
	presented atomic.Int64
	during    atomic.Pointer[func()] // called in the next exchange
}

// Unwrap returns the card.
func (w *witness) Unwrap() card.Channel { return w.Channel }

// Transmit counts.
func (w *witness) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if e, _ := effect.Decode(cmd); e.Presents {
		w.presented.Add(1)
	}
	if f := w.during.Swap(nil); f != nil {
		(*f)()
	}
	return w.Channel.Transmit(ctx, dst, cmd)
}

// face is a card of one face in a reader of its own.
type face struct {
	name    string
	preset  string
	model   string
	typed   string // at the reader's keypad, "" for none
	refusal string // what OpenSC says where it has no driver for it, "" where it has
	noPIN   bool   // the face has no code

	chip   *witness
	serial string
	reader *ccid.Device
	bus    string
	asked  atomic.Int64 // entries at the keypad
}

// faces are what the guest meets, in the order in which it attaches them.
func faces() []*face {
	return []*face{
		{name: "CPS3", preset: "cps3-healthy", model: ccid.DefaultModel},
		{name: "CPS3 contactless", preset: "cps3cl-healthy", model: "omnikey-3121", noPIN: true, refusal: "Card is invalid"},
		{name: "CPS4", preset: "cps4-healthy", model: "gempc-twin", refusal: "Unsupported card"},
		{name: "CPS3, keypad", preset: "cps3-healthy", model: "leo", typed: "1234"},
	}
}

// bench serves the readers to the guest.
type bench struct {
	port    int
	serving sync.WaitGroup
	stop    context.CancelFunc
}

func serve(ctx context.Context, all []*face) (*bench, error) {
	ctx, stop := context.WithCancel(ctx)
	b := &bench{stop: stop}
	var devices []usbip.Device
	for i, f := range all {
		chip, err := simulator.NewPreset(f.preset)
		if err != nil {
			return b, err
		}
		f.chip, f.serial, f.bus = &witness{Channel: chip}, chip.SerialNumber(), usbip.BusID(i)
		model, ok := ccid.ModelOf(f.model)
		if !ok {
			return b, fmt.Errorf("no model %s", f.model)
		}
		sc := ccid.SlotConfig{Card: f.chip}
		if f.typed != "" {
			sc.Keypad = func(context.Context, ccid.Prompt) ([]byte, error) {
				f.asked.Add(1)
				return []byte(f.typed), nil
			}
		}
		if f.reader, err = ccid.New(ccid.Config{Model: model, Slots: []ccid.SlotConfig{sc}, Serial: fmt.Sprint(i + 1)}); err != nil {
			return b, err
		}
		devices = append(devices, f.reader)
		b.serving.Go(func() { _ = f.reader.Slot(0).Serve(ctx) }) // it is its only Serve
	}
	server, err := usbip.New(usbip.Config{Devices: devices})
	if err != nil {
		return b, err
	}
	l, err := usbip.Listen(ctx, "127.0.0.1:0", false)
	if err != nil {
		return b, err
	}
	if addr, ok := l.Addr().(*net.TCPAddr); ok {
		b.port = addr.Port
	}
	b.serving.Go(func() { _ = server.Serve(ctx, l) }) // the guest fails without it
	return b, nil
}

func (b *bench) close() {
	b.stop()
	b.serving.Wait()
}
