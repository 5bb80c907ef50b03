package station

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/simulator"
)

var _ card.Simulated = (*chip)(nil)

// chip is one card of the station as its reader meets it: the simulated card, the faults
// that are armed on it, and the log in front of both. It stays the same channel when the
// card is made anew.
type chip struct {
	name   string
	recipe Recipe
	st     *Station

	turn  chan struct{} // holds one token; whoever took it uses the three fields below
	made  made
	seen  trace.Witness // of the exchanges since the card was made
	fired []string      // in the exchange under way

	state     atomic.Pointer[simulator.State]
	armed     atomic.Pointer[armament]
	exchanges atomic.Int64
	presented atomic.Int64 // codes presented by programs

	mu     sync.Mutex         // protects what follows
	reader int                // that it is in or lies beside, 0 on the shelf
	cut    context.CancelFunc // ends the exchange under way, nil between two
}

// made is a card as it was made, simulated or of a trace.
type made struct {
	real  body
	shown card.Channel // with faults
}

// armament are the faults of a card.
type armament struct {
	faults []fault.Fault // as they were asked for
	laid   []fault.Fault // of those, what is in the contents
	broken *fault.Card   // nil without any that is played
	serial string        // of the card as it is made
	face   card.Face
}

// newChip makes a card of a recipe, which has no name yet; see [chip.call].
func (st *Station) newChip(recipe Recipe) (*chip, error) {
	c := &chip{recipe: recipe, st: st, turn: make(chan struct{}, 1)}
	real, err := st.personalise(recipe, nil)
	if err != nil {
		return nil, err
	}
	c.put(real, nil, nil)
	c.turn <- struct{}{}
	return c, nil
}

// personalise makes a card, with faults of contents laid over it.
func (st *Station) personalise(recipe Recipe, laid []fault.Fault) (body, error) {
	if recipe.recorded != nil {
		if len(laid) > 0 {
			return nil, &Error{Op: "arm", What: laid[0].String(), Err: ErrRecorded}
		}
		return recipe.replay()
	}
	var layers []simulator.Layer
	for _, f := range laid {
		layers = append(layers, simulator.Layer{Name: f.String(), Source: f.Overlay()})
	}
	profile, err := recipe.load(layers...)
	if err != nil {
		return nil, err
	}
	p, err := profile.Personalise(st.now())
	if err != nil {
		return nil, err
	}
	return simulator.New(p)
}

// put takes a card that was just made, and arms it. The caller has the turn.
func (c *chip) put(real body, played, laid []fault.Fault) {
	c.made = made{real: real, shown: real}
	a := &armament{faults: slices.Concat(laid, played), laid: laid, serial: real.SerialNumber(), face: card.FaceOf(real.ATR())}
	if len(played) > 0 {
		a.broken = fault.New(real, fault.Options{Seat: seat{c}, Other: c.other, Log: c.shot}, played...)
		c.made.shown = a.broken
	}
	if c.name != "" {
		c.made.shown = c.st.wrap(c.name, c.made.shown)
	}
	c.armed.Store(a)
	c.seen = trace.Witness{}
	c.keepState()
}

// call gives a card that nobody uses yet its name.
func (c *chip) call(name string) {
	c.name = name
	c.made.shown = c.st.wrap(name, c.made.shown)
}

// keepState remembers the counters, for whoever asks without a turn.
func (c *chip) keepState() {
	s := c.made.real.State()
	c.state.Store(&s)
}

// other makes the card that a fault puts in the place of this one. It is called by an
// exchange, which has the turn.
func (c *chip) other(name string) (card.Channel, error) {
	if name == "" {
		name = "cps3-missing-dam"
	}
	real, err := c.st.personalise(Preset(name), nil)
	if err != nil {
		return nil, err
	}
	c.made.real = real
	c.keepState()
	return real, nil
}

// shot is told of a fault that fires, in the goroutine of the exchange or of whoever arms.
func (c *chip) shot(s fault.Shot) {
	if s.Exchange > 0 {
		c.fired = append(c.fired, s.Fault.String())
	}
}

