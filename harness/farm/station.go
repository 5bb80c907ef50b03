package farm

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Station does the work that it finds in a queue and that fits it. What it may do to a card
// is in its Work, and nothing from the queue changes that.
type Station struct {
	Name    string // no other station has it
	Version string // of the program: it takes work of the same one only
	Labels  []string
	Readers []Reader // one at least

	// Check says why this station cannot do a shard, nil where it can: before anything is
	// begun. Nil checks nothing.
	Check func(ctx context.Context, task Task) error
	// Work does a shard until ctx ends. A shard that is not Once must present no code.
	Work func(ctx context.Context, task Task) (*report.Run, error)

	Journal string      // folder of what was begun and is not to be begun again; "" keeps it for this process alone
	Each    func(Event) // of what happens, one at a time; nil for nobody
}

// Reader is a reader of a station.
type Reader struct {
	Name   string   // for people, and for the work
	Key    string   // the same for all stations that could use it, and no other reader's
	Labels []string // beside those of the station
}

// Task is a shard that a station took.
type Task struct {
	Shard   Shard
	Reader  string // name of the reader to use
	Fence   uint64 // number of the lease of that reader
	Attempt int    // the how manieth time the shard was handed out, from 1
}

// Event is something that happened at a station.
type Event struct {
	Shard string // "2/9", "" of none
	Said  text.Text
}

// serving is a station at work.
type serving struct {
	*Station
	q        Queue
	instance string
	since    time.Time
	name     *lease
	readers  []*lease // as Readers are
	journal  *journal
	drained  chan struct{} // closed when no more work is taken

	mu       sync.Mutex // protects what follows
	working  *Working
	done     int
	draining bool
	revision uint64 // of the announcement

	refused map[string]bool // runs that this station cannot do
	turn    int             // of the lanes
}

// Serve does work until drain is closed, somebody orders the station to drain, or ctx ends. The
// running shard is then finished; where ctx ends, at once. The error is nil after a drain,
// ctx.Err() after its end, a *HeldError where the name or a reader is another station's.
func (s *Station) Serve(ctx context.Context, q Queue, drain <-chan struct{}) (err error) {
	if err := s.Valid(); err != nil {
		return err
	}
	w := &serving{
		Station: s, q: q, instance: nonce(8), since: time.Now(), refused: map[string]bool{},
		drained: make(chan struct{}),
	}
	if w.journal, err = openJournal(s.Journal); err != nil {
		return err
	}
	leases := w.leases()
	defer func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), q.Patience())
		defer cancel()
		w.leave(ending)
		for _, l := range leases {
			l.release(ending)
		}
	}()
	for _, l := range leases {
		if err := l.take(ctx, w.awaits); err != nil {
			return err
		}
		l.told, _ = l.held()
	}
	w.forgetOrders(ctx)
	w.announce(ctx)
	keep, stop := context.WithCancel(ctx)
	var keeping sync.WaitGroup
	keeping.Go(func() { w.keep(keep, leases) })
	defer keeping.Wait()
	defer stop()
	w.say("", text.Of("station %s prête", "station %s is ready", s.Name))
	return w.serve(ctx, drain)
}

// Valid says what is wrong with a station as its owner set it up: bad input. Serve asks first.
func (s *Station) Valid() error {
	if err := CheckName(s.Name); err != nil {
		return err
	}
	if len(s.Readers) == 0 {
		return bad(text.Of("une station sans lecteur", "a station without a reader"))
	}
	all := slices.Clone(s.Labels)
	for _, r := range s.Readers {
		all = append(all, r.Labels...)
	}
	if len(all) > maxLabels {
		return bad(text.Of("plus de %d étiquettes", "more than %d labels", maxLabels))
	}
	for _, l := range all {
		if !labelable(l) {
			return badLabel(l)
		}
	}
	return nil
}

// leases are those of the station: its name, then its readers.
func (w *serving) leases() []*lease {
	who := claim{Station: w.Name, Instance: w.instance}
	w.name = &lease{
		book: w.q.Book(Leases), patience: w.q.Patience(), key: "station." + w.Name, who: who,
		what: text.Of("le nom %s", "the name %s", w.Name),
	}
	all := []*lease{w.name}
	for _, r := range w.Readers {
		l := &lease{
			book: w.q.Book(Leases), patience: w.q.Patience(), key: "reader." + digest([]byte(r.Key))[:24], who: who,
			what: text.Of("le lecteur %s", "the reader %s", text.Printable(r.Name)),
		}
		w.readers, all = append(w.readers, l), append(all, l)
	}
	return all
}

