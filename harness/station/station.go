package station

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
)

// Config says what a station begins with. Only Readers or Cards is required.
type Config struct {
	// Readers is how many there are at least; more where there are more cards, and always
	// an even number, as the driver brings them two at a time.
	Readers int
	// Cards are in the readers at the start, from the first one on.
	Cards []Recipe
	// Faults are armed on those cards, by their place; see [Station.Arm]. It may be
	// shorter.
	Faults []string
	// Wrap gives the channel that a reader uses in place of a card's with its faults, to
	// slow it down or record it for instance; nil uses the card's own. It is called again,
	// by the name of the card, each time that the card is made anew.
	Wrap func(name string, ch card.Channel) card.Channel
	// Now is the day on which cards are made, and the time of the log; nil is the clock of
	// the machine.
	Now func() time.Time
	// Changed is called after each change of what lies in which reader, before whoever
	// asked for it is told; nil for nobody. socket is that of the service; the error is
	// that of the change.
	Changed func(socket string, placed []Placed) error
	// USB gives the station USB readers in the place of a service; see [Station.Devices].
	USB *USB
	// Stack is how the service is started; its Cards and Observe are the station's own.
	Stack stack.Config
}

// Placed is a reader and the card in it, for whoever lets programs know. It holds the PIN of
// the simulated card.
type Placed struct {
	Reader string // as PC/SC clients see it
	Card   string // "" for none, and the rest then too
	Serial string // ten digits of EF.SN.ICC
	PIN    string
}

// Station is a running bench. Its methods may be called from any goroutine.
type Station struct {
	stack   house
	usb     bool // the readers are USB readers
	log     *Log
	now     func() time.Time
	changed func(string, []Placed) error
	wrap    func(string, card.Channel) card.Channel
	readers []*reader
	initial *Snapshot

	closing context.Context // ends with Close
	close   context.CancelFunc
	unhook  func() bool    // detaches Close from the context of Start
	wg      sync.WaitGroup // the watch over the service
	serving sync.Mutex     // held while the service is started anew

	telling sync.Mutex // held while Changed is called: in the order of the changes

	mu        sync.Mutex // protects what follows
	cards     map[string]*chip
	order     []string // names of the cards, in the order in which they came
	snapshots []*Snapshot
	restarts  int
}

// reader is one slot and what holds it.
type reader struct {
	number int // from 1
	name   string
	pad    *pad // nil for a reader at which no code is typed

	mu      sync.Mutex // protects what follows
	card    *chip      // in it, or beside it where a fault took it out; nil for none
	holder  string     // see Hold
	until   time.Time  // zero for nobody
	busy    string     // the change that is under way, "" for none
	busyFor string     // who asked for it

	insertions, removals atomic.Int64
}

