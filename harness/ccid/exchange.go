package ccid

import (
	"context"
	"time"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// wLevelParameter and bChainParameter at the level of extended APDUs (6.1.4, 6.2.1).
const (
	chainWhole    = 0x00
	chainBegins   = 0x01
	chainEnds     = 0x02
	chainMiddle   = 0x03
	chainContinue = 0x10 // nothing but “go on”
)

// maxCommand is the longest C-APDU: header, Lc of three bytes, 65,535 bytes, Le of two
// (ISO/IEC 7816-4, 5.1), and one for a host that gives Le three.
const maxCommand = 4 + 3 + 65535 + 3

// transfer passes a command to the card and its answer back, either in parts where it is
// longer than a message.
func (s *Slot) transfer(ctx context.Context, h *host, m message, seat int) *answer {
	s.mu.Lock()
	icc := s.icc()
	if icc != iccActive {
		s.mu.Unlock()
		return &answer{failed: true, code: Mute, icc: icc}
	}
	begun := len(s.command) > 0
	level := m.level()
	if level == chainContinue {
		defer s.mu.Unlock()
		if begun || len(m.data) > 0 || len(s.rest) == 0 {
			return &answer{failed: true, code: atLevel, icc: icc}
		}
		return s.part(s.rest, false)
	}
	s.rest = nil
	if level > chainMiddle || begun != (level == chainEnds || level == chainMiddle) || len(m.data) == 0 {
		s.chain()
		s.mu.Unlock()
		if level <= chainMiddle && len(m.data) == 0 {
			return &answer{failed: true, code: atLength, icc: icc}
		}
		return &answer{failed: true, code: atLevel, icc: icc}
	}
	if len(s.command)+len(m.data) > maxCommand {
		s.chain()
		s.mu.Unlock()
		return &answer{failed: true, code: Overrun, icc: icc}
	}
	command := m.data
	if level != chainWhole {
		s.command = append(s.command, m.data...)
		if level != chainEnds {
			s.mu.Unlock()
			return &answer{param: chainContinue}
		}
		command = s.command
		s.command = nil
	}
	s.mu.Unlock()
	a := s.exchange(ctx, h, m, command, seat)
	clear(command)
	return a
}

// part is the next part of an answer, which is kept as far as it does not fit; it is called
// under mu.
func (s *Slot) part(response []byte, first bool) *answer {
	room := int(s.dev.model.Longest) - headerLen
	a := &answer{data: response}
	switch {
	case len(response) > room && first:
		a.param = chainBegins
	case len(response) > room:
		a.param = chainMiddle
	case !first:
		a.param = chainEnds
	}
	if len(response) > room {
		a.data, s.rest = response[:room:room], response[room:]
	} else {
		s.rest = nil
	}
	return a
}

// exchange has the card answer a whole command.
func (s *Slot) exchange(ctx context.Context, h *host, m message, command []byte, seat int) *answer {
	var response []byte
	err := s.during(ctx, h, m, func() (err error) {
		response, err = s.ask(ctx, command)
		return err
	})
	if err == nil && len(response) == 0 {
		err = ErrNoAnswer
	}
	if s.unanswered() {
		return nil
	}
	if err == nil {
		s.exchanges.Add(1) // before the answer goes: who has it may look at the count
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.seat != seat {
			return &answer{failed: true, code: Mute, icc: iccAbsent}
		}
		return s.part(response, true)
	}
	if ctx.Err() != nil {
		return s.ended()
	}
	// What the card did is not known: it has to be powered again.
	s.fail("exchange", err)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seat == seat {
		s.unpower()
	}
	return &answer{failed: true, code: Mute, icc: s.icc()}
}

// Offsets in a command.
const (
	sizeHeader = 4
	offsetData = 5
)

// ask sends a command as a reader at the level of APDUs does (3.2.2): on a T=0 line it
// fetches an answer that waits where the host gave Le behind data, and repeats a command
// without data with the length that the card names.
func (s *Slot) ask(ctx context.Context, command []byte) ([]byte, error) {
	response, err := s.bay.Transmit(ctx, make([]byte, 0, 258), command)
	if err != nil || s.bay.Protocol() != 0 || len(response) < 2 {
		return response, err
	}
	withLe := len(command) > offsetData && len(command) == offsetData+int(command[sizeHeader])+1
	sw1, sw2 := response[len(response)-2], response[len(response)-1]
	switch {
	case sw1 == 0x6C && len(response) == 2 && len(command) == offsetData && reads(command):
		again := append(append(make([]byte, 0, offsetData), command[:sizeHeader]...), sw2)
		return s.bay.Transmit(ctx, response[:0], again)
	case sw1 == 0x61 && withLe:
		ne := int(command[len(command)-1])
		if ne == 0 {
			ne = apdu.MaxShortNe
		}
		return s.fetch(ctx, response[:len(response)-2], command[0]&^apdu.CLAChaining, sw2, ne)
	}
	return response, nil
}

// reads tells whether a command may be sent twice: it changes nothing.
func reads(command []byte) bool {
	e, doubt := effect.Decode(command)
	return doubt == nil && e.Kind == effect.Reads && !e.Counter
}

// fetch appends what waits for GET RESPONSE, as long as the host asked for it.
func (s *Slot) fetch(ctx context.Context, response []byte, cla, waits byte, ne int) ([]byte, error) {
	for {
		n := int(waits)
		if n == 0 {
			n = apdu.MaxShortNe
		}
		n = min(n, ne-len(response))
		before := len(response)
		var err error
		if response, err = s.bay.Transmit(ctx, response, []byte{cla, apdu.INSGetResponse, 0, 0, byte(n)}); err != nil {
			return response, err
		}
		if len(response) < before+2 {
			return response, ErrNoAnswer
		}
		end := len(response) - 2
		if response[end] != 0x61 || end == before || end >= ne {
			return response, nil
		}
		waits = response[end+1]
		response = response[:end]
	}
}

// during does something with the card, and asks the host for more time while it lasts.
func (s *Slot) during(ctx context.Context, h *host, m message, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	timer := time.NewTicker(s.dev.extension)
	defer timer.Stop()
	for {
		select {
		case err := <-done:
			return s.linger(ctx, h, m, err)
		case <-timer.C:
			s.extend(h, m, 1)
		}
	}
}

// extend asks for more time, in units of the usual one.
func (s *Slot) extend(h *host, m message, times byte) {
	h.push(&answer{kind: answersWith(m.kind), wait: true, code: Code(times), icc: s.status()}, m.slot, m.seq)
}
