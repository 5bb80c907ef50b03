package explore

import (
	"encoding/json"
	"slices"
	"time"
)

// Schema is the number of the JSON of a report.
const Schema = 1

// Report is an exploration.
type Report struct {
	Schema   int           `json:"schema"`
	Command  []string      `json:"command"` // without codes, see Shown
	Card     string        `json:"card"`
	Faults   []string      `json:"faults"`
	Started  time.Time     `json:"started"`
	Took     time.Duration `json:"took"`     // in nanoseconds
	Deadline time.Duration `json:"deadline"` // of a run
	Baseline Baseline      `json:"baseline"`
	Cases    []Outcome     `json:"cases"` // fault by fault, in the order of exchanges
}

// JSON returns the report as JSON with a line end.
func (r *Report) JSON() ([]byte, error) {
	content, err := json.MarshalIndent(r, "", " ")
	return append(content, '\n'), err
}

// Count returns how many cases came to each verdict; known ones count apart.
func (r *Report) Count() (counts map[Verdict]int, known int) {
	counts = map[Verdict]int{}
	for i := range r.Cases {
		if c := &r.Cases[i]; c.Known {
			known++
		} else {
			counts[c.Verdict]++
		}
	}
	return counts, known
}

// Bad reports whether a case that nobody accepted fails the exploration.
func (r *Report) Bad() bool {
	return slices.ContainsFunc(r.Cases, func(c Outcome) bool { return !c.Known && c.Verdict.Bad() })
}

// Whole reports whether every case ran.
func (r *Report) Whole() bool {
	return !slices.ContainsFunc(r.Cases, func(c Outcome) bool { return c.Verdict == Skipped })
}

// Accept marks the cases that an earlier report has with the same verdict or a worse
// one.
func (r *Report) Accept(before []Outcome) {
	was := map[Case]Verdict{}
	for _, b := range before {
		was[b.Case] = b.Verdict
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		if v, ok := was[c.Case]; ok && c.Verdict.Bad() && v <= c.Verdict {
			c.Known = true
		}
	}
}

// Group is consecutive exchanges of one fault in one file with one verdict.
type Group struct {
	Fault    string
	Verdict  Verdict
	File     string
	From, To int
	Cases    []*Outcome
}

// Groups are the cases with a verdict up to worst, in groups, worst first.
func (r *Report) Groups(worst Verdict) []Group {
	var all []Group
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict > worst {
			continue
		}
		if n := len(all); n > 0 {
			if g := &all[n-1]; g.Fault == c.Fault && g.Verdict == c.Verdict && g.File == c.Exchange.File && i > 0 && &r.Cases[i-1] == g.Cases[len(g.Cases)-1] {
				g.To, g.Cases = c.At, append(g.Cases, c)
				continue
			}
		}
		all = append(all, Group{c.Fault, c.Verdict, c.Exchange.File, c.At, c.At, []*Outcome{c}})
	}
	slices.SortStableFunc(all, func(a, b Group) int { return int(a.Verdict) - int(b.Verdict) })
	return all
}
