package usbip_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/usbip"
	"github.com/cpslab/cps/harness/usbip/usbtest"
)

// The list names each reader as what it is.
func TestList(t *testing.T) {
	t.Parallel()
	b := serve(t, &cardtest.Func{}, &cardtest.Func{})
	got, err := usbtest.List(within(t), b.address)
	want := []usbtest.Listed{
		{Bus: "1-1", Vendor: 0x0E0F, Product: 4, Interfaces: 1, FirstClass: 0x0B},
		{Bus: "1-2", Vendor: 0x0E0F, Product: 4, Interfaces: 1, FirstClass: 0x0B},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	b.readers[0].Unplug()
	if got, err := usbtest.List(within(t), b.address); err != nil || len(got) != 1 || got[0].Bus != "1-2" {
		t.Errorf("%v, %v", got, err)
	}
}

// One host has a reader at a time; it comes back as one that was just plugged in.
func TestAttachments(t *testing.T) {
	t.Parallel()
	chip := &cardtest.Func{}
	b := serve(t, chip, &cardtest.Func{})
	first, r := b.attach(t, 0)
	if _, err := r.Card(within(t), 0); err != nil {
		t.Fatal(err)
	}
	refused := func(bus string, status uint32) {
		t.Helper()
		_, err := usbtest.Dial(within(t), b.address, bus)
		if e, ok := errors.AsType[*usbtest.OpError](err); !ok || e.Status != status {
			t.Errorf("%s: %v, want status %d", bus, err, status)
		}
	}
	refused("1-1", 2)
	refused("1-7", 4)
	refused("", 4)
	b.attach(t, 1)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	b.wait(t, "detached", func(e usbip.Event) bool { return e.State == usbip.Detached && e.Bus == "1-1" })
	if got := b.readers[0].Slot(0).State(); got != slot.Waiting {
		t.Errorf("%v once it is detached", got)
	}
	_, r = b.attach(t, 0)
	if status, err := r.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("status %d, %v: the card kept its power", status, err)
	}
	if _, err := r.Card(within(t), 0); err != nil {
		t.Fatal(err)
	}
	if got := chip.Calls(); got.Cold != 2 {
		t.Errorf("%d cold resets", got.Cold)
	}
	b.readers[0].Unplug()
	b.wait(t, "gone", func(e usbip.Event) bool { return errors.Is(e.Err, usbip.ErrGone) })
	refused("1-1", 4)
	b.readers[0].Plug()
	b.waitFor(t, "detached again", 2, func(e usbip.Event) bool { return e.State == usbip.Detached && e.Bus == "1-1" })
	b.attach(t, 0)
}

// A transfer that waits is taken back; one that was made is answered.
func TestUnlink(t *testing.T) {
	t.Parallel()
	b := serve(t, &cardtest.Func{})
	bus, r := b.attach(t, 0)
	if _, err := r.Change(within(t)); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		short, stop := context.WithTimeout(t.Context(), time.Millisecond)
		if _, err := r.Change(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%v", err)
		}
		stop()
	}
	c, err := r.Card(within(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Transmit(within(t), nil, []byte{0, 0xB0, 0, 0, 0}); err != nil || out[0] != 0x90 {
		t.Errorf("% X, %v", out, err)
	}
	b.readers[0].Slot(0).Remove()
	if b, err := r.Change(within(t)); err != nil || !bytes.Equal(b, []byte{2}) {
		t.Errorf("% X, %v", b, err)
	}
	for _, setup := range [][8]byte{{0x80, 6, 0, 6, 0, 0, 10, 0}, {0x80, 6, 0, 15, 0, 0, 5, 0}, {0xC0, 1, 0, 0, 0, 0, 1, 0}} {
		_, err := bus.Control(within(t), setup, nil)
		if e, ok := errors.AsType[*usbtest.TransferError](err); !ok || e.Status != -32 {
			t.Errorf("% X: %v, want a stall", setup, err)
		}
	}
	for _, endpoint := range []int{4, 15, 16, 1 << 30} {
		_, err := bus.In(within(t), endpoint, 64)
		if e, ok := errors.AsType[*usbtest.TransferError](err); !ok || e.Status != -32 {
			t.Errorf("endpoint %d: %v, want a stall", endpoint, err)
		}
	}
}

// op is the header of an operation, submit and unlink those of transfers.
func op(code uint16) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16([]byte{1, 0x11}, code), 0)
}

