package farm_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/report"
)

// record is what a hub that lies writes.
type record map[string]any

func (r record) with(key string, value any) record {
	all := record{key: value}
	for k, v := range r {
		if k != key {
			all[k] = v
		}
	}
	return all
}

func (r record) json() []byte {
	content, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return content
}

// heard notes what a station says.
type heard struct {
	mu   sync.Mutex
	said []string
}

func (h *heard) event(e farm.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.said = append(h.said, e.Said.EN)
}

// has reports whether a station said something.
func (h *heard) has(part string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.ContainsFunc(h.said, func(s string) bool { return strings.Contains(s, part) })
}

// waits until a station said something.
func (h *heard) waits(t *testing.T, part string) {
	t.Helper()
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if h.has(part) {
			return
		}
	}
	t.Fatalf("nobody said %q: %q", part, h.said)
}

// A hub that lies: what no station may do is refused with the reason, nothing is begun, and
// the station goes on.
func TestAHubThatLies(t *testing.T) {
	t.Parallel()
	lane := record{"schema": 1, "run": "r", "name": "r-1", "title": "", "version": version, "needs": []string{}, "once": false, "shards": 1, "total": 4}
	shard := record{"schema": 1, "run": "r", "index": 1, "total": 4, "once": false, "version": version, "body": []string{"a"}}
	for name, c := range map[string]struct {
		lane  record
		shard []byte
		said  string
	}{
		"another schema":      {lane, shard.with("schema", 9).json(), "refused: shard of version 9"},
		"another program":     {lane, shard.with("version", "0.1").json(), "refused: shard of cpslab 0.1"},
		"another run":         {lane, shard.with("run", "s").json(), "not of the lane"},
		"a path for a run":    {lane.with("run", "../../x"), shard.with("run", "../../x").json(), "not of the lane"},
		"no such part":        {lane, shard.with("index", 5).json(), "not of the lane"},
		"a code, said not to": {lane.with("once", true), shard.json(), "not of the lane"},
		"no JSON":             {lane, []byte(`{"schema": 1, "run`), "cannot be read"},
		"too large":           {lane, shard.with("body", strings.Repeat("x", 2<<20)).json(), "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				q := farm.NewMemory(patience)
				var c2 count
				var h heard
				s := station("a", &c2)
				s.Each = h.event
				if err := errors.Join(q.Open(t.Context(), "r-1", 2), q.Put(t.Context(), "r-1", "1", c.shard)); err != nil {
					t.Fatal(err)
				}
				if _, err := q.Book(farm.Lanes).Create(t.Context(), "r-1", c.lane.json()); err != nil {
					t.Fatal(err)
				}
				serving(t, q, s)
				h.waits(t, c.said)
				if len(c2.begun) > 0 {
					t.Errorf("begun: %v", c2.begun)
				}
				if run, err := farm.Do(within(t), q, job(2)); err != nil || !run.OK {
					t.Errorf("it does not go on: %v", err)
				}
			})
		})
	}
}

// A hub that forgets claim and outcome and gives the same shard again: a station does not begin
// again what it began, nor after it was started anew.
func TestAHubThatAsksTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		var c count
		var h heard
		journal := filepath.Join(t.TempDir(), "begun")
		s := station("a", &c)
		s.Each, s.Journal = h.event, journal
		stop := serving(t, q, s)
		j := job(4)
		if _, err := farm.Do(within(t), q, j); err != nil {
			t.Fatal(err)
		}
		ask := func(lane string) {
			for _, kind := range []farm.Kind{farm.Claims, farm.Outcomes} {
				e, err := q.Book(kind).Get(t.Context(), j.Run+".4")
				if errors.Is(err, farm.ErrNoEntry) {
					continue
				}
				if err := errors.Join(err, q.Book(kind).Delete(t.Context(), e.Key, e.Revision)); err != nil {
					t.Fatal(err)
				}
			}
			shard := record{"schema": 1, "run": j.Run, "index": 4, "total": 4, "once": true, "version": version, "body": j.Parts[3].Body}
			lies := record{"schema": 1, "run": j.Run, "name": lane, "version": version, "needs": []string{}, "once": true, "shards": 1, "total": 4}
			if err := errors.Join(q.Open(t.Context(), lane, 1), q.Put(t.Context(), lane, "again", shard.json())); err != nil {
				t.Fatal(err)
			}
			if _, err := q.Book(farm.Lanes).Create(t.Context(), lane, lies.json()); err != nil {
				t.Fatal(err)
			}
		}
		ask("again-1")
		h.waits(t, "this station began it before")
		stop()
		h.mu.Lock()
		h.said = nil
		h.mu.Unlock()
		s = station("a", &c)
		s.Each, s.Journal = h.event, journal
		serving(t, q, s)
		ask("again-2")
		h.waits(t, "this station began it before")
		if twice := c.twice(); len(twice) > 0 {
			t.Errorf("done again: %q", twice)
		}
	})
}

