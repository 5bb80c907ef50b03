package evidence

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// Difference is what changed with a scenario from one run to another.
type Difference struct {
	Scenario string   `json:"scenario"` // without the name of reader or card where these differ
	Kind     Kind     `json:"kind"`
	Changes  []Change `json:"changes,omitempty"`
}

// Kind says which way a scenario went.
type Kind string

// The kinds, worst first.
const (
	Worse   Kind = "worse"
	Gone    Kind = "gone" // only the first run has it
	Changed Kind = "changed"
	New     Kind = "new" // only the second run has it
	Better  Kind = "better"
)

var kinds = []Kind{Worse, Gone, Changed, New, Better}

// Change is one value that is another one, or is on one side only ("").
type Change struct {
	What string `json:"what"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Diff compares two runs, of two days, cards or readers: first what got worse. Times,
// seeds and folders are no differences.
func Diff(a, b *report.Run) []Difference {
	before, after := compared(a), compared(b)
	var all []Difference
	for name, x := range before {
		y, there := after[name]
		if !there {
			all = append(all, Difference{name, Gone, []Change{{What: "outcome", From: x.Outcome}}})
			continue
		}
		if d := differ(name, x, y); d != nil {
			all = append(all, *d)
		}
	}
	for name, y := range after {
		if _, there := before[name]; !there {
			all = append(all, Difference{name, New, []Change{{What: "outcome", To: y.Outcome}}})
		}
	}
	slices.SortFunc(all, func(x, y Difference) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, x.Kind), slices.Index(kinds, y.Kind)), cmp.Compare(x.Scenario, y.Scenario))
	})
	return all
}

// side is what counts of a scenario.
type side struct {
	Outcome   string
	Verdict   diagnosis.Verdict
	Exchanges string
	NotRun    string
	Failure   string
	Findings  map[string]string // severity, by rule
}

// weighed is a side and its most severe finding, which decides which way a scenario went.
type weighed struct {
	side
	worst diagnosis.Severity
}

// compared are the scenarios of a run by their names, in which the one reader or card
// that it is about has no name of its own.
func compared(run *report.Run) map[string]weighed {
	all := make(map[string]weighed, len(run.Scenarios))
	reader := run.Environment.Reader
	_, own, _ := strings.Cut(reader, ":")
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		name := s.Name
		if own != "" { // "sim:" and "pcsc:" alone name nobody
			name = " " + name + " "
			name = strings.Replace(name, " "+reader+" ", " * ", 1)
			name = strings.TrimSpace(strings.Replace(name, " "+own+" ", " * ", 1))
		}
		if s.Where != "" {
			name = s.Where + ": " + name
		}
		one := weighed{side: side{Outcome: string(s.Outcome), Verdict: s.Verdict, Findings: map[string]string{}}}
		if s.Exchanges != nil {
			one.Exchanges = fmt.Sprint(*s.Exchanges)
		}
		if s.Missed != nil {
			one.NotRun = s.Missed.Cause
		}
		if failed(s) {
			one.Failure = messageOf(s)
		}
		for _, f := range s.Findings {
			one.Findings[f.Rule] = f.Severity.String()
			one.worst = max(one.worst, f.Severity)
		}
		all[name] = one
	}
	return all
}

// differ says what differs, nil for nothing.
func differ(name string, x, y weighed) *Difference {
	var r changes
	gocmp.Equal(x.side, y.side, gocmp.Reporter(&r))
	if r.all == nil {
		return nil
	}
	slices.SortStableFunc(r.all, func(a, b Change) int { return cmp.Compare(a.What, b.What) })
	d := Difference{name, Changed, r.all}
	switch by := cmp.Or(cmp.Compare(rank(y.Outcome), rank(x.Outcome)), cmp.Compare(gravity(y.Verdict), gravity(x.Verdict)), cmp.Compare(y.worst, x.worst), len(more(x.side, y.side))-len(more(y.side, x.side))); {
	case by > 0:
		d.Kind = Worse
	case by < 0:
		d.Kind = Better
	}
	return &d
}

// more are the rules that y found and x did not.
func more(x, y side) (rules []string) {
	for rule := range y.Findings {
		if _, there := x.Findings[rule]; !there {
			rules = append(rules, rule)
		}
	}
	return rules
}

// rank orders outcomes, worst last.
func rank(outcome string) int {
	switch report.Outcome(outcome) {
	case report.Passed:
		return 0
	case report.NotRun:
		return 1
	default:
		return 2
	}
}

// gravity orders verdicts, worst last.
func gravity(v diagnosis.Verdict) int {
	return slices.Index([]diagnosis.Verdict{"", diagnosis.VerdictOK, diagnosis.VerdictWarning, diagnosis.VerdictIncomplete, diagnosis.VerdictUndetermined, diagnosis.VerdictBlocked, diagnosis.BenchError}, v)
}

// changes gathers what go-cmp finds.
type changes struct {
	path gocmp.Path
	all  []Change
}

// PushStep, PopStep and Report are what go-cmp calls.
func (c *changes) PushStep(s gocmp.PathStep) { c.path = append(c.path, s) }

// PopStep goes back.
func (c *changes) PopStep() { c.path = c.path[:len(c.path)-1] }

// Report takes one comparison.
func (c *changes) Report(r gocmp.Result) {
	if r.Equal() {
		return
	}
	x, y := c.path.Last().Values()
	change := Change{What: strings.ToLower(strings.TrimPrefix(c.path.String(), "."))}
	if key, ok := c.path.Last().(gocmp.MapIndex); ok {
		change.What = key.Key().String()
	}
	if x.IsValid() {
		change.From = fmt.Sprint(x)
	}
	if y.IsValid() {
		change.To = fmt.Sprint(y)
	}
	c.all = append(c.all, change)
}

// DiffText writes differences for people, worst first, and the counts.
func DiffText(w io.Writer, all []Difference, o Options) error {
	words := map[Kind]text.Text{
		Worse: text.Of("pire", "worse"), Gone: text.Of("disparu", "gone"), Changed: text.Of("changé", "changed"), New: text.Of("nouveau", "new"), Better: text.Of("mieux", "better"),
	}
	var b strings.Builder
	if len(all) == 0 {
		b.WriteString(text.Of("rien n'a changé\n", "nothing changed\n").In(o.Lang))
	} else {
		var sums []string
		for _, k := range kinds {
			n := 0
			for _, d := range all {
				if d.Kind == k {
					n++
				}
			}
			if n > 0 {
				sums = append(sums, fmt.Sprintf("%s: %d", words[k].In(o.Lang), n))
			}
		}
		b.WriteString(strings.Join(sums, ", ") + "\n")
	}
	for _, d := range all {
		fmt.Fprintf(&b, "%s: %s\n", words[d.Kind].In(o.Lang), text.Printable(d.Scenario))
		for _, c := range d.Changes {
			fmt.Fprintf(&b, "    %s: %s → %s\n", text.Printable(c.What), cmp.Or(text.Printable(c.From), "–"), cmp.Or(text.Printable(c.To), "–"))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
