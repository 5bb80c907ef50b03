package lookup

import (
	"bytes"
	"encoding/hex"
)

// role is what a line is of an exchange.
type role uint8

const (
	nothing      role = iota
	sends             // a command
	answers           // an answer
	begins            // an answer that may go on with the next line
	dumpsCommand      // the heading of a dump
	dumpsAnswer
	names // the call of PC/SC that a spy shows
)

// form is how what stands behind a mark is written.
type form uint8

const (
	asBytes    form = iota
	behindSize      // bytes behind sizes and times in brackets: "T=1 (4+0004) …", "(0000+2) (5ms) …"
	asWord          // a status word, whose bytes may stand apart
	inRows          // a length; the bytes stand in rows, below
	inSpyRows       // nothing; the bytes stand in the rows of a spy, which does not say how many
	ofCard          // nothing: the mark is a call that goes to the card
	ofReader        // nothing: it is one that goes to the reader
)

// marks are what stands before the bytes of an exchange, wherever in a line it stands: a
// log in a ticket has dates, hosts and marks of quotation before its lines.
//
// They are those of pcscd --apdu (pcsc-lite, debuglog.c), OpenSC (libopensc/apdu.c and
// log.c, the form of before 0.17 included; tools/opensc-tool.c), scdaemon (GnuPG,
// scd/apdu.c), GlobalPlatformPro (LoggingCardTerminal.java), GPShell, and pcsc-spy
// (pcsc-lite, spy/pcsc-spy). The marks of scriptor and pyscard, "> " and "< ", are common:
// see arrow.
var marks = [...]struct {
	mark []byte
	role role
	form form
}{
	{[]byte("APDU: "), sends, asBytes},
	{[]byte("SW: "), answers, asBytes},
	{[]byte("A>>"), sends, behindSize},
	{[]byte("A<<"), answers, behindSize},
	{[]byte("Command --> "), sends, asBytes},
	{[]byte("Response <-- "), answers, asBytes},
	{[]byte("going APDU ("), dumpsCommand, inRows}, // Outgoing
	{[]byte("coming APDU ("), dumpsAnswer, inRows}, // Incoming
	{[]byte("going APDU data ["), dumpsCommand, inRows},
	{[]byte("coming APDU data ["), dumpsAnswer, inRows},
	{[]byte("PCSC_data: "), sends, asBytes},
	{[]byte("raw apdu: "), sends, asBytes},
	{[]byte("response: sw="), answers, asWord},
	{[]byte("Sending: "), sends, asBytes},
	{[]byte("Received (SW1=0x"), answers, asWord},
	{[]byte("i bSendBuffer"), dumpsCommand, inSpyRows},
	{[]byte("o bRecvBuffer"), dumpsAnswer, inSpyRows},
	{[]byte("SCardTransmit"), names, ofCard},
	{[]byte("SCarControl"), names, ofReader}, // as pcsc-spy has it
	{[]byte("SCardControl"), names, ofReader},
}

// heads are what the card is named by at the head of a dump of apdu4j (DumpFormat.java), and
// of a script that stands for a conversation: answers are comments in it.
var heads = [...][]byte{[]byte("# ATR: "), []byte("# PROTOCOL: "), []byte("# < OK: ")}

// roleOf tells by its marks what a line is, and returns what stands behind them.
func (x *exchanges) roleOf(line []byte) ([]byte, role) {
	if x.bare {
		if told := behind(line, x.lead); len(told) > 0 && isHexByte(told[0]) {
			if x.command != nil {
				return told, answers
			}
			return told, sends
		}
	}
	if bytes.IndexByte(line, '#') >= 0 {
		for _, h := range heads {
			if at := bytes.Index(line, h); at >= 0 {
				x.bare, x.lead = true, at
			}
		}
	}
	for _, m := range marks {
		at := bytes.Index(line, m.mark)
		if at < 0 {
			continue
		}
		told := line[at+len(m.mark):]
		alone := len(bytes.TrimSpace(told)) == 0
		switch m.form {
		case asBytes:
		case behindSize:
			told = told[bytes.LastIndexByte(told, ')')+1:]
		case asWord:
			told = shortOf(told)
		case inRows:
			x.lead = bytes.LastIndexAny(line[:at], " \t:>|\"") + 1
		case inSpyRows:
			if x.control || !alone {
				continue
			}
			const direction = len("i ")
			x.lead, told = at+direction, nil
		case ofCard, ofReader:
			if !alone { // others name the call within a text
				continue
			}
			x.control = m.form == ofReader
		}
		return told, m.role
	}
	return x.arrow(line)
}

// arrow reads the marks of scriptor (pcsc-tools) and pyscard (CardConnectionObserver.py).
// They are marks of quotation, too: the last one counts behind which nothing stands but
// bytes.
func (x *exchanges) arrow(line []byte) ([]byte, role) {
	for _, m := range [...]struct {
		mark byte
		role role
	}{{'>', sends}, {'<', begins}} {
		at := bytes.LastIndex(line, []byte{m.mark, ' '})
		if at < 0 || at > 0 && bytes.IndexByte([]byte("-=<>"), line[at-1]) >= 0 {
			continue
		}
		told := line[at+2:]
		b, _ := endOf(told)
		const apart = 5 // bytes in a row, without blanks, that are no number
		if b == nil || m.role == sends && len(b) < apart && bytes.IndexByte(bytes.TrimSpace(told), ' ') < 0 {
			continue
		}
		x.lead = at
		return told, m.role
	}
	return nil, nothing
}

