package fault

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

var _ card.Channel = (*Card)(nil)

// Options say what a [Card] has around it. The zero value is for a reading in this
// process, on the clock of the machine.
type Options struct {
	// Sleep waits for d or until ctx ends; nil is the clock of the machine.
	Sleep func(ctx context.Context, d time.Duration) error
	// Seat is the slot of the virtual reader that the card lies in, nil for a reading in
	// this process: a card that is pulled out is then pulled out there.
	Seat Seat
	// Other gives the card that a swap puts in, by the value of the fault. Without it
	// a swap is a removal.
	Other func(profile string) (card.Channel, error)
	// Log is told of each fault that fires, in the goroutine of the exchange.
	Log func(Shot)
}

// Seat moves the card of a virtual reader; see slot.Slot. Remove ends the exchange
// under way by the end of its context.
type Seat interface {
	Remove()
	Insert()
}

// Shot is one time that a fault fired.
type Shot struct {
	Fault    Fault
	Exchange int    // number of the exchange, from 1; 0 at a start
	Op       Op     // OpNone at a start
	File     string // "" when none is known
	Command  text.Text
}

// Firings are how often a fault fired, and the first time.
type Firings struct {
	Fault Fault
	Count int
	First Shot // meaningful when Count is not 0
}

// Card is a channel with faults in it. As any channel it has one user at a time;
// Fired, Exchanges and Sit may be called from any goroutine.
type Card struct {
	inner card.Channel
	opt   Options
	armed []armed
	watch Watch
	x     exchange // the one under way; its memory is used again

	last    []byte   // the answer before, for stale
	opened  [][]byte // SELECT commands that the card obeyed since its reset
	atr     []byte   // what the faults make of the answer to reset
	wasSeen bool     // a reset has taken place
	begun   bool

	mu    sync.Mutex // protects seat and fired
	seat  Seat
	fired []Firings
}

// armed is a fault that waits for its exchange.
type armed struct {
	fault   Fault   // as it was asked for
	on      Trigger // what the kind says where the fault says nothing
	until   Until
	matched int    // exchanges that its operation and file fitted
	shots   int    // times it fired
	random  uint64 // state of its chance
	lasting bool   // it fired and goes on
	over    bool
}

// New puts faults between a program and a card, 64 at most, as many as [Parse] reads.
// Faults of data and certificates have no effect here: see [Split].
func New(ch card.Channel, o Options, faults ...Fault) *Card {
	c := &Card{inner: ch, opt: o, seat: o.Seat}
	if c.opt.Sleep == nil {
		c.opt.Sleep = sleep
	}
	played, _ := Split(faults)
	for i, f := range played[:min(len(played), maxFaults)] {
		a := armed{fault: f, on: f.On, until: f.Until, random: f.On.Seed*0x9E3779B97F4A7C15 + uint64(i) + 1}
		if a.until == (Until{}) {
			a.until = f.Kind.ends
		}
		if f.Kind.on != OpNone && f.On.Op == OpNone && f.On.Exchange == 0 && !f.On.Every {
			a.on.Op = f.Kind.on
		}
		c.armed = append(c.armed, a)
		c.fired = append(c.fired, Firings{Fault: f})
	}
	c.startUp()
	c.breakFromTheStart(o.Seat)
	return c
}

// sleep is the clock of the machine.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Unwrap returns the channel within.
func (c *Card) Unwrap() card.Channel { return c.inner }

// Sit says which slot the card lies in, once it is known.
func (c *Card) Sit(s Seat) {
	c.mu.Lock()
	c.seat = s
	c.mu.Unlock()
	c.breakFromTheStart(s)
}

func (c *Card) seated() Seat {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seat
}

// Fired returns how often each fault fired, in the order in which they were given.
func (c *Card) Fired() []Firings {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Firings(nil), c.fired...)
}

// shot counts a fault that fires.
func (c *Card) shot(i int, ev Event) {
	a := &c.armed[i]
	a.shots++
	c.mu.Lock()
	f := &c.fired[i]
	f.Count++
	var s Shot
	if f.Count == 1 || c.opt.Log != nil {
		s = Shot{Fault: a.fault, Exchange: ev.Exchange, Op: ev.Op, File: ev.FileName()}
		if ev.Exchange > 0 {
			s.Command = ev.Effect.Name()
		}
	}
	if f.Count == 1 {
		f.First = s
	}
	c.mu.Unlock()
	if c.opt.Log != nil {
		c.opt.Log(s)
	}
}

// Transmit sends one command through the faults.
func (c *Card) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return dst, err
	}
	x := &c.x
	*x = exchange{c: c, ctx: ctx, cmd: cmd, dst: dst, from: len(dst), ev: c.watch.See(cmd)}
	firing := false
	for i := range c.armed {
		a := &c.armed[i]
		if x.fires[i] = c.fires(a, &x.ev); !x.fires[i] {
			continue
		}
		firing = true
		if before := a.fault.Kind.before; before != nil && !x.settled {
			c.act(x, i, before)
		}
	}
	x.ask()
	for i := range c.armed {
		if after := c.armed[i].fault.Kind.after; firing && x.fires[i] && after != nil && x.err == nil {
			c.act(x, i, after)
		}
	}
	out, err := x.dst, x.err
	c.settle(x)
	if err != nil {
		return out[:x.from], err
	}
	return out, nil
}

// act has a fault do what it does, and counts it where there was something to break.
func (c *Card) act(x *exchange, i int, do func(*exchange) bool) {
	x.fault, x.first = &c.armed[i].fault, c.armed[i].shots == 0
	if do(x) {
		c.shot(i, x.ev)
	}
}

