package fault

import (
	"bytes"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// commandBit changes one bit of the data that reach the card; the caller's bytes stay.
func (x *exchange) commandBit() bool {
	n := len(x.ev.Effect.Command.Data)
	if n == 0 {
		return false
	}
	const body = 5 // CLA INS P1 P2 Lc: no command of these cards is longer
	bit := 7
	if x.fault.Value != "" {
		bit = x.fault.value.number % (8 * n)
	}
	x.cmd, x.own = bytes.Clone(x.cmd), true
	if at := body + bit/8; at < len(x.cmd) {
		x.cmd[at] ^= 0x80 >> (bit % 8)
	}
	return true
}

// silentReset is a reset that nobody is told of.
func (x *exchange) silentReset() bool {
	if err := x.c.inner.Reset(x.ctx, false); err != nil {
		return x.gives(err)
	}
	x.c.opened = x.c.opened[:0]
	return true
}

// statusLost is a reset that keeps the selection: what led to it is selected again.
func (x *exchange) statusLost() bool {
	if err := x.c.inner.Reset(x.ctx, false); err != nil {
		return x.gives(err)
	}
	var answer []byte
	for _, cmd := range x.c.opened {
		var err error
		if answer, err = x.c.inner.Transmit(x.ctx, answer[:0], cmd); err != nil {
			return x.gives(err)
		}
	}
	return true
}

func (x *exchange) counterLower() bool  { return x.tell(-1) }
func (x *exchange) counterHigher() bool { return x.tell(+1) }
func (x *exchange) tellsBlocked() bool  { return x.tell(-15) }

// tagTries is the try counter in the security data object of a code (IAS ECC; see
// card.DecodeCounter).
const tagTries = 0x9B

// tell changes the counter that the answer gives.
func (x *exchange) tell(more int) bool {
	changed := func(left byte) byte { return byte(max(0, min(15, int(left)+more))) }
	sw := x.sw()
	if left, ok := sw.Retries(); ok {
		n := changed(byte(left))
		sw = apdu.SWCounter | apdu.SW(n)
		if n == 0 {
			sw = apdu.SWPINBlocked
		}
		x.dst = apdu.AppendSW(x.dst[:len(x.dst)-2], sw)
		return n != byte(left)
	}
	if x.ev.Op != OpCounter && x.ev.Of != OpCounter {
		return false // bytes of a file may look like a counter
	}
	data := x.data()
	at := bytes.Index(data, []byte{tagTries, 1})
	if at < 0 || at+2 >= len(data) {
		return false
	}
	before := data[at+2]
	data[at+2] = changed(before)
	return data[at+2] != before
}

// wrongPIN is a code that no card of the bench has.
var wrongPIN = []byte("97531864")

// present has another program present a wrong code; it returns what the card answers.
func (x *exchange) present() (apdu.SW, error) {
	var buf [16]byte
	cmd, err := apdu.AppendVerify(buf[:0], x.ev.Effect.Channel(), effect.RefPIN, wrongPIN)
	if err != nil {
		return 0, err
	}
	answer, err := x.c.inner.Transmit(x.ctx, nil, cmd)
	if err != nil || len(answer) < 2 {
		return 0, err
	}
	_, sw, err := apdu.ParseResponse(answer)
	return sw, err
}

func (x *exchange) trySpent() bool {
	if _, err := x.present(); err != nil {
		return x.gives(err)
	}
	return true
}

func (x *exchange) blockedBetween() bool {
	const most = 16 // more tries than any counter shows
	for range most {
		sw, err := x.present()
		if err != nil {
			return x.gives(err)
		}
		if _, left := sw.Retries(); !left {
			break
		}
	}
	return true
}

// wrongCode has the card get another code of the same length.
func (x *exchange) wrongCode() bool {
	data := x.ev.Effect.Command.Data
	x.cmd, x.own = bytes.Clone(x.cmd), true
	if at := bytes.Index(x.cmd, data); at >= 0 {
		for i := range data {
			x.cmd[at+i] = '0' + (data[i]-'0'+1)%10
		}
	}
	return len(data) > 0
}
