package station

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
)

// Snapshot is a station at one moment: which card lies in which reader, with its codes and
// counters and the faults that are armed on it.
type Snapshot struct {
	Name string
	At   time.Time

	readers []kept
}

// kept is one reader of a snapshot.
type kept struct {
	card     *chip // nil for none
	inserted bool
	state    simulator.State
	faults   []fault.Fault
	anew     bool // made anew rather than as it was
}

// capture takes a snapshot.
func (st *Station) capture(name string) *Snapshot {
	s := &Snapshot{Name: name, At: st.now()}
	for _, r := range st.readers {
		k := kept{card: r.lies(), inserted: st.inserted(r)}
		if k.card != nil {
			k.state, k.faults = *k.card.state.Load(), k.card.armed.Load().faults
		}
		s.readers = append(s.readers, k)
	}
	return s
}

// Snapshot keeps the station as it is, under a name; one of that name before is replaced.
func (st *Station) Snapshot(ctx context.Context, name string) error {
	if !checkName(name) {
		return wrong("snapshot", 0, name, ErrName)
	}
	s := st.capture(name)
	st.mu.Lock()
	st.snapshots = slices.DeleteFunc(st.snapshots, func(one *Snapshot) bool { return one.Name == name })
	if len(st.snapshots) >= MaxSnapshots {
		st.mu.Unlock()
		return wrong("snapshot", 0, name, ErrSnapshots)
	}
	st.snapshots = append(st.snapshots, s)
	st.mu.Unlock()
	st.event(Record{By: who(ctx), What: "snapshot", Said: text.Of("instantané « %s » pris", "snapshot “%s” taken", name)})
	return nil
}

// Snapshots returns those that are kept, oldest first.
func (st *Station) Snapshots() []Snapshot {
	st.mu.Lock()
	defer st.mu.Unlock()
	var all []Snapshot
	for _, s := range st.snapshots {
		all = append(all, Snapshot{Name: s.Name, At: s.At})
	}
	return all
}

// Restore makes a station, or the given readers alone, what it was at a snapshot: programs
// see cards go and come where they differ. It returns when they do.
func (st *Station) Restore(ctx context.Context, name string, readers ...int) error {
	st.mu.Lock()
	i := slices.IndexFunc(st.snapshots, func(s *Snapshot) bool { return s.Name == name })
	var s *Snapshot
	if i >= 0 {
		s = st.snapshots[i]
	}
	st.mu.Unlock()
	if s == nil {
		return wrong("restore", 0, name, ErrNoSnapshot)
	}
	return st.bring(ctx, "restore", s, readers)
}

// Reset makes a station, or the given readers alone, what it was at the start: the cards
// of the start, made anew, with the faults of the start, in their readers. Nobody holds a
// reader any longer, and of a whole station the cards that came later are thrown away.
// Every reader is pulled empty first, so programs see cards go and come.
func (st *Station) Reset(ctx context.Context, readers ...int) error {
	fresh := &Snapshot{readers: slices.Clone(st.initial.readers)}
	for i := range fresh.readers {
		fresh.readers[i].anew = true
	}
	if err := st.bring(ctx, "reset", fresh, readers); err != nil {
		return err
	}
	for i, r := range st.readers {
		if chosen(readers, i+1) {
			r.mu.Lock()
			r.holder, r.until = "", time.Time{}
			r.mu.Unlock()
		}
	}
	if len(readers) == 0 {
		st.clearShelf()
	}
	return nil
}

// clearShelf throws away the cards that lie on the shelf.
func (st *Station) clearShelf() {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.order = slices.DeleteFunc(st.order, func(name string) bool {
		gone := st.cards[name].at() == 0
		if gone {
			delete(st.cards, name)
		}
		return gone
	})
}

// chosen reports whether a reader is among those given, none meaning all.
func chosen(readers []int, number int) bool {
	return len(readers) == 0 || slices.Contains(readers, number)
}

// bring makes readers what they are in a snapshot, all at the same time.
func (st *Station) bring(ctx context.Context, op string, s *Snapshot, readers []int) error {
	for _, n := range readers {
		if _, err := st.reader(op, n); err != nil {
			return err
		}
	}
	var taken []*reader
	defer func() {
		for _, r := range taken {
			r.end()
		}
	}()
	for i, r := range st.readers {
		if !chosen(readers, i+1) {
			continue
		}
		if err := r.begin(ctx, op); err != nil {
			return err
		}
		taken = append(taken, r)
	}
	// First every reader is emptied, since a card may come from another one.
	err := st.each(taken, func(r *reader) error { return st.pull(ctx, r) })
	if err == nil {
		err = st.each(taken, func(r *reader) error { return st.lay(ctx, r, s.readers[r.number-1]) })
	}
	err = errors.Join(err, st.tell())
	what := "restored"
	said := text.Of("revenu à « %s »", "back to “%s”", s.Name)
	if op == "reset" {
		what, said = "reset", text.Of("revenu au départ", "back to the start")
	}
	if err == nil {
		for _, r := range taken {
			st.event(Record{Reader: r.number, By: who(ctx), What: what, Said: said})
		}
	}
	return wrong(op, 0, s.Name, err)
}

// each does something with several readers at the same time.
func (st *Station) each(readers []*reader, do func(*reader) error) error {
	errs := make(chan error)
	for _, r := range readers {
		go func() { errs <- wrong("restore", r.number, "", do(r)) }()
	}
	var all error
	for range readers {
		all = errors.Join(all, <-errs)
	}
	return all
}

// lay puts a kept card into a reader that is empty.
func (st *Station) lay(ctx context.Context, r *reader, k kept) error {
	c := k.card
	if c == nil {
		return nil
	}
	if at := c.at(); at != 0 {
		return &Error{Op: "restore", Reader: at, What: c.name, Err: ErrElsewhere}
	}
	if _, err := c.seize(ctx); err != nil {
		return err
	}
	played, laid := fault.Split(k.faults)
	real, err := st.personalise(c.recipe, laid)
	if err == nil && !k.anew {
		err = real.Restore(k.state)
	}
	if err == nil {
		c.put(real, played, laid)
	}
	c.give()
	if err != nil || !k.inserted {
		return err
	}
	st.mu.Lock()
	switch other := st.cards[c.name]; {
	case other == nil: // it was thrown away meanwhile
		st.order = append(st.order, c.name)
	case other != c && other.at() > 0: // one of its name took its place
		st.mu.Unlock()
		return &Error{Op: "restore", Reader: other.at(), What: c.name, Err: ErrElsewhere}
	}
	st.cards[c.name] = c
	st.mu.Unlock()
	return st.put(ctx, r, c)
}
