package lookup

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"strconv"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/diagnosis/code"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/fault"
)

// exchanges follows what a log writes down of the exchanges with a card. A status word
// means something as the answer to its command only: a file that a program looks for on
// every card is not missing from this one, and a counter that was asked for is no wrong
// code.
//
// The shapes are those of pcscd --apdu (pcsc-lite, winscard_svc.c), OpenSC (apdu.c),
// scriptor (pcsc-tools), pyscard (CardConnectionObserver.py), apdu4j and
// GlobalPlatformPro (LoggingCardTerminal.java), and GPShell.
type exchanges struct {
	watch   fault.Watch
	command []byte // that waits for its answer; nil for none
	answer  []byte // that is being read
	line    int    // where it began
	rows    int    // bytes of a dump of OpenSC that follow
	into    *[]byte
	open    bool    // an answer of scriptor or pyscard may go on with the next line
	bare    bool    // it is a dump of apdu4j or a script: bytes without a mark are of exchanges
	ref     byte    // of the code whose counter was asked for
	blocked [2]bool // code porteur, code de déblocage, as it was told last
}

// answered is a status word, with the command that it answers.
type answered struct {
	fault.Event
	sw      apdu.SW
	line    int          // where it stands in the log
	alone   bool         // no command stood before it
	clear   bool         // the command presents a code, and shows it
	ref     byte         // of the code that it presents, or whose counter it asks for
	counter card.Counter // that the answer tells, without a code being presented
}

// take looks at a line. It returns the answer that the line ends, or the one before it
// that turns out to be whole, nil for none; and whether the line is of an exchange, so
// that nobody has to look for texts in it.
func (x *exchanges) take(line []byte, number int) (whole *answered, part bool) {
	if x.rows > 0 {
		if x.row(line) {
			return x.end(x.rows == 0 && x.into == &x.answer), true
		}
		x.rows, x.command, x.answer = 0, nil, nil // a dump that is cut off
	}
	if x.open {
		if told, last := endOf(line); len(told) > 0 && len(x.answer)+len(told) <= mostAPDU {
			x.answer = append(x.answer, told...)
			return x.end(last), true
		}
		whole = x.end(true)
	}
	told, role := x.roleOf(line)
	if role == nothing {
		return whole, false
	}
	if role == dumpsCommand || role == dumpsAnswer {
		x.rows, x.into, x.line = lengthOf(told), &x.answer, number+1
		if role == dumpsCommand {
			x.into, x.command = &x.command, nil
		}
		return whole, x.rows > 0
	}
	b, last := endOf(told)
	switch {
	case role == sends && len(b) >= leastCommand:
		x.command = b
		return whole, true
	case role == answers && len(b) >= 2 && x.command != nil, role == begins && len(b) > 0 && x.command != nil:
		x.answer, x.line, x.open = b, number, true
		if done := x.end(last || role == answers); done != nil {
			whole = done // no answer was open: it would have ended with the command
		}
		return whole, true
	default:
		return whole, false
	}
}

// leastCommand is CLA, INS, P1 and P2; mostAPDU is extended length, with its header.
const (
	leastCommand = 4
	mostAPDU     = 65536 + 9
)

// end ends the answer that is being read, where it ends here.
func (x *exchanges) end(here bool) *answered {
	if !here {
		return nil
	}
	answer := x.answer
	x.answer, x.open = nil, false
	if len(answer) < 2 {
		x.command = nil
		return nil
	}
	a := &answered{sw: apdu.SW(answer[len(answer)-2])<<8 | apdu.SW(answer[len(answer)-1]), line: x.line, alone: x.command == nil}
	if !a.alone {
		a.Event = x.watch.See(x.command)
		x.watch.Settle(a.Event, a.sw)
		a.clear = a.Effect.Presents && showsCode(a.Effect.Command.Data)
		x.counts(a, answer[:len(answer)-2])
		x.remembers(a)
	}
	x.command = nil
	return a
}

