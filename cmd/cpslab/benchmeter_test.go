package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// coarse is a clock that moves in steps, and the time that work takes on it.
type coarse struct {
	real time.Duration
	step time.Duration
}

func (c *coarse) now() time.Time {
	c.real += 10 * time.Nanosecond // reading it takes time too
	return time.Unix(0, 0).Add(c.real.Truncate(c.step))
}

// TestCoarseClock: on a clock that moves once in half a millisecond, what takes 400 ns
// lasts about 400 ns, not 0; on a fine one each run is timed by itself.
func TestCoarseClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step, work time.Duration
		batched    bool
	}{
		{time.Nanosecond, 400 * time.Nanosecond, false},
		{100 * time.Nanosecond, 400 * time.Nanosecond, false},
		{500 * time.Microsecond, 400 * time.Nanosecond, true},
		{15625 * time.Microsecond, 400 * time.Nanosecond, true},
		{500 * time.Microsecond, 30 * time.Millisecond, false}, // longer than any batch has to be
	} {
		clock := &coarse{step: c.step}
		m := newMeter(text.Same("x"))
		m.now = clock.now
		runs := int64(0)
		err := m.round(t.Context(), time.Second, func() error {
			clock.real += c.work
			runs++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		r := m.result()
		if got := r.Batch > 1; got != c.batched {
			t.Errorf("%+v: batches of %d", c, r.Batch)
		}
		want := float64(c.work) / 1000
		for _, p := range []float64{r.P50, r.P95, r.P99} {
			if p < 0.9*want || p > 1.1*want+float64(min(c.step, fineStep))/1000 {
				t.Errorf("%+v: %+v, want about %.2f µs", c, r, want)
			}
		}
		if r.Count == 0 || r.Count > runs || 10*r.Count < 8*runs {
			t.Errorf("%+v: %d counted of %d", c, r.Count, runs)
		}
	}
}

// TestBatchesAreSaid: a percentile of means is not passed off for one of single runs.
func TestBatchesAreSaid(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	a := &app{streams: streams{out: &out}, lang: "en"}
	a.printBench(benchResult{Lines: []measure{{title: text.Same("rules"), Batch: 300}, {title: text.Same("full read")}}})
	if got := out.String(); strings.Count(got, "too coarse") != 1 || !strings.Contains(got, "rules: the clock") || !strings.Contains(got, "means of 300") {
		t.Errorf("%s", got)
	}
}
