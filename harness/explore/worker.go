package explore

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/fault"
)

// explorer runs cases.
type explorer struct {
	o        *Config
	pool     *pool
	usual    *usual
	deadline time.Duration
	turn     time.Duration // of the other program, at most
}

// all runs the cases, and returns their outcomes in the order of the plan.
func (x *explorer) all(ctx context.Context, cases []Case) ([]Outcome, error) {
	done := map[Case]Outcome{}
	for _, d := range x.o.Done {
		done[d.Case] = d
	}
	outcomes := make([]Outcome, len(cases))
	todo := make(chan int)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var mu sync.Mutex // protects ended, and Progress
	ended := 0
	settle := func(i int, out Outcome) {
		mu.Lock()
		defer mu.Unlock()
		outcomes[i] = out
		ended++
		if x.o.Progress != nil {
			x.o.Progress(ended, len(cases), out)
		}
	}
	var wg sync.WaitGroup
	for range x.o.Jobs {
		wg.Go(func() {
			w := worker{explorer: x}
			defer w.leave()
			for i := range todo {
				out, err := w.run(ctx, cases[i])
				if err != nil {
					stop(err)
					outcomes[i] = Outcome{Case: cases[i], Verdict: Skipped}
					continue
				}
				settle(i, out)
			}
		})
	}
	for i, c := range cases {
		if d, ok := done[c]; ok {
			settle(i, d)
			continue
		}
		if ctx.Err() != nil {
			outcomes[i] = Outcome{Case: c, Verdict: Skipped}
			continue
		}
		select {
		case todo <- i:
		case <-ctx.Done():
			outcomes[i] = Outcome{Case: c, Verdict: Skipped}
		}
	}
	close(todo)
	wg.Wait()
	return outcomes, context.Cause(ctx)
}

// worker has a desk as long as it is of use.
type worker struct {
	*explorer
	desk *desk
}

func (w *worker) leave() {
	if w.desk != nil {
		w.pool.give(w.desk)
		w.desk = nil
	}
}

// run runs one case.
func (w *worker) run(ctx context.Context, c Case) (out Outcome, err error) {
	faults, err := faultsOf(c)
	if err != nil {
		return Outcome{}, err
	}
	played, laid := fault.Split(faults)
	seen, broken, kept, err := w.sit(ctx, &c, played, laid)
	defer func() {
		if err != nil {
			out = Outcome{Case: c, Verdict: Skipped}
		}
		if kept != nil {
			err = errors.Join(err, kept.Settle(out))
		}
	}()
	if err != nil {
		return Outcome{}, err
	}
	if err := clean(w.o.Clean); err != nil {
		return Outcome{}, err
	}
	var other *turn
	if c.Fault == Beside {
		other = &turn{o: w.o, env: w.desk.env, limit: w.turn, program: make(chan *exec.Cmd, 1)}
		seen.await(other, c.At)
	}
	e := child.Run(ctx, w.o.Command, w.desk.env, w.deadline+w.turn, other.started())
	if err := errors.Join(e.Started, ctx.Err()); err != nil {
		return Outcome{}, err
	}
	out = Outcome{Case: c, Exit: e.Exit, Signal: e.Signal, Took: e.Took}
	if other != nil {
		had, late := other.end()
		out.Waited = late
		if had {
			out.Shots = 1
		}
	}
	exchanges, _, verifies, spent := seen.seen()
	out.Verifies, out.Spent = verifies, spent
	for _, f := range broken.Fired() {
		out.Shots += f.Count
	}
	if c.At > 0 && c.At <= len(exchanges) {
		out.Exchange = exchanges[c.At-1]
	}
	if len(laid) > 0 {
		out.Shots = 1
	}
	w.usual.judge(&out, e, c.Fault != Beside && faults[0].Kind.Plausible(), w.o)
	if out.Verdict == Hung && w.wedged(ctx) {
		out.Verdict = Wedged
	}
	if e.Late {
		w.desk.st.Slot(0).Remove() // which ends an exchange that waits for ever
	}
	if e.Late || w.desk.spoiled.Load() {
		w.leave()
	}
	return out, nil
}

// sit puts a fresh card with faults before the program, and keeps what is said to it where
// that is wanted of a case; nil is none.
func (w *worker) sit(ctx context.Context, c *Case, played, laid []fault.Fault) (*witness, *fault.Card, Recording, error) {
	chip, err := w.o.Card(laid)
	if err != nil {
		return nil, nil, nil, err
	}
	var kept Recording
	seen, broken := newWitness(chip, fault.Options{Other: w.o.Other, Log: func(s fault.Shot) {
		if kept != nil {
			kept.Fault(s)
		}
	}}, played...)
	var ch card.Channel = seen
	if c != nil && w.o.Record != nil {
		if kept, err = w.o.Record(*c, seen); err != nil {
			return nil, nil, nil, err
		}
		ch = kept
	}
	for {
		if w.desk == nil {
			if w.desk, err = w.pool.take(ctx); err != nil {
				return nil, nil, kept, err
			}
		}
		if err := w.desk.st.Swap(ctx, 0, ch); err != nil {
			w.leave()
			return nil, nil, kept, err
		}
		if !w.desk.spoiled.Load() || len(laid) > 0 {
			break
		}
		w.leave() // the case before moved the card, at its very end
	}
	broken.Sit(w.desk.st.Slot(0))
	return seen, broken, kept, nil
}

// wedged reports whether the program hangs again as the reader was left: nothing is
// broken any more but what the fault broke for good.
func (w *worker) wedged(ctx context.Context) bool {
	again := child.Run(ctx, w.o.Command, w.desk.env, w.deadline, nil)
	return again.Late
}

// faultsOf is the fault of a case, none where another program has its turn.
func faultsOf(c Case) ([]fault.Fault, error) {
	if c.Fault == Beside {
		return nil, nil // the other program is none
	}
	if c.At == 0 {
		return fault.Parse(c.Fault)
	}
	return fault.Parse(c.String())
}

// clean empties folders, and leaves them.
func clean(folders []string) error {
	for _, dir := range folders {
		entries, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
