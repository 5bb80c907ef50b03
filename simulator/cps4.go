package simulator

import (
	"bytes"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// cps4 is the contact face of a CPS4: everything goes over logical channel 1, which
// CryptolibCPS never opens,
// classes 01 and 11, or another one that MANAGE CHANNEL opened. The basic channel,
// class 00, shows the files of the MF level only and knows none of the AIDs but
// one.
type cps4 struct {
	channels [channels]channel
	current  int       // the channel whose selection and environment are those of the card
	basic    selection // of the basic channel
}

func (f *cps4) powerCycle(c *Card) {
	for n := range f.channels {
		f.channels[n] = channel{main: selection{df: c.files.mf}}
	}
	f.current = 1
	f.basic = selection{df: c.files.mf}
}

// admits refuses every file command on a channel until the application is selected
// there: 6E00 makes CryptolibCPS select it and repeat the command.
func (f *cps4) admits(cmd apdu.Command) bool {
	n, ok := channelOf(cmd.CLA)
	switch {
	case !ok:
		return false
	case n == basicChannel:
		return !cmd.Chained()
	case !f.usable(n):
		return !cmd.Chained() // answered by 6881
	}
	return f.channels[n].application || byName(cmd) || cmd.INS == apdu.INSManageChannel
}

// byName reports whether cmd is SELECT by DF name.
func byName(cmd apdu.Command) bool {
	return cmd.INS == apdu.INSSelect && cmd.P1 == selectName
}

func (f *cps4) execute(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	n, _ := channelOf(cmd.CLA)
	switch {
	case n != basicChannel && !f.usable(n):
		return nil, apdu.SWChannelNotSupported
	case cmd.INS == apdu.INSManageChannel:
		return f.manageChannel(c, cmd, n)
	case n == basicChannel:
		return f.executeBasic(c, cmd)
	}
	f.enter(c, n)
	switch cmd.INS {
	case apdu.INSSelect:
		return f.selectOnChannel(c, cmd)
	case apdu.INSReadBinary:
		return c.readBinary(&c.main, cmd)
	case apdu.INSUpdateBinary:
		return nil, c.updateBinary(&c.main, cmd)
	case apdu.INSVerify:
		return nil, c.verify(cmd, true)
	case apdu.INSChangeReference:
		return nil, c.setNewPIN(cmd)
	case apdu.INSResetRetry:
		return nil, c.resetRetryCPS4(cmd)
	case apdu.INSGetChallenge:
		return c.getChallenge(cmd)
	case apdu.INSManageSecurity:
		return nil, c.manageSecurityCPS4(cmd)
	case apdu.INSPerformSecurity:
		return c.performSecurityCPS4(cmd)
	}
	return nil, apdu.SWINSNotSupported
}

// selectOnChannel is SELECT on the current channel. By name it takes the IAS application,
// the card manager, which leaves that application, and the CPx directory inside
// it. Files are taken by identifier and by path from the MF, never by the CPS3
// form P1 09.
func (f *cps4) selectOnChannel(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	application := &f.channels[f.current].application
	switch {
	case byName(cmd) && bytes.Equal(cmd.Data, card.AIDChipDoc):
		*application = false
		c.main, c.se = selection{df: c.files.mf}, environment{}
		return nil, apdu.SWOK
	case byName(cmd) && !*application && !bytes.Equal(cmd.Data, card.AIDIAS):
		return nil, apdu.SWFileNotFound
	case cmd.P1 == selectFromDF:
		return nil, apdu.SWFunctionNotSupported
	}
	info, sw := c.selectMain(cmd)
	if sw == apdu.SWOK && byName(cmd) {
		*application = true
	}
	return info, sw
}

// executeBasic performs a command of the basic channel.
func (f *cps4) executeBasic(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	switch cmd.INS {
	case apdu.INSSelect:
		return f.selectBasic(cmd)
	case apdu.INSReadBinary:
		return c.readBinary(&f.basic, cmd)
	}
	return nil, apdu.SWINSNotSupported
}

// selectBasic is SELECT on the basic channel: the application that CryptolibCPS
// tries when channel 1 was refused, without an answer, and the files right below
// the MF.
func (f *cps4) selectBasic(cmd apdu.Command) ([]byte, apdu.SW) {
	if byName(cmd) {
		if bytes.Equal(cmd.Data, card.AIDCPS4Basic) {
			return nil, apdu.SWOK
		}
		return nil, apdu.SWFileNotFound
	}
	next := f.basic
	info, sw := next.selectFile(cmd)
	switch {
	case sw != apdu.SWOK:
		return nil, sw
	case next.df.parent != nil:
		return nil, apdu.SWFileNotFound
	}
	f.basic = next
	return info, apdu.SWOK
}
