package farm_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/report"
)

func TestThreeStationsDoOneRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		serving(t, q, station("a", &c), station("b", &c), station("c", &c))
		j := job(40)
		ended := 0
		j.Each = func(p farm.Progress) {
			if ended++; p.Done != ended || p.Total != 40 || !p.Lost.IsZero() || p.Station == "" {
				t.Errorf("progress %+v", p)
			}
		}
		run, err := farm.Do(within(t), q, j)
		if err != nil {
			t.Fatal(err)
		}
		whole(t, j, run)
		if len(c.begun) != 40 || len(c.twice()) > 0 {
			t.Errorf("%d shards begun, twice: %q", len(c.begun), c.twice())
		}
		if lanes, err := q.Book(farm.Lanes).All(t.Context(), ""); err != nil || len(lanes) > 0 {
			t.Errorf("lanes are left: %v, %v", lanes, err)
		}
	})
}

// A station that is cut off in mid-shard: what presents a code is lost, said so, and not done
// again; what does not is done by another one; what it brings later is refused.
func TestAStationIsCutOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		away := &cut{Queue: q}
		bad := station("bad", &c)
		ended := make(chan error, 1)
		held := make(chan struct{})
		var once sync.Once
		bad.Work = func(ctx context.Context, task farm.Task) (*report.Run, error) {
			c.add(task)
			if !task.Shard.Once {
				return done(task), nil
			}
			away.gone.Store(true)
			once.Do(func() { close(held) })
			<-ctx.Done() // its lease ends
			ended <- ctx.Err()
			return done(task), nil
		}
		stop := serving(t, away, bad)
		j := job(8)
		result := make(chan error, 1)
		var run *report.Run
		go func() {
			var err error
			run, err = farm.Do(within(t), q, j)
			result <- err
		}()
		<-held // it has a shard that presents a code
		serving(t, q, station("good", &c))
		err := <-result
		lost, ok := errors.AsType[*farm.LostError](err)
		if !ok || len(lost.Losses) != 1 || !lost.Losses[0].Once || !strings.Contains(lost.Losses[0].Reason.EN, "bad had begun it") {
			t.Fatalf("%v, %+v", err, lost)
		}
		index := 0
		if _, err := fmt.Sscanf(lost.Losses[0].Shard, "%d/8", &index); err != nil {
			t.Fatal(err)
		}
		whole(t, j, run, index)
		if twice := c.twice(); len(twice) > 0 {
			t.Errorf("done again: %q", twice)
		}
		select {
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the work ended with %v", err)
			}
		case <-time.After(deadline):
			t.Error("the work went on without its lease")
		}
		away.gone.Store(false)
		stop()
		e, err := q.Book(farm.Outcomes).Get(t.Context(), fmt.Sprintf("%s.%d", j.Run, index))
		if err != nil || !strings.Contains(string(e.Value), "had begun it") {
			t.Errorf("the outcome is %s, %v", e.Value, err)
		}
	})
}

// Work that fails is tried once more by others, and never where it presents a code.
func TestWorkThatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		s := station("a", &c)
		s.Work = func(_ context.Context, task farm.Task) (*report.Run, error) {
			c.add(task)
			if task.Shard.Index == 2 || task.Shard.Index == 4 || task.Shard.Index == 1 && task.Attempt == 1 {
				return nil, text.NewError(text.Of("le lecteur est tombé", "the reader fell down"), text.Text{})
			}
			return done(task), nil
		}
		serving(t, q, s)
		j := job(4)
		run, err := farm.Do(within(t), q, j)
		lost, ok := errors.AsType[*farm.LostError](err)
		if !ok || len(lost.Losses) != 2 {
			t.Fatal(err)
		}
		whole(t, j, run, 2, 4)
		for shard, want := range map[string]int{"1 false": 2, "2 false": 2, "3 false": 1, "4 true": 1} {
			if n := c.begun[j.Run+" "+shard]; n != want {
				t.Errorf("%s was begun %d times, want %d", shard, n, want)
			}
		}
		if message, hint := text.Say(err, "fr"); !strings.Contains(message, "a : le lecteur est tombé") || hint == "" {
			t.Errorf("%s → %s", message, hint)
		}
	})
}

