package lookup

import (
	"bytes"
	"encoding/binary"

	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// ccid follows the messages between libccid and a reader, which it writes down at the
// level of exchanges (LIBCCID_ifdLogLevel, 4): "-> 000000 62 00 …" and, since 1.7,
// "-> lun: 0, 62 …" (src/ccid_usb.c and ccid_serial.c; libccid, github.com/LudovicRousseau/CCID).
// The messages are those of the specification of the class (CCID 1.1, chapter 6).
type ccid struct {
	sent    byte   // type of the message that waits for its answer
	command []byte // that it holds, of several blocks where a card speaks T=1
	data    []byte // the answer, likewise
	chained bool   // more blocks of the command follow
	keypad  bool   // the reader takes a code
	failed  *ccidError
	line    int // of the answer that says so
}

// ccidAnswer is what the messages tell: the answer of the card to a command, or that
// there was none.
type ccidAnswer struct {
	command, data []byte
	line          int
	keypad        bool
	failed        *ccidError
}

// ccidError is an error that a reader answers in place of the card (CCID 1.1, table 6.2-2).
type ccidError struct {
	name  string
	rules []rule.Number
}

// The messages that matter (CCID 1.1, table 6.1-1 and 6.2-1), their parts, and the parts
// of their status.
const (
	ccidPowerOn   = 0x62
	ccidXfrBlock  = 0x6F
	ccidSecure    = 0x69
	ccidDataBlock = 0x80

	ccidHeader   = 10
	ccidStatus   = 7 // bStatus in an answer, then bError
	ccidFailed   = 0x40
	ccidNoCard   = 0x02 // of bmICCStatus, the lowest two bits
	ccidPINBlock = 15   // bytes of a verification by keypad before its command
)

// ccidErrorOf names an error that says something of the card or of who uses it; nil for
// those of the message.
func ccidErrorOf(status, code byte) *ccidError {
	const all = 0x03
	exchange := []rule.Number{rule.RDR002, rule.RDR014, rule.RDR004}
	switch code {
	case 0xFE:
		if status&all == ccidNoCard {
			return nil // it is asked for again and again
		}
		return &ccidError{"ICC_MUTE", []rule.Number{rule.RDR004}}
	case 0xFD:
		return &ccidError{"XFR_PARITY_ERROR", exchange}
	case 0xFC:
		return &ccidError{"XFR_OVERRUN", exchange}
	case 0xFB:
		return &ccidError{"HW_ERROR", exchange}
	case 0xF8:
		return &ccidError{"BAD_ATR_TS", exchange}
	case 0xF7:
		return &ccidError{"BAD_ATR_TCK", exchange}
	case 0xF4:
		return &ccidError{"PROCEDURE_BYTE_CONFLICT", exchange}
	case 0xF0:
		return &ccidError{"PIN_TIMEOUT", []rule.Number{rule.PIN012}}
	case 0xEF:
		return &ccidError{"PIN_CANCELLED", []rule.Number{rule.PIN012}}
	}
	return nil
}

// means is the cause that an error names.
func (e *ccidError) means() (m Match, token string, ok bool) {
	return ruled(ids(e.rules...)), "CCID " + e.name, true
}

// take looks at a line: it returns what the messages tell at its end, and whether the
// line is one of them.
func (c *ccid) take(line []byte, number int) (tells *ccidAnswer, of bool) {
	message, out, of := ccidMessage(line)
	switch {
	case !of:
		return nil, false
	case len(message) < ccidHeader:
		return nil, true
	case out:
		return c.sends(message), true
	default:
		return c.answers(message, number), true
	}
}

// ccidMessage reads a message, and whether it goes to the reader.
func ccidMessage(line []byte) (message []byte, out, of bool) {
	at := bytes.Index(line, []byte("-> "))
	if out = at >= 0; !out {
		if at = bytes.Index(line, []byte("<- ")); at < 0 {
			return nil, false, false
		}
	}
	rest := line[at+len("-> "):]
	if told, ok := bytes.CutPrefix(rest, []byte("lun: ")); ok {
		_, rest, of = bytes.Cut(told, []byte(", "))
	} else {
		const lun = 6 // digits
		of = len(rest) > lun && rest[lun] == ' ' && isHex(string(bytes.ToLower(rest[:lun])))
		rest = rest[min(len(rest), lun):]
	}
	if !of {
		return nil, false, false
	}
	message, _ = endOf(rest)
	return message, out, true
}

// sends takes a message to the reader. A card that stays mute at one voltage may answer
// at the next: what failed counts once something else is asked.
func (c *ccid) sends(message []byte) (tells *ccidAnswer) {
	if message[0] == ccidXfrBlock || message[0] == ccidSecure {
		tells = c.last()
	}
	body := bodyOf(message)
	c.sent, c.keypad = message[0], message[0] == ccidSecure
	switch c.sent {
	case ccidXfrBlock:
		block, t1 := t1Block(body)
		switch {
		case !t1:
			c.command, c.data = bytes.Clone(body), nil
		case block.information && len(c.command)+len(block.data) <= mostAPDU:
			if !c.chained {
				c.command, c.data = nil, nil
			}
			c.command, c.chained = append(c.command, block.data...), block.more
		}
	case ccidSecure:
		c.command, c.data, c.chained = nil, nil, false
		const verifies = 0
		if len(body) > ccidPINBlock+leastCommand && body[0] == verifies {
			c.command = bytes.Clone(body[ccidPINBlock:])
		}
	default:
		c.command, c.data, c.chained = nil, nil, false
	}
	return tells
}

// answers takes a message of the reader.
func (c *ccid) answers(message []byte, number int) *ccidAnswer {
	sent := c.sent
	if message[0] != ccidDataBlock || sent == 0 {
		return nil
	}
	const waits = 0x80 // of bmCommandStatus: the card asks for more time
	switch status := message[ccidStatus]; {
	case status&ccidFailed != 0:
		failed := ccidErrorOf(status, message[ccidStatus+1])
		c.sent, c.command = 0, nil
		if sent != ccidPowerOn || failed == nil {
			return ccidFailure(failed, number)
		}
		if c.failed == nil {
			c.failed, c.line = failed, number
		}
		return nil
	case status&waits != 0:
		return nil
	}
	if sent == ccidPowerOn {
		c.failed = nil
		return nil
	}
	data := bodyOf(message)
	if block, t1 := t1Block(data); t1 {
		if !block.information || len(c.data)+len(block.data) > mostAPDU {
			return nil
		}
		c.data = append(c.data, block.data...)
		if block.more {
			return nil
		}
	} else {
		c.data = bytes.Clone(data)
	}
	if len(c.command) < leastCommand || len(c.data) < 2 {
		return nil
	}
	tells := &ccidAnswer{command: c.command, data: c.data, line: number, keypad: c.keypad}
	c.command, c.data, c.chained = nil, nil, false
	return tells
}

// last returns what failed and was not made good.
func (c *ccid) last() *ccidAnswer {
	failed := c.failed
	c.failed = nil
	return ccidFailure(failed, c.line)
}

func ccidFailure(failed *ccidError, number int) *ccidAnswer {
	if failed == nil {
		return nil
	}
	return &ccidAnswer{failed: failed, line: number}
}

// bodyOf returns what a message holds behind its header, as long as it says.
func bodyOf(message []byte) []byte {
	const length = 1 // dwLength, of four bytes
	body := message[ccidHeader:]
	if n := binary.LittleEndian.Uint32(message[length:]); uint64(n) < uint64(len(body)) {
		return body[:n]
	}
	return body
}

// block is a block of T=1 (ISO 7816-3, 11.3).
type block struct {
	information bool // an I-block
	more        bool // it is chained
	data        []byte
}

// t1Block reads a block: node, kind, length, data, and the sum of all, which tells it
// from an APDU. Masked bytes leave no sum to check: the length decides alone then.
func t1Block(b []byte) (block, bool) {
	const prologue, sum, most = 3, 1, 254
	if len(b) < prologue+sum || int(b[2]) != len(b)-prologue-sum || b[2] > most {
		return block{}, false
	}
	all := byte(0)
	for _, c := range b {
		all ^= c
	}
	if all != 0 && !bytes.Contains(b[prologue:], []byte("**")) {
		return block{}, false
	}
	const receives, chains = 0x80, 0x20
	return block{information: b[1]&receives == 0, more: b[1]&chains != 0, data: b[prologue : len(b)-sum]}, true
}
