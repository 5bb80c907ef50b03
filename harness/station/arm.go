package station

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
)

// parseFaults reads faults that are played behind a reader or are contents of a card.
func (st *Station) parseFaults(written string) (played, laid []fault.Fault, err error) {
	if written == "" {
		return nil, nil, nil
	}
	faults, err := fault.Parse(written)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range faults {
		if !st.Plays(f.Kind) {
			return nil, nil, &Error{Op: "arm", What: f.String(), Err: ErrNotPlayed}
		}
	}
	played, laid = fault.Split(faults)
	return played, laid, nil
}

// Plays reports whether faults of that kind are played on the cards of this station: those of
// the USB bus where its readers are on one.
func (st *Station) Plays(k *fault.Kind) bool {
	return k.Where.Has(fault.Behind|fault.Profiles) || k.Where == fault.OnUSB && st.usb
}

// arm arms faults on a card that is in no reader yet.
func (c *chip) arm(written string) error {
	played, laid, err := c.st.parseFaults(written)
	if err != nil {
		return err
	}
	<-c.turn
	defer c.give()
	return c.remake(played, laid)
}

// remake makes the card with other faults. Faults of contents make it anew, as does their
// end; any other leaves its codes and counters. The caller has the turn.
func (c *chip) remake(played, laid []fault.Fault) error {
	real := c.made.real
	if len(laid) > 0 || len(c.armed.Load().laid) > 0 {
		var err error
		if real, err = c.st.personalise(c.recipe, laid); err != nil {
			return err
		}
	}
	seen := c.seen
	c.put(real, played, laid)
	c.seen = seen
	return nil
}

// isLate reports whether a fault keeps the card out of the reader at first.
func (c *chip) isLate() bool {
	return slices.ContainsFunc(c.armed.Load().faults, func(f fault.Fault) bool { return f.Kind.Name == "late" })
}

// late is for how long, and counts that as the fault that it is.
func (c *chip) late() time.Duration {
	if broken := c.armed.Load().broken; broken != nil {
		if wait, ok := broken.Late(); ok {
			return wait
		}
	}
	return 0
}

// Arm plays faults, as “cpslab faults” explains them, on the card of a reader, in the place
// of those before; none ends them. Exchanges count from now. A fault that programs see at
// the card itself (contents, answer to reset) takes effect as in life: the card is pulled
// out and put in. It returns when it is armed, and there.
func (st *Station) Arm(ctx context.Context, number int, faults string) error {
	played, laid, err := st.parseFaults(faults)
	if err != nil {
		return wrong("arm", number, "", err)
	}
	return st.change(ctx, "arm", number, "", func(r *reader) error {
		c := r.lies()
		if c == nil {
			return ErrEmpty
		}
		said := text.Of("pannes armées : %s", "faults armed: %s", faults)
		if faults == "" {
			said = text.Of("plus aucune panne", "no more faults")
		}
		cut, err := c.seize(ctx)
		if err != nil {
			return err
		}
		before, contents := c.made.shown, len(laid) > 0 || len(c.armed.Load().laid) > 0
		broke := st.usb && startup(c.armed.Load().faults) // the reader, which is mended as the card goes
		atr, protocol := bytes.Clone(before.ATR()), before.Protocol()
		err = c.remake(played, laid)
		visible := cut || contents || protocol != c.made.shown.Protocol() || !bytes.Equal(atr, c.made.shown.ATR()) || broke || startup(played)
		c.give()
		if err != nil {
			return err
		}
		st.event(Record{Reader: number, Card: c.name, By: who(ctx), What: "armed", Said: said})
		if !visible || !st.inserted(r) {
			return nil
		}
		return st.reseat(ctx, r, c)
	})
}

// startup reports whether one of the faults is met when a card is put in.
func startup(faults []fault.Fault) bool {
	return slices.ContainsFunc(faults, func(f fault.Fault) bool { return f.Kind.Start })
}

// reseat pulls a card out and puts it back in, for programs to see what became of it.
func (st *Station) reseat(ctx context.Context, r *reader, c *chip) error {
	if err := st.pull(ctx, r); err != nil {
		return err
	}
	return st.put(ctx, r, c)
}

// Armed is a fault that is armed, and how often it fired.
type Armed struct {
	Fault string
	Does  text.Text
	Fired int
	// Exchange is the number of the first exchange at which it fired, since it was armed,
	// and Command what that was; 0 for a fault that is in the contents or has not fired.
	Exchange int
	Command  text.Text
	File     string
}

// firings are the faults of a card.
func (c *chip) firings() []Armed {
	a := c.armed.Load()
	var all []Armed
	for _, f := range a.laid {
		all = append(all, Armed{Fault: f.String(), Does: f.Kind.Does, Fired: 1})
	}
	if a.broken == nil {
		return all
	}
	for _, f := range a.broken.Fired() {
		one := Armed{Fault: f.Fault.String(), Does: f.Fault.Kind.Does, Fired: f.Count}
		if f.Count > 0 {
			one.Exchange, one.Command, one.File = f.First.Exchange, f.First.Command, f.First.File
		}
		all = append(all, one)
	}
	return all
}
