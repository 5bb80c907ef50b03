package explore

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
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
