// Package farmtest holds every queue of a farm to the same contract.
//
//	farmtest.Conformance(t, farmtest.Under{Open: func(t *testing.T) farm.Queue { … }})
package farmtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/farm"
)

// Under is a queue under test.
type Under struct {
	// Open makes an empty queue of little patience, which ends with the test.
	Open func(t *testing.T) farm.Queue
	// Again ends what holds the queue, as a crash does, starts it anew over the same files and
	// returns a queue of it; nil where nothing outlives the process. The first one goes on too.
	Again func(t *testing.T, q farm.Queue) farm.Queue
	// In runs one of the tests beside the others; nil where it needs nothing around it.
	In func(t *testing.T, test func(t *testing.T))
}

func beside(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	test(t)
}

// deadline is by when anything that is waited for must have come.
const deadline = 30 * time.Second

// Conformance runs the tests.
func Conformance(t *testing.T, u Under) {
	t.Helper()
	in := u.In
	if in == nil {
		in = beside
	}
	for name, test := range map[string]func(*testing.T, farm.Queue){
		"hands out each message once, and none of another lane":    once,
		"hands out again what was given back or forgotten":         again,
		"never hands out again what may be handed out once":        never,
		"keeps a message for whoever says that he works on it":     progress,
		"takes the same id for the same message":                   sameID,
		"hands out nothing of a lane that is shut":                 shut,
		"creates an entry once, however many try":                  creates,
		"replaces and deletes only the revision that was read":     revisions,
		"lists what begins with a prefix":                          lists,
		"forgets stations and leases, and nothing else, by itself": ends,
		"stores results":        stores,
		"ends with the context": cancelled,
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T) {
				t.Helper()
				test(t, u.Open(t))
			})
		})
	}
	if u.Again == nil {
		return
	}
	t.Run("keeps everything over a crash", func(t *testing.T) {
		in(t, func(t *testing.T) {
			t.Helper()
			crash(t, u)
		})
	})
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

// pull takes a message within the deadline.
func pull(t *testing.T, q farm.Queue, lanes ...string) farm.Message {
	t.Helper()
	for end := time.Now().Add(deadline); time.Now().Before(end); {
		m, err := q.Pull(t.Context(), lanes)
		if err == nil {
			return m
		}
		is(t, err, farm.ErrEmpty)
	}
	t.Fatal("no message came")
	return nil
}

// until waits for something to hold.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

func left(t *testing.T, q farm.Queue, lane string) int {
	t.Helper()
	return must[int](t)(q.Left(t.Context(), lane))
}

func fill(t *testing.T, q farm.Queue, lane string, deliveries, n int) {
	t.Helper()
	ok(t, q.Open(t.Context(), lane, deliveries))
	for i := range n {
		ok(t, q.Put(t.Context(), lane, fmt.Sprint(lane, "-", i), fmt.Appendf(nil, "%s %d", lane, i)))
	}
}

