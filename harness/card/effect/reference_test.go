package effect

import "github.com/cpslab/cps/harness/card/apdu"

// The decoders that Decode took the place of, as they stood: that of the guard
// and that of the scenarios. They are here to be disagreed with.

type guardOperation struct {
	kind             Kind
	presents, status byte
	chained          bool
}

func decodeOfGuard(b []byte) (op guardOperation, refused bool) {
	c, err := apdu.ParseCommand(b)
	if err != nil {
		return op, true
	}
	switch c.CLA {
	case 0x00, 0x01, 0xA0:
	case 0x10, 0x11:
		op.chained = true
	default:
		return op, true
	}
	if c.Extended {
		return op, true
	}
	chainable := false
	switch c.INS {
	case 0xA4, 0xB0, 0xCA, 0xCB, 0xC0, 0x84:
	case 0x20:
		switch c.P2 {
		case 1:
			op.kind = PIN
		case 2:
			op.kind = Unblock
		default:
			return op, true
		}
		switch {
		case c.CLA == 0xA0, c.P1 != 0:
			return op, true
		case len(c.Data) > 0:
			op.presents = c.P2
		case len(b) == 4 || c.Ne == 256:
			op.kind, op.status = Reads, c.P2
		default:
			return op, true
		}
	case 0x24:
		op.kind = Unblock
		switch {
		case c.CLA == 0xA0, c.P2 != 1 && c.P2 != 2, len(c.Data) == 0:
			return op, true
		case c.P1 == 0:
			op.presents = c.P2
		case c.P1 != 1:
			return op, true
		}
	case 0x2C:
		op.kind = Unblock
		switch {
		case c.CLA == 0xA0, c.P2 != 0x01 && c.P2 != 0x81, c.P1 > 3, (len(c.Data) == 0) != (c.P1 == 3):
			return op, true
		case c.P1 <= 1:
			op.presents = 2
		}
	case 0x22:
		op.kind = Signs
	case 0x2A, 0x88:
		op.kind, chainable = Signs, true
	case 0xD0, 0xD2, 0xD6, 0xD7, 0xDC, 0xDD, 0xE2, 0x0C, 0x0E, 0x0F, 0xD1:
		op.kind, chainable = Writes, true
	default:
		return op, true
	}
	return op, op.chained && !chainable
}

// seenByWitness is what the scenarios noted of a command that reached the card.
func seenByWitness(b []byte) Kind {
	c, err := apdu.ParseCommand(b)
	if err != nil {
		return Reads
	}
	switch c.INS {
	case 0x20:
		if len(c.Data) > 0 {
			return PIN
		}
	case 0x24, 0x2C:
		return Unblock
	case 0xD6:
		return Writes
	case 0x22, 0x2A, 0x88:
		return Signs
	}
	return Reads
}