// settle remembers what later faults want to know of an exchange.
func (c *Card) settle(x *exchange) {
	if x.err == nil && x.asked {
		sw := x.sw()
		c.watch.Settle(x.ev, sw)
		if len(c.armed) > 0 {
			c.last = append(c.last[:0], x.dst[x.from:]...)
			if x.ev.Op == OpSelect && (sw.OK() || sw.SW1() == 0x61 || sw.SW1() == apdu.SWCPS2terData.SW1()) {
				c.remember(x.cmd)
			}
		}
	}
	if x.own {
		clear(x.cmd)
	}
	x.ctx, x.cmd, x.dst, x.fault = nil, nil, nil, nil
}

// keptSelections is how many SELECT lead to any file of a card at most: the application,
// then MF, DF and EF of the CPS2ter tree.
const keptSelections = 4

// remember keeps the first SELECT since the reset and the last ones.
func (c *Card) remember(cmd []byte) {
	if len(c.opened) == keptSelections {
		oldest := c.opened[1]
		copy(c.opened[1:], c.opened[2:])
		c.opened[keptSelections-1] = append(oldest[:0], cmd...)
		return
	}
	c.opened = append(c.opened, append([]byte(nil), cmd...))
}

// fires tells whether a fault fires at an exchange.
func (c *Card) fires(a *armed, ev *Event) bool {
	if a.over || !a.fault.Kind.Triggered() {
		return false
	}
	if !a.lasting {
		if !a.hits(ev) {
			return false
		}
		a.lasting = a.fault.Kind.Lasts
	}
	if n := a.until.Times; n > 0 && a.shots >= n {
		a.over, a.lasting = true, false
		return false
	}
	return true
}

// hits tells whether the trigger of a fault fits an exchange.
func (a *armed) hits(ev *Event) bool {
	t := &a.on
	hit := false
	switch {
	case t.Exchange > 0:
		hit = ev.Exchange == t.Exchange || t.From && ev.Exchange > t.Exchange
	case t.Every:
		hit = true
	case t.Op != OpNone:
		if (t.Op == OpAny || t.Op == ev.Op) && (t.File == nil || t.File.has(ev.File)) {
			a.matched++
			hit = t.Nth == 0 || a.matched == t.Nth
		} else if ev.Of != OpNone && t.Op == ev.Of && a.fault.Kind.after != nil && (t.File == nil || t.File.has(ev.File)) {
			hit = t.Nth == 0 || a.matched == t.Nth // what the answer announced comes now
		}
	default:
		hit = ev.Exchange == 1 || t.Chance > 0
	}
	return hit && (t.Chance == 0 || a.draw() < t.Chance)
}

// draw returns a number from 0 to 1 (splitmix64).
func (a *armed) draw() float64 {
	a.random += 0x9E3779B97F4A7C15
	z := a.random
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	z ^= z >> 31
	return float64(z>>11) / (1 << 53)
}

// ATR returns the answer to reset that the faults make.
func (c *Card) ATR() []byte { return c.atr }

// Protocol returns that of the card, or the other one.
func (c *Card) Protocol() int {
	p := c.inner.Protocol()
	for i := range c.armed {
		a := &c.armed[i]
		if a.fault.Kind.Name == nameProtocol && !a.over {
			if a.fault.Value != "" {
				return a.fault.value.number
			}
			return 1 - p
		}
	}
	return p
}

// Reset resets the card; faults that last until then are over.
func (c *Card) Reset(ctx context.Context, cold bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.watch.Reset()
	c.opened = c.opened[:0]
	var gone error
	for i := range c.armed {
		a := &c.armed[i]
		k := a.fault.Kind
		switch {
		case a.over:
		case a.lasting && (a.until.Reset || (a.until.Reinsert || c.seated() != nil) && cold): // behind a reader the slot keeps it out
			a.over, a.lasting = true, false
		case a.lasting && k.Layer <= Slot:
			gone = errors.Join(gone, lasting(&a.fault))
		case k.Name == nameResetFails && c.wasSeen:
			c.shot(i, Event{})
			gone = errors.Join(gone, &Error{Fault: a.fault, Err: card.ErrMute})
		}
	}
	c.wasSeen = true
	if gone != nil {
		return gone
	}
	if err := c.inner.Reset(ctx, cold); err != nil {
		return err
	}
	c.startUp()
	for i := range c.armed {
		if a := &c.armed[i]; a.fault.Kind.Name == nameMute && !a.over {
			return &Error{Fault: a.fault, Err: card.ErrMute}
		}
	}
	return nil
}

// Begin opens a transaction, unless a fault keeps the card from the program.
func (c *Card) Begin(ctx context.Context) error {
	for i := range c.armed {
		a := &c.armed[i]
		if a.over {
			continue
		}
		if a.lasting && a.fault.Kind.Layer <= Slot {
			return lasting(&a.fault)
		}
		if refused := refusal(a.fault.Kind.Name); refused != nil {
			if n := a.until.Times; n > 0 && a.shots >= n {
				a.over = true
				continue
			}
			c.shot(i, Event{})
			return &Error{Fault: a.fault, Err: refused}
		}
	}
	err := c.inner.Begin(ctx)
	c.begun = err == nil
	return err
}

// refusal is what a fault of the start answers to whoever wants the card.
func refusal(kind string) error {
	switch kind {
	case nameSharing:
		return card.ErrBusy
	case nameLate:
		return card.ErrNoCard
	}
	return nil
}

// End closes the transaction.
func (c *Card) End(ctx context.Context) error {
	if !c.begun {
		return nil
	}
	c.begun = false
	err := c.inner.End(ctx)
	for i := range c.armed {
		if a := &c.armed[i]; a.lasting && !a.over && a.fault.Kind.Layer <= Slot {
			return lasting(&a.fault)
		}
	}
	return err
}
