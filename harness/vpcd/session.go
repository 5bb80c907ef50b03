package vpcd

import (
	"context"
	"encoding/binary"
	"errors"
	"io"

	"github.com/cpslab/cps/harness/slot"
)

// Sizes of the buffers at the start of a connection: a short C-APDU and a
// short R-APDU (ISO/IEC 7816-4, 5.1), with room.
const (
	firstIn  = 512
	firstOut = 512
)

// maxATR is the longest answer to reset (ISO/IEC 7816-3, 8.2: TS and at most
// 32 characters).
const maxATR = 33

// enoughPolls is how many ATRs pcscd reads before it tells its clients of a
// card that it does not power up: two at a poll, and the poll after. One that
// it powers up, the usual case, it has noted once it asks for anything behind
// the ATR of that power-up: it polls and notes from one thread.
const enoughPolls = 4

// session answers one connection of the driver.
type session struct {
	server  *Server
	seat    int // which insertion of the card this connection is
	in      *frameReader
	w       io.Writer
	out     []byte     // frame being written: header, then payload
	powered bool       // the card was reset and not powered off since it was inserted
	mute    bool       // the last reset failed: no ATR until the next one
	polls   int        // ATRs sent, counted up to enoughPolls
	reached slot.State // slot.Connected, then slot.Presented once pcscd has taken note of the card
}

func newSession(s *Server, seat int, r io.Reader, w io.Writer) *session {
	return &session{server: s, seat: seat, in: newFrameReader(r, firstIn), w: w, out: make([]byte, headerLen, firstOut), reached: slot.Connected}
}

// run answers frames until the connection ends; the error is an *Error.
func (s *session) run(ctx context.Context) error {
	for {
		p, err := s.in.next()
		if errors.Is(err, io.EOF) {
			err = errEnded
		}
		if err != nil {
			return s.fail("read", err)
		}
		if s.polls == enoughPolls && s.reached != slot.Presented {
			s.reached = slot.Presented
			s.server.publish(s.seat, slot.Presented, nil)
		}
		if len(p) != 1 {
			err = s.exchange(ctx, p)
		} else {
			err = s.control(ctx, p)
		}
		if err != nil {
			return err
		}
	}
}

func (s *session) fail(op string, err error) error {
	return &Error{Op: op, Addr: s.server.addr, Err: err}
}

// control obeys a one-byte payload. One that is no control can only be what a
// client sent as a C-APDU: the card is to refuse it.
func (s *session) control(ctx context.Context, p []byte) error {
	switch p[0] {
	case ctrlOff:
		s.powered = false
		return nil
	case ctrlOn:
		s.reset(ctx, true)
		return nil
	case ctrlReset:
		s.reset(ctx, !s.powered)
		return nil
	case ctrlATR:
		return s.answerATR()
	}
	return s.exchange(ctx, p)
}

// reset resets the card. A failed reset leaves a mute card in the reader.
func (s *session) reset(ctx context.Context, cold bool) {
	s.powered = true
	err := s.server.bay.Reset(ctx, cold)
	if s.mute = err != nil; s.mute {
		s.server.publish(s.seat, s.reached, s.fail("reset", err))
	}
}

// answerATR sends the ATR; for a mute card, one the driver has no room for.
func (s *session) answerATR() error {
	atr := s.server.bay.ATR()
	if n := len(atr); s.mute || n == 0 || n > maxATR {
		s.out = append(s.out[:headerLen], mutedATR[:]...)
	} else {
		s.out = append(s.out[:headerLen], atr...)
	}
	if err := s.send(); err != nil {
		return err
	}
	s.polls = min(s.polls+1, enoughPolls)
	if s.powered {
		s.polls = enoughPolls
	}
	return nil
}

// mutedATR is one byte longer than the driver's buffer: present, power-up
// refused (vpcd sources, ifd-vpcd.c, IFDHGetCapabilities).
var mutedATR [maxATR + 1]byte

// exchange passes a C-APDU to the card and its R-APDU back, in one write.
func (s *session) exchange(ctx context.Context, cmd []byte) error {
	if !s.powered {
		s.reset(ctx, true)
	}
	out, err := s.server.bay.Transmit(ctx, s.out[:headerLen], cmd)
	if err != nil {
		return s.fail("transmit", err)
	}
	if len(out) <= headerLen {
		return s.fail("transmit", ErrNoAnswer)
	}
	s.out = out
	if len(s.out) > headerLen+maxPayload {
		s.server.publish(s.seat, s.reached, s.fail("transmit", ErrAnswerTooLong))
		s.out = append(s.out[:headerLen], 0x6F, 0x00) // ISO/IEC 7816-4, 5.6: no precise diagnosis
	}
	s.server.exchanges.Add(1) // before the answer goes: who has it may look at the count
	return s.send()
}

// send writes the frame in out.
func (s *session) send() error {
	binary.BigEndian.PutUint16(s.out, uint16(len(s.out)-headerLen))
	if _, err := s.w.Write(s.out); err != nil {
		return s.fail("write", err)
	}
	return nil
}