// behind returns a line without what stands before the mark of the one before it.
func behind(line []byte, lead int) []byte {
	if lead > len(line) {
		return nil
	}
	return line[lead:]
}

// shortOf reads a status word that stands apart: "6A82  datalen=0", or "63, SW2=0xC2)".
func shortOf(told []byte) []byte {
	first, second, two := bytes.Cut(told, []byte(", SW2=0x"))
	const word = 4 // digits
	if two {
		const part = 2
		if len(first) != part || len(second) < part {
			return nil
		}
		return append(append(make([]byte, 0, word), first...), second[:part]...)
	}
	return told[:min(word, len(told))]
}

// unknown is the length of a dump that does not say how long it is.
const unknown = -1

// lengthOf reads the length of a dump, "31 bytes):" or "   13 bytes] ==="; unknown for
// none, 0 for one that no APDU has.
func lengthOf(told []byte) int {
	told = bytes.TrimLeft(told, " ")
	if len(told) == 0 {
		return unknown
	}
	n := 0
	for _, c := range told {
		if c < '0' || c > '9' || n > mostAPDU {
			break
		}
		n = n*10 + int(c-'0')
	}
	if n > mostAPDU {
		return 0
	}
	return n
}

// row reads a row of a dump: sixteen bytes, then the same as characters. It returns
// whether the line is one, and the answer that it ends.
func (x *exchanges) row(line []byte, number int) (took bool, done *answered) {
	const most = 16
	if x.rows == unknown {
		told := spyRow(behind(line, x.lead))
		if told == nil || len(*x.into)+len(told) > mostAPDU {
			return false, nil
		}
		if len(*x.into) == 0 {
			x.line = number
		}
		*x.into = append(*x.into, told...)
		return true, nil
	}
	n := min(x.rows, most)
	told := bytesAt(line, x.lead, n)
	if told == nil {
		return false, nil
	}
	*x.into = append(*x.into, told...)
	x.rows -= n
	if x.rows > 0 || x.into != &x.answer {
		return true, nil
	}
	return true, x.end(true)
}

// cut ends a dump whose rows are at an end: that of a spy is whole then, another is cut
// off.
func (x *exchanges) cut() *answered {
	rows := x.rows
	x.rows = 0
	switch {
	case rows == 0:
		return nil
	case rows != unknown:
		x.command, x.answer = nil, nil
		return nil
	case x.into == &x.answer:
		return x.end(true)
	case len(x.command) < leastCommand:
		x.command = nil
	}
	return nil
}

// spyRow reads a row of pcsc-spy: a place of four digits, bytes, then as characters.
func spyRow(line []byte) []byte {
	const place, most = 5, 16
	line = bytes.TrimLeft(line, " ")
	if len(line) < place || line[place-1] != ' ' {
		return nil
	}
	var told []byte
	for at := place; len(told) < most && at+2 <= len(line) && (at+2 == len(line) || line[at+2] == ' '); at += 3 {
		b, _ := endOf(line[at : at+2])
		if len(b) != 1 {
			break
		}
		told = append(told, b...)
	}
	return told
}

// bytesAt reads n bytes of a row, each with a blank behind it: at the place at which the
// heading of the dump stood in its line, else at the first at which so many stand.
func bytesAt(line []byte, lead, n int) []byte {
	length := 3*n - 1
	try := func(at int) []byte {
		if at < 0 || at+length > len(line) || at > 0 && isHexByte(line[at-1]) || at+length < len(line) && isHexByte(line[at+length]) {
			return nil
		}
		for i := at + 2; i < at+length; i += 3 {
			if line[i] != ' ' {
				return nil
			}
		}
		b, _ := endOf(line[at : at+length])
		if len(b) != n {
			return nil
		}
		return b
	}
	for _, at := range [...]int{lead, 0} {
		if b := try(at); b != nil {
			return b
		}
	}
	for at := 1; at+length <= len(line); at++ {
		if b := try(at); b != nil {
			return b
		}
	}
	return nil
}

// endOf reads bytes in hexadecimal, with spaces or without, up to a colon with their
// meaning (scriptor), which says that they end there. pyscard writes a byte below 10 with
// one digit, and [] for no data. A masked byte is two asterisks, x, or question marks;
// scdaemon writes [hidden] for all data. It returns nil when something else stands there.
func endOf(line []byte) (told []byte, last bool) {
	line, _, last = bytes.Cut(line, []byte(" :"))
	line = bytes.TrimRight(line, " \t\"'|,;") // of a table around it
	for f := range bytes.FieldsSeq(line) {
		switch {
		case len(f) == 2 && f[0] == f[1] && bytes.IndexByte([]byte("*xX?#"), f[0]) >= 0:
			told = append(told, '*')
			continue
		case len(f) == 2 && f[0] == '[' && f[1] == ']':
			continue
		case string(f) == "[hidden]" && len(told) > leastCommand:
			told = append(told, bytes.Repeat([]byte{'*'}, int(told[leastCommand]))...)
			continue
		case len(f) == 1:
			f = []byte{'0', f[0]}
		}
		at := len(told)
		told = append(told, make([]byte, len(f)/2)...)
		if _, err := hex.Decode(told[at:], f); err != nil {
			return nil, false
		}
	}
	return told, last
}
