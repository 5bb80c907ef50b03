package simulator

import "github.com/cpslab/cps/harness/card/apdu"

// named returns the code that P2 of a command names, and checks P1. 6B00 for
// another P1, 6A88 for a code that the face does not have.
func (c *Card) named(cmd apdu.Command, p1 byte) (*code, apdu.SW) {
	if cmd.P1 != p1 {
		return nil, apdu.SWWrongP1P2
	}
	if !c.hasCodes() {
		return nil, apdu.SWReferenceNotFound
	}
	k := c.chip.byReference(cmd.P2)
	if k == nil {
		return nil, apdu.SWReferenceNotFound
	}
	return k, apdu.SWOK
}

// verify is VERIFY (ISO/IEC 7816-4, 7.5.6). Without data it tells the state: on
// a CPS3 9000 when verified, else the counter; a CPS4 always tells the counter,
// because CryptolibCPS takes an uninitialised one from 9000.
func (c *Card) verify(cmd apdu.Command, alwaysCounter bool) apdu.SW {
	k, sw := c.named(cmd, 0)
	switch {
	case sw != apdu.SWOK:
		return sw
	case len(cmd.Data) != 0:
		return c.chip.present(k, cmd.Data)
	case k.verified && !alwaysCounter:
		return apdu.SWOK
	}
	return k.counter()
}

// changeReference is CHANGE REFERENCE DATA as a CPS3 has it: old and new code in
// one field (ISO/IEC 7816-4, 7.5.7).
func (c *Card) changeReference(cmd apdu.Command) apdu.SW {
	k, sw := c.named(cmd, 0)
	if sw != apdu.SWOK {
		return sw
	}
	return c.chip.replace(k, cmd.Data)
}

// resetRetry is RESET RETRY COUNTER as a CPS3 has it: the new PIN in the data
// field, after the PUK was verified (ISO/IEC 7816-4, 7.5.10).
func (c *Card) resetRetry(cmd apdu.Command) apdu.SW {
	k, sw := c.named(cmd, 0x02)
	switch {
	case sw != apdu.SWOK:
		return sw
	case k != &c.chip.pin:
		return apdu.SWReferenceNotFound
	}
	if sw := c.chip.mayUnblock(); sw != apdu.SWOK {
		return sw
	}
	return c.chip.unblockWith(cmd.Data)
}

// resetRetryCPS4 is RESET RETRY COUNTER as a CPS4 has it: P1 03, P2 80h plus the
// reference of the PIN, no data; a new PIN may then be set by setNewPIN.
func (c *Card) resetRetryCPS4(cmd apdu.Command) apdu.SW {
	switch {
	case cmd.P1 != 0x03:
		return apdu.SWWrongP1P2
	case cmd.P2 != 0x80|refPIN:
		return apdu.SWReferenceNotFound
	case len(cmd.Data) != 0:
		return apdu.SWWrongLength
	}
	if sw := c.chip.mayUnblock(); sw != apdu.SWOK {
		return sw
	}
	return c.chip.unblockOnly()
}

// setNewPIN is CHANGE REFERENCE DATA as a CPS4 has it: P1 01, the new PIN alone,
// after the old one was verified or the counter reset.
func (c *Card) setNewPIN(cmd apdu.Command) apdu.SW {
	k, sw := c.named(cmd, 0x01)
	switch {
	case sw != apdu.SWOK:
		return sw
	case k != &c.chip.pin:
		return apdu.SWReferenceNotFound
	case k.blocked():
		return apdu.SWPINBlocked
	case !k.verified && !c.chip.unblock:
		return apdu.SWSecurityStatus
	}
	if sw := c.chip.set(k, cmd.Data); sw != apdu.SWOK {
		return sw
	}
	c.chip.unblock = false
	return apdu.SWOK
}
