package pcsc

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

const reader = "Fake 00 00"

// one gives a service with one reader and an open channel to its card.
func one(t *testing.T, opts Options) (*Service, *fakeDriver, *Channel) {
	t.Helper()
	d := &fakeDriver{readers: []card.Slot{{Name: reader, State: card.SlotCard}}}
	d.answer = func(cmd []byte) ([]byte, error) { return append(bytes.Clone(cmd), 0x90, 0x00), nil }
	s := newService(d)
	c, err := s.Open(t.Context(), reader, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, d, c
}

func failing(err error) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return nil, err }
}

func TestChannel(t *testing.T) {
	t.Parallel()
	_, d, c := one(t, Options{})
	ctx := t.Context()
	if !bytes.Equal(c.ATR(), []byte{0x3B, 0x00}) || c.Protocol() != 0 || c.Reader() != reader {
		t.Errorf("ATR % X, protocol %d, reader %q", c.ATR(), c.Protocol(), c.Reader())
	}
	got, err := c.Transmit(ctx, []byte{0xEE}, []byte{1, 2, 3, 4})
	if want := []byte{0xEE, 1, 2, 3, 4, 0x90, 0x00}; err != nil || !bytes.Equal(got, want) {
		t.Errorf("got % X, %v; want % X", got, err, want)
	}
	steps := []struct {
		name string
		do   func() error
		kind Kind
	}{
		{"end without begin", func() error { return c.End(ctx) }, Misuse},
		{"begin", func() error { return c.Begin(ctx) }, 0},
		{"nested begin", func() error { return c.Begin(ctx) }, Misuse},
		{"end", func() error { return c.End(ctx) }, 0},
		{"begin again", func() error { return c.Begin(ctx) }, 0},
		{"cold reset ends the transaction", func() error { return c.Reset(ctx, true) }, 0},
		{"end after reset", func() error { return c.End(ctx) }, Misuse},
		{"warm reset", func() error { return c.Reset(ctx, false) }, 0},
		{"empty command", func() error { _, err := c.Transmit(ctx, nil, nil); return err }, Misuse},
		{"a command of one byte", func() error { _, err := c.Transmit(ctx, nil, []byte{0}); return err }, Misuse},
		{"a command of three bytes", func() error { _, err := c.Transmit(ctx, nil, []byte{0, 0xA4, 0}); return err }, Misuse},
		{"begin before close", func() error { return c.Begin(ctx) }, 0},
		{"close", c.Close, 0},
		{"close twice", c.Close, 0},
		{"use after close", func() error { _, err := c.Transmit(ctx, nil, []byte{0, 0, 0, 0}); return err }, Misuse},
		{"reset after close", func() error { return c.Reset(ctx, true) }, Misuse},
	}
	for _, st := range steps {
		checkKind(t, st.name, st.do(), st.kind)
	}
	want := []string{"begin", "end", "begin", "end", "cold", "warm", "begin", "end", "disconnect"}
	if diff := cmp.Diff(want, d.calls()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if d.contexts != 0 {
		t.Errorf("%d contexts left open", d.contexts)
	}
}

// dyingDriver is a service that hangs up on its first client, and then is as the next one says.
type dyingDriver struct {
	*fakeDriver

	looks int
	next  error
}

func (d *dyingDriver) establish() (session, error) {
	d.looks++
	if d.looks == 1 {
		return nil, codeSecurity
	}
	if d.next != nil {
		return nil, d.next
	}
	return d.fakeDriver.establish()
}

// TestServiceThatEnds: a service that hangs up because it is about to end refuses nobody.
func TestServiceThatEnds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		next error
		kind Kind
	}{
		"gone": {codeNoService, NoService}, "back": {nil, 0}, "refuses all the same": {codeSecurity, Denied},
	} {
		d := &dyingDriver{fakeDriver: &fakeDriver{readers: []card.Slot{{Name: reader, State: card.SlotCard}}}, next: tt.next}
		_, err := newService(d).List(t.Context())
		checkKind(t, name, err, tt.kind)
		if d.looks != 2 {
			t.Errorf("%s: %d looks", name, d.looks)
		}
	}
}

