package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
)

// RunOptions say what to run and where to write it.
type RunOptions struct {
	Options
	LabelFilter string   // Ginkgo's grammar: "rule:CPS-DAM-001 || face:cps4"
	Focus       []string // regular expressions over the names of specs
	// Shard runs a part of the specs, from 1; a zero Total runs them all. Without a Seed the
	// parts have a common one. The split is that of [evidence.Split] with Durations, which may
	// be nil.
	Shard     struct{ Index, Total int }
	Durations map[string]time.Duration
	// Only are the names of the specs of the Shard, where somebody else divided the run (see
	// [Plan]); nil has it divided here.
	Only []string

	Files   evidence.Files // to write; with Repeat, of the last run
	Version string         // of the program, for the reports
	// Again is the command that runs one scenario again, for the reports; nil for none.
	Again func(*report.Scenario) string
	// Whole gets the run that the reports are made from, before they are; nil for nobody.
	Whole  func(*report.Run)
	Seed   int64          // of the order of specs; 0 draws one
	Repeat int            // further runs after the first, until one fails
	Each   func(Progress) // called after each spec, one at a time; nil is silent
	// Begun is called before the first spec, once Ginkgo listens to signals: it ends the specs at
	// the first one, whatever ctx says, and whoever does not want that has the signals back then.
	Begun func()
}

// running keeps runs apart: Ginkgo holds its suite, its configuration and its
// output in variables of the process.
var running sync.Mutex

// Run runs the suite in this process, one spec after the other, and writes the
// reports. A spec that failed is no error but stands in the Summary.
//
// A *UsageError, or a *evidence.FileError that is bad input, means that an option makes no
// sense: nothing ran and no report was
// written. After any other error the reports tell every spec that did not run as
// skipped, with the reason, and the Summary holds what is known: ctx.Err() when the
// run was interrupted, a *BenchError when reader or service failed in it, a
// *RefusedPINError when a real card refused the PIN that was given, a
// *readers.OpenError when there is no such reader; the last three may come before any
// spec ran. A *evidence.FileError, alone or joined to one of these, is a report that could
// not be written: the older file is as it was.
func Run(ctx context.Context, o RunOptions) (Summary, error) {
	if err := o.check(); err != nil {
		return Summary{}, err
	}
	running.Lock()
	defer running.Unlock()
	defer globals.Reset()

	if o.Seed == 0 && o.Shard.Total > 0 {
		o.Seed = 1 // parts of one run share an order
	}
	if o.Seed == 0 {
		o.Seed = types.NewDefaultSuiteConfig().RandomSeed // one for every run, and for the reports
	}
	chosen, err := o.chosen()
	if err != nil {
		return Summary{}, err
	}
	if len(chosen) == 0 {
		return Summary{}, o.noMatch()
	}
	run := new(runState)
	defer run.given.forget()
	shard := o.part(&chosen)
	sum, last, err := o.repeat(ctx, chosen, run, shard)
	if last == nil {
		return sum, err
	}
	sum.needs(o.allowed(), run.serial)
	if o.Whole != nil {
		o.Whole(last)
	}
	return sum, errors.Join(err, o.Files.Write(last, evidence.Options{Lang: o.Lang}))
}

// repeat runs the suite as often as was asked for, until something keeps it from
// going on, and returns the last run: the model that summary and reports are made from.
func (o RunOptions) repeat(ctx context.Context, chosen types.SpecReports, state *runState, shard *report.Shard) (sum Summary, last *report.Run, err error) {
	if err = cmp.Or(ctx.Err(), o.prepare(ctx, chosen, state)); err != nil {
		none := o.noResults(chosen)
		none.complete(err, o.Lang)
		last = o.runOf(none, state)
		last.Shard = shard
		return summarise(last, 0, err), last, err
	}
	var took time.Duration
	for n := 0; n <= o.Repeat; n++ {
		var all *results
		if all, err = o.once(ctx, chosen, state); all == nil {
			return sum, nil, err
		}
		last = o.runOf(all, state)
		last.Shard = shard
		sum = summarise(last, all.useful, err)
		took += last.Duration
		sum.Runs, sum.Duration = n+1, took
		if !sum.OK() {
			break
		}
	}
	return sum, last, err
}

