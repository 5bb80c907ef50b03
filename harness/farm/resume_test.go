package farm_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
)

// abandoned gives a run as a program does that is killed right after that: it looks at nothing
// any more, and ends nothing.
func abandoned(t *testing.T, q farm.Queue, j farm.Job) {
	t.Helper()
	ctx, die := context.WithCancel(t.Context())
	defer die()
	c := &cut{Queue: q}
	j.Given = func() {
		c.gone.Store(true)
		die()
	}
	if _, err := farm.Do(ctx, c, j); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// A run whose giver was killed goes on, and somebody else gathers it, as often as he likes.
func TestResume(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		j := job(8)
		abandoned(t, q, j)
		serving(t, q, station("a", &c), station("b", &c))
		for range 2 {
			seen := 0
			run, err := farm.Resume(within(t), q, j.Run, "en", func(farm.Progress) { seen++ })
			if err != nil {
				t.Fatal(err)
			}
			whole(t, j, run)
			if seen != 8 {
				t.Errorf("%d shards were told of", seen)
			}
		}
		if twice := c.twice(); len(twice) > 0 || len(c.begun) != 8 {
			t.Errorf("begun %v", c.begun)
		}
		if lanes, err := q.Book(farm.Lanes).All(t.Context(), ""); err != nil || len(lanes) > 0 {
			t.Errorf("lanes are left: %v, %v", lanes, err)
		}
	})
}

// Whoever resumes gives again what was refused, and shows stations what the killed one did not.
func TestResumeGivesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c count
		q := farm.NewMemory(patience)
		j := job(1)
		abandoned(t, q, j)
		no := station("no", &c)
		var h heard
		no.Each = h.event
		no.Check = func(context.Context, farm.Task) error {
			return text.NewError(text.Of("pas de carte", "no card"), text.Text{})
		}
		serving(t, q, no)
		h.waits(t, "refused: no card")
		e, err := q.Book(farm.Lanes).Get(t.Context(), j.Run+"-1")
		if err == nil {
			err = q.Book(farm.Lanes).Delete(t.Context(), e.Key, e.Revision)
		}
		if err != nil {
			t.Fatal(err)
		}
		serving(t, q, station("yes", &c))
		run, err := farm.Resume(within(t), q, j.Run, "en", nil)
		if err != nil {
			t.Fatal(err)
		}
		whole(t, j, run)
	})
}

// What cannot be resumed is refused with the reason; a run that was ended lacks what was not done.
func TestWhatCannotBeResumed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := farm.NewMemory(patience)
		for _, name := range []string{"20260101-000000-abcdef", "../x", ""} {
			if _, err := farm.Resume(within(t), q, name, "en", nil); err == nil || !text.IsBadInput(err) || !strings.Contains(err.Error(), "no run") {
				t.Errorf("%q: %v", name, err)
			}
		}
		j := job(2)
		ctx, stop := context.WithCancel(t.Context())
		j.Given = stop
		if _, err := farm.Do(ctx, q, j); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		run, err := farm.Resume(within(t), q, j.Run, "en", nil)
		if lost, ok := errors.AsType[*farm.LostError](err); !ok || len(lost.Losses) != 2 || !strings.Contains(err.Error(), "no more") {
			t.Fatal(err)
		}
		whole(t, j, run, 1, 2)

		// A station may store what it likes under the name of the job.
		for name, content := range map[string]string{"another": "x", "none": ""} {
			if err := q.Store(t.Context(), j.Run+".job", []byte(content)); err != nil {
				t.Fatal(err)
			}
			if _, err := farm.Resume(within(t), q, j.Run, "en", nil); err == nil || !strings.Contains(err.Error(), "does not read as it was given") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
