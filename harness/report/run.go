package report

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"time"

	speak "github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
)

// Run is what became of a run of scenarios: the one model that whatever runs some
// fills, and that every report of a run is made from. Nothing in it was read from a
// card but its verdict and findings, whose texts hold no values.
type Run struct {
	Schema   int           `json:"schema"`  // RunSchemaNumber
	Suite    string        `json:"suite"`   // name for people
	Package  string        `json:"package"` // that holds the scenarios
	Started  time.Time     `json:"started"`
	Duration time.Duration `json:"duration"` // in nanoseconds
	Seed     int64         `json:"seed"`     // of the order
	Labels   string        `json:"labels"`   // the filter, "" for none
	Focus    []string      `json:"focus,omitempty"`
	OK       bool          `json:"ok"`
	Reason   string        `json:"reason,omitempty"` // why it is not OK, for programs

	Useful int    `json:"useful"`          // scenarios that exchanged a byte with the card, or needed none
	Shard  *Shard `json:"shard,omitempty"` // a part of a run

	Environment Environment `json:"environment"`
	Scenarios   []Scenario  `json:"scenarios"` // those that the filters chose, in the order in which they ended

	Latency []Latency `json:"latency,omitempty"` // of the exchanges of all scenarios, by command
}

// RunSchemaNumber is that of the JSON of a run, which RunSchema describes.
const RunSchemaNumber = 1

//go:embed run_schema.json
var runSchema []byte

// RunSchema returns the JSON schema (draft 2020-12) of the JSON of a run.
func RunSchema() []byte { return slices.Clone(runSchema) }

// JSON returns the run as indented JSON with a line end.
func (r *Run) JSON() ([]byte, error) {
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, speak.Wrap(speak.Of("le déroulement ne s'écrit pas en JSON", "the run cannot be written as JSON"), err)
	}
	return append(content, '\n'), nil
}

// Shard says which part of a run this is.
type Shard struct {
	Index int      `json:"index"` // from 1
	Total int      `json:"total"`
	Plan  []string `json:"plan"` // the names of all scenarios of the whole run, in its order
}

// MaxShards is in how many parts a run may be cut.
const MaxShards = 1000

// Environment is where a run took place.
type Environment struct {
	Reader string `json:"reader"` // address, "sim:" for every preset
	OS     string `json:"os"`     // as Go names it, "linux"
	Arch   string `json:"arch"`   // "amd64"
	Go     string `json:"go"`     // "go1.26.0"

	Version string `json:"version,omitempty"` // of the program

	Device string `json:"device,omitempty"` // full name of the PC/SC reader
	ATR    string `json:"atr,omitempty"`    // of the card in it, hexadecimal
}

// Outcome is what became of a scenario. Whatever is neither Passed nor NotRun failed.
type Outcome string

// Outcomes, by the names that JUnit reports bear.
const (
	Passed   Outcome = "passed"
	NotRun   Outcome = "skipped"
	Failed   Outcome = "failed"
	Panicked Outcome = "panicked"
	TimedOut Outcome = "timedout"
)

// Scenario is one scenario of a run.
type Scenario struct {
	Name     string        `json:"name"`             // holds nothing that changes from run to run
	Where    string        `json:"where,omitempty"`  // in a report of several systems or readers: on which
	Origin   *Origin       `json:"origin,omitempty"` // in a run that a farm did: who did it
	Path     []string      `json:"path,omitempty"`   // with which the name begins, outermost first: chapter, card
	Labels   []string      `json:"labels,omitempty"`
	Outcome  Outcome       `json:"outcome"`
	Started  time.Time     `json:"started,omitzero"`
	Duration time.Duration `json:"duration"`       // in nanoseconds
	Card     string        `json:"card,omitempty"` // preset, or address of the reader; absent for a card of the scenario's own
	Rule     string        `json:"rule,omitempty"` // that the scenario is about

	Source string `json:"source,omitempty"` // file that says what the card is: preset or profile; absent for a card of the scenario's own
	Repeat string `json:"repeat,omitempty"` // the one command that does it again, of a scenario that failed

	Verdict   diagnosis.Verdict `json:"verdict,omitempty"`   // absent when nothing was judged
	Exchanges *int              `json:"exchanges,omitempty"` // of the reading, absent when nothing was read
	Findings  []RunFinding      `json:"findings,omitempty"`

	// Of a program that was run before the card.
	Exit   *int   `json:"exit,omitempty"`   // its code, absent when a signal or the deadline ended it
	Tries  *int   `json:"tries,omitempty"`  // codes that the card refused
	Output string `json:"output,omitempty"` // what it said; of one that failed in Failure.Log

	Failure *Failure `json:"failure,omitempty"`
	Why     string   `json:"why,omitempty"`    // it did not run, in the language of the run
	Reason  *Words   `json:"reason,omitempty"` // why it did not run, or failed, where that was said in both languages
	Missed  *Missed  `json:"not_run,omitempty"`

	Measures []Measure `json:"measures,omitempty"` // in the order in which they were taken

	Log []Exchange `json:"log,omitempty"` // of a scenario that failed: its last exchanges, at most MaxLog
}