// A journal that cannot be written: what presents a code is not begun.
func TestAJournalThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		s := station("a", new(count))
		s.Journal = filepath.Join(file, "begun")
		if err := s.Serve(within(t), farm.NewMemory(patience), nil); err == nil || !strings.Contains(err.Error(), "journal") {
			t.Errorf("%v", err)
		}
	})
}

// spoiled changes what a station stores, or writes of it.
type spoiled struct {
	farm.Queue
	store   func([]byte) []byte
	outcome func(record) record
}

func (s spoiled) Store(ctx context.Context, name string, content []byte) error {
	if s.store != nil {
		content = s.store(content)
	}
	return s.Queue.Store(ctx, name, content)
}

func (s spoiled) Book(k farm.Kind) farm.Book {
	if k == farm.Outcomes && s.outcome != nil {
		return spoiledBook{s.Queue.Book(k), s.outcome}
	}
	return s.Queue.Book(k)
}

type spoiledBook struct {
	farm.Book
	change func(record) record
}

func (b spoiledBook) Create(ctx context.Context, key string, value []byte) (uint64, error) {
	var r record
	if err := json.Unmarshal(value, &r); err != nil {
		return 0, err
	}
	return b.Book.Create(ctx, key, b.change(r).json())
}

// Results that are not what was asked for: each is refused, its shard is named lost with the
// reason, and the others are there.
func TestResultsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		store   func([]byte) []byte
		outcome func(record) record
		run     func(*report.Run)
		said    string
	}{
		"cut short":          {store: func(b []byte) []byte { return b[:len(b)/2] }, said: "were announced with another digest"},
		"empty":              {store: func([]byte) []byte { return nil }, said: "0 bytes"},
		"changed":            {store: func(b []byte) []byte { c := slices.Clone(b); c[len(c)/2] ^= 1; return c }, said: "another digest"},
		"another schema":     {outcome: func(r record) record { return r.with("schema", 2) }, said: "not of this version"},
		"another shard":      {outcome: func(r record) record { return r.with("index", 77) }, said: "not of this version"},
		"no station":         {outcome: func(r record) record { return r.with("station", "") }, said: "without a station"},
		"not there":          {outcome: func(r record) record { return r.with("blob", "elsewhere") }, said: "0 bytes"},
		"a run of schema 9":  {run: func(r *report.Run) { r.Schema = 9 }, said: "version 9"},
		"another seed":       {run: func(r *report.Run) { r.Seed = 2 }, said: "that of another run"},
		"another program":    {run: func(r *report.Run) { r.Environment.Version = "0.1" }, said: "that of another run"},
		"a scenario less":    {run: func(r *report.Run) { r.Scenarios = r.Scenarios[1:] }, said: "it lacks 1 scenarios"},
		"a scenario of else": {run: func(r *report.Run) { r.Scenarios[0].Name = "scenario 0 a" }, said: "was not asked of it"},
		"a scenario twice":   {run: func(r *report.Run) { r.Scenarios[0].Name = r.Scenarios[1].Name }, said: "twice"},
		"an unknown outcome": {run: func(r *report.Run) { r.Scenarios[0].Outcome = "splendid" }, said: "unknown outcome"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				q := farm.NewMemory(patience)
				only := func(r record) bool { return fmt.Sprint(r["index"]) == "2" }
				bad := spoiled{Queue: q}
				if c.outcome != nil {
					bad.outcome = func(r record) record {
						if only(r) {
							return c.outcome(r)
						}
						return r
					}
				}
				s := station("bad", new(count))
				s.Work = func(_ context.Context, task farm.Task) (*report.Run, error) {
					run := done(task)
					if task.Shard.Index == 2 && c.run != nil {
						c.run(run)
					}
					return run, nil
				}
				stored := 0
				if c.store != nil {
					bad.store = func(b []byte) []byte {
						if stored++; stored == 2 { // one station, in order
							return c.store(b)
						}
						return b
					}
				}
				serving(t, bad, s)
				j := job(3)
				run, err := farm.Do(within(t), q, j)
				lost, ok := errors.AsType[*farm.LostError](err)
				if !ok || len(lost.Losses) != 1 || !strings.Contains(lost.Losses[0].Reason.EN, c.said) {
					t.Fatalf("%v, want %q", err, c.said)
				}
				whole(t, j, run, 2)
			})
		})
	}
}
