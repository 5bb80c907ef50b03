package station

import (
	"context"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/fault"
)

// Twin is a second card as the one of a reader is now, its codes and counters and its
// faults included, that nobody else speaks to: reading it changes nothing of the first.
type Twin struct {
	Card    string
	Channel card.Channel
	PIN     string
	// Recorded is when a card of a trace was; zero for a simulated one. Nobody has its keys,
	// and it is judged by that day.
	Recorded time.Time
	// Left out are faults that only show behind a reader.
	LeftOut []string
}

// Twin makes one of the card in a reader, or beside it.
func (st *Station) Twin(reader int) (*Twin, error) {
	r, err := st.reader("read", reader)
	if err != nil {
		return nil, err
	}
	c := r.lies()
	if c == nil || !st.inserted(r) {
		return nil, wrong("read", reader, "", ErrEmpty)
	}
	t, err := c.twin()
	return t, wrong("read", reader, c.name, err)
}

func (c *chip) twin() (*Twin, error) {
	a, state := c.armed.Load(), c.state.Load()
	real, err := c.st.personalise(c.recipe, a.laid)
	if err != nil {
		return nil, err
	}
	t := &Twin{Card: c.name, Channel: real, PIN: state.PIN.Code}
	if c.recipe.recorded != nil {
		t.Recorded = c.recipe.recorded.At
	}
	_ = real.Restore(*state) // one whose card a fault exchanged is shown as it was made
	var played []fault.Fault
	for _, f := range a.faults {
		switch where := f.Kind.Where; {
		case where.Has(fault.Profiles):
		case where.Has(fault.InProcess) && f.Kind.Name != "late":
			played = append(played, f)
		default:
			t.LeftOut = append(t.LeftOut, f.String())
		}
	}
	if len(played) > 0 {
		t.Channel = fault.New(real, fault.Options{Sleep: hurry, Other: func(name string) (card.Channel, error) {
			return c.st.personalise(Preset(name), nil)
		}}, played...)
	}
	return t, nil
}

// hurry is a clock on which nothing takes long: a verdict is not to wait for a fault.
func hurry(ctx context.Context, _ time.Duration) error { return ctx.Err() }