func checkKind(t *testing.T, name string, err error, want Kind) {
	t.Helper()
	var e *Error
	switch {
	case want == 0 && err != nil:
		t.Errorf("%s: %v", name, err)
	case want != 0 && (!errors.As(err, &e) || e.Kind != want):
		t.Errorf("%s: got %v, want kind %q", name, err, want)
	}
}

func TestOpenFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		reader string
		set    func(*fakeDriver)
		kind   Kind
		text   string
	}{
		{"no service", reader, func(d *fakeDriver) { d.service = codeNoService }, NoService, "no service (0x8010001D)"},
		{"denied", reader, func(d *fakeDriver) { d.service = codeSecurity }, Denied, "security violation"},
		{"no reader", reader, func(d *fakeDriver) { d.readers = nil }, NoReaders, "no reader"},
		{"other reader", "Real 00 00", func(*fakeDriver) {}, ReaderNotFound, `no reader matches "Real 00 00"; there are: "Fake 00 00" (card present)`},
		{"no card", reader, func(d *fakeDriver) { d.connected = codeNoSmartcard }, NoCard, "no smart card"},
		{"mute", reader, func(d *fakeDriver) { d.connected = codeUnresponsive }, Mute, "unresponsive card"},
		{"held", reader, func(d *fakeDriver) { d.connected = codeSharing }, Sharing, "sharing violation"},
		{"protocol", reader, func(d *fakeDriver) { d.connected = codeProtoMismatch }, Protocol, "protocol mismatch"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := &fakeDriver{readers: []card.Slot{{Name: reader, State: card.SlotCard}}}
			tt.set(d)
			_, err := newService(d).Open(t.Context(), tt.reader, Options{})
			checkKind(t, "open", err, tt.kind)
			if err == nil || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, want it to say %q", err, tt.text)
			}
			if d.contexts != 0 {
				t.Errorf("%d contexts left open", d.contexts)
			}
		})
	}
}

func TestTransmitFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		set  func(*fakeDriver)
		kind Kind
		log  []string
	}{
		{"removed", func(d *fakeDriver) { d.answer = failing(codeRemovedCard) }, Removed, nil},
		{"reset elsewhere", func(d *fakeDriver) { d.answer = failing(codeResetCard) }, Reset, []string{"reconnect"}},
		{"powered off elsewhere", func(d *fakeDriver) { d.answer = failing(codeProtoMismatch) }, Reset, []string{"reconnect"}},
		{"service stopped", func(d *fakeDriver) { d.answer = failing(codeServiceStopped) }, NoService, nil},
		{"general fault", func(d *fakeDriver) { d.answer = failing(codeCommError) }, Failed, nil},
		{"general fault of an empty reader", func(d *fakeDriver) {
			d.answer, d.readers[0].State = failing(codeNotTransacted), card.SlotEmpty
		}, Removed, nil},
		{"general fault of a reader unplugged", func(d *fakeDriver) {
			d.answer, d.readers = failing(codeNotTransacted), nil
		}, Removed, nil},
		{"panic", func(d *fakeDriver) { d.answer = func([]byte) ([]byte, error) { panic("1234") } }, Failed, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, d, c := one(t, Options{})
			d.set(tt.set)
			out, err := c.Transmit(t.Context(), []byte{7}, []byte{0, 0x20, 0, 1, 4, '1', '2', '3', '4'})
			checkKind(t, "transmit", err, tt.kind)
			if !bytes.Equal(out, []byte{7}) || strings.Contains(err.Error(), "1234") {
				t.Errorf("got % X, %v", out, err)
			}
			if diff := cmp.Diff(tt.log, d.calls()); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResetElsewhereEndsTransaction(t *testing.T) {
	t.Parallel()
	_, d, c := one(t, Options{})
	d.set(func(d *fakeDriver) { d.begun = codeResetCard })
	checkKind(t, "begin", c.Begin(t.Context()), Reset)
	d.set(func(d *fakeDriver) { d.begun = nil })
	checkKind(t, "begin again", c.Begin(t.Context()), 0)
}

// TestWedged: the call is left at its deadline, the context is not touched
// again, the reader is put aside, and the command is wiped when it is over.
func TestWedged(t *testing.T) {
	t.Parallel()
	s, d, c := one(t, Options{Deadline: time.Millisecond})
	hold, over := make(chan struct{}), make(chan []byte, 1)
	d.set(func(d *fakeDriver) {
		d.answer = func(cmd []byte) ([]byte, error) {
			<-hold
			over <- cmd
			return nil, codeResetCard // would be followed by a reconnection
		}
	})
	_, err := c.Transmit(t.Context(), nil, []byte{0, 0x20, 0, 1, 4, '1', '2', '3', '4'})
	checkKind(t, "transmit", err, Wedged)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v does not match context.DeadlineExceeded", err)
	}
	_, err = c.Transmit(t.Context(), nil, []byte{0, 0, 0, 0})
	checkKind(t, "transmit again", err, Wedged)
	checkKind(t, "reset", c.Reset(t.Context(), true), Wedged)
	checkKind(t, "close", c.Close(), 0)
	_, err = s.Open(t.Context(), reader, Options{})
	checkKind(t, "open again", err, Wedged)
	if _, err := s.List(t.Context()); err != nil {
		t.Errorf("list: %v", err)
	}
	close(hold)
	sent := <-over
	<-c.worker.ended
	if !bytes.Equal(sent, make([]byte, len(sent))) {
		t.Error("the command was not wiped")
	}
	if calls := d.calls(); len(calls) != 0 {
		t.Errorf("the abandoned context was touched: %q", calls)
	}
}

// TestLateBegin: a transaction that begins after its caller has left is ended.
func TestLateBegin(t *testing.T) {
	t.Parallel()
	_, d, c := one(t, Options{Deadline: time.Millisecond})
	hold := make(chan struct{})
	d.set(func(d *fakeDriver) { d.hold = hold })
	checkKind(t, "begin", c.Begin(t.Context()), Wedged)
	close(hold)
	<-c.worker.ended
	if diff := cmp.Diff([]string{"begin", "end"}, d.calls()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestWedgedOpen(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	defer close(hold)
	s := newService(blocked(hold))
	_, err := s.Open(t.Context(), reader, Options{ConnectDeadline: time.Millisecond})
	checkKind(t, "open", err, Wedged)
	_, err = s.Open(t.Context(), reader, Options{})
	checkKind(t, "open again", err, Wedged)
}

// TestLateOpen: a connection that comes about too late is given back.
func TestLateOpen(t *testing.T) {
	t.Parallel()
	d := &fakeDriver{readers: []card.Slot{{Name: reader}}, holdOpen: make(chan struct{}), disconnected: make(chan struct{})}
	_, err := newService(d).Open(t.Context(), reader, Options{ConnectDeadline: time.Millisecond, Exclusive: true})
	checkKind(t, "open", err, Wedged)
	close(d.holdOpen)
	<-d.disconnected
	if diff := cmp.Diff([]string{"disconnect"}, d.calls()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// blocked is a service that does not answer until it is closed.
type blocked chan struct{}

func (b blocked) establish() (session, error) {
	<-b
	return nil, codeNoService
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	_, d, c := one(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Transmit(ctx, nil, []byte{0, 0, 0, 0})
	checkKind(t, "not started", err, Canceled)
	var e *Error
	if errors.As(err, &e) && !e.Usable() {
		t.Error("a call not started left the channel unusable")
	}
	_, err = c.Transmit(t.Context(), nil, []byte{0, 0, 0, 0})
	checkKind(t, "the next one", err, 0)

	ctx, cancel = context.WithCancel(t.Context())
	hold := make(chan struct{})
	defer close(hold)
	d.set(func(d *fakeDriver) {
		d.answer = func([]byte) ([]byte, error) { cancel(); <-hold; return nil, nil }
	})
	_, err = c.Transmit(ctx, nil, []byte{0, 0, 0, 0})
	checkKind(t, "canceled during the call", err, Canceled)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not match context.Canceled", err)
	}
	_, err = c.Transmit(t.Context(), nil, []byte{0, 0, 0, 0})
	checkKind(t, "afterwards", err, Canceled)
}

// A code that is typed at a keypad of the bench never goes to a card in a reader: such a
// channel is not a simulated card, nor is it one behind what shows it.
func TestAReadersCardIsNotSimulated(t *testing.T) {
	t.Parallel()
	if _, simulated := card.As[card.Simulated](&Channel{}); simulated {
		t.Error("it says that it is simulated")
	}
}
