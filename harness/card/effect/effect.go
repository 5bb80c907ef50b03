package effect

import (
	"fmt"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// Kind is the most that a command may do to a card.
type Kind uint8

// The kinds, from harmless to unknown.
const (
	Reads   Kind = iota // selects, reads or asks for a counter: nothing changes but what is selected
	PIN                 // presents the PIN
	Unblock             // presents the PUK, gives tries back or changes a code
	Signs               // uses a private key, or chooses one
	Writes              // writes, updates or erases in a file
	Unknown             // may do anything: files, keys, codes, the life of the card
)

var kindNames = [...]string{"read", "pin", "unblock", "sign", "update", "unknown"}

// String returns the name of the kind: "read", "pin", "unblock", "sign",
// "update" or "unknown".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "invalid"
}

// References of the two codes, as the AODF of the cards gives them (CryptolibCPS
// sources, pkcs15-pin.c).
const (
	RefPIN byte = 0x01
	RefPUK byte = 0x02
)

// Effect is what a command may do.
type Effect struct {
	Command apdu.Command // Data aliases the bytes that were decoded
	Kind    Kind
	// Presents says that the data field holds a code for the card to compare: a
	// wrong one costs a try of the code Ref.
	Presents bool
	// Counter says that the command asks for the tries of the code Ref, by VERIFY
	// without data.
	Counter bool
	Ref     byte // reference of the code where Presents or Counter is set, else 0
	// Chained says that further blocks of the same command follow.
	Chained bool
}

// Classes that the cards know: interindustry on channels 0 and 1 (the CPS4 uses
// 1), each with the chaining bit, and the CPS2ter view of a CPS3.
const (
	claPlain    byte = 0x00
	claChannel1 byte = 0x01
	claCPS2ter  byte = 0xA0
)

// Channel is the class without its chaining bit: 00 and 01 are logical channels,
// A0 the CPS2ter view of a CPS3.
func (e Effect) Channel() byte { return Channel(e.Command.CLA) }

// CPS2ter reports whether the command is one of the CPS2ter view (class A0).
func (e Effect) CPS2ter() bool { return e.Command.CLA == claCPS2ter }

// Channel is the class cla without its chaining bit; A0 stands for itself.
func Channel(cla byte) byte {
	if cla == claCPS2ter {
		return cla
	}
	return cla &^ apdu.CLAChaining
}

// String names the command by its instruction, its header and the number of its
// data bytes, e.g. "VERIFY 00 20 00 01 (4 data bytes)"; the data may be a code.
func (e Effect) String() string { return e.Name().EN }

// Name is String in both languages.
func (e Effect) Name() text.Text {
	c := e.Command
	name := text.Same(fmt.Sprintf("%s %02X %02X %02X %02X", apdu.INSName(c.INS), c.CLA, c.INS, c.P1, c.P2))
	if n := len(c.Data); n > 0 {
		name = text.Of("%s (%d octets de données)", "%s (%d data bytes)", name, n)
	}
	return name
}

// Doubt is why a command could not be decoded in full. It tells nothing of the
// data field; of bytes that are no command not even a header, since they may be
// anything.
type Doubt struct {
	Command text.Text // the command, or how many bytes
	Reason  text.Text
}

// Error names the command and the reason.
func (d *Doubt) Error() string { return d.Command.EN + ": " + d.Reason.EN }

// Say is Error in lang; nothing helps but another command.
func (d *Doubt) Say(lang string) (message, hint string) {
	return d.Command.With(d.Reason).In(lang), ""
}
