package station

import (
	"context"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/slot"
)

// byKey carries who asks for a change.
type byKey struct{}

// By says in a context who asks for changes: the name of a test, for instance. It stands
// in the log and in a [*BusyError].
func By(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, byKey{}, name)
}

// who asks, "" for nobody in particular.
func who(ctx context.Context) string {
	name, _ := ctx.Value(byKey{}).(string)
	return name
}

// reader returns a reader by its number.
func (st *Station) reader(op string, number int) (*reader, error) {
	if number < 1 || number > len(st.readers) {
		return nil, st.noReader(op, number)
	}
	return st.readers[number-1], nil
}

func (st *Station) noReader(op string, number int) error {
	return wrong(op, number, "", text.Detail(ErrNoReader, text.Of("il y en a %d", "there are %d", len(st.readers))))
}

// begin takes a reader for one change. The error is a *BusyError.
func (r *reader) begin(ctx context.Context, doing string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy == "" && r.heldAgainst(who(ctx)) {
		return &BusyError{Reader: r.number, Holder: r.holder, Until: r.until}
	}
	return r.occupy(ctx, doing)
}

// look takes a reader of which nothing changes, so that it may be held by somebody else.
// The error is a *BusyError.
func (r *reader) look(ctx context.Context, doing string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.occupy(ctx, doing)
}

// occupy is called under mu.
func (r *reader) occupy(ctx context.Context, doing string) error {
	if r.busy != "" {
		return &BusyError{Reader: r.number, Holder: r.busyFor, Doing: r.busy}
	}
	r.busy, r.busyFor = doing, who(ctx)
	return nil
}

// heldAgainst reports whether somebody else holds the reader. It is called under mu.
func (r *reader) heldAgainst(name string) bool {
	return r.holder != "" && r.holder != name && time.Now().Before(r.until)
}

func (r *reader) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy, r.busyFor = "", ""
}

// lies returns the card of a reader, nil for none.
func (r *reader) lies() *chip {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.card
}

// lay puts a card where the reader is, nil for none.
func (r *reader) lay(c *chip) {
	r.mu.Lock()
	before := r.card
	r.card = c
	r.mu.Unlock()
	if before != nil && before != c {
		before.moveTo(0)
	}
	if c != nil {
		c.moveTo(r.number)
	}
}

// inserted reports whether a card is in the reader.
func (st *Station) inserted(r *reader) bool {
	return st.stack.Slot(r.number-1).State() != slot.Removed
}

// change does something with a reader that nobody else has, and has whoever lets programs
// know told of it.
func (st *Station) change(ctx context.Context, op string, number int, what string, do func(*reader) error) error {
	r, err := st.reader(op, number)
	if err != nil {
		return err
	}
	if err := r.begin(ctx, op); err != nil {
		return err
	}
	defer r.end()
	if st.closing.Err() != nil {
		return wrong(op, number, what, ErrClosed)
	}
	err = do(r)
	if told := st.tell(); err == nil {
		err = told
	}
	return about(op, number, what, err)
}

// tell lets whoever lets programs know.
func (st *Station) tell() error {
	st.telling.Lock()
	defer st.telling.Unlock()
	var placed []Placed
	for _, r := range st.readers {
		one := Placed{Reader: r.name}
		if c := r.lies(); c != nil {
			one.Card, one.Serial, one.PIN = c.name, c.armed.Load().serial, c.state.Load().PIN.Code
		}
		placed = append(placed, one)
	}
	return st.changed(st.Socket(), placed)
}

// Insert puts a card into a reader: one of the shelf, with what happened to it before, or
// a new one of the preset of that name. A card that is in that reader already stays. It
// returns when programs see it. The error is an *[Error] or a *[BusyError].
func (st *Station) Insert(ctx context.Context, number int, name string) error {
	return st.change(ctx, "insert", number, name, func(r *reader) error {
		c, err := st.chip("insert", number, name)
		if err != nil {
			return err
		}
		switch at := c.at(); {
		case at != 0 && at != number:
			return ErrElsewhere
		case st.inserted(r) && r.lies() != c:
			return ErrOccupied
		case st.inserted(r):
			return st.stack.Insert(ctx, number-1)
		}
		return st.put(ctx, r, c)
	})
}

