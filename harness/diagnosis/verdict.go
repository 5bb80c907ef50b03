package diagnosis

import "github.com/cpslab/cps/harness/card"

// Verdict sums a diagnosis up.
type Verdict string

// Verdicts, the one that goes before all others last. Only VerdictOK and
// VerdictWarning say that the card can be used.
const (
	VerdictOK      Verdict = "ok"
	VerdictWarning Verdict = "warning"
	// VerdictIncomplete: nothing blocks, and what the card is judged for was not
	// read: its billing situations, or its certificates with fact.UseAuth. A warning may
	// stand among the findings.
	VerdictIncomplete Verdict = "incomplete"
	// VerdictUndetermined: nothing was read, and what was declared establishes nothing
	// about the card; or it speaks of the Vitale card, and the other one was not
	// judged; or the card bills in a replacement only, and nobody declared whether one
	// is under way.
	VerdictUndetermined Verdict = "undetermined"
	VerdictBlocked      Verdict = "blocked"
	// BenchError is set by callers whose reading failed for a reason that is no
	// state of card or reader.
	BenchError Verdict = "bench-error"
)

// Open reports whether a verdict leaves open whether the card can be used: no
// program may take it for a success.
func (v Verdict) Open() bool { return v == VerdictIncomplete || v == VerdictUndetermined }

// VerdictOf sums up findings alone: blocked when one blocks, warning when one
// warns, ok otherwise. What was not read or not judged does not weigh; see Check
// for the verdict on a card.
func VerdictOf(findings []Finding) Verdict {
	return verdictOf(findings, func(*Rule) bool { return true })
}

func verdictOf(findings []Finding, weighs func(*Rule) bool) Verdict {
	var worst Severity
	for i := range findings {
		if weighs(findings[i].Rule) {
			worst = max(worst, findings[i].Severity)
		}
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

// verdict sums up what was judged: in the diagnosis of a card, what was found on
// the workstation does not weigh, and a card whose part that matters was not read
// is not said to be in order.
func (c *checker) verdict() Verdict {
	found := verdictOf(c.result.Findings, func(r *Rule) bool { return c.in.WorkstationCheck || r.Family() != "WS" })
	switch {
	case found == VerdictBlocked:
		return VerdictBlocked
	case c.in.onlyDeclared():
		return undetermined(found)
	case c.dependsOnReplacement():
		return VerdictUndetermined
	case c.in.ofWorkstation() || c.readEnough():
		return found
	default:
		return VerdictIncomplete
	}
}

// undetermined is the verdict of what somebody declared, nothing having been looked
// at: that no rule fires establishes nothing.
func undetermined(found Verdict) Verdict {
	if found == VerdictOK {
		return VerdictUndetermined
	}
	return found
}

// ofWorkstation reports whether a workstation is judged that was looked at.
func (in *Input) ofWorkstation() bool {
	return in.WorkstationCheck && !in.FactsOnly && in.Workstation != nil
}

// onlyDeclared reports whether what is judged was not looked at: all there is of it is
// what somebody declared.
func (in *Input) onlyDeclared() bool {
	return in.Card == nil && in.Reader.State == card.SlotUnknown && !in.ofWorkstation()
}

// readEnough reports whether the part of the card that it is judged for was read.
// A billing object or a certificate that cannot be decoded was read in vain.
func (c *checker) readEnough() bool {
	switch {
	case c.card == nil:
		return false
	case c.billing:
		return c.sit.missing != missingBilling
	default:
		return c.card.Certificates != nil && !c.certificateLost()
	}
}
