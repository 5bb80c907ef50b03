package trace

import (
	"context"
	"maps"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

func (s *state) clone() state {
	c := *s
	c.env = maps.Clone(s.env)
	return c
}

// byState answers a command by what the card remembers.
func (r *Replay) byState(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	e, _ := effect.Decode(cmd)
	if e.Command.INS == apdu.INSGetResponse && r.fetched {
		return r.fetch(dst, cmd, &e)
	}
	r.pending, r.fetched = nil, false
	for _, fits := range r.ladder(&e) {
		if i := r.find(cmd, fits); i >= 0 {
			return r.settle(ctx, dst, &e, i)
		}
	}
	if answer, ok := r.piece(&e); ok {
		return append(dst, answer...), nil
	}
	if i := r.sameTarget(&e); i >= 0 {
		return r.settle(ctx, dst, &e, i)
	}
	return dst, &UnknownError{Exchange: r.exchanges, Command: commandOf(cmd), Signs: signs(&e)}
}

// settle answers with a recorded exchange and remembers what it does to the card.
func (r *Replay) settle(ctx context.Context, dst []byte, e *effect.Effect, i int) ([]byte, error) {
	from := len(dst)
	out, err := r.give(ctx, dst, i)
	if err != nil {
		return out, err
	}
	a := &r.all[i]
	sw, _ := a.SW()
	r.live.apply(e, apdu.SW(sw), out[from:max(from, len(out)-2)])
	if apdu.SW(sw).Available() > 0 {
		r.fetched = true
		r.pending, r.pendingSW = r.rest(i)
	}
	return out, nil
}

// rest gathers what GET RESPONSE brought behind a recorded exchange, and the status word of
// the last; nil where the recorded program did not fetch it.
func (r *Replay) rest(i int) (data []byte, sw apdu.SW) {
	for j := i + 1; j < len(r.all); j++ {
		a := &r.all[j]
		if a.Kind != KindExchange || a.effect.Command.INS != apdu.INSGetResponse || a.Err != "" {
			break
		}
		got, _ := a.SW()
		if apdu.SW(got).RightNe() > 0 {
			continue
		}
		data, sw = append(data, a.Data()...), apdu.SW(got)
		if sw.Available() == 0 {
			break
		}
	}
	return data, sw
}

// fetch answers GET RESPONSE: as it was recorded where it comes next, else with the next
// bytes of what waits.
func (r *Replay) fetch(dst, cmd []byte, e *effect.Effect) ([]byte, error) {
	if next := r.pos + 1; next < len(r.all) && r.all[next].Kind == KindExchange && answers(&r.all[next], cmd) {
		a := &r.all[next]
		a.used++
		r.pos = next
		if a.Err != "" {
			return dst, ErrorOf(a.Err)
		}
		r.pending = r.pending[min(len(r.pending), len(a.Data())):]
		sw, _ := a.SW()
		r.fetched = apdu.SW(sw).Available() > 0 || apdu.SW(sw).RightNe() > 0
		return append(dst, a.Answer...), nil
	}
	if len(r.pending) == 0 {
		return dst, &UnknownError{Exchange: r.exchanges, Command: commandOf(cmd)}
	}
	n := min(max(e.Command.Ne, 1), len(r.pending))
	dst = append(dst, r.pending[:n]...)
	r.pending = r.pending[n:]
	if left := len(r.pending); left > 0 {
		return apdu.AppendSW(dst, apdu.SWBytesRemaining|apdu.SW(left&0xFF)), nil
	}
	r.fetched = false
	return apdu.AppendSW(dst, r.pendingSW), nil
}

// ladder gives, from the strictest on, in which states of the card a recorded exchange
// answers a command.
func (r *Replay) ladder(e *effect.Effect) []func(a *recorded) bool {
	cla := e.Command.CLA
	live := &r.live
	everything := func(a *recorded) bool {
		return a.before.file(cla) == live.file(cla) && sameCodes(&a.before, live) && (!signs(e) || a.before.environment() == live.environment())
	}
	switch {
	case e.Command.INS == apdu.INSReadBinary:
		// What is read depends on the file and on which codes are open; a file that was
		// open to all is open to who presented more.
		short := e.Command.P1&0x80 != 0 // which needs no file to be selected
		return []func(*recorded) bool{everything, func(a *recorded) bool { return r.readable(a, cla, short) }}
	case e.Kind == effect.Writes:
		return []func(*recorded) bool{everything}
	case signs(e):
		return []func(*recorded) bool{everything, func(a *recorded) bool {
			return sameCodes(&a.before, live) && a.before.environment() == live.environment()
		}}
	case e.Command.INS == apdu.INSGetResponse:
		return []func(*recorded) bool{everything}
	}
	return []func(*recorded) bool{
		everything,
		func(a *recorded) bool { return sameCodes(&a.before, live) },
		func(*recorded) bool { return true },
	}
}

// signs reports whether what a command does depends on the security environment.
func signs(e *effect.Effect) bool {
	return e.Command.INS == apdu.INSPerformSecurity || e.Command.INS == apdu.INSInternalAuth
}

// sameCodes reports whether two states have the same codes and files behind them.
func sameCodes(a, b *state) bool {
	return a.codes == b.codes && a.others == b.others && a.writes == b.writes
}

// readable reports whether what was recorded of a file may be read now: the file that is
// selected, or one of its directory by a short identifier.
func (r *Replay) readable(a *recorded, cla byte, short bool) bool {
	was, is := a.before.selected[viewOf(cla)], r.live.selected[viewOf(cla)]
	if was.df != is.df || !short && was.ef != is.ef || a.before.writes != r.live.writes {
		return false
	}
	for i := range a.before.codes {
		was, is := a.before.codes[i].open, r.live.codes[i].open
		sw, _ := a.SW()
		ok := apdu.SW(sw).OK() || apdu.SW(sw).SW1() == 0x62
		if was != is && (!ok || was) {
			return false
		}
	}
	return true
}

// find returns the recorded exchange of a command that comes next in the trace among those
// that fit, else the last one before; -1 for none.
func (r *Replay) find(cmd []byte, fits func(*recorded) bool) int {
	before := -1
	for i := range r.all {
		a := &r.all[i]
		if a.Kind != KindExchange || !answers(a, cmd) || !fits(a) {
			continue
		}
		if i > r.pos {
			return i
		}
		before = i
	}
	return before
}

// piece answers READ BINARY from all that was read of a file. ok is false where some of the
// bytes are not known.
func (r *Replay) piece(e *effect.Effect) (answer []byte, ok bool) {
	c := &e.Command
	if c.INS != apdu.INSReadBinary || c.P1&0x80 != 0 || c.Ne == 0 {
		return nil, false
	}
	offset := int(c.P1)<<8 | int(c.P2)
	known := map[int]byte{}
	end, last := -1, apdu.SWOK // of the file, where a reading met it; how it answered there
	for i := range r.all {
		a := &r.all[i]
		b := &a.effect.Command
		if a.Kind != KindExchange || b.INS != apdu.INSReadBinary || b.P1&0x80 != 0 || viewOf(b.CLA) != viewOf(c.CLA) || !r.readable(a, c.CLA, false) {
			continue
		}
		sw, whole := a.SW()
		from, data := int(b.P1)<<8|int(b.P2), a.Data()
		for j, x := range data {
			known[from+j] = x
		}
		short := len(data) < b.Ne
		if whole && len(data) > 0 && short && (apdu.SW(sw).OK() || apdu.SW(sw) == apdu.SWEndOfFile) {
			end, last = from+len(data), apdu.SW(sw)
		}
	}
	if len(known) == 0 {
		return nil, false
	}
	stop := offset + c.Ne
	if end >= 0 {
		stop = min(stop, end)
	}
	if offset >= stop {
		return nil, false
	}
	for at := offset; at < stop; at++ {
		x, there := known[at]
		if !there {
			return nil, false
		}
		answer = append(answer, x)
	}
	sw := apdu.SWOK
	if stop < offset+c.Ne {
		sw = last
	}
	return apdu.AppendSW(answer, sw), true
}

// sameTarget finds a recorded SELECT of what a SELECT selects, written another way: by
// another path, or another Le. Both have to ask for a description, or none.
func (r *Replay) sameTarget(e *effect.Effect) int {
	c := &e.Command
	if c.INS != apdu.INSSelect {
		return -1
	}
	v := viewOf(c.CLA)
	wanted := target(r.live.selected[v], c, 0)
	for i := range r.all {
		a := &r.all[i]
		b := &a.effect.Command
		if a.Kind != KindExchange || b.INS != apdu.INSSelect || viewOf(b.CLA) != v || b.P2 != c.P2 {
			continue
		}
		if target(a.before.selected[v], b, 0) == wanted {
			return i
		}
	}
	return -1
}
