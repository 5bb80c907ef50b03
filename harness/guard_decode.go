package harness

import (
	"fmt"

	"github.com/cpslab/cps/harness/card/apdu"
)

// Classes the guard decodes: interindustry on channels 0 and 1 (the CPS4 uses
// 1), each with the chaining bit, and the CPS2ter view of a CPS3.
const (
	claPlain    byte = 0x00
	claChannel1 byte = 0x01
	claChaining byte = 0x10
	claCPS2ter  byte = 0xA0
)

// operation is a decoded command: what it may do to the card.
type operation struct {
	cmd      apdu.Command
	need     Permission // empty: reading, passes
	presents byte       // reference of the code it presents to the card; 0: none
	status   byte       // reference whose counter it reads by VERIFY without data; 0: none
	chained  bool       // further blocks of the same command follow
}

// channel is the class without its chaining bit; A0 stands for itself.
func (o operation) channel() byte {
	if o.cmd.CLA == claCPS2ter {
		return claCPS2ter
	}
	return o.cmd.CLA &^ claChaining
}

// decodeCommand tells what a command may do, or refuses it with the reason. It
// accepts nothing it does not know in full: class, instruction, parameters and
// length form (ISO/IEC 7816-4, 5.1 and 11; the forms a CPS uses are those of
// the CryptolibCPS sources, apdu.c and card-cps3.c).
func decodeCommand(b []byte) (operation, *RefusedError) {
	c, err := apdu.ParseCommand(b)
	if err != nil {
		// Header bytes are not shown: what is no command may be anything.
		return operation{}, &RefusedError{Command: fmt.Sprintf("%d bytes", len(b)), Reason: "not a well-formed command"}
	}
	op := operation{cmd: c}
	switch c.CLA {
	case claPlain, claChannel1, claCPS2ter:
	case claChaining | claPlain, claChaining | claChannel1:
		op.chained = true
	default:
		return op, &RefusedError{Command: fmt.Sprintf("a command of class %02X (%d bytes)", c.CLA, len(b)), Reason: "this class cannot be decoded"}
	}
	refuse := func(reason string) (operation, *RefusedError) {
		return op, &RefusedError{Command: describe(c), Need: op.need, Reason: reason}
	}
	if c.Extended {
		return refuse("extended length is never used with these cards")
	}
	chainable := false
	switch c.INS {
	case apdu.INSSelect, apdu.INSReadBinary, apdu.INSGetData, apdu.INSGetDataExtended, apdu.INSGetResponse, apdu.INSGetChallenge:
	case apdu.INSVerify:
		if reason := op.decodeVerify(len(b)); reason != "" {
			return refuse(reason)
		}
	case apdu.INSChangeReference:
		op.need = AllowUnblock
		if reason := op.decodeChange(); reason != "" {
			return refuse(reason)
		}
	case apdu.INSResetRetry:
		op.need = AllowUnblock
		if reason := op.decodeResetRetry(); reason != "" {
			return refuse(reason)
		}
	case apdu.INSManageSecurity:
		op.need = AllowSign
	case apdu.INSPerformSecurity, apdu.INSInternalAuth:
		op.need, chainable = AllowSign, true
	case insWriteBinary, insWriteRecord, insUpdateBinary, insUpdateBinaryOdd, insUpdateRecord, insUpdateRecordOdd,
		insAppendRecord, insEraseRecord, insEraseBinary, insEraseBinaryOdd, insWriteBinaryOdd:
		op.need, chainable = AllowUpdate, true
	default:
		// Among them PUT DATA and the commands of file and key management,
		// which can change a code or end the card's life.
		return refuse("this instruction is never sent to a real card")
	}
	if op.chained && !chainable {
		return refuse("this instruction is never chained")
	}
	return op, nil
}

// Instructions that write in a file (ISO/IEC 7816-4, 11.3 and 11.4).
const (
	insEraseRecord     byte = 0x0C
	insEraseBinary     byte = 0x0E
	insEraseBinaryOdd  byte = 0x0F
	insWriteBinary     byte = 0xD0
	insWriteBinaryOdd  byte = 0xD1
	insWriteRecord     byte = 0xD2
	insUpdateBinary    byte = 0xD6
	insUpdateBinaryOdd byte = 0xD7
	insUpdateRecord    byte = 0xDC
	insUpdateRecordOdd byte = 0xDD
	insAppendRecord    byte = 0xE2
)

// The decoders below return why the command is refused, empty when it is not.

const reasonCPS2terPIN = "codes are presented and changed in classes 00 and 01 only"

// decodeVerify: with data it presents the code of reference 01 or 02; without,
// in four bytes or in five with P3=00, it reads the counter. Five bytes with
// another P3 would have a T=0 card wait for that many bytes of a code.
func (o *operation) decodeVerify(length int) string {
	c := o.cmd
	switch c.P2 {
	case refPIN:
		o.need = AllowPIN
	case refPUK:
		o.need = AllowUnblock
	default:
		return "a code reference other than 01 and 02"
	}
	switch {
	case c.CLA == claCPS2ter:
		return reasonCPS2terPIN
	case c.P1 != 0:
		return "P1 other than 00"
	case len(c.Data) > 0:
		o.presents = c.P2
		return ""
	case length == 4 || c.Ne == apdu.MaxShortNe:
		o.need, o.status = "", c.P2
		return ""
	default:
		return "a length without data"
	}
}

// decodeChange: P1=00 carries the old code before the new one and so presents
// it; P1=01 (CPS4) carries the new one alone.
func (o *operation) decodeChange() string {
	c := o.cmd
	switch {
	case c.CLA == claCPS2ter:
		return reasonCPS2terPIN
	case c.P2 != refPIN && c.P2 != refPUK:
		return "a code reference other than 01 and 02"
	case len(c.Data) == 0:
		return "a code change without data"
	case c.P1 == 0x00:
		o.presents = c.P2
	case c.P1 != 0x01:
		return "P1 other than 00 and 01"
	}
	return ""
}

// decodeResetRetry: P1=02 (CPS3, new code) and P1=03 (CPS4, no data) follow a
// VERIFY of the PUK; P1=00 and 01 carry the PUK and so present it.
func (o *operation) decodeResetRetry() string {
	c := o.cmd
	switch {
	case c.CLA == claCPS2ter:
		return reasonCPS2terPIN
	case c.P2 != refPIN && c.P2 != refPIN|0x80:
		return "a code reference other than 01 and 81"
	case c.P1 > 0x03:
		return "P1 above 03"
	case (len(c.Data) == 0) != (c.P1 == 0x03):
		return "data and P1 do not fit each other"
	case c.P1 <= 0x01:
		o.presents = refPUK
	}
	return ""
}

// describe names a command by its header and the number of its data bytes;
// the data themselves may be a code.
func describe(c apdu.Command) string {
	s := fmt.Sprintf("%s %02X %02X %02X %02X", apdu.INSName(c.INS), c.CLA, c.INS, c.P1, c.P2)
	if n := len(c.Data); n > 0 {
		s += fmt.Sprintf(" (%d data bytes)", n)
	}
	return s
}
