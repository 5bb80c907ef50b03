package guard

import (
	"bytes"
	"encoding/hex"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// observed is what the guard has learnt from the answers of one card session.
// The zero value knows nothing; any doubt leads back to it.
type observed struct {
	serial      string // ten characters of EF.SN.ICC behind the prefix; empty: not read
	counters    [effect.RefPUK + 1]counter
	whereabouts whereabouts
	chain       chain
	pending     pending
}

// counter is the last look at the tries of a code. It holds for the class
// (logical channel) it was taken on.
type counter struct {
	known bool
	tries int
	class byte
}

// whereabouts is where the last SELECT led, on its logical channel.
type whereabouts struct {
	class    byte
	serialEF bool // the current EF is EF.SN.ICC
	inADF    bool // the current DF is certainly not the MF
}

// chain is a chained command whose last block is still to come.
type chain struct {
	open        bool
	class       byte
	ins, p1, p2 byte
}

func (c chain) continues(does effect.Effect) bool {
	return does.Channel() == c.class && does.Command.INS == c.ins && does.Command.P1 == c.p1 && does.Command.P2 == c.p2
}

// pending is an answer of interest that may come in parts (61xx).
type pending struct {
	want  guardWant
	ref   byte // of wantCounter
	class byte
	n     int
	data  [96]byte // a security data object of a code has 35 to 44 bytes
}

type guardWant uint8

const (
	wantNothing guardWant = iota
	wantSerial
	wantCounter
)

// Where EF.SN.ICC is and how it begins (CryptolibCPS sources, card-cps3.c).
var (
	snPath   = []byte{0x3F, 0x00, 0xD0, 0x03}
	snPrefix = []byte{0x5A, 0x0A, 0x80, 0x25, 0x00, 0x00, 0x01}
	mfName   = []byte{0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x01, 0x00}
)

const (
	selectEF = 0x02 // P1 of SELECT that stays in the current application: an EF below the current DF

	snSize = 12
	snSFI  = 0x1C
)

func (s *observed) forgetCounters() { s.counters = [effect.RefPUK + 1]counter{} }

// forgetChannel forgets the counters read on the logical channel of a command:
// the two low bits of its class (ISO/IEC 7816-4, 5.4.1), which are those of the
// basic channel in the CPS2ter view too.
func (s *observed) forgetChannel(cla byte) {
	for ref := range s.counters {
		if s.counters[ref].class == cla&0x03 {
			s.counters[ref] = counter{}
		}
	}
}

// tries returns the tries left of a code at the last look on that channel.
func (s *observed) tries(ref, class byte) (int, bool) {
	c := s.counters[ref]
	return c.tries, c.known && c.class == class
}

// observe draws from an answer what later decisions need.
func (s *observed) observe(does effect.Effect, data []byte, sw apdu.SW) {
	c := does.Command
	s.chain = chain{open: does.Chained && sw.OK(), class: does.Channel(), ins: c.INS, p1: c.P1, p2: c.P2}
	if does.Presents || does.Kind == effect.Unblock {
		s.forgetCounters() // moved, even if only to the full number of tries
	}
	if c.INS != apdu.INSGetResponse {
		s.pending = s.expect(does)
	}
	if c.INS == apdu.INSSelect {
		if c.P1 != selectEF {
			s.forgetChannel(c.CLA) // another application may have other codes
		}
		s.whereabouts = s.whereabouts.after(does, sw)
	}
	if c.INS == apdu.INSReadBinary && c.P1&0x80 != 0 {
		// Reading by SFI makes that EF the current one.
		s.whereabouts.serialEF = s.pending.want == wantSerial && sw.OK()
	}
	if does.Counter {
		s.status(does, sw)
	}
	if sw == apdu.SWChannelNotSupported {
		// The card has lost the channel, and with it what was selected there.
		s.forgetChannel(c.CLA)
		s.whereabouts = whereabouts{}
	}
	s.collect(does.Channel(), data, sw)
}

// expect says what the answer to a command is going to show.
func (s *observed) expect(does effect.Effect) pending {
	c, p := does.Command, pending{class: does.Channel()}
	here := s.whereabouts
	if here.class != p.class {
		here = whereabouts{}
	}
	switch {
	case does.CPS2ter():
	case c.INS == apdu.INSReadBinary && c.P1 == 0 && c.P2 == 0 && here.serialEF,
		c.INS == apdu.INSReadBinary && c.P1 == 0x80|snSFI && c.P2 == 0 && !here.inADF:
		p.want = wantSerial
	case c.INS == apdu.INSGetDataExtended && c.P1 == 0x3F && c.P2 == 0xFF:
		for _, ref := range []byte{effect.RefPIN, effect.RefPUK} {
			if card.AsksCounter(c.Data, ref) {
				p.want, p.ref = wantCounter, ref
			}
		}
	}
	return p
}

// after follows a SELECT. Only forms whose meaning is certain lead to
// EF.SN.ICC: a path from the MF (P1=09 with it, P1=08 without), and its file
// identifier while no other DF can be the current one.
func (p whereabouts) after(does effect.Effect, sw apdu.SW) whereabouts {
	c := does.Command
	to := whereabouts{class: does.Channel()}
	if does.CPS2ter() || !sw.OK() && sw.SW1() != apdu.SWBytesRemaining.SW1() {
		return to
	}
	inADF := p.inADF && p.class == to.class
	path, absolute := bytes.CutPrefix(c.Data, snPath[:2])
	switch c.P1 {
	case 0x04: // by DF name
		to.inADF = !bytes.Equal(c.Data, mfName)
		return to
	case 0x08: // path from the MF, written without it
		absolute = true
	case 0x09: // path from the current DF; the clients write 3F00 before it
	case 0x00, 0x02: // file identifier
		absolute = absolute && len(path) == 0
	default:
		to.inADF = true
		return to
	}
	to.inADF = !absolute && inADF || !directlyInMF(path)
	to.serialEF = !to.inADF && bytes.Equal(path, snPath[2:])
	return to
}

// directlyInMF reports whether a path names the MF (empty) or one of its EFs:
// 2F00, 2F01, D003, D010. The DFs of the cards have other identifiers.
func directlyInMF(path []byte) bool {
	return len(path) == 0 || len(path) == 2 && (path[0] == 0x2F || path[0] == 0xD0)
}

// status reads the counter from the answer to VERIFY without data. 9000 says
// that the code is verified and nothing of the counter, which stays as it was.
func (s *observed) status(does effect.Effect, sw apdu.SW) {
	if read := card.CounterStatus(sw); read.State == card.Present || !sw.OK() {
		s.counters[does.Ref] = counterOf(read, does.Channel())
	}
}

// counterOf is what a look at a counter gave, on the class it was taken on.
func counterOf(read card.Counter, class byte) counter {
	c := counter{known: read.State == card.Present, tries: read.Left, class: class}
	if read.Blocked() {
		c.tries = 0
	}
	return c
}

// collect gathers the answer awaited and reads it when complete.
func (s *observed) collect(class byte, data []byte, sw apdu.SW) {
	p := &s.pending
	if p.want == wantNothing {
		return
	}
	if p.class != class || p.n+len(data) > len(p.data) {
		*p = pending{}
		return
	}
	p.n += copy(p.data[p.n:], data)
	if sw.SW1() == apdu.SWBytesRemaining.SW1() || sw.SW1() == apdu.SWWrongLe.SW1() && len(data) == 0 {
		return // the rest comes with GET RESPONSE, or the command again
	}
	got := p.data[:p.n]
	switch {
	case p.want == wantSerial && (sw.OK() || sw == apdu.SWEndOfFile):
		s.serial = serialOf(got)
	case p.want == wantCounter:
		s.counters[p.ref] = counter{class: class}
		if sw.OK() {
			s.counters[p.ref] = counterOf(card.DecodeCounter(got, p.ref), class)
		}
	}
	*p = pending{}
}

// serialOf reads the whole of EF.SN.ICC; empty when it is not one.
func serialOf(ef []byte) string {
	if len(ef) < snSize || !bytes.HasPrefix(ef, snPrefix) {
		return ""
	}
	serial := strings.ToUpper(hex.EncodeToString(ef[len(snPrefix):snSize]))
	if !validSerial(serial) {
		return ""
	}
	return serial
}
