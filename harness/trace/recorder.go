package trace

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/fault"
)

var _ card.Channel = (*Recorder)(nil)

// Recorder is a channel that records what goes through it. As any channel it has one
// user at a time. What the trace could not keep changes nothing for the card: see
// [Log.Err].
type Recorder struct {
	log   *Log
	place int
	inner card.Channel
	seen  Witness

	mu        sync.Mutex // protects what follows
	reader    Reader
	atr       []byte // as the card was asked for it last; a card that is mute is asked for nothing else
	protocol  int
	described bool
}

// Record puts a recorder around a channel: outside of what changes the answers, so that
// the trace has what the program saw. Each call is a reader of its own.
func (l *Log) Record(r Reader, ch card.Channel) *Recorder {
	l.mu.Lock()
	defer l.mu.Unlock()
	rec := &Recorder{log: l, place: len(l.recorders), inner: ch, reader: r, protocol: -1}
	l.recorders = append(l.recorders, rec)
	return rec
}

// Rename says how the reader is called, where that is known only once its card is in
// it. It has no effect after the first event.
func (r *Recorder) Rename(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reader.Name = name
}

// Take puts another channel in the place of the one within: the same card, made anew. Its
// exchanges go on with their numbers. Only who uses the channel may call it.
func (r *Recorder) Take(ch card.Channel) {
	r.inner = ch
	r.seen.Reset()
}

// Place is that of the reader in the trace, from 0.
func (r *Recorder) Place() int { return r.place }

// Unwrap returns the channel within.
func (r *Recorder) Unwrap() card.Channel { return r.inner }

// Fault notes a fault that fired.
func (r *Recorder) Fault(s fault.Shot) {
	r.describe()
	r.log.Fault(r.place, s.Exchange, s.Fault.String())
}

// Mark notes something beside what was said, that holds no secret.
func (r *Recorder) Mark(name, value string) {
	r.describe()
	r.log.Mark(r.place, name, value)
}

// describe writes which card lies in which reader, once.
func (r *Recorder) describe() {
	r.mu.Lock()
	known := r.described
	r.mu.Unlock()
	if !known {
		r.ATR()
		r.introduce()
	}
}

// introduce writes the line of the card, by what was last known of it.
func (r *Recorder) introduce() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.described {
		return
	}
	r.described = true
	r.log.add(Event{
		Kind: KindCard, Reader: r.place, Name: r.reader.Name, ATR: r.atr,
		Protocol: protocolName(r.protocol), Simulated: r.reader.Simulated,
	}, nil, nil)
}

// Transmit passes a command on, and records it with its answer. One that a guard kept
// from the card is recorded as an error, and not counted.
func (r *Recorder) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	r.describe()
	if err := ctx.Err(); err != nil {
		return dst, err // what is cancelled is not sent, and nothing was said
	}
	from, began := len(dst), r.log.opt.Now()
	out, err := r.inner.Transmit(ctx, dst, cmd)
	took := r.log.opt.Now().Sub(began)
	if errors.Is(err, card.ErrRefused) {
		r.failed("TRANSMIT", began, took, err)
		return out, err
	}
	var answer []byte
	if err == nil {
		answer = out[min(from, len(out)):]
	}
	e, _ := r.seen.Exchange(cmd, answer, err)
	e.Reader, e.At, e.Took = r.place, r.log.since(began), MicrosOf(took)
	r.log.add(e, cmd, answer)
	return out, err
}

// ATR returns that of the card.
func (r *Recorder) ATR() []byte {
	atr := r.inner.ATR()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.described {
		r.atr, r.protocol = slices.Clone(atr), r.inner.Protocol()
	}
	return atr
}

// Protocol returns that of the card.
func (r *Recorder) Protocol() int { return r.inner.Protocol() }

// Reset passes a reset on, and records it.
func (r *Recorder) Reset(ctx context.Context, cold bool) error {
	r.describe()
	began := r.log.opt.Now()
	err := r.inner.Reset(ctx, cold)
	if errors.Is(err, card.ErrRefused) {
		r.failed("RESET", began, r.log.opt.Now().Sub(began), err)
		return err
	}
	r.seen.Reset()
	e := Event{Kind: KindReset, Reader: r.place, At: r.log.since(began), Took: MicrosOf(r.log.opt.Now().Sub(began)), Cold: cold, Err: WordOf(err)}
	if err == nil {
		e.ATR = slices.Clone(r.inner.ATR())
		e.Protocol = protocolName(r.inner.Protocol())
	}
	r.log.add(e, nil, nil)
	return err
}

// Begin opens a transaction; only its failure is recorded.
func (r *Recorder) Begin(ctx context.Context) error {
	r.describe()
	began := r.log.opt.Now()
	err := r.inner.Begin(ctx)
	if err != nil {
		r.failed("BEGIN", began, r.log.opt.Now().Sub(began), err)
	}
	return err
}

// End closes a transaction; only its failure is recorded.
func (r *Recorder) End(ctx context.Context) error {
	began := r.log.opt.Now()
	err := r.inner.End(ctx)
	if err != nil {
		r.failed("END", began, r.log.opt.Now().Sub(began), err)
	}
	return err
}

// failed records an error that is none of an exchange.
func (r *Recorder) failed(op string, began time.Time, took time.Duration, err error) {
	r.log.add(Event{Kind: KindError, Reader: r.place, At: r.log.since(began), Took: MicrosOf(took), Op: op, Err: WordOf(err)}, nil, nil)
}
