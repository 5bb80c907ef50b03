package line

import (
	"context"
	"time"

	"github.com/cpslab/cps/harness/card"
)

var _ card.Channel = (*Pacer)(nil)

// Pacer is a channel that takes the time of a line. As any channel it has one user at a
// time.
type Pacer struct {
	card.Channel
	reader Reader
	line   Line
	none   bool // the card has no line: it is mute, or contactless
	clock  Clock
	owed   time.Duration // not yet slept; negative after too long a sleep
}

// Clock tells the time and lets it pass. The zero value is that of the machine.
type Clock struct {
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
}

// mostCredit bounds what a machine that slept too long makes good afterwards.
const mostCredit = 100 * time.Millisecond

// NewPacer makes ch take the time of the line to that reader. A card without one, mute
// or contactless, is as fast as it is.
func NewPacer(ch card.Channel, reader Reader, clock Clock) *Pacer {
	p := &Pacer{Channel: ch, reader: reader, clock: clock}
	if p.clock.Now == nil {
		p.clock.Now = time.Now
	}
	if p.clock.Sleep == nil {
		p.clock.Sleep = wait
	}
	p.measure()
	return p
}

// Unwrap returns the channel within.
func (p *Pacer) Unwrap() card.Channel { return p.Channel }

// Line returns the line, false where the card has none.
func (p *Pacer) Line() (Line, bool) { return p.line, !p.none }

func (p *Pacer) measure() {
	l, err := New(p.ATR(), p.Protocol(), p.reader)
	p.line, p.none = l, err != nil
}

// Transmit passes the command on, and the answer when the line would have brought it.
func (p *Pacer) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	began, from := p.clock.Now(), len(dst)
	out, err := p.Channel.Transmit(ctx, dst, cmd)
	if err != nil || p.none {
		return out, err
	}
	return out, p.take(ctx, began, p.line.Exchange(cmd, out[min(from, len(out)):]).Time)
}

// Reset resets the card and takes the time of its answer and of what is negotiated.
func (p *Pacer) Reset(ctx context.Context, cold bool) error {
	began := p.clock.Now()
	if err := p.Channel.Reset(ctx, cold); err != nil {
		return err
	}
	if p.measure(); p.none {
		return nil
	}
	return p.take(ctx, began, p.line.Start)
}

// take sleeps what is left of d since began, and keeps account of what a sleep was too
// long, so that a whole reading takes its time although no sleep is exact.
func (p *Pacer) take(ctx context.Context, began time.Time, d time.Duration) error {
	before := p.clock.Now()
	p.owed += d - before.Sub(began)
	if p.owed > 0 {
		if err := p.clock.Sleep(ctx, p.owed); err != nil {
			return err
		}
		p.owed -= p.clock.Now().Sub(before)
	}
	p.owed = max(p.owed, -mostCredit)
	return nil
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
