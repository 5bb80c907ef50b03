package station

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
)

// Snapshot is a station at one moment: which card lies in which reader and which on the
// shelf, each with its codes and counters and the faults that are armed on it.
type Snapshot struct {
	Name string
	At   time.Time

	readers []kept
	shelf   []kept
	order   []string // names of all cards, in the order in which they came
}

// kept is one card of a snapshot, or a reader without one.
type kept struct {
	card     *chip // nil for none
	inserted bool  // else it lies beside the reader, where a fault took it out
	state    simulator.State
	faults   []fault.Fault
	anew     bool // made anew rather than as it was
}

// keep takes a card into a snapshot, nil for none.
func keep(c *chip) kept {
	if c == nil {
		return kept{}
	}
	return kept{card: c, state: *c.state.Load(), faults: c.armed.Load().faults}
}

// capture takes a snapshot.
func (st *Station) capture(name string) *Snapshot {
	s := &Snapshot{Name: name, At: st.now()}
	for _, r := range st.readers {
		k := keep(r.lies())
		k.inserted = st.inserted(r)
		s.readers = append(s.readers, k)
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	s.order = slices.Clone(st.order)
	for _, one := range s.order {
		if c := st.cards[one]; c.at() == 0 {
			s.shelf = append(s.shelf, keep(c))
		}
	}
	return s
}

// Snapshot keeps the station as it is, under a name; one of that name before is replaced.
// The error is a *[BusyError] while a change is under way: between two of its steps a
// station is what it never was to anybody.
func (st *Station) Snapshot(ctx context.Context, name string) error {
	if !IsName(name) {
		return wrong("snapshot", 0, name, ErrName)
	}
	// A reader may be held by somebody else: nothing of it changes.
	end, err := takeAll(st.readers, func(r *reader) error { return r.look(ctx, "snapshot") })
	if err != nil {
		return err
	}
	defer end()
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
// see cards go and come. Of a whole station the cards of the shelf are what they were as
// well, and those that came later are thrown away. It returns when programs see it. Where
// a card of the snapshot is in a reader that is not to be restored, nothing moves.
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
	return nil
}

// stock makes the shelf what it is in a snapshot, once the readers are.
func (st *Station) stock(ctx context.Context, s *Snapshot) error {
	for _, k := range s.shelf {
		if err := st.revive(ctx, k); err != nil {
			return wrong("restore", 0, k.card.name, err)
		}
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, k := range s.shelf {
		if other := st.cards[k.card.name]; other == nil || other.at() == 0 {
			st.cards[k.card.name] = k.card
		}
	}
	was := func(name string) bool {
		return slices.ContainsFunc(s.shelf, func(k kept) bool { return st.cards[name] == k.card })
	}
	for name, c := range st.cards {
		if c.at() == 0 && !was(name) {
			delete(st.cards, name)
		}
	}
	later := slices.DeleteFunc(st.order, func(name string) bool { return slices.Contains(s.order, name) })
	st.order = slices.DeleteFunc(append(slices.Clone(s.order), later...), func(name string) bool { return st.cards[name] == nil })
	return nil
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
	taken := slices.DeleteFunc(slices.Clone(st.readers), func(r *reader) bool { return !chosen(readers, r.number) })
	end, err := takeAll(taken, func(r *reader) error { return r.begin(ctx, op) })
	if err != nil {
		return err
	}
	defer end()
	for _, r := range taken {
		if err := st.apart(s.readers[r.number-1].card, taken); err != nil {
			return wrong(op, r.number, s.readers[r.number-1].card.name, err) // before anything moves
		}
	}
	// First every reader is emptied, since a card may come from another one.
	err = each(op, taken, func(r *reader) error { return st.pull(ctx, r) })
	if err == nil {
		err = each(op, taken, func(r *reader) error { return st.lay(ctx, r, s.readers[r.number-1]) })
	}
	if err == nil && len(readers) == 0 {
		err = st.stock(ctx, s)
	}
	if told := st.tell(); err == nil {
		err = told
	}
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
	return about(op, 0, s.Name, err)
}

// takeAll takes readers, all or none; end gives them back.
func takeAll(readers []*reader, take func(*reader) error) (end func(), err error) {
	for i, r := range readers {
		if err := take(r); err != nil {
			endAll(readers[:i])
			return nil, err
		}
	}
	return func() { endAll(readers) }, nil
}

func endAll(readers []*reader) {
	for _, r := range readers {
		r.end()
	}
}

// apart is an error where a card that is to be laid, or one of its name, is in a reader that
// is not among those taken.
func (st *Station) apart(c *chip, taken []*reader) error {
	if c == nil {
		return nil
	}
	st.mu.Lock()
	namesake := st.cards[c.name]
	st.mu.Unlock()
	for _, one := range []*chip{c, namesake} {
		if one == nil || one.at() == 0 {
			continue
		}
		if at := one.at(); !slices.ContainsFunc(taken, func(r *reader) bool { return r.number == at }) {
			return text.Detail(ErrElsewhere, text.Of("le lecteur %d", "reader %d", at))
		}
	}
	return nil
}

// each does something with several readers at the same time. The error is that of the first
// of them that failed.
func each(op string, readers []*reader, do func(*reader) error) error {
	errs := make([]error, len(readers))
	var doing sync.WaitGroup
	for i, r := range readers {
		doing.Go(func() { errs[i] = about(op, r.number, "", do(r)) })
	}
	doing.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// revive makes a kept card, which is in no reader, what it was.
func (st *Station) revive(ctx context.Context, k kept) error {
	c := k.card
	if _, err := c.seize(ctx); err != nil {
		return err
	}
	defer c.give()
	played, laid := fault.Split(k.faults)
	real, err := st.personalise(c.recipe, laid)
	if err == nil && !k.anew {
		err = real.Restore(k.state)
	}
	if err == nil {
		c.put(real, played, laid)
	}
	return err
}

// lay puts a kept card into a reader that is empty, or beside it.
func (st *Station) lay(ctx context.Context, r *reader, k kept) error {
	c := k.card
	if c == nil {
		return nil
	}
	if c.at() != 0 {
		return wrong("restore", r.number, c.name, ErrElsewhere)
	}
	if err := st.revive(ctx, k); err != nil {
		return err
	}
	st.mu.Lock()
	switch other := st.cards[c.name]; {
	case other == nil: // it was thrown away meanwhile
		st.order = append(st.order, c.name)
	case other != c && other.at() > 0: // one of its name took its place
		st.mu.Unlock()
		return wrong("restore", r.number, c.name, ErrElsewhere)
	}
	st.cards[c.name] = c
	st.mu.Unlock()
	if !k.inserted {
		_, err := st.stack.Slot(r.number-1).Swap(ctx, c)
		r.lay(c)
		return err
	}
	return st.put(ctx, r, c)
}