// part leaves of the specs those of the part that is to run, and says which it is, nil for
// the whole.
func (o RunOptions) part(chosen *types.SpecReports) *report.Shard {
	if o.Shard.Total == 0 {
		return nil
	}
	s := &report.Shard{Index: o.Shard.Index, Total: o.Shard.Total}
	for _, spec := range *chosen {
		s.Plan = append(s.Plan, spec.FullText())
	}
	of := map[string]int{}
	for _, name := range o.Only {
		of[name] = s.Index
	}
	if o.Only == nil {
		of = evidence.Split(s.Plan, s.Total, o.Durations)
	}
	*chosen = slices.DeleteFunc(*chosen, func(spec types.SpecReport) bool { return of[spec.FullText()] != s.Index })
	return s
}

// address is that of the reader, "sim:" for every preset.
func (o RunOptions) address() string { return cmp.Or(o.Reader, readers.SchemeSim+":") }

// labelHint says how labels are written.
var labelHint = text.Of("étiquettes : rule:CPS-DAM-001, face:cps4, effect:none, jointes par &&, || et ! ; --focus prend une partie d'un nom",
	"rule:CPS-DAM-001, face:cps4 and effect:none are labels, joined with &&, || and !; --focus takes a part of a name")

// noMatch names the filter that left nothing.
func (o RunOptions) noMatch() error {
	e := &UsageError{Option: "--label-filter", Value: o.LabelFilter, Err: ErrNoMatch, hint: labelHint}
	if o.LabelFilter == "" {
		e.Option, e.Value = "--focus", strings.Join(o.Focus, ", ")
	}
	return e
}

// check finds everything that would make Ginkgo end the process.
func (o RunOptions) check() error {
	if _, err := newBench(context.Background(), o.Options); err != nil {
		return err
	}
	if o.LabelFilter != "" {
		if _, err := types.ParseLabelFilter(o.LabelFilter); err != nil {
			return &UsageError{
				Option: "--label-filter", Value: o.LabelFilter, hint: labelHint,
				Err: text.NewError(text.Of("filtre mal écrit", plain(err)), text.Text{}),
			}
		}
	}
	for _, f := range o.Focus {
		if _, err := regexp.Compile(f); err != nil {
			return &UsageError{
				Option: "--focus", Value: f,
				Err:  text.Wrap(text.Of("expression régulière mal écrite", "malformed"), err),
				hint: text.Of("un \\ devant ( ) [ ] . * + ? désigne le caractère même", "put a \\ before ( ) [ ] . * + ? to mean the character"),
			}
		}
	}
	if o.Repeat < 0 {
		return &UsageError{
			Option: "--repeat", Value: fmt.Sprint(o.Repeat),
			Err:  text.NewError(text.Of("ne peut être négatif", "cannot be negative"), text.Text{}),
			hint: text.Of("0 déroule la suite une fois", "0 runs the suite once"),
		}
	}
	return o.Files.Check()
}

// escapes are the colours that Ginkgo puts into the errors of its grammar.
var escapes = text.Expression("\x1b\\[[0-9;]*m")

// plain is an error of Ginkgo's as text for any output, in one line.
func plain(err error) string {
	return strings.Join(strings.Fields(escapes().ReplaceAllString(err.Error(), "")), " ")
}

// allowed is what the user allowed on a real card.
func (o RunOptions) allowed() guard.Permissions {
	if o.Readers == nil {
		return guard.Permissions{}
	}
	return o.Readers.Permissions
}

// config says the options in Ginkgo's terms.
func (o RunOptions) config() (types.SuiteConfig, types.ReporterConfig) {
	suite := types.NewDefaultSuiteConfig()
	if o.Seed != 0 {
		suite.RandomSeed = o.Seed
	}
	suite.LabelFilter, suite.FocusStrings = o.LabelFilter, o.Focus
	reporter := types.NewDefaultReporterConfig()
	reporter.Succinct = true // nobody reads what Ginkgo prints
	return suite, reporter
}