func once(t *testing.T, q farm.Queue) {
	t.Helper()
	fill(t, q, "a", 2, 20)
	fill(t, q, "b", 2, 1)
	ok(t, q.Open(t.Context(), "a", 2)) // once more
	var mu sync.Mutex
	seen := map[string]int{}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for {
				m, err := q.Pull(t.Context(), []string{"a"})
				if err != nil {
					if !errors.Is(err, farm.ErrEmpty) {
						t.Error(err)
					}
					return
				}
				if m.Attempt() != 1 || m.Lane() != "a" {
					t.Errorf("attempt %d, lane %s", m.Attempt(), m.Lane())
				}
				mu.Lock()
				seen[string(m.Body())]++
				mu.Unlock()
				if err := m.Ack(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if len(seen) != 20 {
		t.Errorf("%d messages: %v", len(seen), seen)
	}
	for body, n := range seen {
		if n != 1 {
			t.Errorf("%q came %d times", body, n)
		}
	}
	if n := left(t, q, "a"); n != 0 {
		t.Errorf("%d are left", n)
	}
	if n := left(t, q, "b"); n != 1 {
		t.Errorf("%d are left of the other lane", n)
	}
	if m := pull(t, q, "a", "b"); string(m.Body()) != "b 0" {
		t.Errorf("%q", m.Body())
	}
}

func again(t *testing.T, q farm.Queue) {
	t.Helper()
	fill(t, q, "a", 2, 1)
	ok(t, pull(t, q, "a").Nak(t.Context()))
	m := pull(t, q, "a")
	if m.Attempt() != 2 {
		t.Errorf("attempt %d", m.Attempt())
	}
	ok(t, m.Nak(t.Context()))
	until(t, "handed out as often as it may be", func() bool { return left(t, q, "a") == 0 })
	if _, err := q.Pull(t.Context(), []string{"a"}); !errors.Is(err, farm.ErrEmpty) {
		t.Errorf("a third time: %v", err)
	}

	fill(t, q, "b", 2, 1)
	pull(t, q, "b") // and forgotten
	if m := pull(t, q, "b"); m.Attempt() != 2 {
		t.Errorf("attempt %d", m.Attempt())
	}
	until(t, "forgotten for good", func() bool {
		if _, err := q.Pull(t.Context(), []string{"b"}); !errors.Is(err, farm.ErrEmpty) {
			t.Fatalf("a third time: %v", err)
		}
		return left(t, q, "b") == 0
	})
}

func never(t *testing.T, q farm.Queue) {
	t.Helper()
	fill(t, q, "a", 1, 3)
	ok(t, pull(t, q, "a").Nak(t.Context()))
	pull(t, q, "a") // and forgotten
	ok(t, pull(t, q, "a").Term(t.Context()))
	until(t, "all are gone", func() bool { return left(t, q, "a") == 0 })
	if _, err := q.Pull(t.Context(), []string{"a"}); !errors.Is(err, farm.ErrEmpty) {
		t.Errorf("again: %v", err)
	}
}

func progress(t *testing.T, q farm.Queue) {
	t.Helper()
	fill(t, q, "a", 2, 1)
	m := pull(t, q, "a")
	for end := time.Now().Add(3 * q.Patience()); time.Now().Before(end); {
		ok(t, m.Progress(t.Context()))
		if _, err := q.Pull(t.Context(), []string{"a"}); !errors.Is(err, farm.ErrEmpty) {
			t.Fatalf("somebody else got it: %v", err)
		}
	}
	if left(t, q, "a") != 1 {
		t.Error("it is not counted")
	}
	ok(t, m.Ack(t.Context()))
	if left(t, q, "a") != 0 {
		t.Error("it is counted after it was done")
	}
}

func sameID(t *testing.T, q farm.Queue) {
	t.Helper()
	fill(t, q, "a", 2, 2)
	fill(t, q, "a", 2, 2)
	for range 2 {
		ok(t, pull(t, q, "a").Ack(t.Context()))
	}
	if _, err := q.Pull(t.Context(), []string{"a"}); !errors.Is(err, farm.ErrEmpty) {
		t.Errorf("again: %v", err)
	}
}

func shut(t *testing.T, q farm.Queue) {
	t.Helper()
	fill(t, q, "a", 2, 2)
	m := pull(t, q, "a")
	ok(t, q.Shut(t.Context(), "a"))
	ok(t, q.Shut(t.Context(), "a"))
	if _, err := q.Pull(t.Context(), []string{"a"}); !errors.Is(err, farm.ErrEmpty) {
		t.Errorf("pull: %v", err)
	}
	_, err := q.Left(t.Context(), "a")
	is(t, err, farm.ErrNoLane)
	is(t, q.Put(t.Context(), "a", "late", nil), farm.ErrNoLane)
	_ = m.Ack(t.Context()) // an error or not: nothing follows from it
}

func creates(t *testing.T, q farm.Queue) {
	t.Helper()
	var first, others int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			_, err := q.Book(farm.Claims).Create(t.Context(), "run.1", fmt.Append(nil, i))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				first++
			case errors.Is(err, farm.ErrExists):
				others++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if first != 1 || others != 15 {
		t.Errorf("%d created it, %d found it", first, others)
	}
}

func revisions(t *testing.T, q farm.Queue) {
	t.Helper()
	b, ctx := q.Book(farm.Orders), t.Context()
	_, err := b.Get(ctx, "a")
	is(t, err, farm.ErrNoEntry)
	_, err = b.Update(ctx, "a", nil, 7)
	is(t, err, farm.ErrChanged)
	one := must[uint64](t)(b.Create(ctx, "a", []byte("1")))
	two := must[uint64](t)(b.Update(ctx, "a", []byte("2"), one))
	if two <= one {
		t.Errorf("revision %d, then %d", one, two)
	}
	_, err = b.Update(ctx, "a", []byte("3"), one)
	is(t, err, farm.ErrChanged)
	is(t, b.Delete(ctx, "a", one), farm.ErrChanged)
	if e := must[farm.Entry](t)(b.Get(ctx, "a")); string(e.Value) != "2" || e.Revision != two || e.Key != "a" {
		t.Errorf("%+v", e)
	}
	ok(t, b.Delete(ctx, "a", two))
	_, err = b.Get(ctx, "a")
	is(t, err, farm.ErrNoEntry)
	if three := must[uint64](t)(b.Create(ctx, "a", []byte("4"))); three <= two {
		t.Errorf("revision %d after %d", three, two)
	}
}

func lists(t *testing.T, q farm.Queue) {
	t.Helper()
	b, ctx := q.Book(farm.Outcomes), t.Context()
	if all := must[[]farm.Entry](t)(b.All(ctx, "")); len(all) != 0 {
		t.Errorf("an empty book holds %v", all)
	}
	for _, key := range []string{"r2.1", "r1.2", "r1.1", "r1x.1"} {
		must[uint64](t)(b.Create(ctx, key, []byte(key)))
	}
	e := must[farm.Entry](t)(b.Get(ctx, "r1.2"))
	ok(t, b.Delete(ctx, "r1.2", e.Revision))
	keys := func(prefix string) (keys []string) {
		for _, e := range must[[]farm.Entry](t)(b.All(ctx, prefix)) {
			if string(e.Value) != e.Key || e.Revision == 0 {
				t.Errorf("%+v", e)
			}
			keys = append(keys, e.Key)
		}
		return keys
	}
	if got := keys("r1"); !slices.Equal(got, []string{"r1.1"}) {
		t.Errorf("r1: %q", got)
	}
	if got := keys(""); !slices.Equal(got, []string{"r1.1", "r1x.1", "r2.1"}) {
		t.Errorf("all: %q", got)
	}
}

func ends(t *testing.T, q farm.Queue) {
	t.Helper()
	ctx := t.Context()
	last := map[farm.Kind]uint64{}
	for _, k := range farm.Kinds() {
		last[k] = must[uint64](t)(q.Book(k).Create(ctx, "a", []byte("1")))
	}
	// An entry that is renewed stays.
	kept := must[uint64](t)(q.Book(farm.Leases).Create(ctx, "b", nil))
	for end := time.Now().Add(3 * q.Patience()); time.Now().Before(end); time.Sleep(q.Patience() / 8) {
		kept = must[uint64](t)(q.Book(farm.Leases).Update(ctx, "b", nil, kept))
	}
	for _, k := range farm.Kinds() {
		if !k.Ends() {
			must[farm.Entry](t)(q.Book(k).Get(ctx, "a"))
			continue
		}
		until(t, string(k)+" ends", func() bool {
			_, err := q.Book(k).Get(ctx, "a")
			return errors.Is(err, farm.ErrNoEntry)
		})
		_, err := q.Book(k).Update(ctx, "a", nil, last[k])
		is(t, err, farm.ErrChanged)
		if next := must[uint64](t)(q.Book(k).Create(ctx, "a", nil)); next <= last[k] {
			t.Errorf("%s: revision %d after %d", k, next, last[k])
		}
	}
}

func stores(t *testing.T, q farm.Queue) {
	t.Helper()
	_, err := q.Load(t.Context(), "r.1.a")
	is(t, err, farm.ErrNoEntry)
	large := bytes.Repeat([]byte("0123456789abcdef"), 200_000) // above what one message of NATS holds
	for name, content := range map[string][]byte{"r.1.a": []byte("one"), "r.2.a": large, "r.3.a": {}} {
		ok(t, q.Store(t.Context(), name, content))
		if got := must[[]byte](t)(q.Load(t.Context(), name)); !bytes.Equal(got, content) {
			t.Errorf("%s: %d bytes, want %d", name, len(got), len(content))
		}
	}
}

func cancelled(t *testing.T, q farm.Queue) {
	t.Helper()
	ok(t, q.Open(t.Context(), "a", 2))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := q.Pull(ctx, []string{"a"})
	is(t, err, context.Canceled)
}

// crash leaves work in every state, ends the holder of the queue, and finds it again.
func crash(t *testing.T, u Under) {
	t.Helper()
	q := u.Open(t)
	ctx := t.Context()
	fill(t, q, "a", 2, 3)
	fill(t, q, "o", 1, 2)
	ok(t, pull(t, q, "a").Ack(ctx))
	held := pull(t, q, "a")
	pull(t, q, "o") // and forgotten
	must[uint64](t)(q.Book(farm.Claims).Create(ctx, "r.1", []byte("by a")))
	revision := must[uint64](t)(q.Book(farm.Outcomes).Create(ctx, "r.1", []byte("done")))
	ok(t, q.Store(ctx, "r.1.a", []byte("result")))

	p := u.Again(t, q)
	if e := must[farm.Entry](t)(p.Book(farm.Claims).Get(ctx, "r.1")); string(e.Value) != "by a" {
		t.Errorf("the claim is %q", e.Value)
	}
	_, err := p.Book(farm.Claims).Create(ctx, "r.1", nil)
	is(t, err, farm.ErrExists)
	if e := must[farm.Entry](t)(p.Book(farm.Outcomes).Get(ctx, "r.1")); string(e.Value) != "done" || e.Revision != revision {
		t.Errorf("the outcome is %+v", e)
	}
	if got := must[[]byte](t)(p.Load(ctx, "r.1.a")); string(got) != "result" {
		t.Errorf("the result is %q", got)
	}
	// What was acknowledged does not come again, and the one that waited is there. Whoever held a
	// message may settle it, if the queue wrote down that it handed it out; else it comes again.
	_ = held.Ack(ctx)
	seen := map[string]bool{}
	for left(t, p, "a") > 0 {
		m, err := p.Pull(ctx, []string{"a"})
		if err == nil {
			seen[string(m.Body())] = true
			ok(t, m.Ack(ctx))
		} else {
			is(t, err, farm.ErrEmpty)
		}
	}
	if seen["a 0"] || !seen["a 2"] {
		t.Errorf("after the crash came %v", seen)
	}
	// Of the lane that hands out once, the one that waited is there. The other may come again,
	// if the queue died before it wrote down that it handed it out: the claim is against that.
	ok(t, pull(t, p, "o").Ack(ctx))
}
