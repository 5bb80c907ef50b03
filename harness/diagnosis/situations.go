package diagnosis

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// situations is what step 6 and 7 need to know of the billing situations
// before judging any of them: which count, and whether one can be used.
type situations struct {
	// missing names the input that keeps every rule on billing unknown: the
	// PIN was not accepted, or the object was not read or cannot be decoded.
	missing string
	// activitiesMissing is the same for rules on activities.
	activitiesMissing string

	list   []card.Billing // nil when missing, or when there is none
	links  [8]link        // of the first situations of the list: readers keep no more
	linked int            // situations that belong to an activity of the card
	loose  int            // situations whose activity could not be read or decoded
	judged int            // linked situations of the activity declared, or all
	usable int            // judged ones that can bill
	fse    int            // usable ones that may sign FSE
	lots   int            // usable ones that may sign batches
	unread bool           // some activity is listed but was not read, or not decoded
}

// link tells whether a situation belongs to an activity of the card.
type link uint8

const (
	orphan      link = iota // no activity carries its number: the Gestionnaire ignores it
	looseLink               // an activity that was not read or decoded might carry it
	linkedOther             // belongs to an activity other than the one declared
	linkedHere              // to be judged
)

// readSituations counts in one pass. Nothing is concluded before a correct
// PIN: until then the protected objects are merely invisible.
func (c *checker) readSituations() {
	s := &c.sit
	if !c.card.Protected() {
		s.missing, s.activitiesMissing = missingBilling, missingActivities
		return
	}
	if !c.card.Listed {
		s.activitiesMissing = missingActivities
	}
	for i := range c.card.Activities {
		state := c.card.Activities[i].State
		s.unread = s.unread || state == card.Unread || state == card.Malformed
	}
	switch o := &c.card.Billing; o.State {
	case card.Unread, card.Malformed:
		s.missing = missingBilling
		return
	case card.Present:
		s.list = o.Value
	default: // absent, empty, zeros or erased: no situation
	}
	for i := range s.list {
		b := &s.list[i]
		l := c.linkOf(b)
		if i < len(s.links) {
			s.links[i] = l
		}
		switch l {
		case orphan:
		case looseLink:
			s.loose++
		case linkedOther:
			s.linked++
		case linkedHere:
			s.linked++
			s.judged++
			if c.usable(b) {
				s.usable++
				s.fse += btoi(b.SignFSE())
				s.lots += btoi(b.SignBatches())
			}
		}
	}
	if s.linked == 0 && s.loose > 0 {
		s.missing = missingActivities
	}
}

// linkOf finds the activity of a situation. A declared activity (its number
// nn) narrows the judgement to the situations linked to it.
func (c *checker) linkOf(b *card.Billing) link {
	found := orphan
	if c.sit.unread || c.sit.activitiesMissing != "" {
		found = looseLink
	}
	if b.Link < 0 {
		return orphan
	}
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		if a.State != card.Present || a.Value.Logical != b.Link {
			continue
		}
		if n := c.in.Facts.Activity; n == 0 || n == a.Number {
			return linkedHere
		}
		found = linkedOther
	}
	return found
}

// usable tells whether a linked situation can bill: it has an identifier, at
// least one signing right, and no declared list of numbers refuses it.
func (c *checker) usable(b *card.Billing) bool {
	return hasIdentifier(b) && (b.SignFSE() || b.SignBatches()) && !c.notRecorded(b) && !c.notOfCompany(b)
}

// counted goes through the situations that are judged and have an identifier.
func (c *checker) counted(yield func(*card.Billing) bool) {
	for b := range c.judged {
		if hasIdentifier(b) && !yield(b) {
			return
		}
	}
}

// judged goes through the situations linked to an activity that counts.
func (c *checker) judged(yield func(*card.Billing) bool) {
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if c.linkAt(i) == linkedHere && !yield(b) {
			return
		}
	}
}

// linkAt is linkOf for a situation of the list, found once for the first ones.
func (c *checker) linkAt(i int) link {
	if i < len(c.sit.links) {
		return c.sit.links[i]
	}
	return c.linkOf(&c.sit.list[i])
}

// usableAnywhere reports whether a situation of the card can bill, whatever
// activity was declared.
func (c *checker) usableAnywhere() bool {
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if l := c.linkAt(i); (l == linkedHere || l == linkedOther) && c.usable(b) {
			return true
		}
	}
	return false
}

// presentActivities goes through the activities that could be decoded, once
// the PIN was accepted.
func (c *checker) presentActivities(yield func(*card.NumberedActivity) bool) {
	if c.activitiesMissing() != "" {
		return
	}
	for i := range c.card.Activities {
		if a := &c.card.Activities[i]; a.State == card.Present && !yield(a) {
			return
		}
	}
}

// sitMissing names the input that keeps the rules on billing situations
// unknown, "" when there is none.
func (c *checker) sitMissing() string {
	if c.card == nil {
		return missingCard
	}
	return c.sit.missing
}

// activitiesMissing is the same for rules on activities.
func (c *checker) activitiesMissing() string {
	if c.card == nil {
		return missingCard
	}
	return c.sit.activitiesMissing
}

// hasIdentifier is false for an identifier that is empty, blank, or made of
// zeros or x only.
func hasIdentifier(b *card.Billing) bool {
	return strings.Trim(b.ID, " 0xX") != ""
}

// activityOf returns the activity that a linked situation belongs to.
func (c *checker) activityOf(b *card.Billing) *card.NumberedActivity {
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		if a.State == card.Present && a.Value.Logical == b.Link && (c.in.Facts.Activity == 0 || c.in.Facts.Activity == a.Number) {
			return a
		}
	}
	return nil
}

// appliesTo reports whether a rule is about cards of this type. It is when no
// card was read: declared facts are judged alone. A type that was not read
// leaves the rule unknown.
func (c *checker) appliesTo(r rule.Number, kinds ...card.Kind) bool {
	if c.card == nil {
		return true
	}
	kind := c.kind()
	if kind == "" {
		c.unknown(r, missingType)
	}
	return slices.Contains(kinds, kind)
}

// lowered is the severity of a block on one situation: a warning as long as
// others can do what this one cannot.
func lowered(r rule.Number, others int) Severity {
	if others > 0 {
		return Warning
	}
	return r.Rule().Severity
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
