package certify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
)

// Options say what is put to the test, and what stands in the report beside it.
type Options struct {
	Reader  string // address, "pcsc:…"
	Readers *readers.Set
	Desk    *scenarios.Desk
	Ahead   dossier.Reader // name, and whether it is virtual: what is known without a card
	Lang    string         // "fr" or "en"

	Version   string          // of the program
	Command   string          // that made the report, without a code
	System    []dossier.Value // versions of what stands around
	Statement *dossier.Statement

	Each func(scenarios.Progress) // called after each step; nil is silent
	Now  func() time.Time         // nil is time.Now
}

// Result is a report, and the run that it was made from.
type Result struct {
	Dossier *dossier.Dossier
	Summary scenarios.Summary
	run     *report.Run
}

// Run has the chapters run and makes the report. Beside an error there is a report of what
// was found until then, but for a *scenarios.UsageError, after which there is none. Errors
// are those of [scenarios.Run].
func Run(ctx context.Context, o Options) (*Result, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &dossier.Dossier{
		Schema: dossier.Schema, Lang: o.Lang, Quick: o.Desk.Quick, Started: o.Now().UTC().Truncate(time.Second),
		Command: o.Command, Reader: dossier.Reader{Address: o.Reader}, System: o.System, Vendor: o.Statement,
	}
	desk := *o.Desk
	desk.Saw = func(reader string, simulated bool, c *card.Contents) {
		d.Reader.Name, d.Reader.Virtual = text.Printable(reader), simulated
		d.Card = dossier.Card{ATR: fmt.Sprintf("% X", c.ATR), Face: c.Face.String(), Protocol: fmt.Sprintf("T=%d", c.Protocol), Serial: c.Serial.Value.Number}
		if l, err := line.New(c.ATR, c.Protocol, line.Reader{}); err == nil {
			d.Card.Line = l.String()
		}
		if o.Desk.Saw != nil {
			o.Desk.Saw(reader, simulated, c)
		}
	}
	r := &Result{Dossier: d}
	sum, err := scenarios.Run(ctx, scenarios.RunOptions{
		Options: scenarios.Options{Reader: o.Reader, Readers: o.Readers, Now: o.Now, Lang: o.Lang, Desk: &desk},
		Version: o.Version, Seed: 1, Each: o.Each, Whole: func(run *report.Run) { r.run = run },
	})
	if r.run == nil {
		return nil, cmp.Or(err, errNothing)
	}
	r.Summary = sum
	d.Took = r.run.Duration
	device := cmp.Or(r.run.Environment.Device, o.Ahead.Name)
	d.Reader.Name = cmp.Or(d.Reader.Name, text.Printable(device))
	d.Reader.Virtual = d.Reader.Virtual || o.Ahead.Virtual
	r.conclude(err)
	for _, c := range scenarios.Chapters(o.Desk.Quick) {
		d.Chapters = append(d.Chapters, chapterOf(c, r.run))
	}
	for _, q := range evidence.Latencies(r.run) {
		d.Latency = append(d.Latency, dossier.Latency{Command: q.Command, Count: q.Count, Median: q.P50, P95: q.P95, Line: q.Line})
	}
	return r, err
}

var errNothing = errors.New("no report of the run")

// conclude writes into the report what it came to.
func (r *Result) conclude(err error) {
	d := r.Dossier
	d.Result = string(r.Summary.Verdict)
	if err != nil {
		why, _ := text.Said(err)
		if _, broken := errors.AsType[*scenarios.BenchError](err); !broken && errors.Is(err, context.Canceled) {
			why = text.Of("interrompu", "interrupted")
		}
		d.Why, d.Reason = why.In(d.Lang), new(report.Words(why))
	}
	if _, refused := errors.AsType[*scenarios.StrangerError](err); refused {
		d.Result = "refused"
	}
	missed := slices.ContainsFunc(r.Summary.Skipped, func(s scenarios.Spec) bool {
		return s.Cause != scenarios.CauseNotApplicable && s.Cause != scenarios.CauseEarlier
	})
	d.Complete = err == nil && !missed
}

// chapterOf puts what a run came to under the chapter's steps.
func chapterOf(c scenarios.Chapter, run *report.Run) dossier.Chapter {
	out := dossier.Chapter{ID: c.ID, Title: report.Words(c.Title), About: report.Words(c.About), Budget: c.Budget}
	for _, step := range c.Steps {
		s := dossier.Step{Name: step.Name, Title: report.Words(step.Title), Effects: step.Effects, Outcome: report.NotRun, Cause: string(scenarios.CauseInterrupted)}
		i := slices.IndexFunc(run.Scenarios, func(r report.Scenario) bool { return r.Name == step.Name })
		if i >= 0 {
			fill(&s, &run.Scenarios[i])
		}
		out.Steps = append(out.Steps, s)
	}
	return out
}

func fill(s *dossier.Step, r *report.Scenario) {
	s.Outcome, s.Took, s.Why, s.Reason, s.Cause = r.Outcome, r.Duration.Truncate(time.Microsecond), r.Why, r.Reason, ""
	if r.Missed != nil {
		s.Cause = r.Missed.Cause
	}
	if r.Failure != nil {
		s.Why = r.Failure.Message
		if r.Failure.Panic != "" {
			s.Why += ": " + r.Failure.Panic
		}
	}
	for _, m := range r.Measures {
		s.Found = append(s.Found, dossier.Value(m))
	}
}

// Names of the files of a bundle.
const (
	FileHTML   = "report.html"
	FilePDF    = "report.pdf"
	FileResult = "result.json"
	FileJUnit  = "junit.xml"
)

// Files are the files of the bundle, but for its traces.
func (r *Result) Files() (map[string][]byte, error) {
	files, err := Pages(r.Dossier)
	if err != nil {
		return nil, err
	}
	if files[FileResult], err = r.Dossier.JSON(); err != nil {
		return nil, err
	}
	files[FileJUnit], err = evidence.JUnit(r.run, FileHTML)
	return files, err
}

// Pages are those of a report, the same whenever they are made from the same.
func Pages(d *dossier.Dossier) (map[string][]byte, error) {
	page, err := d.HTML()
	if err != nil {
		return nil, err
	}
	paper, err := d.PDF()
	return map[string][]byte{FileHTML: page, FilePDF: paper}, err
}