// Origin is who did a scenario in a farm.
type Origin struct {
	Station string `json:"station"`
	Reader  string `json:"reader"` // that the station used, by the name that it gave
	Fence   uint64 `json:"fence"`  // number of the lease of that reader: a later holder has a greater one
}

// Causes of scenarios that did not run, among others, which decide about the whole.
const (
	CauseAbsent        = "absent"         // no reader, or no card in it
	CauseMute          = "mute"           // the card gives no answer to reset
	CauseBlocked       = "blocked"        // the PIN of the card is blocked
	CauseNotApplicable = "not-applicable" // the card has nothing that the scenario is about
	CauseShard         = "shard"          // the part of the run that had it is missing
)

// Conclude writes into the run what it came to: OK, or the first reason that applies. A run
// that tested nothing is no success; of a part of one nobody expects that it does.
func (r *Run) Conclude(benchFailed bool) {
	var bad, state, missed bool
	for i := range r.Scenarios {
		switch s := &r.Scenarios[i]; {
		case s.Outcome == Passed:
		case s.Outcome != NotRun:
			bad = true
		case s.Missed == nil:
			missed = true
		default:
			cause := s.Missed.Cause
			state = state || cause == CauseAbsent || cause == CauseMute || cause == CauseBlocked
			missed = missed || cause != CauseNotApplicable
		}
	}
	r.OK, r.Reason = false, ""
	switch {
	case benchFailed:
		r.Reason = "bench-error"
	case bad:
		r.Reason = "failed"
	case state, r.Useful == 0 && r.Shard == nil:
		r.Reason = "untested"
	case missed:
		r.Reason = "incomplete"
	default:
		r.OK = true
	}
}

// RunFinding is a finding of a scenario. It holds nothing that was read from the card.
type RunFinding struct {
	Rule     string             `json:"rule"`
	Severity diagnosis.Severity `json:"severity"`
	Mark     string             `json:"mark"`
	Exchange int                `json:"exchange"` // of the first evidence that has one, 0 when none has
	Text     string             `json:"text"`     // the rule's text without its values

	Cause    string   `json:"cause,omitempty"`
	Remedy   string   `json:"remedy,omitempty"`
	Contact  string   `json:"contact,omitempty"`
	Evidence []string `json:"evidence,omitempty"` // names of the fields that it rests on
}

// NewRunFinding is a finding without its values, in lang.
func NewRunFinding(f diagnosis.Finding, lang string) RunFinding {
	e := RunFinding{
		Rule: f.Rule.ID, Severity: f.Severity, Mark: string(f.Rule.Mark), Text: f.Rule.Pattern(lang),
		Cause: f.Cause(lang), Remedy: f.Remedy(lang), Contact: f.Contact(lang),
	}
	for _, v := range f.Evidence {
		if e.Exchange == 0 {
			e.Exchange = v.Exchange
		}
		if !slices.Contains(e.Evidence, v.Field) {
			e.Evidence = append(e.Evidence, v.Field)
		}
	}
	return e
}

// Failure is how a scenario failed.
type Failure struct {
	Message string `json:"message"`
	Panic   string `json:"panic,omitempty"`
	Place   string `json:"place"` // "FILE:LINE"
	Stack   string `json:"stack,omitempty"`
	Log     string `json:"log,omitempty"` // what the scenario printed on its way
}

// Missed says for programs why a scenario did not run.
type Missed struct {
	Cause string   `json:"cause"`
	Needs []string `json:"needs,omitempty"` // the permissions it lacks
}

// MaxLog is how many exchanges of a scenario that failed are kept, the last ones.
const MaxLog = 200

// Exchange is one command of a scenario and what became of it. It holds no data that
// was sent or read.
type Exchange struct {
	Number   int           `json:"number"`           // in the scenario, from 1
	Command  string        `json:"command"`          // name and header, "READ BINARY 00 B0 00 00"
	File     string        `json:"file,omitempty"`   // that is selected, absent when none is known
	Status   string        `json:"status,omitempty"` // "9000"; absent when no answer came
	Length   int           `json:"length"`           // of the answer without its status, in bytes
	Duration time.Duration `json:"duration"`         // in nanoseconds
}

// Latency is how long the exchanges of one kind took.
type Latency struct {
	Command string        `json:"command"` // what it does: "READ", "SELECT", "VERIFY", …
	Line    time.Duration `json:"line"`    // what their characters take on the line of their card, on average; in nanoseconds; 0 without contacts
	Buckets []Bucket      `json:"buckets"` // by duration, shortest first
}

// Bucket is how many exchanges took about as long.
type Bucket struct {
	Nanoseconds int64 `json:"ns"`
	Count       int64 `json:"n"`
}

// Description is why and where a scenario failed, one part a line.
func (f *Failure) Description() string {
	var kept []string
	for _, part := range []string{f.Message, f.Panic, f.Place, f.Stack} {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n")
}
