package simulator

import "github.com/cpslab/cps/harness/card/apdu"

// contactless is the contactless face of a CPS3: the IAS-ECC commands over T=1
// and a tree without protected objects. It has no codes and no CPS2ter view, so
// class A0 is refused.
type contactless struct{}

func (contactless) powerCycle(*Card) {}

func (contactless) admits(cmd apdu.Command) bool {
	return cmd.CLA == 0x00 || cmd.CLA == chainingBit
}

func (contactless) execute(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	return c.executeIAS(cmd)
}

// noFace is a card of which nothing is known but the ATR: it has no files and
// no application, and refuses every command as such a card would.
type noFace struct{}

func (noFace) powerCycle(*Card) {}

func (noFace) admits(cmd apdu.Command) bool { return cmd.CLA == 0x00 }

func (noFace) execute(_ *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	if cmd.INS == apdu.INSSelect {
		return nil, apdu.SWFileNotFound
	}
	return nil, apdu.SWINSNotSupported
}
