package diagnosis

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Check judges what was read. It is a pure function of its arguments: the
// calendar day of now, in its own location, is "today".
//
// Rules are judged in the order of Rules. A blocking finding of one step hides
// the findings of the later steps, except those on validity, which rest on
// dates that are free to read; a block lowered to WARNING hides nothing. A
// rule whose input was not read or not declared is listed as unknown, hidden
// step or not: silence always means that the condition was looked at or could
// not matter. A code that speaks of the Vitale card (CPS-RDR-011) ends the
// check: the rules on the CPS are not run at all.
//
// The verdict never says that a card is in order whose part that matters was not
// read (VerdictIncomplete), or of which nothing was read or established
// (VerdictUndetermined).
//
// A card on which no rule fires costs no allocation.
func Check(in *Input, now time.Time) Result {
	c := checkers.Get().(*checker)
	c.begin(in, now)
	c.check()
	result := c.result
	*c = checker{} // nothing of a card stays
	checkers.Put(c)
	return result
}

// checkers keeps empty ones, so that a check allocates nothing.
var checkers = sync.Pool{New: func() any { return new(checker) }}

// begin reads the input once for all judges.
func (c *checker) begin(in *Input, now time.Time) {
	c.in, c.facts, c.now, c.today, c.billing = in, in.Facts.Declared, now, card.DateOf(now), in.Facts.Use != fact.UseAuth
	c.readCodes()
	c.readWorkstation()
	if c.facts != nil {
		c.declareWorkstation(c.facts)
	}
	if c.in.Card != nil {
		c.readCard(in.Card)
		c.readSituations()
	}
	c.generation = c.face
	if c.face == card.FaceUnknown {
		c.generation = c.declaredGeneration()
	}
}

// readCard takes what several judges ask of the card.
func (c *checker) readCard(contents *card.Contents) {
	c.card, c.face = contents, faceOf(contents)
	if info := &contents.Info; info.State == card.Present {
		c.holder = withoutBlanks(info.Value.NationalID)
		if filled(info.Value.Kind) {
			c.kind = info.Value.Kind
		}
	}
	if id := &contents.ID; id.State == card.Present && filled(id.Value.Category) {
		c.category = id.Value.Category
	}
}

// check runs the steps, unless the code speaks of the other card.
func (c *checker) check() {
	if c.judgeVitale() {
		c.result.Verdict = VerdictUndetermined
		return
	}
	for i := range steps {
		c.step = &steps[i]
		for _, judge := range c.step.judges {
			judge(c)
		}
		if !c.step.joined {
			c.endStep()
		}
	}

	if len(c.result.Findings) > 1 {
		slices.SortStableFunc(c.result.Findings, func(a, b Finding) int {
			return cmp.Or(int(b.Severity)-int(a.Severity), int(a.Rule.Number)-int(b.Rule.Number))
		})
	}
	c.result.Verdict = c.verdict()
}

// CheckWorkstation judges the workstation alone: Check with WorkstationCheck
// set, reduced to the families WS and RDR.
func CheckWorkstation(in *Input, now time.Time) Result {
	only := *in
	only.WorkstationCheck = true
	r := Check(&only, now)
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool { return !ofWorkstation(f.Rule) })
	for n := range rule.Number(rule.Count) {
		if !ofWorkstation(n.Rule()) {
			r.missing[n] = cause{}
		}
	}
	if r.Verdict = VerdictOf(r.Findings); only.onlyDeclared() {
		r.Verdict = undetermined(r.Verdict)
	}
	return r
}

func ofWorkstation(r *Rule) bool {
	family := r.Family()
	return family == "WS" || family == "RDR"
}

// checker holds one run of Check.
type checker struct {
	in   *Input
	card *card.Contents // nil when no card was read
	face card.Face
	// Of the card, "" when it was not read or holds filler: its type, its category,
	// and the identifier of the holder without blanks, type digit first.
	kind     card.Kind
	category card.Category
	holder   string
	// generation is the face, or else what was declared of it: for the rules on a
	// generation of cards, not for those on what the reader holds.
	generation card.Face
	now        time.Time
	today      card.Date
	facts      *fact.Values
	billing    bool // billing is requested
	codes      Codes
	ws         Workstation
	// library is the version that was declared, or else the newest that was found; the
	// zero value when neither is known. noLibrary: it was declared that there is none,
	// and rules on its version have nothing to judge (CPS-WS-001 reports it).
	library   fact.Version
	noLibrary bool
	sit       situations

	step    *step // the one that is judged
	hidden  bool  // an earlier step blocked: findings are dropped
	blocked bool  // the current step has blocked
	result  Result
}

// endStep closes a step: if it blocked, the next ones are hidden.
func (c *checker) endStep() {
	c.hidden = c.hidden || c.blocked
	c.blocked = false
}

// fire reports a finding at the rule's own severity, or lower.
func (c *checker) fire(r rule.Number, f Finding) {
	if c.hidden && !c.step.neverHidden {
		return
	}
	f.Rule = r.Rule()
	if f.Severity == 0 {
		f.Severity = f.Rule.Severity
	}
	if f.Severity.Blocking() && (!c.in.FactsOnly || f.Rule.Family() != "WS") {
		c.blocked = true
	}
	c.result.Findings = append(c.result.Findings, f)
}

// fireOn reports a finding that rests on one value.
func (c *checker) fireOn(r rule.Number, evidence ...Evidence) {
	c.fire(r, Finding{Evidence: evidence})
}

// unknown notes that an input of a rule was not read.
func (c *checker) unknown(r rule.Number, missing inputName) {
	c.result.missing.note(r, notRead, missing)
}

// unknowns notes several rules that miss the same input.
func (c *checker) unknowns(missing inputName, rules ...rule.Number) {
	for _, r := range rules {
		c.unknown(r, missing)
	}
}

// undeclared notes a rule that waits for the fact that it Needs.
func (c *checker) undeclared(r rule.Number) {
	c.result.missing.note(r, notDeclared, noInput)
}

// undeclaredFact notes a rule that waits for another fact than its first.
func (c *checker) undeclaredFact(r rule.Number, id fact.ID) {
	c.result.missing.note(r, notDeclared, factInput(id))
}

// faceOf takes the face as read, or else as the ATR announces it.
func faceOf(c *card.Contents) card.Face {
	if c.Face == card.FaceUnknown {
		return card.FaceOf(c.ATR)
	}
	return c.Face
}

// filled reports whether a code or text of the card holds more than filler.
func filled[S ~string](s S) bool {
	for i := range len(s) {
		if s[i] != ' ' {
			return true
		}
	}
	return false
}