// counts reads the counter that an answer tells: that of VERIFY without data in its status
// word, that of GET DATA in its data, which on a T=0 line come with GET RESPONSE.
func (x *exchanges) counts(a *answered, data []byte) {
	a.ref = a.Effect.Ref
	switch {
	case a.Effect.Counter:
		a.counter = card.CounterStatus(a.sw)
		return
	case a.Op == fault.OpCounter:
		x.ref = effect.RefPIN
		if card.AsksCounter(a.Effect.Command.Data, effect.RefPUK) {
			x.ref = effect.RefPUK
		}
	case a.Op != fault.OpGetResponse || a.Of != fault.OpCounter:
		return
	}
	a.ref, a.counter = x.ref, card.DecodeCounter(data, x.ref)
}

// remembers keeps which code is blocked.
func (x *exchanges) remembers(a *answered) {
	of := 0
	if a.ref == effect.RefPUK {
		of = 1
	}
	switch {
	case a.counter.State == card.Present:
		x.blocked[of] = a.counter.Blocked()
	case a.Effect.Presents:
		x.blocked[of] = a.blocks()
	}
}

// blocks reports whether the status word says that no try is left.
func (a *answered) blocks() bool {
	left, counted := a.sw.Retries()
	return a.sw == apdu.SWPINBlocked || a.sw == apdu.SWCPS2terPINBlocked || counted && left == 0
}

// dead reports whether both codes are blocked: nothing unblocks the card.
func (x *exchanges) dead() bool { return x.blocked[0] && x.blocked[1] }

// showsCode reports whether a code can be read: masked bytes are asterisks, FF or 00.
func showsCode(data []byte) bool {
	return len(bytes.Trim(data, "*\xFF\x00")) > 0
}

// role is what a line is of an exchange.
type role uint8

const (
	nothing      role = iota
	sends             // a command
	answers           // an answer
	begins            // an answer that may go on with the next line
	dumpsCommand      // the heading of a dump, behind which its length stands
	dumpsAnswer
)

// marks are what a line of an exchange begins with, or holds.
var marks = [...]struct {
	mark  []byte
	begin bool // at the head of the line
	role  role
}{
	{[]byte("> "), true, sends},
	{[]byte("< "), true, begins},
	{[]byte("A>>"), true, sends},
	{[]byte("A<<"), true, answers},
	{[]byte("Command --> "), true, sends},
	{[]byte("Response <-- "), true, answers},
	{[]byte("Outgoing APDU ("), false, dumpsCommand},
	{[]byte("Incoming APDU ("), false, dumpsAnswer},
	{[]byte("APDU: "), false, sends},
	{[]byte("SW: "), false, answers},
}

// heads are what the card is named by at the head of a dump of apdu4j (DumpFormat.java), and
// of a script that stands for a conversation: answers are comments in it.
var heads = [...][]byte{[]byte("# ATR: "), []byte("# PROTOCOL: "), []byte("# < OK: ")}

// roleOf tells by its marks what a line is, and returns what stands behind them.
func (x *exchanges) roleOf(line []byte) ([]byte, role) {
	if x.bare && len(line) > 0 && isHexByte(line[0]) {
		if x.command != nil {
			return line, answers
		}
		return line, sends
	}
	head := bytes.TrimLeft(line, " \t#")
	for _, h := range heads {
		x.bare = x.bare || bytes.HasPrefix(line, h)
	}
	for _, m := range marks {
		var told []byte
		var ok bool
		if m.begin {
			told, ok = bytes.CutPrefix(head, m.mark)
		} else {
			_, told, ok = bytes.Cut(line, m.mark)
		}
		if !ok {
			continue
		}
		if at := bytes.LastIndexByte(told, ')'); at >= 0 && m.mark[0] == 'A' && m.begin {
			told = told[at+1:] // A>> T=1 (4+0004) …, A<< (0000+2) (5ms) …
		}
		told, _, _ = bytes.Cut(told, []byte("\x1B[")) // the colours of pcscd
		return told, m.role
	}
	return nil, nothing
}

