package dossier

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Schema is the number of the form of result.json. Within a number, members may be added.
const Schema = 1

// Dossier is the whole report about a reader.
type Dossier struct {
	Schema int    `json:"schema"`
	Lang   string `json:"lang"` // "fr" or "en": that of the run, and of its pages
	Quick  bool   `json:"quick"`

	Result   string `json:"result"`        // "ok", "failed", "untested", "incomplete", "bench-error" or "refused"
	Complete bool   `json:"complete"`      // all that applies was looked at
	Why      string `json:"why,omitempty"` // in Lang

	Reason *report.Words `json:"reason,omitempty"` // Why in both languages, where it was said so

	Started time.Time     `json:"started"`
	Took    time.Duration `json:"took"` // nanoseconds
	Command string        `json:"command"`

	Reader   Reader     `json:"reader"`
	Card     Card       `json:"card"`
	System   []Value    `json:"system"` // versions of program, rules, system, service
	Vendor   *Statement `json:"statement,omitempty"`
	Chapters []Chapter  `json:"chapters"`
	Latency  []Latency  `json:"latency,omitempty"`
}

// Reader is what was put to the test.
type Reader struct {
	Address string `json:"address"`
	Name    string `json:"name,omitempty"` // as PC/SC calls it; "" where none was found
	Virtual bool   `json:"virtual"`
}

// Card is the card that it was put to the test with.
type Card struct {
	ATR      string `json:"atr,omitempty"` // hexadecimal
	Face     string `json:"face,omitempty"`
	Protocol string `json:"protocol,omitempty"` // "T=0"
	Line     string `json:"line,omitempty"`     // "T=0, 10753 bit/s"
	Serial   string `json:"serial,omitempty"`   // of a TEST card
}

// Value is a name and what it is.
type Value struct {
	Name  report.Words `json:"name"`
	Value report.Words `json:"value"`
}

// Statement is what the vendor says, in words of its own. Nothing of it was checked.
type Statement struct {
	Vendor  string `json:"vendor,omitempty"`
	Product string `json:"product,omitempty"`
	Driver  string `json:"driver,omitempty"`
	Contact string `json:"contact,omitempty"`
	Text    string `json:"text,omitempty"`
}

// Chapter is a question that the report answers.
type Chapter struct {
	ID     string        `json:"id"`
	Title  report.Words  `json:"title"`
	About  report.Words  `json:"about"`
	Budget time.Duration `json:"budget"` // nanoseconds: what it may take
	Steps  []Step        `json:"steps"`
}

// Step is one scenario.
type Step struct {
	Name    string         `json:"name"` // in the report of the run
	Title   report.Words   `json:"title"`
	Effects []string       `json:"effects,omitempty"`
	Outcome report.Outcome `json:"outcome"`
	Cause   string         `json:"cause,omitempty"`  // of one that did not run, for programs
	Why     string         `json:"why,omitempty"`    // it failed or did not run, in the language of the run
	Reason  *report.Words  `json:"reason,omitempty"` // Why in both languages, where it was said so
	Took    time.Duration  `json:"took"`             // nanoseconds
	Found   []Value        `json:"found,omitempty"`
}

// Latency is how long the exchanges of one kind took.
type Latency struct {
	Command string        `json:"command"`
	Count   int64         `json:"count"`
	Median  time.Duration `json:"median"`
	P95     time.Duration `json:"p95"`
	Line    time.Duration `json:"line"` // what the line of the card takes, 0 where it has none
}

// Outcome is what a chapter came to.
type Outcome string

// Outcomes of chapters, the first that applies.
const (
	Failed  Outcome = "failed"
	NotDone Outcome = "not-run"        // something that applies did not run
	Passed  Outcome = "passed"         // something ran, and all of it passed
	NoCase  Outcome = "not-applicable" // nothing of it applies to this reader
)

// Outcome tells what the chapter came to.
func (c *Chapter) Outcome() Outcome {
	out := NoCase
	for i := range c.Steps {
		switch s := &c.Steps[i]; {
		case s.Outcome == report.Passed:
			if out == NoCase {
				out = Passed
			}
		case s.Outcome != report.NotRun:
			return Failed
		case s.Cause != report.CauseNotApplicable:
			out = NotDone
		}
	}
	return out
}

// Proof is the step that decides about the chapter: the one that failed, else the first
// that did not run though it applies; nil where there is none.
func (c *Chapter) Proof() *Step {
	var missed *Step
	for i := range c.Steps {
		switch s := &c.Steps[i]; {
		case s.Outcome == report.Passed:
		case s.Outcome != report.NotRun:
			return s
		case s.Cause != report.CauseNotApplicable && missed == nil:
			missed = s
		}
	}
	return missed
}

// JSON is result.json.
func (d *Dossier) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(d)
	return b.Bytes(), err
}

// MaxSize is how large result.json may be, in bytes.
const MaxSize = 8 << 20

// Bounds of what is shown: nobody's report comes near them.
const (
	maxChapters = 100
	maxSteps    = 500
	maxValues   = 500
)

var errNone = text.Of("ce n'est pas le result.json d'un rapport de lecteur", "not the result.json of a reader's report")

// bad is a file that is no dossier.
func bad(why text.Text) error {
	return text.BadInput(text.NewError(errNone.With(why), text.Of("cpslab certify l'écrit", "cpslab certify writes it")))
}

// Parse reads result.json, from anybody. Errors are bad input.
func Parse(content []byte) (*Dossier, error) {
	if len(content) > MaxSize {
		return nil, bad(text.Of("plus de %d octets", "more than %d bytes", MaxSize))
	}
	d := new(Dossier)
	if err := json.Unmarshal(content, d); err != nil {
		return nil, bad(text.Same(text.Printable(err.Error())))
	}
	switch {
	case d.Schema != Schema:
		return nil, bad(text.Of("schéma %d", "schema %d", d.Schema))
	case d.Lang != "fr" && d.Lang != "en":
		return nil, bad(text.Of("langue inconnue", "unknown language"))
	case len(d.Chapters) > maxChapters, len(d.Latency) > maxValues, len(d.System) > maxValues:
		return nil, bad(text.Of("trop long", "too long"))
	case d.Took < 0:
		return nil, bad(text.Of("durée négative", "negative duration"))
	}
	for _, c := range d.Chapters {
		if len(c.Steps) > maxSteps {
			return nil, bad(text.Of("trop long", "too long"))
		}
		for _, s := range c.Steps {
			switch s.Outcome {
			case report.Passed, report.NotRun, report.Failed, report.Panicked, report.TimedOut:
			default:
				return nil, bad(text.Of("issue inconnue", "unknown outcome"))
			}
			if len(s.Found) > maxValues || s.Took < 0 {
				return nil, bad(text.Of("trop long", "too long"))
			}
		}
	}
	return d, nil
}
