package vpcd_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/vpcd"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds waits that end at once unless something is broken.
const patience = 20 * time.Second

// driver is the reader's side: it listens, and speaks one card at a time.
type driver struct {
	tb   testing.TB
	l    net.Listener
	conn net.Conn
}

func newDriver(tb testing.TB) *driver {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	d := &driver{tb: tb, l: l}
	tb.Cleanup(func() {
		_ = l.Close()
		if d.conn != nil {
			_ = d.conn.Close()
		}
	})
	return d
}

func (d *driver) addr() string { return d.l.Addr().String() }

// accept takes the next card.
func (d *driver) accept() {
	d.tb.Helper()
	if d.conn != nil {
		_ = d.conn.Close()
	}
	_ = d.l.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	conn, err := d.l.Accept()
	if err != nil {
		d.tb.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(patience))
	d.conn = conn
}

func (d *driver) send(payload ...byte) {
	d.tb.Helper()
	frame := append(binary.BigEndian.AppendUint16(nil, uint16(len(payload))), payload...)
	if _, err := d.conn.Write(frame); err != nil {
		d.tb.Fatal(err)
	}
}

func (d *driver) receive() []byte {
	d.tb.Helper()
	var h [2]byte
	if _, err := io.ReadFull(d.conn, h[:]); err != nil {
		d.tb.Fatal(err)
	}
	p := make([]byte, binary.BigEndian.Uint16(h[:]))
	if _, err := io.ReadFull(d.conn, p); err != nil {
		d.tb.Fatal(err)
	}
	return p
}

func (d *driver) call(payload ...byte) []byte {
	d.tb.Helper()
	d.send(payload...)
	return d.receive()
}

// gone returns when the card's side has closed the connection.
func (d *driver) gone() {
	d.tb.Helper()
	if n, err := d.conn.Read(make([]byte, 1)); n != 0 || err == nil {
		d.tb.Fatalf("read %d bytes, %v, want the end of the connection", n, err)
	}
}

// parrot answers a C-APDU with itself and 9000.
func parrot(_ context.Context, dst, cmd []byte) ([]byte, error) {
	return append(append(dst, cmd...), 0x90, 0x00), nil
}

// serve runs a server until the end of the test and returns the channel of
// its events and that of its result.
func serve(tb testing.TB, addr string, ch card.Channel, opts ...vpcd.Option) (*vpcd.Server, <-chan slot.Event, <-chan error) {
	tb.Helper()
	events := make(chan slot.Event, 1000)
	s, err := vpcd.New(addr, ch, append(opts, vpcd.WithObserver(func(e slot.Event) { events <- e }))...)
	if err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		result <- s.Serve(ctx)
	}()
	tb.Cleanup(func() {
		cancel()
		<-ended
	})
	return s, events, result
}

func wait(t *testing.T, s *vpcd.Server, want slot.State) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := s.Wait(ctx, want); err != nil {
		t.Fatal(err)
	}
}

// failure returns the first error among the events.
func failure(t *testing.T, events <-chan slot.Event) error {
	t.Helper()
	for {
		select {
		case e := <-events:
			if e.Err != nil {
				return e.Err
			}
		case <-time.After(patience):
			t.Fatal("no event carried an error")
		}
	}
}

func TestNewRefusesOtherMachines(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{
		"127.0.0.1:35963": true, "127.8.8.8:1": true, "localhost:35963": true, "[::1]:35963": true,
		"0.0.0.0:35963": false, "192.0.2.1:35963": false, "example.org:35963": false, ":35963": false, "[::]:35963": false,
	} {
		_, err := vpcd.New(addr, &cardtest.Func{})
		if want != (err == nil) || (err != nil && !errors.Is(err, vpcd.ErrNotLoopback)) {
			t.Errorf("New(%q): %v", addr, err)
		}
	}
	for _, addr := range []string{"", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:vpcd"} {
		_, err := vpcd.New(addr, &cardtest.Func{})
		var e *vpcd.Error
		if !errors.As(err, &e) || e.Op != "address" || e.Addr != addr {
			t.Errorf("New(%q): %v, want an *Error on the address", addr, err)
		}
	}
}