// Start starts the service and puts the cards in. The station ends with Close or with ctx,
// whichever comes first. The error is an *[Error] or that of what was given; nothing is
// left behind it.
func Start(ctx context.Context, cfg Config) (*Station, error) {
	n := max(cfg.Readers, len(cfg.Cards))
	if cfg.USB == nil {
		n += n % 2 // the driver brings them two at a time
	}
	if n < 1 || n > MaxReaders || cfg.Readers < 0 {
		return nil, wrong("start", 0, "", ErrReaders)
	}
	st := &Station{log: &Log{}, now: cfg.Now, changed: cfg.Changed, wrap: cfg.Wrap, cards: map[string]*chip{}, usb: cfg.USB != nil}
	if st.now == nil {
		st.now = time.Now
	}
	if st.wrap == nil {
		st.wrap = func(_ string, ch card.Channel) card.Channel { return ch }
	}
	if st.changed == nil {
		st.changed = func(string, []Placed) error { return nil }
	}
	st.closing, st.close = context.WithCancel(context.WithoutCancel(ctx))
	cards, err := st.firstCards(cfg)
	if err != nil {
		st.close()
		return nil, err
	}
	sc := cfg.Stack
	sc.Cards, sc.Observe = make([]stack.Card, n), st.observe
	for i := range sc.Cards {
		sc.Cards[i] = stack.Card{Channel: nobody{}, Removed: true}
		if i < len(cards) {
			sc.Cards[i] = stack.Card{Name: cards[i].name, Channel: cards[i], Removed: cards[i].isLate()}
		}
	}
	pads := make([]*pad, n)
	if st.stack, err = st.begin(ctx, cfg.USB, sc, pads); err != nil {
		st.close()
		return nil, wrong("start", 0, "", err)
	}
	for i, r := range st.stack.Readers() {
		one := &reader{number: i + 1, name: r.Name, pad: pads[i]}
		if i < len(cards) {
			one.card = cards[i]
			one.insertions.Add(1)
		}
		st.readers = append(st.readers, one)
	}
	st.initial = st.capture("")
	for i := range cards {
		st.initial.readers[i].inserted = true // one that a fault keeps out at first comes again
	}
	st.wg.Go(st.watch)
	st.unhook = context.AfterFunc(ctx, func() { _ = st.Close() })
	for i, c := range cards {
		if c.isLate() {
			err = errors.Join(err, st.seatLate(ctx, i, c))
		}
	}
	if err = errors.Join(err, st.tell()); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// begin starts the service, or makes the USB readers with their keypads.
func (st *Station) begin(ctx context.Context, usb *USB, sc stack.Config, pads []*pad) (house, error) {
	if usb == nil {
		return stack.Start(ctx, sc)
	}
	keypads := make([]ccid.Keypad, len(pads))
	for i := range pads {
		keypads[i], pads[i] = st.keypad(usb, i+1)
	}
	return usbReaders(ctx, usb.Model, sc.Cards, keypads, sc.Observe)
}

// firstCards makes the cards of the start.
func (st *Station) firstCards(cfg Config) ([]*chip, error) {
	var cards []*chip
	for i, recipe := range cfg.Cards {
		c, err := st.add(recipe)
		if err != nil {
			return nil, err
		}
		c.moveTo(i + 1)
		cards = append(cards, c)
	}
	for i, written := range cfg.Faults {
		if i >= len(cards) {
			return nil, wrong("start", i+1, written, ErrEmpty)
		}
		if err := cards[i].arm(written); err != nil {
			return nil, wrong("arm", i+1, "", err)
		}
	}
	return cards, nil
}

// Close ends the service and the readers. It may be called more than once.
func (st *Station) Close() error {
	st.close()
	st.unhook()
	err := st.stack.Close()
	st.wg.Wait()
	return wrong("close", 0, "", err)
}

// Env returns what to add to the environment of the program under test.
func (st *Station) Env() []string { return st.stack.Env() }

// Socket returns the path of the client socket of the service.
func (st *Station) Socket() string { return st.stack.Socket() }

// Warning returns the sentence a user is to see, and the command that closes what it tells
// of; see [stack.Stack.Warning].
func (st *Station) Warning() (text.Text, string) { return st.stack.Warning(), st.stack.Closing() }

// Log returns the log.
func (st *Station) Log() *Log { return st.log }

// event logs what happened, now.
func (st *Station) event(r Record) {
	r.At = st.now()
	st.log.add(r)
}

var (
	removedByFault  = text.Of("carte arrachée par une panne", "card pulled out by a fault")
	insertedByFault = text.Of("carte remise par une panne", "card put back by a fault")
)

// observe logs what goes wrong between a reader and its card.
func (st *Station) observe(index int, e slot.Event) {
	if e.Err == nil {
		return
	}
	message, _ := text.Said(e.Err)
	st.event(Record{Reader: index + 1, What: "reader-error", Said: message})
}

// Restart ends the service and starts it again, same readers and same cards: programs see
// it stop. It returns when every card is there again.
func (st *Station) Restart(ctx context.Context) error {
	st.serving.Lock()
	defer st.serving.Unlock()
	return st.restart(ctx)
}

// Crash kills the service, and returns once the station has started it again.
func (st *Station) Crash(ctx context.Context) error {
	st.serving.Lock()
	defer st.serving.Unlock()
	if err := st.stack.Kill(); err != nil {
		return wrong("restart", 0, "", err)
	}
	return st.restart(ctx)
}

func (st *Station) restart(ctx context.Context) error {
	if st.closing.Err() != nil {
		return wrong("restart", 0, "", ErrClosed)
	}
	st.event(Record{What: "service-ended", By: who(ctx), Said: text.Of("le service PC/SC s'arrête", "the PC/SC service stops")})
	if err := st.stack.Restart(ctx); err != nil {
		return wrong("restart", 0, "", err)
	}
	st.mu.Lock()
	st.restarts++
	st.mu.Unlock()
	st.event(Record{What: "service-back", By: who(ctx), Said: text.Of("le service PC/SC est revenu", "the PC/SC service is back")})
	return nil
}

// watch starts a service again that ended on its own.
func (st *Station) watch() {
	for {
		done := st.stack.Done()
		select {
		case <-done:
		case <-st.closing.Done():
			return
		}
		st.serving.Lock()
		if st.closing.Err() == nil && done == st.stack.Done() {
			if err := st.restart(st.closing); err != nil && st.closing.Err() == nil {
				message, _ := text.Said(err)
				st.event(Record{What: "service-lost", Said: message})
				st.serving.Unlock()
				return
			}
		}
		st.serving.Unlock()
	}
}

// Info is what there is to know of a station in one go.
type Info struct {
	Readers  []Reader
	Cards    []Card
	Records  int64 // of the log so far
	Restarts int   // of the service
	Socket   string
}

// Info returns it.
func (st *Station) Info() Info {
	info := Info{Records: st.log.Last(), Socket: st.Socket(), Readers: st.Readers(), Cards: st.Cards()}
	st.mu.Lock()
	defer st.mu.Unlock()
	info.Restarts = st.restarts
	return info
}

// add makes a card and puts it on the shelf.
func (st *Station) add(recipe Recipe) (*chip, error) {
	c, err := st.newChip(recipe)
	if err != nil {
		return nil, err
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if len(st.cards) >= MaxCards {
		return nil, wrong("add", 0, recipe.name, ErrFull)
	}
	c.call(free(recipe.name, func(name string) bool { return st.cards[name] != nil }))
	st.cards[c.name] = c
	st.order = append(st.order, c.name)
	return c, nil
}

// renew makes a card in the place of one of that name on the shelf.
func (st *Station) renew(recipe Recipe) (*chip, error) {
	c, err := st.newChip(recipe)
	if err != nil {
		return nil, err
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	c.call(free(recipe.name, func(name string) bool { return st.cards[name] != nil && st.cards[name].at() > 0 }))
	if st.cards[c.name] == nil {
		if len(st.cards) >= MaxCards {
			return nil, ErrFull
		}
		st.order = append(st.order, c.name)
	}
	st.cards[c.name] = c
	return c, nil
}

// Add makes a card and puts it on the shelf, under the name that it returns: that of the
// recipe, with a number behind it where that is taken. The error is an *[Error] or that of
// the recipe.
func (st *Station) Add(ctx context.Context, recipe Recipe) (string, error) {
	c, err := st.add(recipe)
	if err != nil {
		return "", err
	}
	st.event(Record{Card: c.name, By: who(ctx), What: "added", Said: text.Of("carte posée sur l'étagère", "card put on the shelf")})
	return c.name, nil
}

// Discard throws a card of the shelf away.
func (st *Station) Discard(ctx context.Context, name string) error {
	st.mu.Lock()
	c := st.cards[name]
	switch {
	case c == nil:
		st.mu.Unlock()
		return wrong("discard", 0, name, ErrNoCard)
	case c.at() > 0:
		st.mu.Unlock()
		return wrong("discard", 0, name, text.Detail(ErrElsewhere, text.Of("le lecteur %d", "reader %d", c.at())))
	}
	delete(st.cards, name)
	st.order = slices.DeleteFunc(st.order, func(one string) bool { return one == name })
	st.mu.Unlock()
	st.event(Record{Card: name, By: who(ctx), What: "discarded", Said: text.Of("carte jetée", "card thrown away")})
	return nil
}

// chip finds a card, or makes one of the preset of that name.
func (st *Station) chip(op string, reader int, name string) (*chip, error) {
	st.mu.Lock()
	c := st.cards[name]
	st.mu.Unlock()
	if c != nil {
		return c, nil
	}
	if _, ok := simulator.PresetSource(name); ok {
		return st.add(Preset(name))
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	near := text.Closest(name, append(slices.Clone(st.order), simulator.PresetNames()...))
	return nil, &Error{Op: op, Reader: reader, What: name, Near: near, Err: ErrNoCard}
}