// InsertNew makes a card and puts it into a reader. It takes the place of a card of that
// name on the shelf; where such a one is in a reader, its name gets a number.
func (st *Station) InsertNew(ctx context.Context, number int, recipe Recipe) error {
	return st.change(ctx, "insert", number, recipe.name, func(r *reader) error {
		if st.inserted(r) {
			return ErrOccupied
		}
		c, err := st.renew(recipe)
		if err != nil {
			return err
		}
		return st.put(ctx, r, c)
	})
}

// put puts a card into a reader that is empty.
func (st *Station) put(ctx context.Context, r *reader, c *chip) error {
	index := r.number - 1
	if _, err := st.stack.Slot(index).Swap(ctx, c); err != nil {
		return err
	}
	r.lay(c)
	c.sit()
	if err := st.seatLate(ctx, index, c); err != nil {
		return err
	}
	r.insertions.Add(1)
	st.event(Record{Reader: r.number, Card: c.name, By: who(ctx), What: "inserted", Said: text.Of("carte insérée", "card inserted")})
	return nil
}

// seatLate puts a card in after the time that a fault keeps it out.
func (st *Station) seatLate(ctx context.Context, index int, c *chip) error {
	if wait := c.late(); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return st.stack.Insert(ctx, index)
}

// Remove pulls the card out of a reader, in the middle of an exchange too, and puts it on
// the shelf. A reader that is empty stays so. It returns when programs see it.
func (st *Station) Remove(ctx context.Context, number int) error {
	return st.change(ctx, "remove", number, "", func(r *reader) error { return st.pull(ctx, r) })
}

// pull empties a reader.
func (st *Station) pull(ctx context.Context, r *reader) error {
	c, was := r.lies(), st.inserted(r)
	if err := st.stack.Remove(ctx, r.number-1); err != nil {
		return err
	}
	r.lay(nil)
	if was && c != nil {
		r.removals.Add(1)
		st.event(Record{Reader: r.number, Card: c.name, By: who(ctx), What: "removed", Said: text.Of("carte retirée", "card removed")})
	}
	return nil
}

// Swap pulls out what is in a reader and puts another card in, as Insert does: programs
// see one go and the other come. It returns when they do.
func (st *Station) Swap(ctx context.Context, number int, name string) error {
	return st.change(ctx, "swap", number, name, func(r *reader) error {
		c, err := st.chip("swap", number, name)
		if err != nil {
			return err
		}
		if at := c.at(); at != 0 && at != number {
			return ErrElsewhere
		}
		if err := st.pull(ctx, r); err != nil {
			return err
		}
		return st.put(ctx, r, c)
	})
}

// SwapNew pulls out what is in a reader and puts a new card in, as InsertNew does.
func (st *Station) SwapNew(ctx context.Context, number int, recipe Recipe) error {
	return st.change(ctx, "swap", number, recipe.name, func(r *reader) error {
		if err := recipe.check(); err != nil {
			return err // before anything moves
		}
		if err := st.pull(ctx, r); err != nil {
			return err
		}
		c, err := st.renew(recipe)
		if err != nil {
			return err
		}
		return st.put(ctx, r, c)
	})
}

// maxHold is how long a reader is held at most.
const maxHold = time.Hour

// Hold keeps a reader for whoever the context names ([By]): until it is released, held
// again, or for that long, an hour at most. The error is a *[BusyError] while somebody
// else has it.
func (st *Station) Hold(ctx context.Context, reader int, long time.Duration) error {
	r, err := st.reader("hold", reader)
	if err != nil {
		return err
	}
	name := who(ctx)
	if !IsName(name) {
		return wrong("hold", reader, name, ErrName)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.heldAgainst(name) {
		return &BusyError{Reader: reader, Holder: r.holder, Until: r.until}
	}
	r.holder, r.until = name, time.Now().Add(min(long, maxHold))
	return nil
}

// Release gives back a reader that the context's name holds; one that nobody holds stays
// so. The error is a *[BusyError] where somebody else holds it.
func (st *Station) Release(ctx context.Context, reader int) error {
	r, err := st.reader("hold", reader)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.heldAgainst(who(ctx)) {
		return &BusyError{Reader: reader, Holder: r.holder, Until: r.until}
	}
	r.holder, r.until = "", time.Time{}
	return nil
}
