package farm_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/report"
)

// The tests of this room run on a clock that only waiting moves: what is patient for so long
// is so on a busy machine too.
const (
	patience = 400 * time.Millisecond
	deadline = 30 * time.Second
	version  = "1.2.3"
)

var head = report.Run{Schema: report.RunSchemaNumber, Suite: "cpslab", Seed: 1, Environment: report.Environment{Reader: "sim:", Version: version}}

// job is a run of so many shards of two scenarios each, of which every fourth presents a
// code.
func job(shards int) farm.Job {
	j := farm.Job{Run: farm.NewRun(time.Now()), Title: "test", Head: head, Wait: deadline, Lang: "en"}
	for i := range shards {
		names := []string{fmt.Sprintf("scenario %d a", i), fmt.Sprintf("scenario %d b", i)}
		body, _ := json.Marshal(names)
		j.Plan = append(j.Plan, names...)
		j.Parts = append(j.Parts, farm.Part{Names: names, Once: i%4 == 3, Body: body})
	}
	return j
}

// done is what a shard comes to: each scenario passed.
func done(task farm.Task) *report.Run {
	run := head
	var names []string
	if err := json.Unmarshal(task.Shard.Body, &names); err != nil {
		panic(err)
	}
	run.Environment.OS, run.Environment.Arch = "linux", "amd64"
	run.Shard = &report.Shard{Index: task.Shard.Index, Total: task.Shard.Total}
	for _, n := range names {
		run.Scenarios = append(run.Scenarios, report.Scenario{Name: n, Outcome: report.Passed})
	}
	run.Useful = len(names)
	return &run
}

// count notes how often each shard was begun.
type count struct {
	mu    sync.Mutex
	begun map[string]int
}

func (c *count) add(task farm.Task) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.begun == nil {
		c.begun = map[string]int{}
	}
	c.begun[fmt.Sprintf("%s %d %v", task.Shard.Run, task.Shard.Index, task.Shard.Once)]++
}

// twice are the shards that were begun more often than they may be.
func (c *count) twice() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for shard, n := range c.begun {
		once := shard[len(shard)-4:] == "true"
		if once && n > 1 || n > 2 {
			all = append(all, fmt.Sprint(shard, ": ", n))
		}
	}
	slices.Sort(all)
	return all
}

// station is one that does what it is asked for at once.
func station(name string, c *count) *farm.Station {
	return &farm.Station{
		Name: name, Version: version, Labels: []string{"os:linux"}, Readers: []farm.Reader{{Name: "sim:", Key: name + "/sim:"}},
		Work: func(_ context.Context, task farm.Task) (*report.Run, error) {
			c.add(task)
			return done(task), nil
		},
	}
}

// serving runs stations until the test ends, or until stop is called.
func serving(t *testing.T, q farm.Queue, stations ...*farm.Station) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for _, s := range stations {
		all.Go(func() {
			if err := s.Serve(ctx, q, nil); err != nil && ctx.Err() == nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		})
	}
	end := func() {
		cancel()
		all.Wait()
	}
	t.Cleanup(end)
	return end
}

// within gives a context that ends with the deadline.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	return ctx
}

// whole holds that a run has each scenario of its plan once, in its order, all passed but
// those of lost shards.
func whole(t *testing.T, j farm.Job, run *report.Run, lost ...int) {
	t.Helper()
	if run == nil {
		t.Fatal("no run")
	}
	var names []string
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		names = append(names, s.Name)
		shard := slices.IndexFunc(j.Parts, func(p farm.Part) bool { return slices.Contains(p.Names, s.Name) }) + 1
		switch {
		case slices.Contains(lost, shard):
			if s.Outcome != report.NotRun || s.Why == "" || s.Origin != nil || s.Reason == nil || s.Reason.In(j.Lang) != s.Why {
				t.Errorf("%s of a lost shard: %s, %q", s.Name, s.Outcome, s.Why)
			}
		case s.Outcome != report.Passed || s.Origin == nil || s.Origin.Station == "" || s.Origin.Fence == 0:
			t.Errorf("%s: %s, %+v, %s", s.Name, s.Outcome, s.Origin, s.Why)
		}
	}
	if !slices.Equal(names, j.Plan) {
		t.Errorf("scenarios\n%q\nwant\n%q", names, j.Plan)
	}
	if run.OK != (len(lost) == 0) {
		t.Errorf("ok is %v, %s", run.OK, run.Reason)
	}
}

// cut is a way to a queue that can be cut: calls fail from then on.
type cut struct {
	farm.Queue
	gone atomic.Bool
}

var errCut = text.NewError(text.Of("coupé", "cut"), text.Text{})

func (c *cut) off() error {
	if c.gone.Load() {
		return errCut
	}
	return nil
}

func (c *cut) Pull(ctx context.Context, lanes []string) (farm.Message, error) {
	if err := c.off(); err != nil {
		return nil, err
	}
	m, err := c.Queue.Pull(ctx, lanes)
	if err != nil {
		return nil, err
	}
	return cutMessage{m, c}, nil
}

func (c *cut) Left(ctx context.Context, lane string) (int, error) {
	if err := c.off(); err != nil {
		return 0, err
	}
	return c.Queue.Left(ctx, lane)
}

func (c *cut) Shut(ctx context.Context, lane string) error {
	if err := c.off(); err != nil {
		return err
	}
	return c.Queue.Shut(ctx, lane)
}

func (c *cut) Store(ctx context.Context, name string, content []byte) error {
	if err := c.off(); err != nil {
		return err
	}
	return c.Queue.Store(ctx, name, content)
}

func (c *cut) Book(k farm.Kind) farm.Book { return cutBook{c.Queue.Book(k), c} }

type cutMessage struct {
	farm.Message
	c *cut
}

func (m cutMessage) Progress(ctx context.Context) error {
	if err := m.c.off(); err != nil {
		return err
	}
	return m.Message.Progress(ctx)
}

func (m cutMessage) Ack(ctx context.Context) error {
	if err := m.c.off(); err != nil {
		return err
	}
	return m.Message.Ack(ctx)
}

func (m cutMessage) Nak(ctx context.Context) error {
	if err := m.c.off(); err != nil {
		return err
	}
	return m.Message.Nak(ctx)
}

type cutBook struct {
	farm.Book
	c *cut
}

func (b cutBook) Create(ctx context.Context, key string, value []byte) (uint64, error) {
	if err := b.c.off(); err != nil {
		return 0, err
	}
	return b.Book.Create(ctx, key, value)
}

func (b cutBook) Update(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	if err := b.c.off(); err != nil {
		return 0, err
	}
	return b.Book.Update(ctx, key, value, revision)
}

func (b cutBook) Delete(ctx context.Context, key string, revision uint64) error {
	if err := b.c.off(); err != nil {
		return err
	}
	return b.Book.Delete(ctx, key, revision)
}

func (b cutBook) Get(ctx context.Context, key string) (farm.Entry, error) {
	if err := b.c.off(); err != nil {
		return farm.Entry{}, err
	}
	return b.Book.Get(ctx, key)
}

func (b cutBook) All(ctx context.Context, prefix string) ([]farm.Entry, error) {
	if err := b.c.off(); err != nil {
		return nil, err
	}
	return b.Book.All(ctx, prefix)
}
