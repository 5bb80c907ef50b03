package simulator

import (
	"bytes"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// cps3 is the contact face of a CPS3: classes 00 and 10 (chaining) for IAS-ECC,
// A0 for the CPS2ter view.
type cps3 struct {
	ter cps2ter
}

func (f *cps3) powerCycle(c *Card) {
	f.ter = cps2ter{}
	if c.files.cps2ter != nil {
		f.ter.df = c.files.cps2ter
	}
}

// admits holds the mode switch: after any CLA A0 command the card is in CPS2ter
// mode and refuses CLA 00 until the IAS application is selected (CryptolibCPS
// sources, apdu.c).
func (f *cps3) admits(cmd apdu.Command) bool {
	switch cmd.CLA {
	case claCPS2ter:
		f.ter.active = true
		return true
	case 0x00, chainingBit:
		return !f.ter.active || leavesCPS2ter(cmd)
	}
	return false
}

// leavesCPS2ter reports whether cmd is SELECT of the IAS application by name.
func leavesCPS2ter(cmd apdu.Command) bool {
	return cmd.CLA == 0x00 && cmd.INS == apdu.INSSelect && cmd.P1 == selectName && bytes.Equal(cmd.Data, card.AIDIAS)
}

func (f *cps3) execute(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	if cmd.CLA == claCPS2ter {
		return f.ter.execute(c, cmd)
	}
	f.ter.active = false
	return c.executeIAS(cmd)
}

// executeIAS performs the IAS-ECC commands of a CPS3, on either face.
func (c *Card) executeIAS(cmd apdu.Command) ([]byte, apdu.SW) {
	switch cmd.INS {
	case apdu.INSSelect:
		return c.selectMain(cmd)
	case apdu.INSReadBinary:
		return c.readBinary(&c.main, cmd)
	case apdu.INSUpdateBinary:
		return nil, c.updateBinary(&c.main, cmd)
	case apdu.INSGetDataExtended:
		return c.getSDO(cmd)
	case apdu.INSVerify:
		return nil, c.verify(cmd, false)
	case apdu.INSChangeReference:
		return nil, c.changeReference(cmd)
	case apdu.INSResetRetry:
		return nil, c.resetRetry(cmd)
	case apdu.INSGetChallenge:
		return c.getChallenge(cmd)
	case apdu.INSManageSecurity:
		return nil, c.manageSecurity(cmd)
	case apdu.INSPerformSecurity:
		return c.performSecurity(cmd)
	case apdu.INSInternalAuth:
		return c.internalAuthenticate(cmd)
	}
	return nil, apdu.SWINSNotSupported
}
