package trace

import (
	"context"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/card/text"
)

var _ card.Simulated = (*Replay)(nil)

// ReplayOptions say how a trace is replayed. The zero value replays the first reader by
// state, at once.
type ReplayOptions struct {
	Reader int // place of the reader
	// Strict expects every command in its order and to the byte, but for what is masked:
	// for tests of recordings. Without it a command is answered by what the card would
	// have remembered: the file selected, the codes presented, the key chosen, what was
	// written. That serves programs whose order varies, and those that read a file by
	// other pieces.
	Strict bool
	// Pace waits as long as an exchange took; nil answers at once.
	Pace func(ctx context.Context, d time.Duration) error
}

// Replay is a card that answers what a trace has of it. As any channel it has one user at
// a time. A command that the trace does not answer is an [*UnknownError]: the card is then
// as it was, and the next command is answered.
type Replay struct {
	opt      ReplayOptions
	all      []recorded
	atr      []byte
	protocol int

	live      state
	pos       int // of the event that answered last, -1 at the start
	pending   []byte
	pendingSW apdu.SW
	fetched   bool // something waits, of which the trace has no more
	exchanges int  // that the program made
}

// recorded is an event with the state that the card was in before it.
type recorded struct {
	*Event
	effect effect.Effect
	before state
	used   int
}

// NoReaderError is a trace without a card in that place.
type NoReaderError struct{ Reader, Readers int }

var _ text.Speaker = (*NoReaderError)(nil)

func (e *NoReaderError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say says which readers there are.
func (e *NoReaderError) Say(lang string) (message, hint string) {
	return text.Of("la trace n'a pas de lecteur %d", "the trace has no reader %d", e.Reader+1).In(lang),
		text.Of("elle en a %d", "it has %d", e.Readers).In(lang)
}

// BadInput is true: the user gave the number.
func (e *NoReaderError) BadInput() bool { return true }

// UnknownError is a command that a trace does not answer.
type UnknownError struct {
	Exchange int       // number of the command in this replay, from 1
	Command  text.Text // its instruction and header, with the file selected
	Expected text.Text // of a strict replay: what comes next; zero at the end
	N        int       // its number in the trace, 0 for none
	Strict   bool
	Signs    bool // it uses a key: nobody has that of the card any more
}

var _ text.Speaker = (*UnknownError)(nil)

func (e *UnknownError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the command, and what a strict replay expected in its place.
func (e *UnknownError) Say(lang string) (message, hint string) {
	said := text.Of("échange %d : la trace ne répond pas à %s", "exchange %d: the trace does not answer %s", e.Exchange, e.Command)
	switch {
	case !e.Strict:
		return said.In(lang), text.Of("la trace n'a que ce que le programme enregistré a demandé", "the trace has only what the recorded program asked").In(lang)
	case e.N > 0:
		said = text.Of("%s ; attendu : %s (échange %d de la trace)", "%s; expected: %s (exchange %d of the trace)", said, e.Expected, e.N)
	case !e.Expected.IsZero():
		said = text.Of("%s ; attendu : %s", "%s; expected: %s", said, e.Expected)
	default:
		said = text.Of("%s : elle est finie", "%s: it is at its end", said)
	}
	return said.In(lang), ""
}

// Refuse answers a command that uses a key as a card does that will not: a challenge is
// another one each time, and no trace has the answer. False for any other command.
func (e *UnknownError) Refuse(dst []byte) ([]byte, bool) {
	if !e.Signs {
		return dst, false
	}
	return append(dst, 0x69, 0x85), true // ISO/IEC 7816-4: conditions of use not satisfied
}

// Replay makes a card of a reader of the trace. Errors are *NoReaderError.
func (t *Trace) Replay(o ReplayOptions) (*Replay, error) {
	cards := t.Readers()
	first, known := cards[o.Reader]
	if !known {
		return nil, &NoReaderError{o.Reader, len(cards)}
	}
	r := &Replay{opt: o, atr: first.ATR, protocol: protocolOf(first.Protocol), pos: -1}
	var s state
	for i := range t.Events {
		e := &t.Events[i]
		if e.Reader != o.Reader {
			continue
		}
		switch e.Kind {
		case KindExchange:
			decoded, _ := effect.Decode(e.Command)
			r.all = append(r.all, recorded{Event: e, effect: decoded, before: s.clone()})
			sw, _ := e.SW()
			if e.Err == "" {
				s.apply(&decoded, apdu.SW(sw), e.Data())
			}
		case KindReset:
			r.all = append(r.all, recorded{Event: e, before: s.clone()})
			s.reset()
		case KindError:
			r.all = append(r.all, recorded{Event: e, before: s.clone()})
		case KindCard, KindFault, KindMark, KindEnd:
		}
	}
	return r, nil
}

// ATR returns the recorded answer to reset.
func (r *Replay) ATR() []byte { return r.atr }

// Simulated says that there is no card behind this, whatever was recorded; see
// card.Simulated.
func (*Replay) Simulated() {}

// Protocol returns that of the recorded card.
func (r *Replay) Protocol() int { return r.protocol }

// Left returns how many recorded exchanges were never asked for: none is left of a
// recording that a test replays strictly.
func (r *Replay) Left() int {
	n := 0
	for i := range r.all {
		if r.all[i].Kind == KindExchange && r.all[i].used == 0 {
			n++
		}
	}
	return n
}

// Transmit answers a command as the trace has it.
func (r *Replay) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return dst, err
	}
	r.exchanges++
	if r.opt.Strict {
		return r.next(ctx, dst, cmd)
	}
	return r.byState(ctx, dst, cmd)
}

