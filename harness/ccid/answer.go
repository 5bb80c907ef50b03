package ccid

import (
	"context"
)

// take answers a message of the host, or begins to.
func (s *Slot) take(h *host, m message) {
	s.mu.Lock()
	switch {
	case m.kind == msgAbort:
		a := s.aborted(m)
		s.mu.Unlock()
		h.push(a, m.slot, m.seq)
		return
	case s.aborting >= 0:
		s.mu.Unlock()
		s.reply(h, m, &answer{failed: true, code: Aborted})
		return
	case s.busy:
		s.mu.Unlock()
		s.reply(h, m, &answer{failed: true, code: SlotBusy})
		return
	}
	ctx, cancel := context.WithCancel(h.ctx)
	s.busy, s.cancel, s.abortSeen = true, cancel, -1
	seat := s.seat
	s.mu.Unlock()
	finish := func() {
		a := s.perform(ctx, h, m, seat)
		clear(m.data) // it may hold a code
		cancel()
		s.mu.Lock()
		s.busy, s.cancel = false, nil
		s.mu.Unlock()
		if a != nil {
			s.reply(h, m, a)
		}
	}
	switch m.kind {
	case msgIccPowerOn, msgXfrBlock, msgSecure:
		h.commands.Go(finish)
	default:
		finish()
	}
}

// reply completes an answer and pushes it.
func (s *Slot) reply(h *host, m message, a *answer) {
	if a.kind == 0 {
		a.kind = answersWith(m.kind)
	}
	if !a.failed || a.icc == 0 {
		a.icc = s.status()
	}
	seq := m.seq
	if s.does(WrongSequence) {
		seq++
	}
	if a.icc == iccAbsent {
		s.mu.Lock()
		s.sawGone()
		s.mu.Unlock()
	}
	h.push(a, m.slot, seq)
	clear(a.data)
	if a.icc == iccAbsent {
		s.settle()
	}
}

// abort is the request on the control endpoint; everything fails until the message to abort
// with the same number comes (5.3.1).
func (s *Slot) abort(seq byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		s.cancel()
	}
	s.chain()
	if s.abortSeen == int(seq) {
		s.abortSeen = -1 // the message came first
		return
	}
	s.aborting = int(seq)
}

// aborted answers the message to abort (6.1.13); it is called under mu.
func (s *Slot) aborted(m message) *answer {
	a := &answer{kind: msgSlotStatus, icc: s.icc()}
	switch {
	case s.aborting == int(m.seq):
		s.aborting = -1
	case s.aborting >= 0:
		a.failed, a.code = true, Aborted
	default:
		s.abortSeen = int(m.seq)
	}
	return a
}

// perform does what a message says. A nil answer means that there is none.
func (s *Slot) perform(ctx context.Context, h *host, m message, seat int) *answer {
	if len(m.data) > 0 && !carries(m.kind) {
		return &answer{failed: true, code: atLength}
	}
	switch m.kind {
	case msgGetSlotStatus:
		return &answer{}
	case msgIccPowerOn:
		return s.powerOn(ctx, h, m, seat)
	case msgIccPowerOff:
		s.mu.Lock()
		s.unpower()
		s.mu.Unlock()
		return &answer{}
	case msgXfrBlock:
		return s.transfer(ctx, h, m, seat)
	case msgSecure:
		return s.secure(ctx, h, m, seat)
	case msgGetParameters, msgResetParameters, msgSetParameters:
		return s.parameters(m)
	case msgIccClock:
		return s.clock(m)
	case msgSetDataRate:
		return s.setRate(m)
	case msgT0APDU:
		return s.t0(m)
	}
	// Escape has nothing behind it here, Mechanical nothing that moves, and anything else
	// is not of this specification.
	return &answer{failed: true, code: NotSupported}
}

// carries tells which messages have data.
func carries(kind byte) bool {
	switch kind {
	case msgGetSlotStatus, msgIccPowerOn, msgIccPowerOff, msgGetParameters, msgResetParameters, msgIccClock, msgMechanical:
		return false
	}
	return true
}

// powerOn powers the card, or resets one that is powered (6.1.1).
func (s *Slot) powerOn(ctx context.Context, h *host, m message, seat int) *answer {
	const atPowerSelect, automatic = 7, 0
	if v := m.param[0]; v > 3 || v != automatic && s.dev.model.Voltages&(1<<(v-1)) == 0 {
		return &answer{failed: true, code: atPowerSelect}
	}
	s.mu.Lock()
	in, cold := s.in, !s.powered
	s.unpower()
	s.mu.Unlock()
	if !in {
		return &answer{failed: true, code: Mute, icc: iccAbsent}
	}
	err := s.during(ctx, h, m, func() error { return s.bay.Reset(ctx, cold) })
	atr := s.bay.ATR()
	const longest = 33 // ISO/IEC 7816-3, 8.2
	mute := err != nil || len(atr) == 0 || len(atr) > longest
	s.mu.Lock()
	if s.seat == seat && ctx.Err() == nil {
		s.powered = !mute
		s.configure(atr)
		s.present()
	}
	s.mu.Unlock()
	if err != nil && ctx.Err() == nil {
		s.fail("power", err)
	}
	switch {
	case ctx.Err() != nil:
		return s.ended()
	case mute:
		return &answer{failed: true, code: Mute, icc: s.status()}
	}
	return &answer{data: append([]byte(nil), atr...)}
}

// ended is the answer to what was broken off: by the host, or by the card that went.
func (s *Slot) ended() *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.in {
		return &answer{failed: true, code: Mute, icc: iccAbsent}
	}
	return &answer{failed: true, code: Aborted, icc: s.icc()}
}
