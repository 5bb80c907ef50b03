package explore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/stack"
)

// Config says what to explore. Command, Card and Faults are required.
type Config struct {
	Command []string // the program and its arguments
	Name    string   // of the card, for people
	// Card makes a card of the contents explored, with the faults of contents laid over;
	// the same ATR every time that there are none.
	Card func(laid []fault.Fault) (card.Channel, error)
	// Other makes the card that a swap puts in, by the value of the fault.
	Other func(profile string) (card.Channel, error)
	// Faults are kinds with their values: the exchange is what is explored.
	Faults []fault.Fault
	// Beside is another program, which has its turn with the card at each exchange; see
	// [Beside]. Nil for none; Faults may then be nil.
	Beside []string
	// Only are the cases to run, nil for all.
	Only []Case
	// Every takes each exchange of that many only; 0 or 1 for all of them.
	Every int
	// Deadline is how long a run may take; 0 for ten times the usual, 5 s at least.
	Deadline time.Duration
	Jobs     int              // runs at the same time, 1 at least
	Expect   *regexp.Regexp   // stands in the output whenever the exit code is 0
	Ignore   []*regexp.Regexp // lines that are not compared
	Clean    []string         // folders emptied before each run; runs are one by one then
	// Prepare gives more for the environment of the program, and how to undo it.
	Prepare func(*stack.Stack) (env []string, undo func(), err error)
	Stack   stack.Config // of every reader, without its Cards
	// Done are outcomes of an earlier exploration of the same, which are not run again.
	Done []Outcome
	// Record keeps what is said in a case, around the channel that the program speaks to;
	// nil keeps nothing. Several cases are kept at the same time.
	Record func(c Case, ch card.Channel) (Recording, error)
	// Progress is told of each case that ended; one call at a time.
	Progress func(done, total int, o Outcome)
}

// Recording is what is kept of one case.
type Recording interface {
	card.Channel
	// Fault notes a fault that fired.
	Fault(s fault.Shot)
	// Settle ends the recording, once it is known what became of the case.
	Settle(o Outcome) error
}

// Case is a fault at an exchange. A fault of contents has no exchange: At is 0.
type Case struct {
	Fault string `json:"fault"` // kind and value
	At    int    `json:"at"`
}

// String is what --only takes.
func (c Case) String() string { return fmt.Sprintf("%s@%d", c.Fault, c.At) }

// Outcome is what became of a case.
type Outcome struct {
	Case
	Exchange Exchange      `json:"exchange"` // that the fault met
	Verdict  Verdict       `json:"verdict"`
	Exit     int           `json:"exit"`             // -1 of a program that a signal ended
	Signal   string        `json:"signal,omitempty"` // that ended it
	Took     time.Duration `json:"took"`             // in nanoseconds
	Shots    int           `json:"shots"`            // times the fault fired
	Verifies int           `json:"verifies"`         // codes presented
	Spent    int           `json:"spent"`            // of those, refused by the card
	Line     string        `json:"line,omitempty"`   // that was taken for an error
	Missing  []string      `json:"missing,omitempty"`
	Added    []string      `json:"added,omitempty"`
	Known    bool          `json:"known,omitempty"` // accepted by the user
	// Waited: the other program did not get through within its turn, and was ended.
	Waited bool `json:"waited,omitempty"`
}

// Baseline is what undisturbed runs have in common.
type Baseline struct {
	Runs      int           `json:"runs"`
	Exchanges []Exchange    `json:"exchanges"`
	Most      int           `json:"most"` // exchanges of the longest run
	Exit      int           `json:"exit"`
	Verifies  int           `json:"verifies"`
	Spent     int           `json:"spent"`
	Took      time.Duration `json:"took"` // the longest
	Lines     int           `json:"lines"`
	Changing  int           `json:"changing"` // lines that differ from run to run
}

// Usual are the faults that are played unless others are asked for.
func Usual() []fault.Fault {
	faults, err := fault.Parse("remove lost-after status=6F00 empty cut stale silent-reset bounce")
	if err != nil {
		panic(err) // they are written here
	}
	return faults
}