// next answers the command that comes next, and no other.
func (r *Replay) next(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	i := r.following()
	if i < 0 {
		return dst, &UnknownError{Exchange: r.exchanges, Command: commandOf(cmd), Strict: true}
	}
	a := &r.all[i]
	if a.Kind != KindExchange || !answers(a, cmd) {
		return dst, &UnknownError{Exchange: r.exchanges, Command: commandOf(cmd), Expected: a.Title(), N: a.N, Strict: true}
	}
	return r.give(ctx, dst, i)
}

// following is the place of what comes next, -1 at the end. Commands that a guard refused
// never reached the card.
func (r *Replay) following() int {
	for i := r.pos + 1; i < len(r.all); i++ {
		if e := &r.all[i]; e.Kind != KindError || e.Op == opBegin || e.Op == opEnd {
			return i
		}
	}
	return -1
}

// give answers with a recorded exchange.
func (r *Replay) give(ctx context.Context, dst []byte, i int) ([]byte, error) {
	a := &r.all[i]
	a.used++
	r.pos = i
	if r.opt.Pace != nil {
		if err := r.opt.Pace(ctx, a.Took.Duration()); err != nil {
			return dst, err
		}
	}
	if a.Err != "" {
		return dst, ErrorOf(a.Err)
	}
	return append(dst, a.Answer...), nil
}

// Reset resets the card: what it remembers of selections and codes is lost. A recorded reset
// that failed fails, where it comes next.
func (r *Replay) Reset(ctx context.Context, cold bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	i := r.following()
	if r.opt.Strict {
		if i < 0 || r.all[i].Kind != KindReset {
			e := &UnknownError{Exchange: r.exchanges, Command: (&Event{Kind: KindReset, Cold: cold}).Title(), Strict: true}
			if i >= 0 {
				e.Expected, e.N = r.all[i].Title(), r.all[i].N
			}
			return e
		}
	}
	r.live.reset()
	r.pending, r.fetched = nil, false
	if i < 0 || r.all[i].Kind != KindReset {
		return nil
	}
	r.pos = i
	r.all[i].used++
	if e := r.all[i].Event; e.Err != "" {
		return ErrorOf(e.Err)
	} else if len(e.ATR) > 0 {
		r.atr = e.ATR
		if e.Protocol != "" {
			r.protocol = protocolOf(e.Protocol)
		}
	}
	return nil
}

// Names of the events of transactions.
const opBegin, opEnd = "BEGIN", "END"

// Begin opens a transaction, which fails where it failed.
func (r *Replay) Begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return r.transaction(opBegin)
}

// End closes a transaction, which fails where it failed.
func (r *Replay) End(context.Context) error { return r.transaction(opEnd) }

func (r *Replay) transaction(op string) error {
	if i := r.following(); i >= 0 && r.all[i].Kind == KindError && r.all[i].Op == op {
		r.pos = i
		r.all[i].used++
		return ErrorOf(r.all[i].Err)
	}
	return nil
}

// answers reports whether a recorded exchange is that of a command, whatever stands where
// the trace is masked.
func answers(a *recorded, cmd []byte) bool {
	if len(a.Command) != len(cmd) {
		return false
	}
	from, to := MaskedIn(a.Command)
	return slices.Equal(a.Command[:from], cmd[:from]) && slices.Equal(a.Command[to:], cmd[to:])
}

// commandOf names a command.
func commandOf(cmd []byte) text.Text {
	return (&Event{Kind: KindExchange, Command: cmd}).Title()
}
