package scenarios

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"
)

// RunOptions say what to run and where to write it.
type RunOptions struct {
	Options
	LabelFilter string    // Ginkgo's grammar: "rule:CPS-DAM-001 || face:cps4"
	Focus       []string  // regular expressions over the names of specs
	JUnit, JSON string    // files to write, "" for none; with Repeat, of the last run
	Seed        int64     // of the order of specs; 0 draws one
	Repeat      int       // further runs after the first, until one fails
	Output      io.Writer // progress and failures; nil is silent
	NoColor     bool
	Verbose     bool
}

// Summary is what a run came to. With Repeat, the counts are those of the last
// run.
type Summary struct {
	OK       bool
	Total    int // specs that matched the filters
	Passed   int
	Failed   int
	Skipped  []Spec // by name: what the card or its owner does not allow
	Failures []Spec
	Seed     int64
	Runs     int
	Duration time.Duration // of all runs
}

// Spec is one scenario that did not pass.
type Spec struct {
	Name   string // as in the JUnit report
	Reason string
}

// running keeps runs apart: Ginkgo holds its suite, its configuration and its
// output in variables of the process.
var running sync.Mutex

// Run runs the suite in this process, one spec after the other, and writes the
// reports. A *UsageError means that an option makes no sense and nothing ran, a
// *RefusedPINError that a real card refused the PIN that was given, and nothing
// ran, a *readers.OpenError that there is no such reader; a spec that failed is no error but stands in the Summary. When ctx ends, the
// suite stops at the next spec. Any other error is one of writing a report.
func Run(ctx context.Context, o RunOptions) (Summary, error) {
	if err := o.check(); err != nil {
		return Summary{}, err
	}
	running.Lock()
	defer running.Unlock()
	defer globals.Reset()

	given := new(givenPIN)
	defer given.forget()
	chosen, err := o.chosen(ctx, given)
	if err != nil {
		return Summary{}, err
	}
	if len(chosen) == 0 {
		return Summary{}, o.noMatch()
	}
	if err := o.prepare(ctx, chosen, given); err != nil {
		return Summary{}, err
	}
	sum := Summary{OK: true}
	for run := 0; run <= o.Repeat && sum.OK; run++ {
		report, err := o.once(ctx, given)
		if err != nil {
			return sum, err
		}
		next := summarise(report)
		next.Runs, next.Duration = run+1, sum.Duration+report.RunTime
		sum = next
		if err := writeReports(report, o.JUnit, o.JSON); err != nil {
			return sum, fmt.Errorf("writing the report of the scenarios: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// ErrNoMatch is in a *UsageError: the filters leave no spec.
var ErrNoMatch = errors.New("no scenario matches")

// noMatch names the filter that left nothing.
func (o RunOptions) noMatch() error {
	e := &UsageError{
		Option: "--label-filter", Value: o.LabelFilter, Err: ErrNoMatch,
		hint: "rule:CPS-DAM-001, face:cps4 and effect:none are labels; --focus takes a part of a name",
	}
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
				Option: "--label-filter", Value: o.LabelFilter, Err: plain(err),
				hint: "join labels with &&, || and !, for example: face:cps4 && !effect:write",
			}
		}
	}
	for _, f := range o.Focus {
		if _, err := regexp.Compile(f); err != nil {
			return &UsageError{Option: "--focus", Value: f, Err: err, hint: "put a \\ before ( ) [ ] . * + ? to mean the character"}
		}
	}
	if o.Repeat < 0 {
		return &UsageError{Option: "--repeat", Value: fmt.Sprint(o.Repeat), Err: errors.New("cannot be negative"), hint: "0 runs the suite once"}
	}
	for _, file := range [][2]string{{"--junit", o.JUnit}, {"--json", o.JSON}} {
		if file[1] == "" {
			continue
		}
		if err := writable(file[1]); err != nil {
			return &UsageError{Option: file[0], Value: file[1], Err: err, hint: "name a file that you may write"}
		}
	}
	return nil
}

// escapes are the colours that Ginkgo puts into the errors of its grammar.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// plain is an error of Ginkgo's as text for any output, in one line.
func plain(err error) error {
	return errors.New(strings.Join(strings.Fields(escapes.ReplaceAllString(err.Error(), "")), " "))
}

// writable tries whether a report can be written, before the suite has run for
// nothing. It leaves no file behind that was not there, and none changed.
func writable(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err == nil {
		return errors.Join(f.Close(), os.Remove(path))
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	// A pipe is for its reader to open, once; a folder refuses.
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() && !info.IsDir() {
		return err
	}
	if f, err = os.OpenFile(path, os.O_WRONLY, 0); err != nil {
		return err
	}
	return f.Close()
}

// once registers and runs the suite.
func (o RunOptions) once(ctx context.Context, given *givenPIN) (types.Report, error) {
	globals.Reset()
	if err := register(ctx, o.Options, given); err != nil {
		return types.Report{}, err
	}
	var report types.Report
	ginkgo.ReportAfterSuite("report", func(r types.Report) { report = r })
	suite, reporter := o.config()
	out := &lines{w: o.Output}
	if out.w == nil {
		out.w = io.Discard
	}
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = out
	defer func() { formatter.ColorableStdOut = stdout }()
	ginkgo.RunSpecs(failure{}, suiteName, suite, reporter)
	out.end()
	return withoutFiltered(report), nil
}

// lines is an output that can be left at the start of a line: Ginkgo leaves its
// last one open.
type lines struct {
	w    io.Writer
	open bool
}

func (l *lines) Write(p []byte) (int, error) {
	if len(p) > 0 {
		l.open = p[len(p)-1] != '\n'
	}
	return l.w.Write(p)
}

func (l *lines) end() {
	if l.open {
		_, _ = l.Write([]byte{'\n'}) // an output that fails has failed before
	}
}

// config says the options in Ginkgo's terms.
func (o RunOptions) config() (types.SuiteConfig, types.ReporterConfig) {
	suite := types.NewDefaultSuiteConfig()
	if o.Seed != 0 {
		suite.RandomSeed = o.Seed
	}
	suite.LabelFilter, suite.FocusStrings = o.LabelFilter, o.Focus
	reporter := types.NewDefaultReporterConfig()
	reporter.NoColor, reporter.Verbose, reporter.Succinct = o.NoColor, o.Verbose, !o.Verbose
	reporter.SilenceSkips = true // the caller lists what did not run, with the reason
	return suite, reporter
}

// withoutFiltered leaves out of a report the specs that the filters left out:
// they are neither a result nor something that could not be run.
func withoutFiltered(r types.Report) types.Report {
	kept := make(types.SpecReports, 0, len(r.SpecReports))
	for _, spec := range r.SpecReports {
		if !filtered(spec) {
			kept = append(kept, spec)
		}
	}
	r.PreRunStats.TotalSpecs -= len(r.SpecReports) - len(kept)
	r.SpecReports = kept
	return r
}

// filtered reports whether the filters left a spec out: one that skipped itself
// says why.
func filtered(spec types.SpecReport) bool {
	return spec.LeafNodeType == types.NodeTypeIt && spec.State.Is(types.SpecStateSkipped) && spec.Failure.Message == ""
}

// failure takes what Ginkgo tells a test; the report says it better.
type failure struct{}

func (failure) Fail() {}

func summarise(r types.Report) Summary {
	s := Summary{OK: r.SuiteSucceeded, Seed: r.SuiteConfig.RandomSeed}
	for _, spec := range r.SpecReports {
		named := Spec{Name: spec.FullText(), Reason: spec.Failure.Message}
		switch {
		case spec.LeafNodeType != types.NodeTypeIt && !spec.State.Is(types.SpecStateFailureStates):
		case spec.State.Is(types.SpecStatePassed):
			s.Total++
			s.Passed++
		case spec.State.Is(types.SpecStateSkipped):
			s.Total++
			s.Skipped = append(s.Skipped, named)
		default:
			s.Total++
			s.Failed++
			s.Failures = append(s.Failures, named)
		}
	}
	return s
}
