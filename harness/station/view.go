package station

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator"
)

// Reader is a reader as it is now.
type Reader struct {
	Number   int    // from 1
	Name     string // as PC/SC programs see it
	Card     string // in it, or beside it where a fault pulled it out; "" for none
	Inserted bool
	Holder   string    // who holds it, "" for nobody
	Until    time.Time // when that ends by itself
	Keypad   bool      // codes are typed at it by [Station.Type]
	Asked    *Asked    // the code that it asks for, nil for none

	Exchanges            int64 // of all cards that were in it
	Insertions, Removals int64
}

// Readers returns the readers.
func (st *Station) Readers() []Reader {
	all := make([]Reader, 0, len(st.readers))
	for _, r := range st.readers {
		one := Reader{
			Number: r.number, Name: r.name, Inserted: st.inserted(r), Exchanges: st.stack.Exchanges(r.number - 1),
			Insertions: r.insertions.Load(), Removals: r.removals.Load(),
		}
		if one.Keypad = r.pad != nil; one.Keypad {
			one.Asked = r.pad.now()
		}
		r.mu.Lock()
		if r.card != nil {
			one.Card = r.card.name
		}
		if r.holder != "" && time.Now().Before(r.until) {
			one.Holder, one.Until = r.holder, r.until
		}
		r.mu.Unlock()
		all = append(all, one)
	}
	return all
}

// Card is a card as it is now.
type Card struct {
	Name   string
	Recipe string // what it was made of: the name of a preset, or of a profile
	Face   card.Face
	Serial string
	Reader int // that it is in or lies beside; 0 on the shelf
	PIN    Tries
	PUK    Tries
	Faults []Armed

	Exchanges int64
	Presented int64 // codes presented by programs
}

// Tries are the counters of a code.
type Tries struct{ Left, Max int }

// Cards returns the cards, those that came first at the head.
func (st *Station) Cards() []Card {
	st.mu.Lock()
	chips := make([]*chip, 0, len(st.order))
	for _, name := range st.order {
		chips = append(chips, st.cards[name])
	}
	st.mu.Unlock()
	all := make([]Card, 0, len(chips))
	for _, c := range chips {
		all = append(all, c.view())
	}
	return all
}

// Card returns one card.
func (st *Station) Card(name string) (Card, error) {
	st.mu.Lock()
	c := st.cards[name]
	st.mu.Unlock()
	if c == nil {
		return Card{}, wrong("read", 0, name, ErrNoCard)
	}
	return c.view(), nil
}

// PIN returns the code porteur of a card as it is now.
func (st *Station) PIN(name string) (string, error) {
	st.mu.Lock()
	c := st.cards[name]
	st.mu.Unlock()
	if c == nil {
		return "", wrong("read", 0, name, ErrNoCard)
	}
	return c.state.Load().PIN.Code, nil
}

func (c *chip) view() Card {
	a, s := c.armed.Load(), c.state.Load()
	return Card{
		Name: c.name, Recipe: c.recipe.name, Face: a.face, Serial: a.serial, Reader: c.at(),
		PIN: tries(s.PIN), PUK: tries(s.PUK), Faults: c.firings(), Exchanges: c.exchanges.Load(), Presented: c.presented.Load(),
	}
}

// tries are the counters of a code. One whose uses are over is blocked.
func tries(p simulator.PIN) Tries {
	if p.Uses == 0 {
		return Tries{0, p.Max}
	}
	return Tries{p.Left, p.Max}
}