func TestConversation(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	c := &cardtest.Func{Answer: []byte{0x3B, 0x00}, OnTransmit: parrot}
	s, _, _ := serve(t, d.addr(), c)
	d.accept()
	type step struct{ Send, Want []byte }
	for _, st := range []step{
		{[]byte{4}, []byte{0x3B, 0x00}},
		{[]byte{4}, []byte{0x3B, 0x00}},
		{[]byte{1}, nil}, // as pcscd 1.9.9 takes note of a card
		{[]byte{4}, []byte{0x3B, 0x00}},
		{[]byte{0, 0xB0, 0, 0, 4}, []byte{0, 0xB0, 0, 0, 4, 0x90, 0}},
		{[]byte{2}, nil},
		{[]byte{4}, []byte{0x3B, 0x00}},
		{[]byte{7}, []byte{7, 0x90, 0}}, // no control: a client's malformed C-APDU
		{[]byte{0, 1}, []byte{0, 1, 0x90, 0}},
		{[]byte{0}, nil},
		{[]byte{4}, []byte{0x3B, 0x00}},
	} {
		d.send(st.Send...)
		if st.Want == nil {
			continue
		}
		if diff := cmp.Diff(st.Want, d.receive()); diff != "" {
			t.Errorf("answer to % X (-want +got):\n%s", st.Send, diff)
		}
	}
	wait(t, s, slot.Presented)
	if got := [3]int{c.Calls().Cold, c.Calls().Warm, int(s.Exchanges())}; got != [3]int{1, 1, 3} {
		t.Errorf("cold resets, warm resets, exchanges: %v, want 1, 1, 3", got)
	}
}

func TestLongFrames(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	c := &cardtest.Func{Answer: []byte{0x3B, 0x00}, OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
		n := int(binary.BigEndian.Uint32(cmd))
		return append(dst, make([]byte, n)...), nil
	}}
	_, events, _ := serve(t, d.addr(), c)
	d.accept()
	long := make([]byte, 0xFFFF)
	binary.BigEndian.PutUint32(long, 0xFFFF)
	if got := d.call(long...); len(got) != 0xFFFF {
		t.Errorf("answer of %d bytes, want 65535", len(got))
	}
	if got := d.call(0, 1, 0, 0); !bytes.Equal(got, []byte{0x6F, 0x00}) {
		t.Errorf("answer too long for a frame: % X, want 6F 00", got)
	}
	if err := failure(t, events); !errors.Is(err, vpcd.ErrAnswerTooLong) {
		t.Errorf("event %v, want ErrAnswerTooLong", err)
	}
	if got := d.call(0, 0, 0, 2); len(got) != 2 {
		t.Errorf("the card is lost after an answer too long: % X", got)
	}
}

func TestMuteCards(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*cardtest.Func{
		"no ATR":       {Answer: []byte{}},
		"ATR too long": {Answer: make([]byte, 34)},
		"failed reset": {Answer: []byte{0x3B, 0x00}, OnReset: func(bool) error { return errors.New("chip does not start") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDriver(t)
			_, _, _ = serve(t, d.addr(), c)
			d.accept()
			d.send(1)
			if got := d.call(4); len(got) != 34 {
				t.Errorf("ATR % X: want 34 bytes, more than the driver takes", got)
			}
		})
	}
}

func TestRemoveInsert(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	c := &cardtest.Func{Answer: []byte{0x3B, 0x00}, OnTransmit: parrot}
	s, _, _ := serve(t, d.addr(), c, vpcd.WithRemoved())
	wait(t, s, slot.Removed)
	for range 3 {
		s.Insert()
		d.accept()
		for range 5 { // a service that does not power its cards up
			d.call(4)
		}
		wait(t, s, slot.Presented)
		s.Remove()
		d.gone()
		wait(t, s, slot.Removed)
	}
	s.Insert()
	s.Remove()
	s.Insert()
	d.accept()
	if got := d.call(0, 0xB0, 0, 0); !bytes.Equal(got, []byte{0, 0xB0, 0, 0, 0x90, 0}) {
		t.Errorf("answer % X", got)
	}
	if c.Calls().Cold != 1 {
		t.Errorf("%d cold resets before the first C-APDU of a card put in, want 1", c.Calls().Cold)
	}
}