// baselines is how often the program runs undisturbed.
const baselines = 3

// Run explores. What it found before ctx ended is in the report, with the error of ctx.
func Run(ctx context.Context, o Config) (*Report, error) {
	if err := check(&o); err != nil {
		return nil, err
	}
	r := &Report{Schema: Schema, Command: Shown(o.Command), Card: o.Name, Started: time.Now().UTC()}
	for _, f := range o.Faults {
		r.Faults = append(r.Faults, f.String())
	}
	if o.Beside != nil {
		r.Faults = append(r.Faults, Beside)
	}
	ahead := o.Jobs + 2
	p := newPool(ctx, &o, ahead)
	defer p.close()
	u, err := learnUsual(ctx, &o, p)
	if err != nil {
		return nil, err
	}
	r.Baseline = u.baseline()
	deadline := o.Deadline
	if deadline == 0 {
		deadline = max(5*time.Second, 10*u.took)
	}
	r.Deadline = deadline
	x := &explorer{o: &o, pool: p, usual: u, deadline: deadline}
	if o.Beside != nil {
		if x.turn, err = turnOf(ctx, &o, p); err != nil {
			return nil, err
		}
	}
	r.Cases, err = x.all(ctx, plan(&o, len(u.exchanges)))
	r.Took = time.Since(r.Started)
	return r, err
}

// check completes a configuration, and refuses what cannot be explored.
func check(o *Config) error {
	if len(o.Command) == 0 || o.Card == nil || len(o.Faults) == 0 && o.Beside == nil {
		return text.NewError(text.Of("rien à explorer", "nothing to explore"), text.Text{})
	}
	for _, f := range o.Faults {
		k := f.Kind
		switch {
		case f.On != (fault.Trigger{}):
			return &BadFault{f, text.Of("une panne à explorer n'a pas d'échange : chacun est essayé", "a fault to explore has no exchange: each is tried")}
		case k.Where.Has(fault.Profiles):
		case !k.Where.Has(fault.Behind):
			return &BadFault{f, text.Of("ne se joue pas derrière un lecteur", "is not played behind a reader")}
		case !k.Triggered():
			return &BadFault{f, text.Of("est là dès le début, à aucun échange", "is there from the start, at no exchange")}
		}
	}
	if o.Jobs < 1 || len(o.Clean) > 0 {
		o.Jobs = 1
	}
	return nil
}

// BadFault is a fault that cannot be explored.
type BadFault struct {
	Fault fault.Fault
	Why   text.Text
}

var _ text.Speaker = (*BadFault)(nil)

func (e *BadFault) Error() string { return e.Fault.String() + ": " + e.Why.EN }

// Say gives the fault and the reason.
func (e *BadFault) Say(lang string) (message, hint string) {
	return text.Same(e.Fault.String()).With(e.Why).In(lang), text.Of("« cpslab faults » dit ce que fait chaque panne, et où elle se joue", "“cpslab faults” says what each fault does, and where it is played").In(lang)
}

// BadInput is true: the user gave the fault.
func (e *BadFault) BadInput() bool { return true }

// plan lists the cases, fault by fault.
func plan(o *Config, exchanges int) []Case {
	if o.Only != nil {
		return o.Only
	}
	var all []Case
	step := max(1, o.Every)
	for _, f := range o.Faults {
		if f.Kind.Where.Has(fault.Profiles) {
			all = append(all, Case{f.String(), 0})
			continue
		}
		for at := 1; at <= exchanges; at += step {
			all = append(all, Case{f.String(), at})
		}
	}
	if o.Beside != nil {
		for at := 1; at <= exchanges; at += step {
			all = append(all, Case{Beside, at})
		}
	}
	return all
}

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
	w.usual.judge(&out, e, c.Fault != Beside && wellFormed(faults[0]), w.o)
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

// wellFormed reports whether a fault gives data that are wrong and look right: no
// program can know.
func wellFormed(f fault.Fault) bool {
	switch f.Kind.Name {
	case "garble", "bit", "answer-zeros", "answer-ff", "stale", "cut":
		return true
	}
	return f.Kind.Where.Has(fault.Profiles)
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