// take waits for the turn; the error is that of ctx.
func (c *chip) take(ctx context.Context) error {
	select {
	case <-c.turn:
		return nil
	default:
	}
	select {
	case <-c.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *chip) give() { c.turn <- struct{}{} }

// patience is how long a change waits for the exchange under way before it ends it: a card
// that is silent never ends it itself.
const patience = 300 * time.Millisecond

// seize takes the turn, from an exchange that waits for ever too: cut tells that such a
// one was ended, and that the reader takes the card for one that was pulled out.
func (c *chip) seize(ctx context.Context) (cut bool, err error) {
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if c.take(soon) == nil {
		return false, nil
	}
	c.mu.Lock()
	if c.cut != nil {
		c.cut()
		cut = true
	}
	c.mu.Unlock()
	return cut, c.take(ctx)
}

// Transmit sends a command to the card, through its faults, and logs it.
func (c *chip) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if err := c.take(ctx); err != nil {
		return dst, err
	}
	defer c.give()
	ctx, cut := context.WithCancel(ctx)
	defer cut()
	c.mu.Lock()
	c.cut = cut
	reader := c.reader
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.cut = nil
		c.mu.Unlock()
	}()

	c.fired = nil
	from, began := len(dst), time.Now()
	dst, err := c.made.shown.Transmit(ctx, dst, cmd)
	took := time.Since(began)
	e, met := c.seen.Exchange(cmd, dst[from:], err)
	e.Took = trace.MicrosOf(took)
	e.HideCommand()
	r := Record{At: began, Reader: reader, Card: c.name, Exchange: &e, Left: shorten(&e), Faults: c.fired}
	if met.Effect.Presents {
		c.presented.Add(1)
	}
	if met.Effect.Kind != effect.Reads || len(c.fired) > 0 {
		c.keepState()
	}
	c.exchanges.Add(1)
	c.st.log.add(r)
	return dst, err
}

// shorten leaves the first bytes of an answer, with its status word, and returns how many it
// took away.
func shorten(e *trace.Event) int {
	n := len(e.Data())
	if n <= maxKept {
		return 0
	}
	e.Answer = append(bytes.Clone(e.Answer[:maxKept]), e.Answer[n:]...)
	return n - maxKept
}

// Simulated says it of every card of a station: a recipe makes no other; see card.Simulated.
func (*chip) Simulated() {}

// ATR returns the answer to reset that the faults make.
func (c *chip) ATR() []byte {
	<-c.turn
	defer c.give()
	return c.made.shown.ATR()
}

// Protocol returns that of the card, or what the faults make of it.
func (c *chip) Protocol() int {
	<-c.turn
	defer c.give()
	return c.made.shown.Protocol()
}

// Reset resets the card.
func (c *chip) Reset(ctx context.Context, cold bool) error {
	if err := c.take(ctx); err != nil {
		return err
	}
	defer c.give()
	c.seen.Reset()
	return c.made.shown.Reset(ctx, cold)
}

// Begin opens a transaction.
func (c *chip) Begin(ctx context.Context) error {
	if err := c.take(ctx); err != nil {
		return err
	}
	defer c.give()
	return c.made.shown.Begin(ctx)
}

// End closes it.
func (c *chip) End(ctx context.Context) error {
	if err := c.take(ctx); err != nil {
		return err
	}
	defer c.give()
	return c.made.shown.End(ctx)
}

// at is the reader of the card, 0 on the shelf.
func (c *chip) at() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reader
}

func (c *chip) moveTo(reader int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reader = reader
}

// sit tells faults that the card is in a reader: some break that from the start.
func (c *chip) sit() {
	if broken := c.armed.Load().broken; broken != nil && c.st.usb {
		broken.Sit(seat{c})
	}
}

// seat lets faults move the card, and logs it.
type seat struct{ c *chip }

// Remove pulls the card out of its reader.
func (s seat) Remove() {
	if n := s.c.at(); n > 0 {
		s.c.st.event(Record{Reader: n, Card: s.c.name, What: "removed", Said: removedByFault})
		s.c.st.stack.Slot(n - 1).Remove()
	}
}

// Insert puts it back.
func (s seat) Insert() {
	if n := s.c.at(); n > 0 {
		s.c.st.event(Record{Reader: n, Card: s.c.name, What: "inserted", Said: insertedByFault})
		s.c.st.stack.Slot(n - 1).Insert()
	}
}

// nobody is an empty reader.
type nobody struct{}

func (nobody) Transmit(_ context.Context, dst, _ []byte) ([]byte, error) { return dst, card.ErrNoCard }
func (nobody) ATR() []byte                                               { return nil }
func (nobody) Simulated()                                                {}
func (nobody) Protocol() int                                             { return -1 }
func (nobody) Reset(context.Context, bool) error                         { return card.ErrNoCard }
func (nobody) Begin(context.Context) error                               { return card.ErrNoCard }
func (nobody) End(context.Context) error                                 { return nil }
