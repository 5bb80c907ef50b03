package effect

import "github.com/cpslab/cps/harness/card/apdu"

// headerSize is how many bytes CLA INS P1 P2 take (ISO/IEC 7816-4, 5.1).
const headerSize = 4

// Secret says which bytes of a command may be a code: cmd[from:to], empty where
// from equals to. Any doubt makes a secret: bytes that are no command from the
// first one on, data of an instruction that is not known to take none. The length
// field is not part of it where the command is well formed.
func Secret(cmd []byte) (from, to int) {
	c, err := apdu.ParseCommand(cmd)
	if err != nil {
		if len(cmd) < headerSize || !headed(cmd) {
			return 0, len(cmd)
		}
		// The header can be told from what follows it; how long the code is
		// cannot, so its length field goes with it.
		return headerSize, len(cmd)
	}
	if len(c.Data) == 0 || open(c.INS) {
		return 0, 0
	}
	from = headerSize + 1
	if c.Extended {
		from += 2
	}
	return from, from + len(c.Data)
}

// headed reports whether bytes begin as a command of a card does: a class and an
// instruction that it knows.
func headed(cmd []byte) bool {
	switch cmd[0] {
	case claPlain, claChannel1, claCPS2ter, apdu.CLAChaining | claPlain, apdu.CLAChaining | claChannel1:
	default:
		return false
	}
	e := Effect{Command: apdu.Command{CLA: cmd[0], INS: cmd[1]}}
	_ = e.instruction(len(cmd)) // its parameters may be wrong, the instruction is what counts
	return e.Kind != Unknown
}

// open reports whether the data field of an instruction is never a code: what is
// selected, read, signed or written in a file.
func open(ins byte) bool {
	switch ins {
	case apdu.INSVerify, apdu.INSChangeReference, apdu.INSResetRetry:
		return false
	case apdu.INSReadRecord, apdu.INSReadRecord | 1, apdu.INSReadBinary | 1, apdu.INSManageChannel:
		return true
	}
	e := Effect{Command: apdu.Command{INS: ins}}
	_ = e.instruction(headerSize)
	return e.Kind != Unknown
}
