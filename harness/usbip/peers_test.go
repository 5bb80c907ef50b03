package usbip_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/usbip"
	"github.com/cpslab/cps/harness/usbip/usbtest"
)

// Of many that want one device at once, one has it, and the others are told that it is
// taken; when that one goes, the next may have it.
func TestImportersOfOneDevice(t *testing.T) {
	t.Parallel()
	b := serve(t, &cardtest.Func{})
	const many = 16
	var mu sync.Mutex
	var got []*usbtest.Attached
	var refused int
	var all sync.WaitGroup
	begin := make(chan struct{})
	ctx := within(t)
	for range many {
		all.Go(func() {
			<-begin
			bus, err := usbtest.Dial(ctx, b.address, "1-1")
			mu.Lock()
			defer mu.Unlock()
			switch e, ok := errors.AsType[*usbtest.OpError](err); {
			case err == nil:
				got = append(got, bus)
			case ok && e.Status == 2: // busy
				refused++
			default:
				t.Error(err)
			}
		})
	}
	close(begin)
	all.Wait()
	if len(got) != 1 || refused != many-1 {
		t.Fatalf("%d have it, %d were refused", len(got), refused)
	}
	r, err := usbtest.Open(within(t), got[0])
	if err != nil {
		t.Fatal(err)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("the one that has it: %d, %v", status, err)
	}
	if err := got[0].Close(); err != nil {
		t.Fatal(err)
	}
	b.wait(t, "detached", func(e usbip.Event) bool { return e.State == usbip.Detached })
	b.attach(t, 0)
}

// Connections that say nothing, or half of a request, are so many at most, and the reader
// that a host has goes on; when they end, others may come.
func TestHalfOpenConnections(t *testing.T) {
	t.Parallel()
	b := serve(t, &cardtest.Func{})
	_, r := b.attach(t, 0)
	const room = 64 // connections of a server, the one of the host among them
	var open []net.Conn
	for i := range room - 1 {
		conn := b.dial(t)
		if i%2 == 1 { // half of a header
			if _, err := conn.Write([]byte{1, 0x11, 0x80}); err != nil {
				t.Fatal(err)
			}
		}
		open = append(open, conn)
	}
	for range 5 { // no more than that
		if n, err := b.dial(t).Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("it was answered: %d, %v", n, err)
		}
	}
	b.waitFor(t, "too many", 5, func(e usbip.Event) bool { return errors.Is(e.Err, usbip.ErrBounds) })
	if status, err := r.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("the host's reader: %d, %v", status, err)
	}
	for _, conn := range open {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
	for ctx := within(t); ; { // the server finds them closed one after the other
		list, err := usbtest.List(ctx, b.address)
		if err == nil && len(list) == 1 {
			break
		}
		if ctx.Err() != nil {
			t.Fatalf("%v, %v", list, err)
		}
	}
}

// A host that asks for a transfer and takes it back, for ever, gets its answers, behind a
// transfer that waits for ever too. One that does not listen is let go after the server's
// patience, and the other device goes on.
func TestSubmitAndUnlinkFlood(t *testing.T) {
	t.Parallel()
	b := servePatiently(t, time.Second, &cardtest.Func{}, &cardtest.Func{})
	_, other := b.attach(t, 1)
	const dev = 1<<16 | 1
	pair := func(i uint32) []byte { // on the endpoint of answers, where nothing is to be said
		return append(submit(2*i+1, dev, 1, 1, 64), unlink(2*i+2, 2*i+1)...)
	}
	conn := b.dial(t)
	if _, err := conn.Write(imported()); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, make([]byte, 8+312)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(submit(1<<31, dev, 1, 1, 64)); err != nil { // nothing is said: it waits
		t.Fatal(err)
	}
	answer := make([]byte, 48)
	for i := range uint32(1000) {
		if _, err := conn.Write(pair(i)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(conn, answer); err != nil {
			t.Fatal(i, err)
		}
		if status := int32(binary.BigEndian.Uint32(answer[20:])); answer[3] != 4 || binary.BigEndian.Uint32(answer[4:]) != 2*i+2 || status != -104 {
			t.Fatalf("%d: % X", i, answer)
		}
	}
	for i := uint32(1000); ; i++ { // nobody reads the answers
		if _, err := conn.Write(pair(i)); err != nil {
			break
		}
	}
	b.wait(t, "let go", func(e usbip.Event) bool { return e.State == usbip.Detached && e.Bus == "1-1" })
	if status, err := other.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("the other device: %d, %v", status, err)
	}
	b.attach(t, 0)
}

// A host that goes while its program waits for the card ends that exchange; the card loses
// its power, and the next host finds the reader as one just plugged in.
func TestDetachInAnExchange(t *testing.T) {
	t.Parallel()
	asked, ended := make(chan struct{}, 1), make(chan error, 1)
	chip := &cardtest.Func{OnTransmit: func(ctx context.Context, dst, cmd []byte) ([]byte, error) {
		if cmd[1] != 0xB0 {
			return append(dst, 0x90, 0x00), nil
		}
		asked <- struct{}{}
		<-ctx.Done()
		ended <- ctx.Err()
		return dst, ctx.Err()
	}}
	b := serve(t, chip)
	bus, r := b.attach(t, 0)
	c, err := r.Card(within(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1)
	go func() {
		_, err := c.Transmit(within(t), nil, []byte{0, 0xB0, 0, 0, 0})
		read <- err
	}()
	<-asked
	if err := bus.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err == nil {
		t.Error("the program was answered")
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the card's exchange: %v", err)
	}
	b.wait(t, "detached", func(e usbip.Event) bool { return e.State == usbip.Detached })
	_, r = b.attach(t, 0)
	if status, err := r.Status(within(t), 0); err != nil || status != 1 {
		t.Errorf("status %d, %v: the card kept its power", status, err)
	}
	c, err = r.Card(within(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Transmit(within(t), nil, []byte{0, 0x84, 0, 0, 8}); err != nil || out[0] != 0x90 {
		t.Errorf("% X, %v", out, err)
	}
}
