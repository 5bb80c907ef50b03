package diagnosis

import (
	"slices"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// situations is what step 6 and 7 need to know of the billing situations
// before judging any of them: which count, and whether one can be used.
type situations struct {
	// missing names the input that keeps every rule on billing unknown: the
	// PIN was not accepted, or the object was not read or cannot be decoded.
	missing inputName
	// activitiesMissing is the same for rules on activities.
	activitiesMissing inputName

	all     []ofBilling  // the situations on the card
	judged  []*ofBilling // those linked to the activity declared, or to any
	counted []*ofBilling // judged ones that have an identifier of their own
	links   numbers      // of activities, that a situation names
	linked  int          // situations that belong to an activity of the card
	loose   int          // situations whose activity could not be read or decoded
	usable  int          // judged ones that can bill
	fse     int          // usable ones that may sign FSE
	lots    int          // usable ones that may sign batches
	unread  bool         // some activity is listed but was not read, or not decoded

	// What the lists above lie in, as long as a card holds no more than it can have.
	room struct {
		all             [mostActivities]ofBilling
		judged, counted [mostActivities]*ofBilling
	}
}

// ofBilling is a billing situation and what its judges need to know of it.
type ofBilling struct {
	*card.Billing
	activity   *card.NumberedActivity // the one it belongs to, if that is judged
	am         string                 // the AM number inside the identifier
	identified bool                   // it has an identifier at all
	// borrowed says that it has no number of its own and belongs to an activity of
	// replacement: claims go out under the number of the person replaced.
	borrowed bool
	link     link

	knownSpeciality, newSpeciality bool // it is in table G100, and not in the dictionary 02.18
	knownZone, knownPair           bool // the zone is in table G102, and goes with the convention
}

// belongs reports whether the situation belongs to an activity of the card,
// whichever was declared.
func (b *ofBilling) belongs() bool { return b.link == linkedHere || b.link == linkedOther }

// numbers is a set of numbers of activities from 0 to 63, more than any card has.
type numbers uint64

func (n numbers) has(i int) bool { return n>>i&1 != 0 }

func (n numbers) plus(i int) numbers { return n | 1<<i }

// inNumbers reports whether a number is one that the set can hold.
func inNumbers(i int) bool { return i >= 0 && i < 64 }

// link is whether a situation belongs to an activity of the card.
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
	var list []card.Billing
	switch o := &c.card.Billing; o.State {
	case card.Unread, card.Malformed:
		s.missing = missingBilling
		return
	case card.Present:
		list = o.Value
	default: // absent, empty, zeros or erased: no situation
	}
	var owners owners
	c.readOwners(&owners)
	// A list that outgrows its room leaves the others pointing at copies, which nobody
	// changes.
	s.all, s.judged, s.counted = s.room.all[:0], s.room.judged[:0], s.room.counted[:0]
	for i := range list {
		s.all = append(s.all, c.situation(&list[i], &owners))
		b := &s.all[i]
		if inNumbers(b.Link) {
			s.links = s.links.plus(b.Link)
		}
		switch b.link {
		case orphan:
		case looseLink:
			s.loose++
		case linkedOther:
			s.linked++
		case linkedHere:
			s.linked++
			s.judged = append(s.judged, b)
			if b.identified && !b.borrowed {
				s.counted = append(s.counted, b)
			}
			if c.usable(b) {
				s.usable++
				if b.SignFSE() {
					s.fse++
				}
				if b.SignBatches() {
					s.lots++
				}
			}
		}
	}
	if s.linked == 0 && s.loose > 0 {
		s.missing = missingActivities
	}
}

// owners are the activities of the card by their logical numbers.
type owners struct {
	judged [64]*card.NumberedActivity // the first of each number, of those that are judged
	any    numbers                    // of all of them
	// replacing are those in exercise mode 04.
	replacing numbers
}

// readOwners goes through the activities once. A declared activity (its number nn)
// narrows what is judged to the situations linked to it.
func (c *checker) readOwners(o *owners) {
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		n := a.Value.Logical
		if a.State != card.Present || !inNumbers(n) {
			continue
		}
		o.any = o.any.plus(n)
		if a.Value.Mode == card.ModeReplacement {
			o.replacing = o.replacing.plus(n)
		}
		if c.narrowedTo(a) && o.judged[n] == nil {
			o.judged[n] = a
		}
	}
}

// narrowedTo reports whether the situations of an activity are judged: of any, or
// of the one that was declared.
func (c *checker) narrowedTo(a *card.NumberedActivity) bool {
	n := c.in.Facts.Activity
	return n == 0 || n == a.Number
}

