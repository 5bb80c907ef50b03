package ccid

import (
	"encoding/binary"

	"github.com/cpslab/cps/harness/slot"
)

// configure sets the parameters that an answer to reset asks for; it is called under mu.
func (s *Slot) configure(atr []byte) {
	s.offers = read(atr)
	s.protocol = s.offers.first
	if s.protocol > 1 {
		s.protocol = 0
	}
	s.params = s.offers.structure(s.protocol)
}

// present publishes that the host has powered the card; it is called under mu.
func (s *Slot) present() {
	if s.serving && s.host && s.board.State() != slot.Presented {
		s.board.Set(slot.Presented)
		s.note(slot.Presented, nil)
	}
}

// parameters answers the messages about the protocol and its parameters (6.1.5 to 6.1.7).
// A host that sets them has the reader negotiate with the card.
func (s *Slot) parameters(m message) *answer {
	const atProtocol = 7
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.in {
		return &answer{failed: true, code: Mute, icc: iccAbsent}
	}
	switch m.kind {
	case msgResetParameters:
		s.protocol = s.offers.first & 1
		s.params = s.offers.structure(s.protocol)
	case msgSetParameters:
		wanted := m.param[0]
		refused := func(code Code) *answer {
			return &answer{failed: true, code: code, icc: s.icc(), param: s.protocol, data: clone(s.params)}
		}
		if wanted > 1 {
			return refused(atProtocol)
		}
		own := s.offers.structure(wanted)
		if len(m.data) != len(own) {
			return refused(atLength)
		}
		switch wrong := wrongIn(wanted, m.data, own, s.dev.model.Features); {
		case wrong != 0:
			return refused(wrong)
		case !s.powered:
			return refused(Mute)
		case s.offers.protocols&(1<<wanted) == 0, s.lasting[PTSRefused]:
			return refused(ProtocolNotSupported)
		}
		s.protocol, s.params = wanted, clone(m.data)
	}
	return &answer{param: s.protocol, data: clone(s.params)}
}

// wrongIn is the offset of the first parameter that no card can have, 0 for none: what is
// reserved in ISO/IEC 7816-3 (2006; tables 7 and 8, 10.2, 11.4) or in the structures themselves
// (6.1.7). The data is as long as own, which holds what the card asks for: that it may have.
func wrongIn(protocol byte, data, own []byte, features uint32) Code {
	const (
		reservedF = 1<<7 | 1<<8 | 1<<0xE | 1<<0xF
		reservedD = 1<<0 | 0xFC00
		inverse   = 0x02  // convention
		otherNAD  = 0x200 // of dwFeatures: NAD other than 00 accepted (5.1)
	)
	wrong := []bool{reservedF>>(data[0]>>4)&1 != 0 || reservedD>>(data[0]&0x0F)&1 != 0}
	if protocol == 0 {
		wrong = append(wrong, data[1]&^inverse != 0, false, data[3] == 0, data[4] > 3)
	} else {
		wrong = append(wrong, data[1]&^(inverse|1) != 0x10, false, data[3]>>4 > 9, data[4] > 3, data[5] == 0 || data[5] == 0xFF, data[6] != 0 && features&otherNAD == 0)
	}
	for i, is := range wrong {
		if is && data[i] != own[i] {
			return Code(atData + i)
		}
	}
	return 0
}

func clone(b []byte) []byte { return append([]byte(nil), b...) }

// clock stops or starts the clock of the card (6.1.9), which answers all the same.
func (s *Slot) clock(m message) *answer {
	const atCommand = 7
	if m.param[0] > 1 {
		return &answer{failed: true, code: atCommand}
	}
	const running, stoppedLow = 0, 1
	if m.param[0] == 1 {
		return &answer{param: stoppedLow}
	}
	return &answer{param: running}
}

// setRate answers PC_to_RDR_SetDataRateAndClockFrequency (6.1.14) with what is in use: a
// reader without a line has what its host asks for, within what it says of itself.
func (s *Slot) setRate(m message) *answer {
	if len(m.data) != 8 {
		return &answer{failed: true, code: atLength}
	}
	model := &s.dev.model
	clock := min(max(binary.LittleEndian.Uint32(m.data), model.Clock), model.MaxClock)
	rate := min(max(binary.LittleEndian.Uint32(m.data[4:]), model.Rate), model.MaxRate)
	if s.dev.broken(WrongClock) {
		clock = wrongClock(clock)
	}
	b := binary.LittleEndian.AppendUint32(nil, clock)
	return &answer{data: binary.LittleEndian.AppendUint32(b, rate)}
}

// t0 answers PC_to_RDR_T0APDU (6.1.10): the classes of GET RESPONSE and ENVELOPE. This
// reader takes that of the command, whatever it is told.
func (s *Slot) t0(m message) *answer {
	const atChanges = 7
	switch {
	case m.param[0]&^3 != 0:
		return &answer{failed: true, code: atChanges}
	case len(m.data) != 0:
		return &answer{failed: true, code: atLength}
	}
	return &answer{}
}
