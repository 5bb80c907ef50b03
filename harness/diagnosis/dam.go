package diagnosis

import (
	"strconv"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// newCardsFrom is the day from which a card of unknown generation is taken for
// one that needs a recent Cryptolib (FAQ of a billing software: July 2025).
var newCardsFrom = card.Date{Year: 2025, Month: 7, Day: 1}

// judgeDAM is the DAM family. SSV code 61444 has several causes: orientation
// and clock, then an old library, then data that are not there; the first that
// holds is declared, and the last resort is a card that only the issuer can mend.
// Whether the billing object is absent or empty (CPS-DAM-005) stands in the
// evidence of CPS-DAM-001, which says nothing before a right PIN.
func (c *checker) judgeDAM() {
	message := c.codes.SSV == ssvUnusable
	switch {
	case c.codes.SSV == 0:
		c.undeclared(rule.DAM003)
		c.undeclared(rule.DAM002)
	case message:
		if c.judgeMessage() {
			c.judgeOrphans()
			c.judgeCache()
			return
		}
	}
	c.judgeNoSituation()
	if c.codes.SSV == 0 {
		c.undeclared(rule.DAM004)
	} else if message {
		c.judgeLastResort()
	}
	c.judgeOrphans()
	c.judgeCache()
}

// judgeMessage looks for causes of 61444 outside the card, in their order.
func (c *checker) judgeMessage() bool {
	k := &c.codes
	noATR := c.in.Reader.State == card.SlotMute || c.facts.Is(fact.CardAtr, "none")
	switch {
	case noATR:
		c.fireOn(rule.DAM003, append(k.ssvEvidence(), Evidence{Field: "card.atr", Value: "none"})...)
		return true
	case c.readerClockWrong():
		c.fireOn(rule.DAM003, append(k.ssvEvidence(), Evidence{Field: "reader.clock", Value: c.readerClock().String()})...)
		return true
	case c.card == nil && !c.facts.Has(fact.CardAtr):
		c.undeclaredFact(rule.DAM003, fact.CardAtr)
	case c.readerClock().IsZero():
		c.undeclaredFact(rule.DAM003, fact.ReaderClock)
	}
	switch c.needsRecent() {
	case TriUnknown:
		c.unknownGeneration(rule.DAM002)
	case TriNo:
	case TriYes:
		switch old := c.libraryOld(); old {
		case TriUnknown:
			c.unknownLibrary(rule.DAM002)
		case TriYes:
			c.fireOn(rule.DAM002, append(k.ssvEvidence(), c.libraryEvidence())...)
			return true
		case TriNo:
		}
	}
	return false
}

// needsRecent reports whether the card is one that needs a recent library: a
// V4, or a card of unknown generation delivered since July 2025.
func (c *checker) needsRecent() Tri {
	switch issued := c.issueDate(); {
	case c.generation == card.FaceCPS4:
		return TriYes
	case c.generation != card.FaceUnknown:
		return TriNo
	case issued.IsZero():
		return TriUnknown
	default:
		return TriOf(!issued.Before(newCardsFrom))
	}
}

// judgeLastResort: 61444 again although everything was looked at and is right.
// An expired card is not that, even in the rest of its month. What was not read of
// the card counts as the holder declares it: the block on the screen, the printed
// end, an ATR.
func (c *checker) judgeLastResort() {
	missing, expires := c.sitMissing(), c.endOfValidity()
	switch screen, declared := c.declaredScreen(); {
	case c.in.Codes.Times == 0 && !c.facts.Has(fact.CodeTimes):
		c.undeclaredFact(rule.DAM004, fact.CodeTimes)
	case c.codes.Times < 2 || missing == noInput && c.sit.linked == 0:
	case missing != noInput && screen == "absent":
	case missing != noInput && !declared:
		c.unreadAndUndeclared(rule.DAM004, missing, fact.ScreenBilling)
	case expires.IsZero():
		c.unknownEnd(rule.DAM004)
	case c.today.After(expires):
	case c.card == nil && !c.facts.Has(fact.CardAtr):
		c.undeclaredFact(rule.DAM004, fact.CardAtr)
	case c.readerClock().IsZero():
		c.undeclaredFact(rule.DAM004, fact.ReaderClock)
	default:
		c.judgeLastLibrary(missing != noInput)
	}
}

// judgeLastLibrary ends CPS-DAM-004: the library has to be right for the card.
func (c *checker) judgeLastLibrary(byScreen bool) {
	old, recent := c.libraryOld(), c.needsRecent()
	switch {
	case c.noLibrary:
	case old == TriUnknown:
		c.unknownLibrary(rule.DAM004)
	case old == TriNo || recent == TriNo:
		evidence := append(c.codes.ssvEvidence(), Evidence{Field: "code.times", Value: strconv.Itoa(c.codes.Times)})
		if byScreen {
			evidence = append(evidence, c.screenEvidence())
		}
		c.fireOn(rule.DAM004, evidence...)
	case recent == TriUnknown:
		c.unknownGeneration(rule.DAM004)
	}
}

// declaredScreen returns what was declared of the « Facturation » block, nothing when the
// billing object was read and is damaged: that is the nearer cause (CPS-SIGN-004).
func (c *checker) declaredScreen() (string, bool) {
	if c.card != nil && c.card.Billing.State == card.Malformed {
		return "", false
	}
	return c.facts.Text(fact.ScreenBilling)
}

// screenEvidence shows what was declared of the « Facturation » block.
func (c *checker) screenEvidence() Evidence {
	return Evidence{Field: fact.ScreenBilling.Name(), Value: c.declaredText(fact.ScreenBilling)}
}

// judgeNoSituation: the card was opened and carries no situation that belongs
// to an activity. That matters to who wants to bill, and to who reads that
// there is no DAM. Where the situations were not read, their block on the screen
// counts.
func (c *checker) judgeNoSituation() {
	message, missing := c.codes.SSV == ssvUnusable, c.sitMissing()
	switch screen, declared := c.declaredScreen(); {
	case !c.billing && !message:
	case missing == noInput && c.sit.linked == 0:
		c.fireOn(rule.DAM001, c.damEvidence()...)
	case missing == noInput || screen == "present":
	case !message:
		c.unknown(rule.DAM001, missing)
	case declared: // to be absent
		c.fireOn(rule.DAM001, append(c.codes.ssvEvidence(), c.screenEvidence())...)
	default:
		c.unreadAndUndeclared(rule.DAM001, missing, fact.ScreenBilling)
	}
}

// judgeOrphans finds situations and activities that have no counterpart.
func (c *checker) judgeOrphans() {
	switch missing := c.sitMissing(); {
	case missing != noInput:
		c.unknowns(missing, rule.DAM006, rule.DAM007)
		return
	case c.sit.linked == 0:
		return
	}
	if c.sit.loose > 0 {
		c.unknown(rule.DAM006, missingActivities)
	}
	for i := range c.sit.all {
		b := &c.sit.all[i]
		if b.link == orphan {
			c.fire(rule.DAM006, Finding{Situation: b.Rank, Evidence: []Evidence{c.orphan(b)}})
		}
	}
	c.judgeChosen()
}

// judgeChosen: the activity chosen cannot bill, another one can. Which one is
// chosen matters only when there is one that cannot.
func (c *checker) judgeChosen() {
	n := c.in.Facts.Activity
	switch {
	case len(c.sit.judged) > 0 && (n != 0 || c.facts.Has(fact.LgcSelected) || !c.someCannotBill()):
	case !c.appliesTo(rule.DAM007, card.KindCPS, card.KindCPF):
	case n == 0:
		c.undeclaredFact(rule.DAM007, fact.LgcSelected)
	case c.sit.loose > 0 && !c.activityRead(n): // one of those may be its own
		c.unknown(rule.DAM007, missingActivities)
	default:
		c.fireOn(rule.DAM007, Evidence{Field: "lgc.selected", Value: strconv.Itoa(n)})
	}
}

// activityRead reports whether the activity of that number was read: the
// situations of other activities are none of its own then.
func (c *checker) activityRead(n int) bool {
	for i := range c.card.Activities {
		if a := &c.card.Activities[i]; a.Number == n && a.State == card.Present {
			return true
		}
	}
	return false
}

// someCannotBill reports whether an activity of the card has no billing
// situation.
func (c *checker) someCannotBill() bool {
	for a := range c.presentActivities {
		if !c.linked(a.Value.Logical) {
			return true
		}
	}
	return false
}

// judgeCache ends the family. No object has a proven encoding in both volumes
// of the card, so that the two cannot be compared (CPS-DAM-008).
func (c *checker) judgeCache() {
	c.undeclared(rule.DAM008)
	switch cache, ok := c.facts.Text(fact.Cache); {
	case !ok:
		c.undeclared(rule.DAM009)
	case cache == "stale" || cache == "unreadable":
		c.fireOn(rule.DAM009, Evidence{Field: "cache", Value: cache})
	}
}
