package each

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
)

// Card is one card, and what is expected of the program before it.
type Card struct {
	Name   string // of the test case
	Source string // file that says what it is
	Make   func() (card.Channel, error)
	Expect Expectation
	// The bench's own opinion of the card.
	Verdict  diagnosis.Verdict
	Findings []report.RunFinding
	// Prepare gives more for the environment of the program, and how to undo it; nil for
	// nothing.
	Prepare func(*stack.Stack) (env []string, undo func(), err error)
	Repeat  string // the command that does it again
}

// Config says what to run. Command and Cards are required.
type Config struct {
	Command  []string
	Cards    []Card
	Jobs     int           // stacks at the same time, 1 at least
	Deadline time.Duration // of one program, 0 for DefaultDeadline
	Stack    stack.Config  // of every reader, without its cards
	Lang     string
	Version  string // of the bench, for the report
	// Progress is told of each card that was done; one call at a time.
	Progress func(done, total int, s *report.Scenario)
}

// DefaultDeadline is how long a program may take before one card.
const DefaultDeadline = 2 * time.Minute

// Suite is the name of the run.
const Suite = "cpslab with --each"

// Run runs the program before each card and returns what became of it, in the order of the
// cards. The error is ctx.Err(), or one of the stack; what was not done by then did not
// run. A program that cannot be started is an error too.
func Run(ctx context.Context, o Config) (*report.Run, error) {
	started := time.Now()
	if o.Deadline <= 0 {
		o.Deadline = DefaultDeadline
	}
	all := &results{config: o, scenarios: make([]report.Scenario, len(o.Cards)), done: make([]bool, len(o.Cards))}
	for i, c := range o.Cards {
		title := titleOf(o.Command)
		all.scenarios[i] = report.Scenario{
			Name: title + " " + c.Name, Path: []string{title}, Outcome: report.NotRun, Card: c.Name, Source: c.Source, Verdict: c.Verdict, Findings: c.Findings,
		}
	}
	err := all.work(ctx)
	run := &report.Run{
		Schema: report.RunSchemaNumber, Suite: Suite, Started: started, Duration: time.Since(started),
		Environment: report.Environment{Reader: "sim:", OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version(), Version: o.Version},
		Scenarios:   all.scenarios, Useful: all.useful,
	}
	for i := range run.Scenarios {
		if s := &run.Scenarios[i]; !all.done[i] {
			s.Missed, s.Why = &report.Missed{Cause: "bench"}, text.Of("le banc est en panne", "the bench failed").In(o.Lang)
			if errors.Is(err, context.Canceled) {
				s.Missed, s.Why = &report.Missed{Cause: "interrupted"}, text.Of("interrompu", "interrupted").In(o.Lang)
			}
		}
	}
	run.Conclude(err != nil)
	return run, err
}

// titleOf is the program in a word: its name, and that of the script that an interpreter
// reads. Arguments may hold a code.
func titleOf(command []string) string {
	title := filepath.Base(command[0])
	for _, arg := range command[1:] {
		if strings.HasPrefix(arg, "-") {
			continue
		}
		if info, err := os.Stat(arg); err == nil && info.Mode().IsRegular() {
			return title + " " + filepath.Base(arg)
		}
		break
	}
	return title
}

// results gather what the workers find.
type results struct {
	config Config

	mu        sync.Mutex // protects what follows
	scenarios []report.Scenario
	done      []bool
	useful    int
	count     int
}

// item is a card that waits.
type item struct {
	at   int
	chip *witness
	atr  string
}

// work has the workers take the cards, those with one answer to reset after each other:
// a reader in which the next card answers otherwise takes a second to show it.
func (r *results) work(ctx context.Context) error {
	var waiting []item
	for i, c := range r.config.Cards {
		ch, err := c.Make()
		if err != nil {
			return err
		}
		waiting = append(waiting, item{i, &witness{Channel: ch}, string(ch.ATR())})
	}
	slices.SortStableFunc(waiting, func(a, b item) int { return cmp.Compare(a.atr, b.atr) })
	jobs := min(max(r.config.Jobs, 1), max(len(waiting), 1))
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	for n := range jobs {
		share := waiting[len(waiting)*n/jobs : len(waiting)*(n+1)/jobs]
		all.Go(func() {
			if err := r.worker(ctx, share); err != nil {
				stop(err)
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// worker serves its share in one reader.
func (r *results) worker(ctx context.Context, share []item) (err error) {
	var st *stack.Stack
	defer func() {
		if st != nil {
			err = errors.Join(err, st.Close())
		}
	}()
	for _, it := range share {
		if ctx.Err() != nil {
			return nil
		}
		if st == nil {
			cfg := r.config.Stack
			cfg.Cards = []stack.Card{{Name: r.config.Cards[it.at].Name, Channel: it.chip}}
			st, err = stack.Start(ctx, cfg)
		} else {
			err = st.Swap(ctx, 0, it.chip)
		}
		if err != nil {
			return err
		}
		if err := r.one(ctx, st, it); err != nil {
			return err
		}
	}
	return nil
}

// one runs the program before one card.
func (r *results) one(ctx context.Context, st *stack.Stack, it item) error {
	c := &r.config.Cards[it.at]
	env := st.Env()
	if c.Prepare != nil {
		more, undo, err := c.Prepare(st)
		if err != nil {
			return err
		}
		defer undo()
		env = append(env, more...)
	}
	began := time.Now()
	e := child.Run(ctx, r.config.Command, env, r.config.Deadline, nil)
	if e.Started != nil {
		return &StartError{e.Started}
	}
	if ctx.Err() != nil {
		return nil // it was ended, not judged
	}
	s := c.scenario(r.scenarios[it.at], e)
	s.Started = began
	exchanges, spent := it.chip.seen()
	s.Exchanges, s.Tries = &exchanges, &spent
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scenarios[it.at], r.done[it.at] = s, true
	if exchanges > 0 {
		r.useful++
	}
	r.count++
	if r.config.Progress != nil {
		r.config.Progress(r.count, len(r.config.Cards), &s)
	}
	return nil
}

// scenario is what became of the program before the card. Trackers compare the message of a
// failure, which is in English; Reason says the same in both languages.
func (c *Card) scenario(s report.Scenario, e child.Ending) report.Scenario {
	s.Duration, s.Output, s.Exit = e.Took, strings.ToValidUTF8(string(e.Out), "\uFFFD"), &e.Exit
	s.Outcome = report.Passed
	why := c.Expect.unmet(e)
	switch {
	case e.Late:
		s.Outcome, s.Exit, why = report.TimedOut, nil, text.Of("pas fini après %[1]v", "not over after %[1]v", e.Took.Round(time.Millisecond))
	case e.Signal != "":
		s.Exit, why = nil, text.Of("terminé par un signal : %s", "ended by a signal: %s", e.Signal)
	}
	if why == (text.Text{}) {
		return s
	}
	if s.Outcome == report.Passed {
		s.Outcome = report.Failed
	}
	s.Failure = &report.Failure{Message: why.EN, Place: c.Source, Log: s.Output}
	s.Reason = new(report.Words(why))
	s.Output, s.Repeat = "", c.Repeat
	return s
}

// StartError is a program that the system did not start.
type StartError struct{ Err error }

// Error gives the reason.
func (e *StartError) Error() string { return e.Err.Error() }
func (e *StartError) Unwrap() error { return e.Err }

// Say gives the reason in lang.
func (e *StartError) Say(lang string) (message, hint string) { return text.Say(e.Err, lang) }
