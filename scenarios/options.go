package scenarios

import (
	"context"
	"time"

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
	// Desk has the chapters about a reader run in the place of the suite; nil for the suite.
	// The address is then that of a PC/SC reader.
	Desk *Desk
}

// bench is what the specs of one run share. Nothing in it but given changes
// once it is made, so every spec may run in any process and any order.
type bench struct {
	ctx      context.Context // of the whole run
	set      *readers.Set
	now      func() time.Time
	lang     string
	desk     *Desk
	whole    bool // every preset: the specs that make cards of their own run too
	subjects []subject
	run      *runState
	profiles map[string]*simulator.Profile // by their source
}

// subject is a card under test.
type subject struct {
	name    string // of the preset, or the address of a reader
	address string
	face    card.Face // FaceUnknown for a card not yet seen
	preset  bool      // of the gallery
	// authored: somebody wrote, or may have written, what the card has to give. Of a
	// PC/SC reader that is known once it is open.
	authored bool
}

// newBench understands the options. The error is a *UsageError.
func newBench(ctx context.Context, o Options) (*bench, error) {
	if o.Reader == "" {
		o.Reader = readers.SchemeSim + ":"
	}
	address, err := readers.ParseAddress(o.Reader)
	if err != nil {
		return nil, &UsageError{Option: optionReader, Value: o.Reader, Err: err}
	}
	b := &bench{profiles: map[string]*simulator.Profile{}, ctx: ctx, set: o.Readers, now: o.Now, lang: o.Lang, desk: o.Desk}
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
	case address.Scheme == readers.SchemeTrace:
		return nil, &UsageError{
			Option: optionReader, Value: o.Reader,
			Err:  text.NewError(text.Of("%s : une session enregistrée ne répond qu'à son propre client", "%s: a recorded session answers its own client only", o.Reader), text.Text{}),
			hint: text.Of("écrivez sim:… ou pcsc:…", "use sim: or pcsc:"),
		}
	case o.Desk != nil && address.Scheme != readers.SchemePCSC:
		return nil, NoDesk(o.Reader)
	case address.Scheme == readers.SchemePCSC:
		b.subjects = []subject{{name: o.Reader, address: o.Reader, authored: b.set.Stack != nil}}
		return b, nil
	case address.Name != "":
		s, err := presetSubject(address.Name)
		if err != nil {
			return nil, &UsageError{Option: optionReader, Value: o.Reader, Err: err}
		}
		b.subjects = []subject{s}
		return b, nil
	}
	b.whole = true
	for _, name := range simulator.PresetNames() {
		s, err := presetSubject(name)
		if err != nil {
			return nil, &UsageError{Option: optionReader, Value: readers.SchemeSim + ":" + name, Err: err}
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
		name:     name,
		address:  readers.SchemeSim + ":" + name,
		face:     profile.Face,
		preset:   gallery,
		authored: profile.Expect != nil,
	}, nil
}

// NoDesk is the error of an address where no reader can be put to the test.
func NoDesk(reader string) error {
	return &UsageError{
		Option: optionReader, Value: reader,
		Err: text.NewError(text.Of("%s : il n'y a là aucun lecteur à tester", "%s: there is no reader to test", reader), text.Text{}),
		hint: text.Of("écrivez pcsc: ; un lecteur virtuel : cpslab with --card cps3-healthy -- cpslab certify pcsc:",
			"write pcsc:; a virtual reader: cpslab with --card cps3-healthy -- cpslab certify pcsc:"),
	}
}
