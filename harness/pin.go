package harness

import (
	"errors"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// counters reads how many tries PIN and PUK have left, which spends none.
func (r *reading) counters() error {
	if !r.face.pin {
		r.out.PIN.State, r.out.PUK.State = card.Absent, card.Absent
		r.out.Login = card.LoginNoPIN
		return nil
	}
	if !r.face.counterSDO {
		if err := r.counterVerify(&r.out.PIN, effect.RefPIN); err != nil {
			return err
		}
		return r.counterVerify(&r.out.PUK, effect.RefPUK)
	}
	// The security data objects belong to the MF, where the last file was one of its own;
	// a card that does not find them there is told.
	if r.inMF {
		if err := r.counterSDO(&r.out.PIN, effect.RefPIN); err != nil {
			return err
		}
	}
	if r.out.PIN.State != card.Present {
		cmd, err := apdu.AppendSelectPath(r.cmd[:0], 0x00, 0x09, 0x0C, pathSerial[:2], 0)
		if err != nil {
			return err
		}
		if _, err := r.selectOnly(cmd); err != nil {
			return err
		}
		if err := r.counterSDO(&r.out.PIN, effect.RefPIN); err != nil {
			return err
		}
	}
	return r.counterSDO(&r.out.PUK, effect.RefPUK)
}

// counterSDO asks for the DOCP of the security data object of a code.
func (r *reading) counterSDO(c *card.Counter, ref byte) error {
	header := [...]byte{0x4D, 0x08, 0x70, 0x06, 0xBF, 0x81, ref, 0x02, 0xA0, 0x80}
	cmd, err := apdu.AppendGetData(r.cmd[:0], 0x00, 0x3FFF, header[:], r.face.ne())
	if err != nil {
		return err
	}
	data, sw, err := r.send(cmd)
	if err != nil {
		return err
	}
	c.SW, c.Exchange = sw, r.link.Exchanges()
	if !sw.OK() {
		return nil
	}
	// An answer that is not understood leaves the counter unread, and then no
	// PIN is presented.
	if read := card.DecodeCounter(data, ref); read.State == card.Present {
		read.SW, read.Exchange = c.SW, c.Exchange
		*c = read
	}
	return nil
}

// counterVerify asks with VERIFY without data.
func (r *reading) counterVerify(c *card.Counter, ref byte) error {
	cmd := apdu.AppendVerifyStatus(r.cmd[:0], r.face.cla, ref, r.out.Protocol == 0)
	_, sw, err := r.link.Send(r.ctx, cmd)
	if err == nil && sw == apdu.SWChannelNotSupported {
		if err = r.selectApplication(); err == nil {
			_, sw, err = r.link.Send(r.ctx, cmd)
		}
	}
	if err != nil {
		return err
	}
	*c = card.CounterStatus(sw)
	c.Exchange = r.link.Exchanges()
	return nil
}

// login presents the PIN, once, when that can't be the last try. When the card
// refuses it, the counter is the one that the card then tells; after a success
// it stays as it was read before, for the wrong codes of others show in it.
func (r *reading) login(opts ReadOptions) error {
	c := &r.out.PIN
	switch {
	case r.out.Login == card.LoginNoPIN:
		return nil
	case c.Blocked():
		r.out.Login = card.LoginBlocked
		return nil
	case opts.PIN == nil:
		return nil
	case c.State != card.Present, c.Left < card.MinTries && !opts.LastTry:
		r.out.Login = card.LoginWithheld
		return nil
	}
	pin, err := opts.PIN(r.ctx, c.Left)
	defer clear(pin)
	if err == nil && pin != nil {
		err = CheckPIN(pin)
	}
	if err != nil {
		return &PINError{err}
	}
	if pin == nil {
		return nil
	}
	var buf [16]byte
	defer clear(buf[:])
	cmd, err := apdu.AppendVerify(buf[:0], r.face.cla, effect.RefPIN, pin)
	if err != nil {
		return err
	}
	_, sw, err := r.link.Exchange(r.ctx, cmd)
	if link := (*card.LinkError)(nil); errors.As(err, &link) && link.Kind == card.LinkRefused {
		return &PINError{link.Err}
	}
	if err != nil {
		return err
	}
	r.out.LoginSW = sw
	switch left, wrong := sw.Retries(); {
	case sw.OK(), sw.SW1() == 0x61:
		r.out.Login = card.LoginOK
	case sw == apdu.SWPINBlocked:
		r.out.Login = card.LoginBlocked
		c.Left, c.SW, c.Exchange = 0, sw, r.link.Exchanges()
	case wrong:
		r.out.Login = card.LoginWrong
		c.Left, c.SW, c.Exchange = left, sw, r.link.Exchanges()
	}
	return nil
}