// awaits says that a lease is another one's, who may be gone: of a station that was killed and
// started again, for one.
func (w *serving) awaits(l *lease, holder string) {
	w.say("", text.Text{
		FR: fmt.Sprintf("%s est encore à la station %s : attente de %s au plus, pour savoir si elle vit", l.what.FR, holder, l.patience),
		EN: fmt.Sprintf("%s still belongs to the station %s: waiting for %s at most, to see whether it lives", l.what.EN, holder, l.patience),
	})
}

func (w *serving) say(shard string, t text.Text) {
	if w.Each == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Each(Event{shard, t})
}

// keep says that the station is there, as often as it has to, and looks for orders.
func (w *serving) keep(ctx context.Context, leases []*lease) {
	every := time.NewTicker(w.q.Patience() / 4)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		once, cancel := context.WithTimeout(ctx, w.q.Patience()/2)
		var renewing sync.WaitGroup // side by side: no lease waits for the answer to another one
		for _, l := range leases {
			renewing.Go(func() { w.renew(once, l) })
		}
		renewing.Wait()
		w.announce(once)
		if e, err := w.q.Book(Orders).Get(once, w.Name); err == nil && string(e.Value) == orderDrain {
			_ = w.q.Book(Orders).Delete(once, w.Name, e.Revision) // else it ends by itself
			w.drain()
		}
		cancel()
	}
}

// renew keeps one lease, and says when it is lost or there again.
func (w *serving) renew(ctx context.Context, l *lease) {
	_ = l.renew(ctx) // what follows from an error is seen below
	switch now, _ := l.held(); now {
	case l.told:
	case 0:
		w.say("", text.Text{FR: "bail perdu : " + l.what.FR, EN: "lease lost: " + l.what.EN})
		l.told = 0
	default:
		w.say("", text.Text{FR: "bail repris : " + l.what.FR, EN: "lease taken again: " + l.what.EN})
		l.told = now
	}
}

// orderDrain has a station take no more work.
const orderDrain = "drain"

// Drain has a station finish what it does and end.
func Drain(ctx context.Context, q Queue, station string) error {
	if _, err := q.Book(Stations).Get(ctx, station); err != nil {
		if errors.Is(err, ErrNoEntry) {
			return bad(text.Of("pas de station « %s »", "no station “%s”", text.Printable(station)))
		}
		return err
	}
	_, err := q.Book(Orders).Create(ctx, station, []byte(orderDrain))
	if errors.Is(err, ErrExists) {
		return nil
	}
	return err
}

// forgetOrders drops what was said to a former station of this name.
func (w *serving) forgetOrders(ctx context.Context) {
	if e, err := w.q.Book(Orders).Get(ctx, w.Name); err == nil {
		_ = w.q.Book(Orders).Delete(ctx, w.Name, e.Revision) // else this station drains, which is seen
	}
}

func (w *serving) drain() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.draining {
		w.draining = true
		close(w.drained)
	}
}

// seen is the station as it is now; the lock is held.
func (w *serving) seen() Seen {
	s := Seen{
		Schema: schema, Name: w.Name, Instance: w.instance, Version: w.Version, OS: runtime.GOOS, Arch: runtime.GOARCH,
		Labels: w.Labels, Since: w.since, At: time.Now(), Draining: w.draining, Working: w.working, Done: w.done,
	}
	for i, r := range w.Readers {
		fence, _ := w.readers[i].held()
		s.Readers = append(s.Readers, SeenReader{r.Name, r.Labels, fence})
	}
	return s
}

// announce tells what the station is and does. What cannot be told now is told next time.
func (w *serving) announce(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	content, book := encode(w.seen()), w.q.Book(Stations)
	var err error
	if w.revision != 0 {
		var next uint64
		if next, err = book.Update(ctx, w.Name, content, w.revision); err == nil {
			w.revision = next
			return
		}
		if !errors.Is(err, ErrChanged) {
			return
		}
	}
	if w.revision, err = book.Create(ctx, w.Name, content); errors.Is(err, ErrExists) {
		// The name is this station's: what stands there was written by it, or by one before it.
		if e, err := book.Get(ctx, w.Name); err == nil {
			w.revision, _ = book.Update(ctx, w.Name, content, e.Revision)
		}
	}
}

// leave takes the announcement back.
func (w *serving) leave(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.revision != 0 {
		_ = w.q.Book(Stations).Delete(ctx, w.Name, w.revision) // else it ends by itself
	}
}

func (w *serving) set(now *Working) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now == nil && w.working != nil {
		w.done++
	}
	w.working = now
}
