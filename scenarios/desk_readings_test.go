package scenarios

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Readings that get longer are a fault of the reader; a machine that is busy for a while, at
// their end as well, is none.
func TestDrift(t *testing.T) {
	t.Parallel()
	const exchanges = 3
	usual := slices.Repeat([]time.Duration{2 * time.Millisecond}, 20)
	busy := slices.Clone(usual)
	for i := 16; i < 20; i++ {
		busy[i] = 80 * time.Millisecond
	}
	longer := slices.Clone(usual)
	for i := range longer {
		longer[i] += time.Duration(i) * 3 * time.Millisecond
	}
	for name, c := range map[string]struct {
		times []time.Duration
		want  bool
	}{"as ever": {usual, false}, "busy at the end": {busy, false}, "busy at the beginning": {slices.Concat(busy[10:], busy[:10]), false}, "longer and longer": {longer, true}} {
		begun, ended := quickest(c.times)
		if got := drifts(begun, ended, exchanges); got != c.want {
			t.Errorf("%s: %v, from %s to %s", name, got, begun, ended)
		}
	}
}

// A reader that does not answer before its deadline broke the run off: nobody interrupted it.
func TestStopped(t *testing.T) {
	t.Parallel()
	late := &BenchError{errors.Join(card.ErrWedged, context.DeadlineExceeded)}
	wedged, _ := text.Said(card.ErrWedged)
	for name, c := range map[string]struct {
		err   error
		cause Cause
		why   text.Text
	}{
		"a reader's deadline": {late, CauseBench, wedged},
		"somebody":            {context.Canceled, CauseInterrupted, interrupted},
		"the run's deadline":  {context.DeadlineExceeded, CauseInterrupted, interrupted},
	} {
		if cause, why := stopped(c.err); cause != c.cause || why != c.why {
			t.Errorf("%s: %s, %q", name, cause, why.EN)
		}
	}
}
