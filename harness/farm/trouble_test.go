package farm_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/report"
)

// slow is work that takes so long.
func slow(c *count, took time.Duration) func(context.Context, farm.Task) (*report.Run, error) {
	return func(ctx context.Context, task farm.Task) (*report.Run, error) {
		c.add(task)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(took):
			return done(task), nil
		}
	}
}

// forgetful is a queue that was killed: it does not know any more who works on what.
type forgetful struct{ farm.Queue }

func (forgetful) Left(context.Context, string) (int, error) { return 0, nil }

// A shard that a station says it works on is not lost, whatever the queue forgot.
func TestAQueueThatForgets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		s := station("a", &c)
		s.Work = slow(&c, 4*patience) // longer than anybody is waited for
		serving(t, q, s)
		j := job(1)
		j.Parts[0].Once = true
		run, err := farm.Do(within(t), forgetful{q}, j)
		if err != nil {
			t.Fatal(err)
		}
		whole(t, j, run)
	})
}

// deaf is a queue that does what it is asked and whose first answer to each new entry is lost.
type deaf struct {
	farm.Queue
	lost *sync.Map // keys
}

func (d deaf) Book(k farm.Kind) farm.Book {
	if k == farm.Claims || k == farm.Outcomes {
		return deafBook{d.Queue.Book(k), k, d.lost}
	}
	return d.Queue.Book(k)
}

type deafBook struct {
	farm.Book
	kind farm.Kind
	lost *sync.Map
}

func (b deafBook) Create(ctx context.Context, key string, value []byte) (uint64, error) {
	revision, err := b.Book.Create(ctx, key, value)
	if _, again := b.lost.LoadOrStore(string(b.kind)+key, true); !again && err == nil {
		return 0, errCut
	}
	return revision, err
}

// A station whose claim or result was written though the answer was lost does not take them
// for another's: the shard is done, once.
func TestAnswersThatAreLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		var h heard
		q := farm.NewMemory(patience)
		s := station("a", &c)
		s.Each = h.event
		serving(t, deaf{q, new(sync.Map)}, s)
		j := job(4)
		for i := range j.Parts {
			j.Parts[i].Once = true
		}
		run, err := farm.Do(within(t), q, j)
		if err != nil {
			t.Fatal(err)
		}
		whole(t, j, run)
		h.waits(t, "done")
		if twice := c.twice(); len(twice) > 0 || len(c.begun) != 4 || h.has("another result was accepted before") {
			t.Errorf("begun %v, or its own result was another's to it", c.begun)
		}
	})
}

// returning is a queue that is out of reach for a while, knows before and after that of no work
// that was handed out, and only some looks later which stations are there.
type returning struct {
	farm.Queue
	looks *atomic.Int32
	since *atomic.Int64 // when it went
}

func (r returning) Left(context.Context, string) (int, error) {
	n := r.looks.Add(1)
	if n == 1 {
		r.since.Store(time.Now().UnixNano())
	}
	if n > 1 && time.Now().UnixNano()-r.since.Load() < int64(3*patience) {
		r.looks.Store(2)
		return 0, errCut
	}
	return 0, nil
}

func (r returning) Book(k farm.Kind) farm.Book {
	if k == farm.Stations && r.looks.Load() < 4 {
		return farm.NewMemory(patience).Book(k)
	}
	return r.Queue.Book(k)
}

// While the queue is out of reach nobody can be heard: that silence is nobody's.
func TestAQueueThatReturns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		s := station("a", &c)
		s.Work = slow(&c, 6*patience)
		serving(t, q, s)
		j := job(1)
		j.Parts[0].Once = true
		run, err := farm.Do(within(t), returning{q, new(atomic.Int32), new(atomic.Int64)}, j)
		if err != nil {
			t.Fatal(err)
		}
		whole(t, j, run)
	})
}

// A lease that ends in mid-work ends the work, and the loss says so; the station takes the lease
// again, under a greater number, and goes on.
func TestALeaseIsLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		var h heard
		q := farm.NewMemory(patience)
		s := station("a", &c)
		s.Each = h.event
		var once sync.Once
		s.Work = func(ctx context.Context, task farm.Task) (*report.Run, error) {
			c.add(task)
			ended := false
			once.Do(func() {
				for {
					all, err := q.Book(farm.Leases).All(ctx, "reader")
					if err != nil || len(all) != 1 {
						t.Errorf("leases %v, %v", all, err)
						break
					}
					if q.Book(farm.Leases).Delete(ctx, all[0].Key, all[0].Revision) == nil { // else renewed meanwhile
						break
					}
				}
				<-ctx.Done()
				ended = true
			})
			if ended {
				return nil, ctx.Err()
			}
			return done(task), nil
		}
		serving(t, q, s)
		j := job(1)
		j.Parts[0].Once = true
		run, err := farm.Do(within(t), q, j)
		lost, ok := errors.AsType[*farm.LostError](err)
		if !ok || len(lost.Losses) != 1 || !strings.Contains(lost.Losses[0].Reason.EN, "the lease of the reader was lost") {
			t.Fatalf("%v", err)
		}
		whole(t, j, run, 1)
		h.waits(t, "lease taken again: the reader")
		if run, err := farm.Do(within(t), q, job(2)); err != nil || !run.OK {
			t.Errorf("it does not go on: %v", err)
		}
	})
}