func submit(seq, device, in, endpoint, length uint32, data ...byte) []byte {
	b := make([]byte, 48)
	for i, n := range []uint32{1, seq, device, in, endpoint, 0, length} {
		binary.BigEndian.PutUint32(b[4*i:], n)
	}
	return append(b, data...)
}

func unlink(seq, victim uint32) []byte {
	b := submit(seq, 1<<16|1, 0, 0, 0)
	b[3] = 2
	binary.BigEndian.PutUint32(b[20:], victim)
	return b
}

func imported() []byte { return append(op(0x8003), append([]byte("1-1"), make([]byte, 29)...)...) }

// Peers that are hostile or lost end with a line in the log; another device goes on.
func TestHostilePeers(t *testing.T) {
	t.Parallel()
	const dev = 1<<16 | 1
	flood := imported()
	for i := range uint32(300) {
		flood = append(flood, submit(i+1, dev, 1, 3, 8)...)
	}
	for name, c := range map[string]struct {
		sent []byte
		want error
	}{
		"another protocol":         {[]byte("GET / HTTP/1.1\r\n\r\n"), usbip.ErrProtocol},
		"unknown operation":        {op(0x8007), usbip.ErrProtocol},
		"another version":          {append([]byte{1, 6}, op(0x8005)[2:]...), usbip.ErrProtocol},
		"unknown command":          {append(imported(), append([]byte{0, 0, 0, 9}, make([]byte, 44)...)...), usbip.ErrProtocol},
		"another device":           {append(imported(), submit(1, dev+1, 1, 1, 64)...), usbip.ErrProtocol},
		"a direction that is none": {append(imported(), submit(1, dev, 2, 1, 64)...), usbip.ErrProtocol},
		// On the endpoint of answers, where nothing is to be said: the one of changes tells
		// of the card at once, and its number is free again.
		"a number twice":            {append(append(imported(), submit(1, dev, 1, 1, 64)...), submit(1, dev, 1, 1, 64)...), usbip.ErrProtocol},
		"isochronous":               {func() []byte { b := append(imported(), submit(1, dev, 1, 1, 64)...); b[len(b)-13] = 3; return b }(), usbip.ErrProtocol},
		"a transfer of 4 gigabytes": {append(imported(), submit(1, dev, 0, 2, 0xFFFFFFFF)...), usbip.ErrBounds},
		"a flood of transfers":      {flood, usbip.ErrBounds},
		"cut in a transfer":         {append(imported(), submit(1, dev, 0, 2, 100, 1, 2, 3)...), io.ErrUnexpectedEOF},
		"cut in a header":           {append(imported(), 0, 0, 0, 1, 0), io.ErrUnexpectedEOF},
		"cut in an operation":       {op(0x8003)[:3], io.ErrUnexpectedEOF},
		"cut in an identifier":      {imported()[:12], usbip.ErrProtocol},
		"unknown endpoint":          {append(imported(), submit(1, dev, 1, 9, 64)...), usbip.ErrEndpoint},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := serve(t, &cardtest.Func{}, &cardtest.Func{})
			_, other := b.attach(t, 1)
			conn := b.dial(t)
			if _, err := conn.Write(c.sent); err != nil {
				t.Fatal(err)
			}
			if tcp, ok := conn.(interface{ CloseWrite() error }); ok {
				_ = tcp.CloseWrite() // it may be closed there already
			}
			_, _ = io.Copy(io.Discard, conn) // until the server closes, in whatever way
			b.wait(t, name, func(e usbip.Event) bool { return errors.Is(e.Err, c.want) })
			if bytes.HasPrefix(c.sent, imported()) { // an endpoint is told of before the peer is gone
				b.wait(t, "detached", func(e usbip.Event) bool { return e.State == usbip.Detached && e.Bus == "1-1" })
			}
			b.attach(t, 0)
			if status, err := other.Status(within(t), 0); err != nil || status != 1 {
				t.Errorf("the other device: %d, %v", status, err)
			}
		})
	}
}

