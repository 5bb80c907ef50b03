package simulator

import "github.com/cpslab/cps/harness/card/apdu"

// claCPS2ter is the class of the CPS2ter command set.
const claCPS2ter = 0xA0

// Status words of the CPS2ter command set that only a card needs. 9400 and 9402
// are those of the smart card generation it comes from (assumed).
const (
	swCPS2terNoEF   apdu.SW = 0x9400 // no EF selected
	swCPS2terOffset apdu.SW = 0x9402 // offset outside the file
)

// cps2ter is the CPS2ter view of a CPS3, where the billing situations lie. A PIN
// verified with CLA 00 opens its files.
type cps2ter struct {
	selection
	active bool // a CLA A0 command came and the IAS application was not selected since
}

// execute performs one CLA A0 command: SELECT, READ BINARY. GET RESPONSE is
// common to all faces.
func (t *cps2ter) execute(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	switch cmd.INS {
	case apdu.INSSelect:
		return nil, t.selectStep(c, cmd)
	case apdu.INSReadBinary:
		return t.read(c, cmd)
	}
	return nil, apdu.SWINSNotSupported
}

// selectStep selects the MF or one file below the current DF. The header waits
// for GET RESPONSE, announced by 9Fxx even when Le is present.
func (t *cps2ter) selectStep(c *Card, cmd apdu.Command) apdu.SW {
	if cmd.P1 != 0 || cmd.P2 != 0 {
		return apdu.SWWrongP1P2
	}
	if len(cmd.Data) != 2 {
		return apdu.SWWrongLength
	}
	f := t.byFID(t.df.root(), selectChildDF, fidOf(cmd.Data))
	if f == nil {
		f = t.byFID(t.df.root(), selectChildEF, fidOf(cmd.Data))
	}
	if f == nil {
		return apdu.SWCPS2terFileNotFound
	}
	t.move(f)
	c.pending, c.class = f.info, claCPS2ter
	return remaining(apdu.SWCPS2terData, len(f.info))
}

// read is READ BINARY of the current EF.
func (t *cps2ter) read(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	if sfiForm(cmd) {
		return nil, apdu.SWWrongP1P2
	}
	data, sw := c.readBinary(&t.selection, cmd)
	return data, inCPS2ter(sw)
}

// inCPS2ter gives the CPS2ter status word for one of READ BINARY.
func inCPS2ter(sw apdu.SW) apdu.SW {
	if sw == apdu.SWNoCurrentEF {
		return swCPS2terNoEF
	}
	if sw == apdu.SWSecurityStatus {
		return apdu.SWCPS2terRefused
	}
	if sw == apdu.SWWrongP1P2 {
		return swCPS2terOffset
	}
	return sw
}
