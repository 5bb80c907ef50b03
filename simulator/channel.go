package simulator

import "github.com/cpslab/cps/harness/card/apdu"

// Logical channels of a CPS4: the basic one and three more, as many as a class byte
// of the first interindustry form names (ISO/IEC 7816-4, 5.1.1).
const (
	channels     = 4
	basicChannel = 0
)

// P1 of MANAGE CHANNEL (ISO/IEC 7816-4, 7.1.2).
const (
	openChannel  = 0x00
	closeChannel = 0x80
)

// channel is what a logical channel keeps of its own. The security status is the
// card's.
type channel struct {
	opened      bool // by MANAGE CHANNEL
	application bool // the IAS application is selected
	main        selection
	se          environment
}

// channelOf returns the channel that a class names; ok is false for a class of
// another kind.
func channelOf(cla byte) (n int, ok bool) {
	return int(cla & (channels - 1)), cla&^(chainingBit|channels-1) == 0
}

// usable reports whether commands may come on channel n: the basic one, channel 1,
// which CryptolibCPS uses without opening it, and those that were opened.
func (f *cps4) usable(n int) bool { return n <= 1 || f.channels[n].opened }

// enter makes the selection and the environment of channel n those of the card.
func (f *cps4) enter(c *Card, n int) {
	if n == f.current {
		return
	}
	left := &f.channels[f.current]
	left.main, left.se = c.main, c.se
	c.main, c.se = f.channels[n].main, f.channels[n].se
	f.current = n
}

// manageChannel opens and closes logical channels as a GlobalPlatform card does
// (Card Specification 2.2, 11.7; assumed of a CPS4): the first free one, or the one
// that P2 names. 6A81 when there is none, 6200 when the channel to close is closed.
func (f *cps4) manageChannel(c *Card, cmd apdu.Command, from int) ([]byte, apdu.SW) {
	n := int(cmd.P2)
	switch {
	case len(cmd.Data) != 0:
		return nil, apdu.SWWrongLength
	case cmd.P1 == openChannel && n == 0:
		return f.openFree(c, cmd)
	case cmd.P1 == closeChannel && n == 0:
		n = from
	case cmd.P1 != openChannel && cmd.P1 != closeChannel:
		return nil, apdu.SWWrongP1P2
	}
	if n == basicChannel || n >= channels {
		return nil, apdu.SWFunctionNotSupported
	}
	open := cmd.P1 == openChannel
	if f.channels[n].opened == open {
		if open {
			return nil, apdu.SWFunctionNotSupported
		}
		return nil, apdu.SWWarning
	}
	f.reset(c, n)
	f.channels[n].opened = open
	return nil, apdu.SWOK
}

// openFree opens the first channel that is not open and tells its number.
func (f *cps4) openFree(c *Card, cmd apdu.Command) ([]byte, apdu.SW) {
	if cmd.Ne == 0 {
		return nil, apdu.SWWrongLength
	}
	for n := 1; n < channels; n++ {
		if !f.channels[n].opened {
			f.reset(c, n)
			f.channels[n].opened = true
			c.buf[0] = byte(n)
			return c.buf[:1], apdu.SWOK
		}
	}
	return nil, apdu.SWFunctionNotSupported
}

// reset puts channel n into the state after power-on.
func (f *cps4) reset(c *Card, n int) {
	f.channels[n] = channel{main: selection{df: c.files.mf}}
	if n == f.current {
		c.main, c.se = f.channels[n].main, environment{}
	}
}
