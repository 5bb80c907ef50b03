package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
)

// tally counts cases and keeps what is wrong. Several workers fill it.
type tally struct {
	mu         sync.Mutex // protects all fields
	cases      int
	impossible int // faults of contents that make no card of this preset
	silent     int // cases in which no fault had anything to break
	ended      [outcomes]int
	bad        []finding
	exchanges  int // of the undamaged readings, together
	classes    map[string]int
}

// add counts what a worker did.
func (t *tally) add(o *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cases += o.cases
	t.silent += o.silent
	t.impossible += o.impossible
	t.exchanges += o.exchanges
	for i, n := range o.ended {
		t.ended[i] += n
	}
	t.bad = append(t.bad, o.bad...)
	for class, n := range o.classes {
		t.classes[class] += n
	}
}

// mostKept bounds how many survivors are kept.
const mostKept = 2000

func (t *tally) count(s *subject, faults []fault.Fault) {
	o, fired, f := s.play(faults)
	t.cases++
	t.ended[o]++
	if !fired {
		t.silent++
	}
	switch {
	case o == undetectable:
		t.classes[f.class]++
	case o >= survivor && len(t.bad) < mostKept:
		t.bad = append(t.bad, f)
	}
}

// run plays the matrix, then pairs and seeds. survived is true when any case is a
// survivor or broke a promise.
func (c *config) run(ctx context.Context) (survived bool, err error) {
	faults, err := templates()
	if err != nil {
		return false, err
	}
	laid, err := laidTemplates()
	if err != nil {
		return false, err
	}
	if len(c.only) > 0 {
		return c.one(c.only)
	}
	now := time.Now()
	goroutines := runtime.NumGoroutine()
	kinds := map[string]bool{}
	for _, f := range slices.Concat(faults, laid) {
		kinds[f.Kind.Name] = true
	}
	total := tally{classes: map[string]int{}}
	elapsed, err := c.each(ctx, c.presets, &total, func(preset string, t *tally) error {
		return c.matrixOf(ctx, preset, now, faults, laid, t)
	})
	if err != nil {
		return false, err
	}
	fmt.Fprintf(c.out, "matrix: %d kinds × %d presets × their exchanges (%d together) = %d cases\n", len(kinds), len(c.presets), total.exchanges, total.cases)
	c.print(&total, elapsed)
	if c.span >= 0 && ctx.Err() == nil {
		fmt.Fprintf(c.out, "pairs and seeds: seed %d\n", c.seed)
		more := tally{classes: map[string]int{}}
		elapsed, err := c.draw(ctx, now, faults, &more)
		if err != nil {
			return false, err
		}
		c.print(&more, elapsed)
		total.add(&more)
	}
	if left := runtime.NumGoroutine(); left > goroutines {
		fmt.Fprintf(c.out, "leaked: %d goroutines\n", left-goroutines)
		return true, nil
	}
	for _, f := range total.bad[:min(len(total.bad), c.show)] {
		fmt.Fprintln(c.out, " ", f)
	}
	return total.ended[survivor]+total.ended[broken] > 0, nil
}

// each gives the presets to the workers.
func (c *config) each(ctx context.Context, presets []string, total *tally, do func(preset string, t *tally) error) (time.Duration, error) {
	work := make(chan string)
	failed := make(chan error, c.workers)
	start := time.Now()
	var wg sync.WaitGroup
	for range c.workers {
		wg.Go(func() {
			for preset := range work {
				t := tally{classes: map[string]int{}}
				err := do(preset, &t)
				total.add(&t)
				if err != nil {
					failed <- err
					return
				}
			}
		})
	}
	var err error
	for _, preset := range presets {
		select {
		case work <- preset:
		case err = <-failed:
		case <-ctx.Done():
		}
		if err != nil || ctx.Err() != nil {
			break
		}
	}
	close(work)
	wg.Wait()
	select {
	case err = <-failed:
	default:
	}
	return time.Since(start), err
}

