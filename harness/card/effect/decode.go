package effect

import (
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// Instructions that write in a file (ISO/IEC 7816-4, 11.3 and 11.4).
const (
	insEraseRecord     byte = 0x0C
	insEraseBinary     byte = 0x0E
	insEraseBinaryOdd  byte = 0x0F
	insWriteBinary     byte = 0xD0
	insWriteBinaryOdd  byte = 0xD1
	insWriteRecord     byte = 0xD2
	insUpdateBinaryOdd byte = 0xD7
	insUpdateRecord    byte = 0xDC
	insUpdateRecordOdd byte = 0xDD
	insAppendRecord    byte = 0xE2
)

// Decode says what a command may do. Without a Doubt it is known in full: class,
// instruction, parameters and length form are those of ISO/IEC 7816-4 (5.1 and
// 11) that a CPS uses (CryptolibCPS sources, apdu.c and card-cps3.c). With one,
// the Effect is the worst that a card may make of it, as far as it can be told;
// of bytes that are no command it is zero but for the kind Unknown.
func Decode(cmd []byte) (Effect, *Doubt) {
	c, err := apdu.ParseCommand(cmd)
	if err != nil {
		return Effect{Kind: Unknown}, &Doubt{text.Of("%d octets", "%d bytes", len(cmd)), reasonMalformed}
	}
	e := Effect{Command: c, Chained: c.CLA == apdu.CLAChaining|claPlain || c.CLA == apdu.CLAChaining|claChannel1}
	reason := e.instruction(len(cmd))
	switch {
	case !e.Chained && c.CLA != claPlain && c.CLA != claChannel1 && c.CLA != claCPS2ter:
		name := text.Of("une commande de classe %02X (%d octets)", "a command of class %02X (%d bytes)", c.CLA, len(cmd))
		return e, &Doubt{name, reasonClass}
	case c.Extended:
		reason = reasonExtended
	case reason.IsZero() && e.Chained && !chainable(c.INS, e.Kind):
		reason = reasonNotChained
	}
	if !reason.IsZero() {
		return e, &Doubt{e.Name(), reason}
	}
	return e, nil
}

// chainable reports whether an instruction may come in blocks: data to sign and
// data to write. MANAGE SECURITY ENVIRONMENT fits in one.
func chainable(ins byte, k Kind) bool {
	return k == Writes || k == Signs && ins != apdu.INSManageSecurity
}

// instruction sets what the instruction may do; length is that of the whole
// command in bytes. The reason is zero when its parameters are known.
func (e *Effect) instruction(length int) (reason text.Text) {
	switch e.Command.INS {
	case apdu.INSSelect, apdu.INSReadBinary, apdu.INSGetData, apdu.INSGetDataExtended, apdu.INSGetResponse, apdu.INSGetChallenge:
		e.Kind = Reads
	case apdu.INSVerify:
		return e.verify(length)
	case apdu.INSChangeReference:
		e.Kind = Unblock
		return e.change()
	case apdu.INSResetRetry:
		e.Kind = Unblock
		return e.resetRetry()
	case apdu.INSManageSecurity, apdu.INSPerformSecurity, apdu.INSInternalAuth:
		e.Kind = Signs
	case insWriteBinary, insWriteRecord, apdu.INSUpdateBinary, insUpdateBinaryOdd, insUpdateRecord, insUpdateRecordOdd,
		insAppendRecord, insEraseRecord, insEraseBinary, insEraseBinaryOdd, insWriteBinaryOdd:
		e.Kind = Writes
	default:
		// Among them PUT DATA and the commands of file and key management,
		// which can change a code or end the card's life.
		e.Kind = Unknown
		return reasonUnknown
	}
	return text.Text{}
}

// verify: with data it presents the code of reference 01 or 02; without, in four
// bytes or in five with P3=00, it asks for the counter. Five bytes with another
// P3 would have a T=0 card wait for that many bytes of a code.
func (e *Effect) verify(length int) (reason text.Text) {
	c := e.Command
	e.Kind = PIN
	if c.P2 != RefPIN {
		e.Kind = Unblock
	}
	if len(c.Data) > 0 {
		e.Presents, e.Ref = true, c.P2
	}
	switch {
	case c.P2 != RefPIN && c.P2 != RefPUK:
		return reasonReference
	case c.CLA == claCPS2ter:
		return reasonCPS2terCode
	case c.P1 != 0:
		return reasonP1Zero
	case len(c.Data) > 0:
	case length == 4 || c.Ne == apdu.MaxShortNe && !c.Extended:
		e.Kind, e.Counter, e.Ref = Reads, true, c.P2
	default:
		return reasonNoData
	}
	return text.Text{}
}

// change: P1=00 carries the old code before the new one and so presents it; P1=01
// (CPS4) carries the new one alone.
func (e *Effect) change() (reason text.Text) {
	c := e.Command
	if c.P1 == 0x00 && len(c.Data) > 0 {
		e.Presents, e.Ref = true, c.P2
	}
	switch {
	case c.CLA == claCPS2ter:
		return reasonCPS2terCode
	case c.P2 != RefPIN && c.P2 != RefPUK:
		return reasonReference
	case len(c.Data) == 0:
		return reasonChangeEmpty
	case c.P1 > 0x01:
		return reasonP1Change
	}
	return text.Text{}
}

// resetRetry: P1=02 (CPS3, new code) and P1=03 (CPS4, no data) follow a VERIFY of
// the PUK; P1=00 and 01 carry the PUK and so present it.
func (e *Effect) resetRetry() (reason text.Text) {
	c := e.Command
	if c.P1 <= 0x01 {
		e.Presents, e.Ref = true, RefPUK
	}
	switch {
	case c.CLA == claCPS2ter:
		return reasonCPS2terCode
	case c.P2 != RefPIN && c.P2 != RefPIN|0x80:
		return reasonResetReference
	case c.P1 > 0x03:
		return reasonP1Reset
	case (len(c.Data) == 0) != (c.P1 == 0x03):
		return reasonResetData
	}
	return text.Text{}
}

// What a Doubt says.
var (
	reasonMalformed      = text.Text{FR: "ce n'est pas une commande bien formée", EN: "not a well-formed command"}
	reasonClass          = text.Text{FR: "cette classe ne se décode pas", EN: "this class cannot be decoded"}
	reasonExtended       = text.Text{FR: "ces cartes ne connaissent pas les longueurs étendues", EN: "extended length is never used with these cards"}
	reasonUnknown        = text.Text{FR: "cette instruction n'est jamais envoyée à une vraie carte", EN: "this instruction is never sent to a real card"}
	reasonNotChained     = text.Text{FR: "cette instruction n'est jamais chaînée", EN: "this instruction is never chained"}
	reasonCPS2terCode    = text.Text{FR: "les codes ne se présentent et ne se changent qu'en classes 00 et 01", EN: "codes are presented and changed in classes 00 and 01 only"}
	reasonReference      = text.Text{FR: "une référence de code autre que 01 et 02", EN: "a code reference other than 01 and 02"}
	reasonP1Zero         = text.Text{FR: "un P1 autre que 00", EN: "P1 other than 00"}
	reasonNoData         = text.Text{FR: "une longueur sans données", EN: "a length without data"}
	reasonChangeEmpty    = text.Text{FR: "un changement de code sans données", EN: "a code change without data"}
	reasonP1Change       = text.Text{FR: "un P1 autre que 00 et 01", EN: "P1 other than 00 and 01"}
	reasonResetReference = text.Text{FR: "une référence de code autre que 01 et 81", EN: "a code reference other than 01 and 81"}
	reasonP1Reset        = text.Text{FR: "un P1 supérieur à 03", EN: "P1 above 03"}
	reasonResetData      = text.Text{FR: "les données et P1 ne vont pas ensemble", EN: "data and P1 do not fit each other"}
)