// Stations do what fits them; what fits nobody is said, with what each station lacks.
func TestLabels(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		a, b, other := station("a", &c), station("b", &c), station("other", &c)
		a.Readers[0].Labels = []string{"face:cps4"}
		b.Labels = append(b.Labels, "lab:two")
		other.Version = "9.9.9"
		serving(t, q, a, b, other)
		j := job(6)
		j.Wait = 2 * patience
		for i := range j.Parts {
			j.Parts[i].Needs = [][]string{{"os:linux", "face:cps4"}, {"lab:two"}, {"os:plan9"}}[i%3]
		}
		var alone []string
		j.Alone = func(why text.Text) { alone = append(alone, why.EN) }
		run, err := farm.Do(within(t), q, j)
		lost, ok := errors.AsType[*farm.LostError](err)
		if !ok || len(lost.Losses) != 2 {
			t.Fatal(err)
		}
		whole(t, j, run, 3, 6)
		lacks := slices.DeleteFunc(slices.Clone(alone), func(s string) bool { return !strings.Contains(s, "a: it lacks os:plan9") })
		if len(lacks) == 0 || len(slices.Compact(slices.Sorted(slices.Values(alone)))) != len(alone) {
			t.Errorf("told of %q", alone)
		}
		if _, hint := text.Say(err, "en"); !strings.Contains(hint, "shows the stations") || lost.Losses[0].Begun {
			t.Errorf("nobody began them, and the hint is %q", hint)
		}
		for _, want := range []string{"a: it lacks os:plan9", "other: cpslab 9.9.9, and the run is of 1.2.3"} {
			if !strings.Contains(lost.Losses[0].Reason.EN, want) {
				t.Errorf("%s: want %q", lost.Losses[0].Reason.EN, want)
			}
		}
		for i := range run.Scenarios {
			s := &run.Scenarios[i]
			if s.Origin == nil {
				continue
			}
			want := map[string]string{"0": "a", "3": "a", "1": "b", "4": "b"}[strings.Fields(s.Name)[1]]
			if s.Origin.Station != want {
				t.Errorf("%s was done by %s, want %s", s.Name, s.Origin.Station, want)
			}
		}
	})
}

// A station that refuses a run gets no more of it, and others do it; what all refuse is lost
// with the reason.
func TestRefusals(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		var all []*farm.Station
		var mu sync.Mutex
		refusedBy := map[string]int{}
		for _, name := range []string{"a", "b", "c"} {
			s := station(name, &c)
			s.Check = func(context.Context, farm.Task) error {
				mu.Lock()
				defer mu.Unlock()
				if name != "c" {
					refusedBy[name]++
					return text.NewError(text.Of("pas de carte", "no card"), text.Text{})
				}
				return nil
			}
			all = append(all, s)
		}
		serving(t, q, all[:2]...)
		j := job(8)
		result := make(chan error, 1)
		var run *report.Run
		go func() {
			var err error
			run, err = farm.Do(within(t), q, j)
			result <- err
		}()
		for end := time.Now().Add(deadline); ; time.Sleep(5 * time.Millisecond) {
			mu.Lock()
			n := len(refusedBy)
			mu.Unlock()
			if n == 2 {
				break
			}
			if time.Now().After(end) {
				t.Fatal("nobody refused")
			}
		}
		serving(t, q, all[2])
		if err := <-result; err != nil {
			t.Fatal(err)
		}
		whole(t, j, run)
		if refusedBy["a"] != 1 || refusedBy["b"] != 1 {
			t.Errorf("refused %v", refusedBy)
		}
	})
}

func TestWhatAllRefuse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		var all []*farm.Station
		for _, name := range []string{"a", "b", "c"} {
			s := station(name, new(count))
			s.Check = func(context.Context, farm.Task) error {
				return text.NewError(text.Of("pas de carte", "no card"), text.Text{})
			}
			all = append(all, s)
		}
		serving(t, q, all...)
		j := job(1)
		run, err := farm.Do(within(t), q, j)
		if err == nil || !strings.Contains(err.Error(), "no card") {
			t.Fatal(err)
		}
		whole(t, j, run, 1)
	})
}

// One name and one reader are one station's; the others go on, and when it is gone the next
// one has a greater number.
func TestLeases(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		var c count
		first := station("a", &c)
		first.Readers[0].Key = "machine/reader"
		stop := serving(t, q, first)
		holds := func() uint64 {
			for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
				s, err := farm.Look(t.Context(), q)
				if err == nil && len(s.Stations) == 1 && s.Stations[0].Readers[0].Fence > 0 {
					return s.Stations[0].Readers[0].Fence
				}
			}
			t.Fatal("no station holds a lease")
			return 0
		}
		before := holds()
		for _, s := range []*farm.Station{station("a", &c), station("b", &c)} {
			s.Readers[0].Key = "machine/reader"
			var said []string
			s.Each = func(e farm.Event) { said = append(said, e.Said.EN) }
			err := s.Serve(within(t), q, nil)
			if len(said) != 1 || !strings.Contains(said[0], "still belongs to the station a: waiting for 400ms at most") {
				t.Errorf("%s: %q", s.Name, said)
			}
			held, ok := errors.AsType[*farm.HeldError](err)
			if !ok || held.Holder != "a" {
				t.Errorf("%s: %v", s.Name, err)
			}
			if message, hint := text.Say(err, "fr"); !strings.Contains(message, "est à la station a") || hint == "" {
				t.Errorf("%s → %s", message, hint)
			}
		}
		run, err := farm.Do(within(t), q, job(2))
		if err != nil || !run.OK {
			t.Errorf("the first one does not go on: %v", err)
		}
		stop()
		second := station("b", &c)
		second.Readers[0].Key = "machine/reader"
		serving(t, q, second)
		if after := holds(); after <= before {
			t.Errorf("number %d, then %d", before, after)
		}
	})
}