// matrixOf plays every fault on one preset: at each exchange of a reading without
// certificates, and at those for the certificates in one with them; a reading of
// certificates takes longer than everything else together.
func (c *config) matrixOf(ctx context.Context, preset string, now time.Time, faults, laid []fault.Fault, t *tally) error {
	plain, err := newSubject(preset, now, false)
	if err != nil {
		return err
	}
	whole, err := newSubject(preset, now, true)
	if err != nil {
		return err
	}
	t.exchanges += whole.contents.Exchanges
	play := func(s *subject, first, last int) {
		for one := range matrix(faults, first, last) {
			if ctx.Err() != nil {
				return
			}
			t.count(s, one)
		}
	}
	play(plain, 1, max(plain.contents.Exchanges, 1))
	if whole.first > 0 {
		play(whole, whole.first, whole.last)
	}
	for _, f := range laid {
		if ctx.Err() == nil { // else it was told to stop
			c.laid(whole, f, now, t)
		}
	}
	return nil
}

// laid plays a fault of contents: another card is made, and read as the undamaged one
// was. A profile that the fault contradicts, or a face that has no such file, makes no
// card: it is counted apart.
func (c *config) laid(s *subject, f fault.Fault, now time.Time, t *tally) {
	like := s.chip.Personalisation()
	chip, _, err := newChip(s.name, now, &like, simulator.Layer{Name: f.String(), Source: f.Overlay()})
	if err != nil {
		t.impossible++
		return
	}
	damaged := *s
	damaged.chip, damaged.fresh, damaged.spy = chip, chip.State(), &spy{Channel: chip}
	t.count(&damaged, []fault.Fault{f})
}

// draw plays pairs of faults and faults of chance until the time is up.
func (c *config) draw(ctx context.Context, now time.Time, faults []fault.Fault, total *tally) (time.Duration, error) {
	if c.span > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.span)
		defer cancel()
	}
	const subjectsOfWorker = 8 // drawn anew after so many cases
	seeds := make([]string, c.workers)
	for i := range seeds {
		seeds[i] = fmt.Sprint(i)
	}
	return c.each(ctx, seeds, total, func(worker string, t *tally) error {
		r := rand.New(rand.NewPCG(c.seed, uint64(worker[0])))
		for ctx.Err() == nil {
			var subjects []*subject
			for range subjectsOfWorker {
				s, err := newSubject(c.presets[r.IntN(len(c.presets))], now, r.IntN(4) == 0)
				if err != nil {
					return err
				}
				subjects = append(subjects, s)
			}
			const cases = 20000
			for range cases {
				if ctx.Err() != nil {
					break // the time is up
				}
				s := subjects[r.IntN(len(subjects))]
				t.count(s, drawn(r, faults, s.contents.Exchanges))
			}
		}
		return nil
	})
}

// one plays one case and tells all of it.
func (c *config) one(faults []fault.Fault) (bool, error) {
	bad := false
	played, laid := fault.Split(faults)
	for _, preset := range c.presets {
		t := tally{classes: map[string]int{}}
		s, err := newSubject(preset, time.Now(), !c.without)
		if err != nil {
			return false, err
		}
		if len(played) > 0 {
			t.count(s, played)
		}
		for _, f := range laid {
			c.laid(s, f, time.Now(), &t)
		}
		c.print(&t, time.Second)
		for _, f := range t.bad {
			fmt.Fprintln(c.out, " ", f)
			bad = true
		}
	}
	return bad, nil
}

// print writes what a tally came to.
func (c *config) print(t *tally, elapsed time.Duration) {
	fmt.Fprintf(c.out, "  %d cases in %.1f s: %.0f a second with %d workers", t.cases, elapsed.Seconds(), float64(t.cases)/elapsed.Seconds(), c.workers)
	if used := processorTime() - c.used; used > 0 {
		fmt.Fprintf(c.out, ", %.0f a second of one processor", float64(t.cases)/used.Seconds())
		c.used += used
	}
	fmt.Fprintln(c.out)
	fmt.Fprintf(c.out, "  read as the undamaged card %d, named %d, nothing to break %d; %d more make no card\n", t.ended[whole], t.ended[named], t.silent, t.impossible)
	for _, class := range slices.Sorted(maps.Keys(t.classes)) {
		fmt.Fprintf(c.out, "  undetectable, %s: %d\n", class, t.classes[class])
	}
	fmt.Fprintf(c.out, "  survivors %d, broken promises %d\n", t.ended[survivor], t.ended[broken])
}
