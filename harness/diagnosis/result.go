package diagnosis

import "github.com/cpslab/cps/harness/diagnosis/rule"

// Unknown is a rule that could not be judged, with the input that is missing.
type Unknown struct {
	Rule    *Rule
	Missing string // input name such as "billing[]" or "env"
	// Declared says that nothing failed: the rule waits for a fact that nobody
	// declared or for a look at the workstation, or no program can know. Reports
	// may sum such rules up in one line.
	Declared bool
}

// Result is the outcome of a check.
type Result struct {
	Verdict  Verdict
	Findings []Finding // most severe first, then in evaluation order

	missing missing
	unknown []Unknown // in place of missing in a result that no check made
}

// WithUnknown returns r with that list of unknown rules, for a result that is put
// together by hand.
func (r Result) WithUnknown(list []Unknown) Result {
	r.unknown = list
	return r
}

// Unknown goes through the rules that could not be judged, in evaluation order,
// without allocating:
//
//	for u := range result.Unknown {
func (r *Result) Unknown(yield func(Unknown) bool) {
	for _, u := range r.unknown {
		if !yield(u) {
			return
		}
	}
	for n := range rule.Number(rule.Count) {
		if u, ok := r.missing.of(n); ok && !yield(u) {
			return
		}
	}
}

// missing holds what kept each rule from being judged, by its number.
type missing [rule.Count]cause

// cause is why a rule could not be judged: four bytes, since every check carries one
// for each rule.
type cause struct {
	why   lack
	input inputName // noInput for the one that the rule Needs
}

// lack says how a missing input would come.
type lack uint8

// Lacks.
const (
	nothing     lack = iota // the rule was judged
	notRead                 // it was looked for, and was not there
	notDeclared             // somebody has to declare it, or to look at the workstation
)

// note keeps why a rule cannot be judged; the first cause wins.
func (m *missing) note(n rule.Number, why lack, input inputName) {
	if m[n].why == nothing {
		m[n] = cause{why, input}
	}
}

// of returns why a rule could not be judged, false when it was.
func (m *missing) of(n rule.Number) (Unknown, bool) {
	why := m[n]
	if why.why == nothing {
		return Unknown{}, false
	}
	u := Unknown{Rule: n.Rule(), Missing: why.input.name(), Declared: why.why == notDeclared}
	if why.input == noInput {
		u.Missing = u.Rule.Needs
	}
	return u, true
}
