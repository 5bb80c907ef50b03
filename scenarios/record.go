package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	command "github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/harness/report"
)

// record is what a spec said to a card, without the data of commands and answers, which
// may be a code or an identity.
type record struct {
	watch fault.Watch
	all   []noted // at most maxNoted
	line  line.Line
	lined bool // line is that of the card
}

// maxNoted bounds what is kept of a spec that asks for ever.
const maxNoted = 20_000

// noted is one exchange.
type noted struct {
	op             fault.Op
	file           uint16
	cla, ins       byte
	p1, p2         byte
	sent, received int // data bytes, without the status
	status         apdu.SW
	answered       bool
	took, line     time.Duration
}

// on learns from its answer to reset on which line the card is.
func (r *record) on(ch card.Channel) {
	var err error
	r.line, err = line.New(ch.ATR(), ch.Protocol(), line.Reader{})
	r.lined = err == nil
}

// see takes a command on its way to the card.
func (r *record) see(cmd []byte) fault.Event { return r.watch.See(cmd) }

// take takes what became of it: out is the answer alone.
func (r *record) take(ev fault.Event, cmd, out []byte, took time.Duration) {
	c := ev.Effect.Command
	n := noted{op: ev.Op, file: ev.File, cla: c.CLA, ins: c.INS, p1: c.P1, p2: c.P2, sent: len(c.Data), took: took}
	if len(out) >= 2 {
		n.answered, n.received = true, len(out)-2
		n.status = apdu.SW(out[len(out)-2])<<8 | apdu.SW(out[len(out)-1])
		r.watch.Settle(ev, n.status)
		if r.lined {
			n.line = r.line.Exchange(cmd, out).Time
		}
	}
	if len(r.all) < maxNoted {
		r.all = append(r.all, n)
	}
}

// log is the end of the record as reports have it.
func (r *record) log() []report.Exchange {
	last := r.all[max(0, len(r.all)-report.MaxLog):]
	out := make([]report.Exchange, 0, len(last))
	for i, n := range last {
		e := command.Effect{Command: apdu.Command{CLA: n.cla, INS: n.ins, P1: n.p1, P2: n.p2, Data: make([]byte, n.sent)}}
		x := report.Exchange{
			Number: len(r.all) - len(last) + i + 1, Command: e.String(), File: fault.NameOfFile(n.file), Length: n.received, Duration: n.took,
		}
		if n.answered {
			x.Status = fmt.Sprintf("%04X", uint16(n.status))
		}
		out = append(out, x)
	}
	return out
}

// meters count how long exchanges took, by what they did.
type meters map[fault.Op]*meter

type meter struct {
	buckets map[int64]int64 // by nanoseconds, of two digits
	line    time.Duration   // of those on a line
	lined   int64
}

// add counts the exchanges of a record that brought an answer.
func (m meters) add(r *record) {
	for _, n := range r.all {
		if !n.answered {
			continue
		}
		one := m[n.op]
		if one == nil {
			one = &meter{buckets: map[int64]int64{}}
			m[n.op] = one
		}
		one.buckets[twoDigits(n.took.Nanoseconds())]++
		if n.line > 0 {
			one.line += n.line
			one.lined++
		}
	}
}

// twoDigits keeps of a number its two first digits.
func twoDigits(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return n / unit * unit
}

// latency is what was counted as reports have it.
func (m meters) latency() []report.Latency {
	var out []report.Latency
	for op, one := range m {
		l := report.Latency{Command: op.String(), Line: one.line / time.Duration(max(one.lined, 1))}
		for ns, n := range one.buckets {
			l.Buckets = append(l.Buckets, report.Bucket{Nanoseconds: ns, Count: n})
		}
		slices.SortFunc(l.Buckets, func(a, b report.Bucket) int { return cmp.Compare(a.Nanoseconds, b.Nanoseconds) })
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b report.Latency) int { return cmp.Compare(a.Command, b.Command) })
	return out
}
