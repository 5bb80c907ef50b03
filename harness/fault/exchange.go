package fault

import (
	"bytes"
	"context"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// exchange is one command on its way through the faults. The answer stands behind from
// in dst once the card was asked, or a fault settled the exchange in its place.
type exchange struct {
	c   *Card
	ctx context.Context
	ev  Event
	cmd []byte

	fault   *Fault // that acts now
	first   bool   // it acts for the first time
	settled bool   // the card is not asked any more
	own     bool   // cmd is a copy of ours, wiped at the end: it may hold a code
	asked   bool   // there is an answer, the card's or a fault's

	dst   []byte
	from  int
	err   error
	fires [maxFaults]bool // which faults, by their number
}

// ask has the card answer, once.
func (x *exchange) ask() {
	if x.settled {
		return
	}
	x.settled, x.asked = true, true
	x.dst, x.err = x.c.inner.Transmit(x.ctx, x.dst, x.cmd)
}

// fail settles the exchange with an error.
func (x *exchange) fail(err error) bool {
	x.settled = true
	x.err = &Error{Fault: *x.fault, Err: err}
	return true
}

// gives settles the exchange with what a wait or the card itself ended with.
func (x *exchange) gives(err error) bool {
	x.settled, x.err = true, err
	return true
}

// answer settles the exchange with a status word.
func (x *exchange) answer(sw apdu.SW) bool {
	x.settled, x.asked = true, true
	x.dst = apdu.AppendSW(x.dst[:x.from], sw)
	return true
}

// data is the data field of the answer.
func (x *exchange) data() []byte { return x.dst[x.from:max(x.from, len(x.dst)-2)] }

// sw is the status word of the answer, 0 for an answer without one.
func (x *exchange) sw() apdu.SW {
	n := len(x.dst)
	if n < x.from+2 {
		return 0
	}
	return apdu.SW(uint16(x.dst[n-2])<<8 | uint16(x.dst[n-1]))
}

// give puts a data field in the place of that of the answer, which it may alias.
func (x *exchange) give(data []byte) {
	sw := x.sw()
	x.dst = append(x.dst[:x.from], data...)
	x.dst = apdu.AppendSW(x.dst, sw)
}

// wait is the time of a fault, or usual where it gives none.
func (x *exchange) wait(usual time.Duration) time.Duration {
	if x.fault.Value == "" {
		return usual
	}
	return x.fault.value.wait
}

// patience is how long a reader waits for a card before it gives up.
const patience = 10 * time.Second

func (x *exchange) readerLost() bool { return x.fail(card.ErrNoReader) }
func (x *exchange) taken() bool      { return x.fail(card.ErrBusy) }

func (x *exchange) wedged() bool {
	if x.first {
		if err := x.c.opt.Sleep(x.ctx, x.wait(patience)); err != nil {
			return x.gives(err)
		}
	}
	return x.fail(card.ErrWedged)
}

// silent is wedged for whoever sits in this process. Behind a reader nobody gives up:
// the exchange ends when the card is pulled out.
func (x *exchange) silent() bool {
	if x.c.seated() == nil {
		return x.wedged()
	}
	<-x.ctx.Done()
	return x.gives(x.ctx.Err())
}

func (x *exchange) resetByOther() bool {
	if x.first {
		_ = x.c.inner.Reset(x.ctx, false) // a card that fails here is lost all the more
		x.c.forget()
	}
	return x.fail(card.ErrReset)
}

// forget is what a reset by others does to what is known of the card.
func (c *Card) forget() {
	c.watch.Reset()
	c.opened = c.opened[:0]
}

func (x *exchange) remove() bool {
	if seat := x.c.seated(); seat != nil {
		seat.Remove()
		<-x.ctx.Done()
	}
	return x.fail(card.ErrRemoved)
}

// bounce: behind a reader, an exchange that fails is a card that is seated anew.
func (x *exchange) bounce() bool {
	if x.first {
		_ = x.c.inner.Reset(x.ctx, true) // power is lost
		x.c.forget()
	}
	return x.fail(card.ErrRemoved)
}

func (x *exchange) swap() bool {
	if x.first {
		var other card.Channel
		var err error
		if x.c.opt.Other != nil {
			other, err = x.c.opt.Other(x.fault.Value)
		}
		if err != nil {
			return x.gives(err)
		}
		if other != nil {
			x.c.inner = other
			x.c.forget()
		}
		if seat := x.c.seated(); seat != nil {
			seat.Remove()
			if other != nil {
				seat.Insert()
			}
			<-x.ctx.Done()
		}
	}
	return x.fail(card.ErrRemoved)
}

func (x *exchange) lostBefore() bool { return x.fail(ErrLost) }
func (x *exchange) lostAfter() bool  { return x.fail(ErrLost) }

// usualDelay is one that a user notices and no program gives up on.
const usualDelay = 800 * time.Millisecond

func (x *exchange) delay() bool {
	if err := x.c.opt.Sleep(x.ctx, x.wait(usualDelay)); err != nil {
		return x.gives(err)
	}
	return true
}

func (x *exchange) repeat() bool {
	if _, err := x.c.inner.Transmit(x.ctx, nil, x.cmd); err != nil {
		return x.gives(err)
	}
	return true
}

func (x *exchange) stale() bool {
	if len(x.c.last) == 0 || bytes.Equal(x.c.last, x.dst[x.from:]) {
		return false
	}
	x.dst = append(x.dst[:x.from], x.c.last...)
	return true
}

func (x *exchange) cut() bool {
	data := x.data()
	n := len(data) / 2
	if x.fault.Value != "" {
		n = x.fault.value.number
	}
	if n >= len(data) {
		return false
	}
	x.give(data[:n])
	return true
}

func (x *exchange) noAnswer() bool {
	x.dst = x.dst[:x.from]
	return true
}

func (x *exchange) oneByte() bool {
	x.dst = append(x.dst[:x.from], 0x90)
	return true
}

func (x *exchange) tooLong() bool {
	n := 1
	if x.fault.Value != "" {
		n = x.fault.value.number
	}
	return x.pad(n)
}

// oversize is more than any answer has (ISO/IEC 7816-4, 5.1: Ne is 65536 at most).
const oversize = 65600

func (x *exchange) oversized() bool { return x.pad(oversize - len(x.data())) }

func (x *exchange) pad(n int) bool {
	sw := x.sw()
	x.dst = x.dst[:x.from+len(x.data())]
	for range n {
		x.dst = append(x.dst, 0xA5)
	}
	x.dst = apdu.AppendSW(x.dst, sw)
	return n > 0
}

func (x *exchange) garble() bool {
	data, noise := x.data(), byte(0x5A)
	for i := range data {
		noise = noise*29 + 7
		data[i] ^= noise | 1
	}
	return len(data) > 0
}

func (x *exchange) bit() bool {
	data := x.data()
	if len(data) == 0 {
		return false
	}
	bit := len(data) / 2 * 8
	if x.fault.Value != "" {
		bit = x.fault.value.number % (8 * len(data))
	}
	data[bit/8] ^= 0x80 >> (bit % 8)
	return true
}

func (x *exchange) answerZeros() bool { return x.fill(0x00) }
func (x *exchange) answerFF() bool    { return x.fill(0xFF) }

func (x *exchange) fill(with byte) (changed bool) {
	data := x.data()
	for i := range data {
		changed = changed || data[i] != with
		data[i] = with
	}
	return changed
}

func (x *exchange) empty() bool {
	if len(x.data()) == 0 && x.sw().OK() {
		return false
	}
	x.dst = apdu.AppendSW(x.dst[:x.from], apdu.SWOK)
	return true
}

func (x *exchange) status() bool {
	sw := apdu.SWNoDiagnosis
	if x.fault.Value != "" {
		sw = apdu.SW(x.fault.value.sw)
	}
	return x.answer(sw)
}

func (x *exchange) busy() bool        { return x.answer(apdu.SWNoDiagnosis) }
func (x *exchange) memory() bool      { return x.answer(apdu.SWMemoryFailure) }
func (x *exchange) endless61() bool   { return x.answer(apdu.SWBytesRemaining | 0x10) }
func (x *exchange) endless6C() bool   { return x.answer(apdu.SWWrongLe | 0x10) }
func (x *exchange) codeRefused() bool { return x.answer(apdu.SWConditions) }

func (x *exchange) chainBroken() bool {
	return x.ev.Effect.Chained && x.answer(apdu.SWLastOfChainExpected)
}
