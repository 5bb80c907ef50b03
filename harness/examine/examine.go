// Package examine takes one card from its channel to the outcome of a diagnosis, in
// one way for everybody who does:
//
//	reading := examine.Card(ctx, channel, examine.Options{Reader: "my reader"})
//	result := reading.Judge(time.Now())
//
// What else is known of the card may be added to the Input in between. Faults, traces
// and witnesses get between the reading and the channel by [Options.Wrap]. Whoever
// opens cards (package readers) says how each is read.
package examine

import (
	"context"
	"errors"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/line"
)

// Options say how a card is read, and what is known of it before. The zero value
// reads the public part, without certificates.
type Options struct {
	Reader string              // its name, as findings give it
	Read   harness.ReadOptions // the PIN, and what is read
	Facts  fact.Set            // what somebody declared
	// Authorities are the names of the issuing authorities that are trusted for the
	// card; nil when that is not known.
	Authorities []string
	// Prove has the authentication key sign a random value, once the card was read
	// whole. On a real card the guard has to allow signing.
	Prove bool
	// Wrap gives the channel that the reading uses in place of the card's; nil uses
	// the card's own. The guard of a real card stays below it.
	Wrap func(card.Channel) card.Channel
}

// Reading is a card as far as it could be read.
type Reading struct {
	Input diagnosis.Input // its reader state says how the reading ended
	// Err ended opening or reading, nil when nothing did. A named state of reader or
	// card is an error too ([harness.Named]).
	Err   error
	Spent Spent
}

// Spent is what a reading took, a proof not included.
type Spent struct {
	line.Cost
	Line line.Line     // whose limit Cost.Time is; zero for a card without one, mute or contactless
	Took time.Duration // the exchanges alone, by the clock of the machine: nobody who types a code is in it
}

// Card reads a card. What an error left unread is unknown in the input; the contents
// are never nil.
func Card(ctx context.Context, ch card.Channel, o Options) Reading {
	if o.Wrap != nil {
		ch = o.Wrap(ch)
	}
	l, _ := line.New(ch.ATR(), ch.Protocol(), line.Reader{}) // none: nothing takes time there
	meter := line.NewMeter(ch, l)
	contents, err := harness.Read(ctx, meter, o.Read)
	proof := diagnosis.ProofNotMade
	if o.Prove && err == nil {
		proof, err = harness.Proof(ctx, ch, contents)
	}
	r := Reading{harness.Input(o.Reader, contents, err, o.Facts), err, Spent{meter.Cost(), l, meter.Took()}}
	r.Input.Authorities, r.Input.KeyProof = o.Authorities, proof
	return r
}

// Unopened is the reading of a card that could not be opened for err.
func Unopened(reader string, err error, facts fact.Set) Reading {
	return Reading{Input: harness.Input(reader, nil, err, facts), Err: err}
}

// Judge judges what was read on the day of now. The verdict is BenchError, whatever
// the rules say, when the reading was cut short.
func (r *Reading) Judge(now time.Time) diagnosis.Result {
	res := diagnosis.Check(&r.Input, now)
	if r.Cut() != nil {
		res.Verdict = diagnosis.BenchError
	}
	return res
}

// Cut is the error that cut the reading short, nil when it got as far as it could: a
// state of reader or card that a rule names cuts nothing short, nor does a PIN that
// was not presented, which leaves a whole public part.
func (r *Reading) Cut() error {
	whole := harness.Named(r.Err) || r.Withheld() != nil
	if whole {
		return nil
	}
	return r.Err
}

// Withheld says why a PIN that was there was not presented, nil when it was.
func (r *Reading) Withheld() *harness.PINError {
	withheld, _ := errors.AsType[*harness.PINError](r.Err)
	return withheld
}

// Unjudged is the error of a reading that leaves nothing to judge, nil when a rule
// speaks of what became of it.
func (r *Reading) Unjudged() error {
	if r.Input.Reader.State == card.SlotUnknown {
		return r.Err
	}
	return nil
}