// A flood of UNLINK is answered one by one and keeps nothing.
func TestUnlinkFlood(t *testing.T) {
	t.Parallel()
	b := serve(t, &cardtest.Func{})
	conn := b.dial(t)
	if _, err := conn.Write(imported()); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, make([]byte, 8+312)); err != nil {
		t.Fatal(err)
	}
	const many = 5000
	go func() {
		for i := range uint32(many) {
			if _, err := conn.Write(unlink(i+1, 7)); err != nil {
				return
			}
		}
	}()
	answer := make([]byte, 48)
	for i := range uint32(many) {
		if _, err := io.ReadFull(conn, answer); err != nil {
			t.Fatal(i, err)
		}
		if binary.BigEndian.Uint32(answer) != 4 || binary.BigEndian.Uint32(answer[4:]) != i+1 || binary.BigEndian.Uint32(answer[20:]) != 0 {
			t.Fatalf("% X", answer)
		}
	}
}

// A transfer behind one that waits is taken back without it.
func TestUnlinkBehind(t *testing.T) {
	t.Parallel()
	b := serve(t, &cardtest.Func{OnReset: func(bool) error { return card.ErrMute }})
	conn := b.dial(t)
	const dev = 1<<16 | 1
	sent := append(append(imported(), submit(2, dev, 1, 1, 64)...), submit(4, dev, 1, 1, 64)...)
	if _, err := conn.Write(append(append(sent, unlink(5, 4)...), unlink(7, 2)...)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, make([]byte, 8+312)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		answer := make([]byte, 48)
		if _, err := io.ReadFull(conn, answer); err != nil {
			t.Fatal(err)
		}
		if status := int32(binary.BigEndian.Uint32(answer[20:])); answer[3] != 4 || status != -104 {
			t.Errorf("% X: status %d", answer, status)
		}
	}
}

// Only this machine is listened to, unless somebody says otherwise.
func TestListen(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"127.0.0.1:0": true, "localhost:0": true, "[::1]:0": true, "0.0.0.0:0": false, "192.0.2.1:3240": false, "example.org:3240": false, ":0": false,
	} {
		l, err := usbip.Listen(within(t), address, false)
		switch {
		case err == nil:
			_ = l.Close() // it was opened
			if !want {
				t.Errorf("%s: opened", address)
			}
		case want && address != "[::1]:0": // a machine may have no IPv6
			t.Errorf("%s: %v", address, err)
		case !want && !errors.Is(err, usbip.ErrNotLoopback):
			t.Errorf("%s: %v", address, err)
		}
	}
	l, err := usbip.Listen(within(t), "0.0.0.0:0", true)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	taken, err := usbip.Listen(within(t), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }() // nothing was written
	_, err = usbip.Listen(within(t), taken.Addr().String(), false)
	if _, hint := text.Say(err, "en"); !text.IsTaken(err) || !strings.Contains(hint, "free port") {
		t.Errorf("a port that is taken: %v, hint %q", err, hint)
	}
	if _, err := usbip.Listen(within(t), "3240", false); err == nil {
		t.Error("no host, no error")
	}
	if _, err := usbip.New(usbip.Config{}); !errors.Is(err, usbip.ErrDevices) {
		t.Error(err)
	}
}
