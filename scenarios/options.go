package scenarios

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/simulator"
)

// Options say on which cards the specs run.
type Options struct {
	// Reader is a reader address: "sim:" (also "") for every preset in
	// process, "sim:NAME" for one, "pcsc:PATTERN" for a card in a reader.
	Reader string
	// Readers opens the addresses; nil opens simulated cards and readers of
	// this process's PC/SC service and allows nothing on a real card.
	Readers *readers.Set
	// Now is the clock of the diagnosis and, in a Set without its own, of the
	// dates in profiles; nil is time.Now. Specs of one rule bring their own day.
	Now func() time.Time
	// Lang is the language of the findings' texts in report entries, "fr" or
	// "en"; "" is "en". Names, labels and ids never change with it.
	Lang string
}

// UsageError is an option that makes no sense, found before anything ran.
type UsageError struct {
	Option string // as the command line calls it, "--label-filter" or "READER"
	Value  string
	Err    error // why
	hint   string
}

// Error gives option, value and reason.
func (e *UsageError) Error() string {
	return fmt.Sprintf("%s %q: %v", e.Option, e.Value, e.Err)
}

// Unwrap returns Err: a *harness.AddressError, a *simulator.ProfileError or an
// error of the filter's own grammar.
func (e *UsageError) Unwrap() error { return e.Err }

// Hint says what to write instead, or "" when Error says it already.
func (e *UsageError) Hint() string {
	if _, hint := text.Say(e.Err, "en"); hint != "" {
		return hint
	}
	return e.hint
}

// bench is what the specs of one run share. Nothing in it but given changes
// once it is made, so every spec may run in any process and any order.
type bench struct {
	ctx      context.Context // of the whole run
	set      *readers.Set
	now      func() time.Time
	lang     string
	whole    bool // every preset: the specs that make cards of their own run too
	subjects []subject
	given    *givenPIN // of a real card
}

// subject is a card under test.
type subject struct {
	name    string // of the preset, or the address of a reader
	address string
	face    card.Face // FaceUnknown for a card not yet seen
	preset  bool      // of the gallery
}

// newBench understands the options. The error is a *UsageError.
func newBench(ctx context.Context, o Options) (*bench, error) {
	if o.Reader == "" {
		o.Reader = harness.SchemeSim + ":"
	}
	address, err := harness.ParseAddress(o.Reader)
	if err != nil {
		return nil, &UsageError{Option: "READER", Value: o.Reader, Err: err}
	}
	b := &bench{ctx: ctx, set: o.Readers, now: o.Now, lang: o.Lang}
	if b.set == nil {
		b.set = &readers.Set{Now: o.Now}
	}
	if b.now == nil {
		b.now = b.set.Now
	}
	if b.now == nil {
		b.now = time.Now
	}
	if b.lang == "" {
		b.lang = "en"
	}
	switch {
	case address.Scheme == harness.SchemeTrace:
		return nil, &UsageError{
			Option: "READER", Value: o.Reader,
			Err: errors.New("a recorded session answers its own client only"), hint: "use sim: or pcsc:",
		}
	case address.Scheme == harness.SchemePCSC:
		b.subjects = []subject{{name: o.Reader, address: o.Reader}}
		return b, nil
	case address.Name != "":
		s, err := presetSubject(address.Name)
		if err != nil {
			return nil, &UsageError{Option: "READER", Value: o.Reader, Err: err}
		}
		b.subjects = []subject{s}
		return b, nil
	}
	b.whole = true
	for _, name := range simulator.PresetNames() {
		s, err := presetSubject(name)
		if err != nil {
			return nil, &UsageError{Option: "READER", Value: harness.SchemeSim + ":" + name, Err: err}
		}
		b.subjects = append(b.subjects, s)
	}
	return b, nil
}

func presetSubject(name string) (subject, error) {
	profile, err := simulator.LoadProfile(name)
	if err != nil {
		return subject{}, err
	}
	_, gallery := simulator.PresetSource(name)
	return subject{
		name:    name,
		address: harness.SchemeSim + ":" + name,
		face:    profile.Face,
		preset:  gallery,
	}, nil
}