// situation finds out once what the judges need to know of a situation.
func (c *checker) situation(b *card.Billing, o *owners) ofBilling {
	s := ofBilling{Billing: b, am: amNumber(b.ID), identified: hasIdentifier(b.ID)}
	speciality, known := card.CodeOf("G100", b.Speciality)
	s.knownSpeciality, s.newSpeciality = known, known && !speciality.InDictionary0218
	if _, s.knownPair = card.ZoneLabel(b.Zone, b.Convention); s.knownPair {
		s.knownZone = true
	} else {
		_, s.knownZone = card.CodeOf("G102", b.Zone)
	}
	switch {
	case b.Link < 0:
		return s
	case inNumbers(b.Link):
		s.borrowed = o.replacing.has(b.Link) && (!s.identified || isPlaceholder(b.ID))
		if s.activity = o.judged[b.Link]; s.activity != nil {
			s.link = linkedHere
			return s
		}
		if o.any.has(b.Link) {
			s.link = linkedOther
			return s
		}
	default: // a number that no card has: one by one
		for i := range c.card.Activities {
			a := &c.card.Activities[i]
			if a.State != card.Present || a.Value.Logical != b.Link {
				continue
			}
			if s.link = linkedOther; c.narrowedTo(a) {
				s.link, s.activity = linkedHere, a
				return s
			}
		}
		if s.link == linkedOther {
			return s
		}
	}
	if c.sit.unread || c.sit.activitiesMissing != noInput {
		s.link = looseLink
	}
	return s
}

// linked reports whether a situation names the activity of a logical number.
func (c *checker) linked(logical int) bool {
	if inNumbers(logical) {
		return c.sit.links.has(logical)
	}
	for i := range c.sit.all {
		b := &c.sit.all[i]
		if b.Link == logical {
			return true
		}
	}
	return false
}

// usable reports whether a linked situation can bill: it has an identifier, or
// borrows one in a replacement that was declared, at least one signing right, and
// no declared list of numbers refuses it.
func (c *checker) usable(b *ofBilling) bool {
	switch {
	case !b.SignFSE() && !b.SignBatches() || c.notOfCompany(b):
		return false
	case b.borrowed && c.replacing() == TriYes:
		return true
	default:
		return b.identified && !c.notRecorded(b)
	}
}

// replacing is whether a replacement was declared to be under way.
func (c *checker) replacing() Tri { return triOf(c.facts, fact.LgcReplacement) }

// dependsOnReplacement reports whether the card bills in a replacement only, and
// nobody declared whether one is under way.
func (c *checker) dependsOnReplacement() bool {
	return c.billing && c.sit.usable == 0 && c.replacing() == TriUnknown &&
		slices.ContainsFunc(c.sit.judged, func(b *ofBilling) bool { return b.borrowed && !b.identified })
}

// usableAnywhere reports whether a situation of the card can bill, whatever
// activity was declared.
func (c *checker) usableAnywhere() bool {
	for i := range c.sit.all {
		b := &c.sit.all[i]
		if b.belongs() && c.usable(b) {
			return true
		}
	}
	return false
}

// presentActivities goes through the activities that could be decoded, once
// the PIN was accepted.
func (c *checker) presentActivities(yield func(*card.NumberedActivity) bool) {
	if c.activitiesMissing() != noInput {
		return
	}
	for i := range c.card.Activities {
		if a := &c.card.Activities[i]; a.State == card.Present && !yield(a) {
			return
		}
	}
}

// sitMissing names the input that keeps the rules on billing situations
// unknown, noInput when there is none.
func (c *checker) sitMissing() inputName {
	if c.card == nil {
		return missingCard
	}
	return c.sit.missing
}

// activitiesMissing is the same for rules on activities.
func (c *checker) activitiesMissing() inputName {
	if c.card == nil {
		return missingCard
	}
	return c.sit.activitiesMissing
}

// hasIdentifier is false for an identifier that is empty, blank, or made of
// zeros or x only.
func hasIdentifier(id string) bool {
	for i := range len(id) {
		switch id[i] {
		case ' ', '0', 'x', 'X':
		default:
			return true
		}
	}
	return false
}

// appliesTo reports whether a rule is about cards of this type. It is when no
// card was read: declared facts are judged alone. A type that was not read
// leaves the rule unknown.
func (c *checker) appliesTo(r rule.Number, kinds ...card.Kind) bool {
	if c.card == nil {
		return true
	}
	if c.kind == "" {
		c.unknown(r, missingType)
	}
	return slices.Contains(kinds, c.kind)
}

// lowered is the severity of a block on one situation: a warning as long as
// others can do what this one cannot.
func lowered(r rule.Number, others int) Severity {
	if others > 0 {
		return Warning
	}
	return r.Rule().Severity
}