// TestInsertRightAfterRemove: what pcscd knows of the card that was taken out says
// nothing of the one put in, which comes no sooner than a poll later.
func TestInsertRightAfterRemove(t *testing.T) {
	t.Parallel()
	const poll = 400 * time.Millisecond
	d := newDriver(t)
	s, _, _ := serve(t, d.addr(), &cardtest.Func{Answer: []byte{0x3B, 0x00}, OnTransmit: parrot})
	d.accept()
	for range 3 {
		for range 5 { // a service that does not power its cards up
			d.call(4)
		}
		wait(t, s, slot.Presented)
		out := time.Now()
		s.Remove()
		s.Insert()
		if st := s.State(); st > slot.Waiting {
			t.Errorf("state %v of a card that is not there yet", st)
		}
		d.gone()
		d.accept()
		if after := time.Since(out); after < poll {
			t.Errorf("back after %v, before a poll of %v can miss it", after, poll)
		}
	}
}

func TestReconnects(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	lost := errors.New("contacts lost")
	c := &cardtest.Func{Answer: []byte{0x3B, 0x00}, OnTransmit: func(ctx context.Context, dst, cmd []byte) ([]byte, error) {
		switch cmd[0] {
		case 0xEE:
			return dst, lost
		case 0xEF:
			return nil, nil
		}
		return parrot(ctx, dst, cmd)
	}}
	_, events, _ := serve(t, d.addr(), c)

	d.accept()
	_ = d.conn.Close() // the service restarts
	d.accept()
	if err := failure(t, events); !errors.Is(err, io.EOF) {
		t.Errorf("event %v, want the end of the connection", err)
	}
	for _, tc := range []struct {
		cla  byte
		want error
	}{{0xEE, lost}, {0xEF, vpcd.ErrNoAnswer}} {
		d.send(tc.cla, 0, 0, 0)
		d.gone()
		if err := failure(t, events); !errors.Is(err, tc.want) {
			t.Errorf("event %v, want %v", err, tc.want)
		}
		d.accept()
	}
	if got := d.call(0, 0, 0, 0); len(got) != 6 {
		t.Errorf("answer % X after a lost exchange", got)
	}
}

func TestSilenceRenewsConnection(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	_, events, _ := serve(t, d.addr(), &cardtest.Func{Answer: []byte{0x3B, 0x00}}, vpcd.WithSilence(20*time.Millisecond))
	d.accept()
	d.send(1)
	d.gone()
	if err := failure(t, events); !errors.Is(err, vpcd.ErrSilent) {
		t.Errorf("event %v, want ErrSilent", err)
	}
	d.accept()
}

func TestStrangePeerEndsServe(t *testing.T) {
	t.Parallel()
	d := newDriver(t)
	s, _, result := serve(t, d.addr(), &cardtest.Func{})
	d.accept()
	if err := s.Serve(t.Context()); !errors.Is(err, vpcd.ErrServing) {
		t.Errorf("second Serve: %v, want ErrServing", err)
	}
	d.send()
	err := <-result
	var e *vpcd.Error
	if !errors.Is(err, vpcd.ErrEmptyFrame) || !errors.As(err, &e) || e.Op != "read" || e.Addr != d.addr() {
		t.Errorf("Serve: %v, want ErrEmptyFrame", err)
	}
	if s.State() != slot.Removed {
		t.Errorf("state %v after Serve, want removed", s.State())
	}
}

func TestContextEndsServe(t *testing.T) {
	t.Parallel()
	for name, listening := range map[string]bool{"connected": true, "nobody listens": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDriver(t)
			if !listening {
				_ = d.l.Close()
			}
			s, err := vpcd.New(d.addr(), &cardtest.Func{})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			result := make(chan error, 1)
			go func() { result <- s.Serve(ctx) }()
			want := slot.Waiting
			if listening {
				want = slot.Connected
			}
			wait(t, s, want)
			cancel()
			if err := <-result; err != nil {
				t.Errorf("Serve: %v, want nil", err)
			}
			if err := s.Wait(ctx, slot.Presented); !errors.Is(err, context.Canceled) {
				t.Errorf("Wait: %v, want context.Canceled", err)
			}
		})
	}
}

// A card of T=0 stands in a reader that carries T=0, unless it is asked not to.
func TestT0(t *testing.T) {
	t.Parallel()
	for want, opts := range map[string][]vpcd.Option{"6C04": nil, "00B000009000": {vpcd.WithAnyAPDU()}} {
		d := newDriver(t)
		serve(t, d.addr(), &cardtest.Func{T: cardtest.T0, Answer: []byte{0x3B, 0x00}, OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
			return append(append(dst, cmd[:4]...), 0x90, 0x00), nil
		}}, opts...)
		d.accept()
		if got := fmt.Sprintf("%X", d.call(0, 0xB0, 0, 0)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