// lengthOf reads the length of a dump, "31 bytes):"; 0 for none that an APDU has.
func lengthOf(told []byte) int {
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

// row reads a row of a dump: sixteen bytes, then the same as characters.
func (x *exchanges) row(line []byte) bool {
	const row = 16
	n := min(x.rows, row)
	if len(line) < 3*n-1 {
		return false
	}
	b, _ := endOf(line[:3*n-1])
	if len(b) != n {
		return false
	}
	*x.into = append(*x.into, b...)
	x.rows -= n
	return true
}

// endOf reads bytes in hexadecimal, with spaces or without, up to a colon with their
// meaning (scriptor), which says that they end there. pyscard writes a byte below 10 with
// one digit, and [] for no data; two asterisks are a masked byte. It returns nil when
// something else stands there.
func endOf(line []byte) (told []byte, last bool) {
	line, _, last = bytes.Cut(line, []byte(" :"))
	for f := range bytes.FieldsSeq(line) {
		switch {
		case len(f) == 2 && f[0] == '*' && f[1] == '*':
			told = append(told, '*')
			continue
		case len(f) == 2 && f[0] == '[' && f[1] == ']':
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

// fileMissing are the rules for a file that is not there, by its name; others are looked
// for on every card.
func fileMissing(file string) []string {
	switch file {
	case "CPS_SIT_FACT":
		return ids(rule.DAM001)
	case "CERT_SIGNATURE", "CERT_AUTHENTICATION":
		return ids(rule.CERT009)
	}
	return nil
}

// rules are what the answer means; nil where it names no cause.
func (a *answered) rules() []string {
	unblocking := a.ref == effect.RefPUK
	_, counted := a.sw.Retries()
	const all = 3 // tries of the code porteur
	switch told := a.counter.State == card.Present; {
	case told && a.counter.Blocked(), a.Effect.Presents && a.blocks():
		if unblocking {
			return ids(rule.PIN005)
		}
		return ids(rule.PIN003, rule.PIN005)
	case told && !unblocking && a.counter.Left < cmp.Or(a.counter.Max, all):
		return ids(rule.PIN002)
	case a.Effect.Presents && counted && unblocking:
		return ids(rule.PIN004)
	case a.Effect.Presents && counted:
		return ids(rule.PIN001, rule.PIN002)
	case a.Effect.Presents: // what a CPS2ter says
		m, _, _ := lineMeans("SW=" + code.Hex(int64(a.sw)))
		return m.Message.Rules
	case a.Op != fault.OpSelect && a.Op != fault.OpRead:
		return nil
	case a.sw == apdu.SWFileNotFound, a.sw == apdu.SWCPS2terFileNotFound:
		return fileMissing(a.FileName())
	}
	return nil
}

// means returns the cause that the answer names, and the token that says so: the command,
// the file where one decides, the status word.
func (a *answered) means() (m Match, token string, ok bool) {
	word := code.Hex(int64(a.sw))
	if a.alone {
		return lineMeans("SW=" + word)
	}
	rules := a.rules()
	if len(rules) == 0 {
		return Match{}, "", false
	}
	if a.counter.State == card.Present { // the status word may be 9000
		of := map[bool]string{false: " PIN: ", true: " PUK: "}[a.ref == effect.RefPUK]
		return ruled(rules), fault.OpCounter.String() + of + strconv.Itoa(a.counter.Left), true
	}
	said := Message{Kind: KindSW, Code: int64(a.sw), Meaning: a.sw.Meaning(), Rules: rules}
	token = a.Op.String() + ": SW " + word
	if !a.Effect.Presents {
		token = a.Op.String() + " " + a.FileName() + ": SW " + word
	}
	return Match{Message: said, Code: said.Code, Score: scoreCode, exact: true}, token, true
}
