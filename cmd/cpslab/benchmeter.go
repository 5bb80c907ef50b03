package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/cpslab/cps/harness/card/text"
)

// The clock of some systems moves in steps that are longer than what is measured (Go
// reads the time of Windows from a counter that is written every half millisecond or
// less often). A single run then lasts nothing, or a step. Where a step is longer than
// fineStep, runs are timed in batches of stepsABatch steps at least: one part in twenty
// is the most that the clock can be wrong by.
const (
	fineStep    = time.Microsecond
	stepsABatch = 20
)

// meter gathers the durations of one operation, over one or several rounds.
type meter struct {
	name    text.Text
	h       *hdrhistogram.Histogram
	now     func() time.Time
	batch   int64 // runs between two readings of the clock; 0 until the first round
	count   int64 // runs
	elapsed time.Duration
	allocs  uint64
}

func newMeter(name text.Text) *meter {
	return &meter{name: name, h: hdrhistogram.New(1, int64(time.Minute), 3), now: time.Now}
}

// round runs f until the time is up, or ctx ends. What is measured gets no context,
// and asking one costs as much as the fastest of them.
func (m *meter) round(ctx context.Context, duration time.Duration, f func() error) error {
	var over atomic.Bool
	defer context.AfterFunc(ctx, func() { over.Store(true) })()
	if m.batch == 0 {
		var err error
		if m.batch, err = m.enough(&over, duration, f); err != nil {
			return err
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := m.now()
	now := start
	for now.Sub(start) < duration {
		for range m.batch {
			if over.Load() {
				return ctx.Err()
			}
			if err := f(); err != nil {
				return err
			}
		}
		end := m.now()
		_ = m.h.RecordValue(max(int64(end.Sub(now))/m.batch, 1)) // a minute is more than any deadline
		m.count += m.batch
		now = end
	}
	runtime.ReadMemStats(&after)
	m.elapsed += now.Sub(start)
	m.allocs += after.Mallocs - before.Mallocs
	return nil
}

// enough is how many runs of f last long enough to be told from none by the clock: one,
// where that is fine. It takes no longer than the round itself.
func (m *meter) enough(over *atomic.Bool, duration time.Duration, f func() error) (int64, error) {
	step := clockStep(m.now)
	if step <= fineStep {
		return 1, nil
	}
	start := m.now()
	var n int64
	for {
		if err := f(); err != nil {
			return 0, err
		}
		n++
		if took := m.now().Sub(start); took >= stepsABatch*step || took >= duration || over.Load() {
			return n, nil
		}
	}
}

// clockStep is by how much a clock moves when it moves: the shortest of a few steps,
// since the machine may do something else in between.
func clockStep(now func() time.Time) time.Duration {
	var steps [5]time.Duration
	last := now()
	for i := range steps {
		for steps[i] == 0 {
			steps[i] = now().Sub(last)
		}
		last = last.Add(steps[i])
	}
	return slices.Min(steps[:])
}

func (m *meter) result() measure {
	us := func(q float64) float64 { return float64(m.h.ValueAtQuantile(q)) / 1000 }
	out := measure{
		Name: m.name.EN, title: m.name, Count: m.count, PerSecond: float64(m.count) / m.elapsed.Seconds(),
		P50: us(50), P95: us(95), P99: us(99),
		Allocs: float64(m.allocs) / float64(m.count),
	}
	if m.batch > 1 {
		out.Batch = int(m.batch)
	}
	return out
}

// printBatches says which percentiles are those of means.
func (a *app) printBatches(lines []measure) {
	for _, m := range lines {
		if m.Batch > 1 {
			fmt.Fprintf(a.out, a.t("%s : l'horloge de ce système est trop grossière pour une seule fois ; p50, p95 et p99 sont ceux de moyennes sur %d\n", "%s: the clock of this system is too coarse for a single run; p50, p95 and p99 are those of means of %d\n"), m.title.In(a.lang), m.Batch)
		}
	}
}

// timed runs f until the time is up, after one run that warms up.
func timed(ctx context.Context, name text.Text, duration time.Duration, f func() error) (measure, error) {
	if err := f(); err != nil {
		return measure{}, err
	}
	m := newMeter(name)
	err := m.round(ctx, duration, f)
	return m.result(), err
}
