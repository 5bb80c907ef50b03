package diagnosis

import (
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card"
)

// Check judges what was read. It is a pure function of its arguments: the
// calendar day of now, in its own location, is "today".
//
// Rules are judged in the order of Rules. A blocking finding of one step hides
// the findings of the later steps, except those on validity, which rest on
// dates that are free to read; a block lowered to WARNING hides nothing. A
// rule whose input was not read is listed in Unknown, hidden step or not:
// silence always means that the condition was looked at or could not matter.
//
// A card on which no rule fires costs no allocation.
func Check(in *Input, now time.Time) Result {
	c := checker{in: in, today: card.DateOf(now), billing: in.Facts.Use != UseAuth}
	if in.Card != nil {
		c.card = in.Card
		c.face = faceOf(in.Card)
		c.readSituations()
	}

	c.judgeReader() // stops at its first block
	c.judgeCard()
	c.endStep()
	c.judgeCodes()
	c.endStep()
	c.neverHidden = true
	c.judgeValidity()
	c.neverHidden = false
	c.endStep()
	c.judgeIdentity()
	c.judgeRightToBill()
	c.judgeActivities()
	c.judgeSituations()
	c.endStep()
	c.judgeSigning()

	if len(c.result.Findings) > 1 {
		slices.SortStableFunc(c.result.Findings, func(a, b Finding) int {
			return int(b.Severity) - int(a.Severity)
		})
	}
	c.result.Verdict = VerdictOf(c.result.Findings)
	return c.result
}

// VerdictOf sums findings up: blocked when one blocks, warning when one warns,
// ok otherwise. Unknown rules do not weigh.
func VerdictOf(findings []Finding) Verdict {
	var worst Severity
	for i := range findings {
		worst = max(worst, findings[i].Severity)
	}
	switch {
	case worst.Blocking():
		return VerdictBlocked
	case worst == Warning:
		return VerdictWarning
	default:
		return VerdictOK
	}
}

// checker holds one run of Check. It lives on the stack.
type checker struct {
	in      *Input
	card    *card.Contents // nil when no card was read
	face    card.Face
	today   card.Date
	billing bool // billing is requested
	sit     situations

	hidden      bool // an earlier step blocked: findings are dropped
	neverHidden bool // this step is exempt
	blocked     bool // the current step has blocked
	result      Result
}

// endStep closes a step: if it blocked, the next ones are hidden.
func (c *checker) endStep() {
	c.hidden = c.hidden || c.blocked
	c.blocked = false
}

// fire reports a finding at the rule's own severity, or lower.
func (c *checker) fire(f Finding) {
	if c.hidden && !c.neverHidden {
		return
	}
	if f.Severity == 0 {
		f.Severity = f.Rule.Severity
	}
	c.blocked = c.blocked || f.Severity.Blocking()
	c.result.Findings = append(c.result.Findings, f)
}

// unknown lists a rule once, with the first input found missing.
func (c *checker) unknown(r *Rule, missing string) {
	if n := len(c.result.Unknown); n > 0 && c.result.Unknown[n-1].Rule == r {
		return
	}
	c.result.Unknown = append(c.result.Unknown, Unknown{Rule: r, Missing: missing})
}

// unknowns lists several rules that miss the same input.
func (c *checker) unknowns(missing string, rules ...*Rule) {
	for _, r := range rules {
		c.unknown(r, missing)
	}
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
