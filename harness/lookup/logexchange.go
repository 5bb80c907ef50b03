package lookup

import (
	"bytes"
	"cmp"
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
// code. How each program writes exchanges down is in logmark.go, and what libccid writes
// of the messages to a reader in logccid.go.
type exchanges struct {
	watch   fault.Watch
	command []byte // that waits for its answer; nil for none
	answer  []byte // that is being read
	line    int    // where it began
	lead    int    // bytes that stand before the mark of the last line of an exchange
	rows    int    // bytes of a dump that follow; -1 for as many as the rows have
	into    *[]byte
	open    bool    // an answer of scriptor or pyscard may go on with the next line
	bare    bool    // it is a dump of apdu4j or a script: bytes without a mark are of exchanges
	control bool    // the spy of PC/SC shows a command to the reader, not to the card
	ref     byte    // of the code whose counter was asked for
	blocked [2]bool // code porteur, code de déblocage, as it was told last
	reader  ccid
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
	reader  *ccidError   // the reader answered in place of the card
}

// take looks at a line. It returns the answer that the line ends, or the one before it
// that turns out to be whole, nil for none; and whether the line is of an exchange, so
// that nobody has to look for texts in it.
func (x *exchanges) take(line []byte, number int) (whole *answered, part bool) {
	if x.rows != 0 {
		if took, done := x.row(line, number); took {
			return done, true
		}
		whole = x.cut()
	}
	if x.open {
		if told, last := endOf(behind(line, x.lead)); len(told) > 0 && len(x.answer)+len(told) <= mostAPDU {
			x.answer = append(x.answer, told...)
			return x.end(last), true
		}
		whole = x.end(true)
	}
	if answer, of := x.reader.take(line, number); of {
		return cmp.Or(x.settle(answer), whole), true
	}
	told, role := x.roleOf(line)
	if role == dumpsCommand || role == dumpsAnswer {
		x.rows, x.into, x.line = lengthOf(told), &x.answer, number+1
		if role == dumpsCommand {
			x.into, x.command = &x.command, nil
		}
		return whole, x.rows != 0
	}
	b, last := endOf(told)
	switch {
	case role == nothing, role == names:
		return whole, role == names
	case role == sends && len(b) >= leastCommand:
		x.command = b
		return whole, true
	case role == answers && len(b) >= 2 && x.command != nil, role == begins && len(b) > 0 && x.command != nil:
		x.answer, x.line, x.open = b, number, true
		if done := x.end(last || role != begins); done != nil {
			whole = done // no answer was open: it would have ended with the command
		}
		return whole, true
	default:
		return whole, false
	}
}

// settle takes what the messages to a reader tell: an exchange with the card, or that the
// reader had none. Where pcscd writes the exchange down itself, its lines tell.
func (x *exchanges) settle(m *ccidAnswer) *answered {
	switch {
	case m == nil:
		return nil
	case m.failed != nil:
		return &answered{line: m.line, reader: m.failed}
	case x.command != nil:
		return nil
	}
	x.command, x.answer, x.line = m.command, m.data, m.line
	a := x.end(true)
	if a != nil && m.keypad {
		a.clear = false // the reader fills the code in
	}
	return a
}

// last returns what the end of the log makes certain.
func (x *exchanges) last() []*answered {
	return []*answered{x.cut(), x.end(x.open), x.settle(x.reader.last())}
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
	if a.reader != nil {
		return a.reader.means()
	}
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
