//go:build windows || (darwin && cgo) || (linux && cgo && pcsc)

package pcsc

import (
	"errors"

	"github.com/ebfe/scard"

	"github.com/cpslab/cps/harness/card"
)

// Available reports whether this program was built with PC/SC.
const Available = true

func systemDriver() driver { return scardDriver{} }

// statusGate is held during SCardGetStatusChange. The scard binding keeps the
// reader names it hands to C alive in one map for the whole process, keyed by
// name: two calls at once on the same reader free each other's memory.
var statusGate = make(chan struct{}, 1)

type scardDriver struct{}

func (scardDriver) establish() (session, error) {
	ctx, err := scard.EstablishContext()
	if err != nil {
		return nil, code(err)
	}
	return scardSession{ctx}, nil
}

type scardSession struct{ ctx *scard.Context }

func (s scardSession) release() error { return code(s.ctx.Release()) }

func (s scardSession) readers() ([]string, error) {
	names, err := s.ctx.ListReaders()
	if err == nil && len(names) == 0 {
		return nil, codeNoReaders
	}
	return names, code(err)
}

func (s scardSession) states(names []string) ([]card.Slot, error) {
	if len(names) == 0 { // the binding indexes the first element
		return nil, nil
	}
	states := make([]scard.ReaderState, len(names))
	for i, name := range names {
		states[i] = scard.ReaderState{Reader: name, CurrentState: scard.StateUnaware}
	}
	statusGate <- struct{}{}
	err := s.ctx.GetStatusChange(states, 0)
	<-statusGate
	if err != nil && !errors.Is(err, scard.ErrTimeout) {
		return nil, code(err)
	}
	infos := make([]card.Slot, len(states))
	for i, st := range states {
		infos[i] = card.Slot{Name: st.Reader, State: stateOf(st.EventState)}
		if infos[i].State.HasCard() {
			infos[i].ATR = st.Atr
		}
	}
	return infos, nil
}

// stateOf reads the low 16 bits; the high ones are an event counter.
func stateOf(flags scard.StateFlag) card.SlotState {
	flags &= 0xFFFF
	switch {
	case flags&(scard.StateUnknown|scard.StateUnavailable|scard.StateIgnore) != 0:
		return card.SlotUnknown
	case flags&scard.StateMute != 0:
		return card.SlotMute
	case flags&scard.StateExclusive != 0:
		return card.SlotInUse
	case flags&scard.StatePresent != 0:
		return card.SlotCard
	case flags&scard.StateEmpty != 0:
		return card.SlotEmpty
	default:
		return card.SlotUnknown
	}
}

func (s scardSession) connect(reader string, exclusive bool) (handle, error) {
	card, err := s.ctx.Connect(reader, shareMode(exclusive), scard.ProtocolAny)
	if err != nil {
		return nil, code(err)
	}
	return scardHandle{card}, nil
}

func (s scardSession) direct(reader string) (teller, error) {
	// Undefined stands for no protocol: nothing is powered, and nobody kept out.
	card, err := s.ctx.Connect(reader, scard.ShareDirect, scard.ProtocolUndefined)
	if err != nil {
		return nil, code(err)
	}
	return scardHandle{card}, nil
}

func (h scardHandle) attribute(id uint32) ([]byte, error) {
	b, err := h.card.GetAttrib(scard.Attrib(id))
	return b, code(err)
}

func (h scardHandle) control(ioctl uint32, in []byte) ([]byte, error) {
	b, err := h.card.Control(ioctl, in)
	return b, code(err)
}

type scardHandle struct{ card *scard.Card }

func (h scardHandle) protocol() int {
	switch h.card.ActiveProtocol() {
	case scard.ProtocolT0:
		return 0
	case scard.ProtocolT1:
		return 1
	default:
		return -1
	}
}

func (h scardHandle) atr() ([]byte, error) {
	st, err := h.card.Status()
	if err != nil {
		return nil, code(err)
	}
	return st.Atr, nil
}

func (h scardHandle) transmit(cmd []byte) ([]byte, error) {
	// Without a protocol, and with an empty command, the binding panics.
	if h.protocol() < 0 {
		return nil, codeProtoMismatch
	}
	if len(cmd) == 0 {
		return nil, errShortCommand
	}
	rsp, err := h.card.Transmit(cmd)
	return rsp, code(err)
}

func (h scardHandle) begin() error { return code(h.card.BeginTransaction()) }

func (h scardHandle) end() error { return code(h.card.EndTransaction(scard.LeaveCard)) }

func (h scardHandle) reconnect(exclusive bool, d disposition) error {
	disp := scard.LeaveCard
	switch d {
	case leaveCard:
	case resetCard:
		disp = scard.ResetCard
	case unpowerCard:
		disp = scard.UnpowerCard
	}
	return code(h.card.Reconnect(shareMode(exclusive), scard.ProtocolAny, disp))
}

func (h scardHandle) disconnect() error { return code(h.card.Disconnect(scard.LeaveCard)) }

func shareMode(exclusive bool) scard.ShareMode {
	if exclusive {
		return scard.ShareExclusive
	}
	return scard.ShareShared
}

// code turns an error of the binding into a Code; others pass unchanged.
func code(err error) error {
	var e scard.Error
	if errors.As(err, &e) {
		return Code(e)
	}
	return err
}
