package ccid

import "encoding/binary"

// Messages from the host (CCID rev 1.1, 6.1) and to it (6.2), and on the interrupt
// endpoint (6.3).
const (
	msgSetParameters   = 0x61
	msgIccPowerOn      = 0x62
	msgIccPowerOff     = 0x63
	msgGetSlotStatus   = 0x65
	msgSecure          = 0x69
	msgT0APDU          = 0x6A
	msgEscape          = 0x6B
	msgGetParameters   = 0x6C
	msgResetParameters = 0x6D
	msgIccClock        = 0x6E
	msgXfrBlock        = 0x6F
	msgMechanical      = 0x71
	msgAbort           = 0x72
	msgSetDataRate     = 0x73

	msgDataBlock  = 0x80
	msgSlotStatus = 0x81
	msgParameters = 0x82
	msgEscaped    = 0x83
	msgDataRate   = 0x84

	msgNotifySlotChange = 0x50
)

// headerLen is the header of every message on a bulk endpoint (6.1, 6.2).
const headerLen = 10

// Offsets in a message, which are also what bError says of a field that is wrong (6.2.6).
const (
	atLength = 1
	atSlot   = 5
	atSeq    = 6
	atParam  = 7 // three bytes that each message uses in its own way
	atLevel  = 8 // wLevelParameter
	atData   = 10
)

// Code is bError of an answer that failed: one of these, the offset of the field that is
// wrong, or 0 for a message that is not supported (6.2.6, table 6.2-2).
type Code byte

// The codes.
const (
	NotSupported         Code = 0x00
	SlotBusy             Code = 0xE0
	PINCancelled         Code = 0xEF
	PINTimeout           Code = 0xF0
	DeactivatedProtocol  Code = 0xF3
	ProtocolNotSupported Code = 0xF6
	HardwareError        Code = 0xFB
	Overrun              Code = 0xFC
	Mute                 Code = 0xFE // no card, or one that does not answer
	Aborted              Code = 0xFF
)

// bmICCStatus of an answer (6.2.6).
const (
	iccActive   = 0
	iccInactive = 1
	iccAbsent   = 2
)

// bmCommandStatus, in its place in bStatus (6.2.6).
const (
	commandFailed = 0x40
	timeExtension = 0x80
)

// message is one message of the host; data aliases what was read.
type message struct {
	kind      byte
	slot, seq byte
	param     [3]byte
	data      []byte
}

// level is wLevelParameter.
func (m *message) level() uint16 { return binary.LittleEndian.Uint16(m.param[1:]) }

// announced returns how long a message is that begins with b, header included; ok is false
// when less than its length was read.
func announced(b []byte) (n uint64, ok bool) {
	if len(b) < atSlot {
		return 0, false
	}
	return headerLen + uint64(binary.LittleEndian.Uint32(b[atLength:])), true
}

// parse reads a message that is there in full.
func parse(b []byte) message {
	return message{kind: b[0], slot: b[atSlot], seq: b[atSeq], param: [3]byte(b[atParam:]), data: b[atData:]}
}

// answersWith is the message that answers one of the host; any that is not known is
// answered with the status of the slot.
func answersWith(kind byte) byte {
	switch kind {
	case msgIccPowerOn, msgXfrBlock, msgSecure:
		return msgDataBlock
	case msgGetParameters, msgResetParameters, msgSetParameters:
		return msgParameters
	case msgEscape:
		return msgEscaped
	case msgSetDataRate:
		return msgDataRate
	}
	return msgSlotStatus
}

// answer is what goes back.
type answer struct {
	kind   byte
	failed bool
	wait   bool // no answer yet: more time is asked for
	code   Code // of one that failed, or how much more time, in units of the usual one
	icc    byte
	param  byte // bChainParameter, bClockStatus or bProtocolNum
	data   []byte
}

// append writes the answer to a message of that slot and number behind dst.
func (a *answer) append(dst []byte, slot, seq byte) []byte {
	status := a.icc
	if a.failed {
		status |= commandFailed
	}
	if a.wait {
		status |= timeExtension
	}
	dst = append(dst, a.kind)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(a.data)))
	dst = append(dst, slot, seq, status, byte(a.code), a.param)
	return append(dst, a.data...)
}
