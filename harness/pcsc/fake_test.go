package pcsc

import (
	"errors"
	"sync"

	"github.com/cpslab/cps/harness/card"
)

// fakeDriver is a PC/SC service of scripted answers, for what a private stack
// cannot do at will. All its fields are guarded by mu.
type fakeDriver struct {
	mu        sync.Mutex
	service   error // answer of establish
	readers   []card.Slot
	connected error                        // answer of connect
	answer    func([]byte) ([]byte, error) // the card
	begun     error
	hold      chan struct{} // keeps begin until closed; nil: not at all
	holdOpen  chan struct{} // the same for connect
	log       []string

	attributes map[uint32][]byte // what the reader tells of itself; never changed
	controls   map[uint32][]byte

	disconnected chan struct{} // closed by disconnect; nil: not at all
	contexts     int           // open ones
}

func (d *fakeDriver) set(f func(*fakeDriver)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(d)
}

func (d *fakeDriver) note(call string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = append(d.log, call)
}

func (d *fakeDriver) calls() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.log...)
}

func (d *fakeDriver) establish() (session, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.service != nil {
		return nil, d.service
	}
	d.contexts++
	return fakeSession{d}, nil
}

type fakeSession struct{ d *fakeDriver }

func (s fakeSession) release() error {
	s.d.set(func(d *fakeDriver) { d.contexts-- })
	return nil
}

func (s fakeSession) readers() ([]string, error) {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	if s.d.service != nil {
		return nil, s.d.service
	}
	if len(s.d.readers) == 0 {
		return nil, codeNoReaders
	}
	var names []string
	for _, r := range s.d.readers {
		names = append(names, r.Name)
	}
	return names, nil
}

func (s fakeSession) states(names []string) ([]card.Slot, error) {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	var infos []card.Slot
	for _, name := range names {
		for _, r := range s.d.readers {
			if r.Name == name {
				infos = append(infos, r)
			}
		}
	}
	if len(infos) != len(names) {
		return nil, codeUnknownReader
	}
	return infos, nil
}

func (s fakeSession) connect(reader string, _ bool) (handle, error) {
	if _, err := s.states([]string{reader}); err != nil {
		return nil, err
	}
	s.d.mu.Lock()
	hold, err := s.d.holdOpen, s.d.connected
	s.d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	if err != nil {
		return nil, err
	}
	return fakeHandle(s), nil
}

func (s fakeSession) direct(reader string) (teller, error) {
	if _, err := s.states([]string{reader}); err != nil {
		return nil, err
	}
	return fakeTeller(s), nil
}

// fakeTeller answers as the driver of a reader with a keypad.
type fakeTeller struct{ d *fakeDriver }

func (t fakeTeller) attribute(id uint32) ([]byte, error) {
	b, ok := t.d.attributes[id]
	if !ok {
		return nil, codeCommError
	}
	return b, nil
}

func (t fakeTeller) control(code uint32, _ []byte) ([]byte, error) {
	b, ok := t.d.controls[code]
	if !ok {
		return nil, codeCommError
	}
	return b, nil
}

func (t fakeTeller) disconnect() error { t.d.note("told"); return nil }

type fakeHandle struct{ d *fakeDriver }

func (h fakeHandle) atr() ([]byte, error) { return []byte{0x3B, 0x00}, nil }
func (h fakeHandle) protocol() int        { return 0 }

func (h fakeHandle) transmit(cmd []byte) ([]byte, error) {
	h.d.mu.Lock()
	answer := h.d.answer
	h.d.mu.Unlock()
	if answer == nil {
		return nil, errors.New("no card scripted")
	}
	return answer(cmd)
}

func (h fakeHandle) begin() error {
	h.d.note("begin")
	h.d.mu.Lock()
	hold, err := h.d.hold, h.d.begun
	h.d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return err
}

func (h fakeHandle) end() error { h.d.note("end"); return nil }

func (h fakeHandle) reconnect(_ bool, d disposition) error {
	h.d.note([]string{"reconnect", "warm", "cold"}[d])
	return nil
}

func (h fakeHandle) disconnect() error {
	h.d.note("disconnect")
	if h.d.disconnected != nil {
		close(h.d.disconnected)
	}
	return nil
}