// TestGiven: a run that is over stands in the state of the farm, as what may be resumed.
func TestGiven(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		var c count
		serving(t, q, station("a", &c))
		var want []farm.Given
		for _, shards := range []int{3, 60} { // more than the results that are shown
			time.Sleep(time.Second)
			j := job(shards)
			if _, err := farm.Do(within(t), q, j); err != nil {
				t.Fatal(err)
			}
			want = append([]farm.Given{{Run: j.Run, Title: "test", Shards: shards, Ended: shards}}, want...)
		}
		s, err := farm.Look(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.Given {
			s.Given[i].At = time.Time{}
		}
		if !slices.Equal(s.Given, want) {
			t.Errorf("%+v; want %+v", s.Given, want)
		}
	})
}

// TestManyLosses: a reason that many shards share is told once.
func TestManyLosses(t *testing.T) {
	t.Parallel()
	var e farm.LostError
	for i := range 13 {
		why := text.Of("personne", "nobody")
		if i == 1 {
			why = text.Of("elle ment", "it lies")
		}
		e.Losses = append(e.Losses, farm.Loss{Shard: fmt.Sprintf("%d/13", i+1), Reason: why})
	}
	const want = "lost shards: 1/13, 3/13, 4/13, 5/13, 6/13, 7/13, 8/13, 9/13, 10/13 (nobody); 2/13 (it lies); … and 3 more"
	if got := e.Error(); got != want {
		t.Errorf("%s; want %s", got, want)
	}
}

func TestDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		var c count
		s := station("a", &c)
		begun, go_ := make(chan struct{}, 9), make(chan struct{})
		s.Work = func(_ context.Context, task farm.Task) (*report.Run, error) {
			c.add(task)
			begun <- struct{}{}
			<-go_
			return done(task), nil
		}
		ended := make(chan error, 1)
		go func() { ended <- s.Serve(within(t), q, nil) }()
		j := job(2)
		result := make(chan error, 1)
		var run *report.Run
		go func() {
			var err error
			run, err = farm.Do(within(t), q, j)
			result <- err
		}()
		<-begun
		if err := farm.Drain(t.Context(), q, "nobody"); err == nil || !text.IsBadInput(err) {
			t.Errorf("nobody drains: %v", err)
		}
		if err := farm.Drain(t.Context(), q, "a"); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(deadline); ; time.Sleep(5 * time.Millisecond) {
			s, err := farm.Look(t.Context(), q)
			if err == nil && len(s.Stations) == 1 && s.Stations[0].Draining && s.Stations[0].Working != nil {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("it does not drain: %+v, %v", s, err)
			}
		}
		close(go_)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if len(c.begun) != 1 {
			t.Errorf("%d shards were begun", len(c.begun))
		}
		serving(t, q, station("b", &c))
		if err := <-result; err != nil {
			t.Error(err)
		}
		whole(t, j, run)
	})
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		j := job(4)
		ctx, cancel := context.WithCancel(t.Context())
		j.Each = func(p farm.Progress) {
			if p.Lost.IsZero() {
				cancel()
			}
		}
		serving(t, q, station("a", new(count)))
		run, err := farm.Do(ctx, q, j)
		if !errors.Is(err, context.Canceled) && err != nil { // or all were done in one look
			t.Fatal(err)
		}
		if run == nil || len(run.Scenarios) != len(j.Plan) {
			t.Fatalf("%+v", run)
		}
	})
}

// What ended before an interruption counts, though nobody had looked.
func TestInterruptedUnseen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		serving(t, q, station("a", new(count)))
		j := job(3)
		j.Parts[2].Needs = []string{"os:plan9"} // for nobody
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		j.Given = func() {
			for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
				if all, err := q.Book(farm.Outcomes).All(t.Context(), j.Run); err == nil && len(all) == 2 {
					break
				}
			}
			cancel()
		}
		run, err := farm.Do(ctx, q, j)
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		whole(t, j, run, 3)
	})
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		for name, change := range map[string]func(*farm.Job){
			"name": func(j *farm.Job) { j.Run = "../x" }, "label": func(j *farm.Job) { j.Parts[0].Needs = []string{"a b"} },
			"part": func(j *farm.Job) { j.Parts = j.Parts[1:] }, "none": func(j *farm.Job) { j.Parts = nil },
			"many": func(j *farm.Job) { j.Parts = slices.Repeat(j.Parts, 400) },
		} {
			j := job(3)
			change(&j)
			if _, err := farm.Do(t.Context(), q, j); err == nil || !text.IsBadInput(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, change := range map[string]func(*farm.Station){
			"name": func(s *farm.Station) { s.Name = "a.b" }, "reader": func(s *farm.Station) { s.Readers = nil },
			"label": func(s *farm.Station) { s.Labels = []string{"a,b"} }, "labels": func(s *farm.Station) { s.Labels = slices.Repeat([]string{"a"}, 99) },
		} {
			s := station("a", new(count))
			change(s)
			if err := s.Serve(t.Context(), q, nil); err == nil || !text.IsBadInput(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
