package diagnosis

import (
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
// rule whose input was not read or not declared is listed in Unknown, hidden
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
	c := checker{in: in, facts: in.Facts.Declared, now: now, today: card.DateOf(now), billing: in.Facts.Use != fact.UseAuth}
	c.readCodes()
	if c.judgeVitale() {
		c.result.Verdict = VerdictUndetermined
		return c.result
	}
	c.readWorkstation()
	if in.Card != nil {
		c.card = in.Card
		c.face = faceOf(in.Card)
		c.readSituations()
	}
	c.generation = c.face
	if c.face == card.FaceUnknown {
		c.generation = c.declaredGeneration()
	}

	c.judgeWorkstation()
	c.judgeReader() // stops at its first block
	c.endStep()
	c.judgeLibrary()
	c.endStep()
	c.judgeCard()
	c.endStep()
	c.judgeCodes()
	c.endStep()
	c.neverHidden = true
	c.judgeValidity()
	c.judgeDelivery()
	c.neverHidden = false
	c.judgeOpposition()
	c.endStep()
	c.judgeIdentifiers()
	c.judgePrescriber()
	c.judgeType()
	c.judgeActivities()
	c.judgeReplacement()
	c.judgeDAM()
	c.judgeBilling()
	c.judgeConvention()
	c.judgeUpdates()
	c.endStep()
	c.judgeSigning()
	c.judgeCertificates()
	c.endStep()
	c.judgeServices()

	if len(c.result.Findings) > 1 {
		slices.SortStableFunc(c.result.Findings, func(a, b Finding) int {
			return int(b.Severity) - int(a.Severity)
		})
	}
	c.result.Unknown = c.unknownList()
	c.result.Verdict = c.verdict()
	return c.result
}

// CheckWorkstation judges the workstation alone: Check with WorkstationCheck
// set, reduced to the families WS and RDR.
func CheckWorkstation(in *Input, now time.Time) Result {
	only := *in
	only.WorkstationCheck = true
	r := Check(&only, now)
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool { return !ofWorkstation(f.Rule) })
	r.Unknown = slices.DeleteFunc(slices.Clone(r.Unknown), func(u Unknown) bool { return !ofWorkstation(u.Rule) })
	if r.Verdict = VerdictOf(r.Findings); only.told() {
		r.Verdict = undetermined(r.Verdict)
	}
	return r
}

func ofWorkstation(r *Rule) bool {
	family := r.Family()
	return family == "WS" || family == "RDR"
}

// checker holds one run of Check. It lives on the stack.
type checker struct {
	in   *Input
	card *card.Contents // nil when no card was read
	face card.Face
	// generation is the face, or else what was told of it: for the rules on a
	// generation of cards, not for those on what the reader holds.
	generation card.Face
	now        time.Time
	today      card.Date
	facts      *fact.Values
	billing    bool // billing is requested
	codes      Codes
	ws         Workstation
	sit        situations

	hidden      bool // an earlier step blocked: findings are dropped
	neverHidden bool // this step is exempt
	blocked     bool // the current step has blocked
	result      Result

	// Rules that could not be judged, in the order in which judges met them.
	pending   [rule.Count]Unknown
	waiting   int
	uncommon  bool // something else than a standing input is missing
	unasked   bool // the certificates were not asked for
	placeless bool // the structure of a billing activity tells no département
}

// endStep closes a step: if it blocked, the next ones are hidden.
func (c *checker) endStep() {
	c.hidden = c.hidden || c.blocked
	c.blocked = false
}

// fire reports a finding at the rule's own severity, or lower.
func (c *checker) fire(r rule.Number, f Finding) {
	if c.hidden && !c.neverHidden {
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

// unknown lists a rule once, with the first input found missing.
func (c *checker) unknown(r rule.Number, missing string) {
	c.uncommon = true
	c.list(Unknown{Rule: r.Rule(), Missing: missing})
}

// unknowns lists several rules that miss the same input.
func (c *checker) unknowns(missing string, rules ...rule.Number) {
	for _, r := range rules {
		c.unknown(r, missing)
	}
}

// undeclared lists rules that wait for the fact each of them needs.
func (c *checker) undeclared(rules ...rule.Number) {
	for _, r := range rules {
		c.add(Unknown{Rule: r.Rule(), Missing: r.Rule().Needs, Declared: true})
	}
}

// undeclaredFact lists a rule that waits for another fact than its first.
func (c *checker) undeclaredFact(r rule.Number, id fact.ID) {
	c.uncommon = true
	c.list(Unknown{Rule: r.Rule(), Missing: id.Name(), Declared: true})
}

func (c *checker) list(u Unknown) {
	for i := c.waiting - 1; i >= 0; i-- {
		if c.pending[i].Rule == u.Rule {
			return
		}
	}
	c.add(u)
}

// add lists a rule that its only judge met for the first time.
func (c *checker) add(u Unknown) {
	if c.waiting < len(c.pending) {
		c.pending[c.waiting] = u
		c.waiting++
	}
}

// notAsked lists rules on certificates that nobody asked the card for.
func (c *checker) notAsked(rules ...rule.Number) {
	c.unasked = true
	for _, r := range rules {
		c.add(Unknown{Rule: r.Rule(), Missing: missingCertificates})
	}
}

// onCertificates are the rules that notAsked lists.
var onCertificates = [...]rule.Number{rule.SIGN007, rule.CERT001, rule.CERT002, rule.CERT003, rule.CERT004, rule.CERT005, rule.CERT006, rule.CERT009}

// standing are the rules that are unknown as long as nobody declares anything
// and nobody looks at the workstation, what almost every check of a card ends
// with: by whether the certificates were not asked for, and whether the card
// does not tell the département of its practice. They are made once and never
// changed.
var standing = [2][2]func() []Unknown{
	{sync.OnceValue(func() []Unknown { return makeStanding(false, false) }), sync.OnceValue(func() []Unknown { return makeStanding(false, true) })},
	{sync.OnceValue(func() []Unknown { return makeStanding(true, false) }), sync.OnceValue(func() []Unknown { return makeStanding(true, true) })},
}

// untoldDepartement is what keeps CPS-ID-008 unknown then.
var untoldDepartement = Unknown{Rule: rule.ID008.Rule(), Missing: "activity.department", Declared: true}

func makeStanding(unasked, placeless bool) []Unknown {
	var list []Unknown
	for _, r := range rule.All() {
		switch {
		case r.Needs != "":
			list = append(list, Unknown{Rule: r, Missing: r.Needs, Declared: true})
		case r.Number == rule.ID008 && placeless:
			list = append(list, untoldDepartement)
		case unasked && slices.Contains(onCertificates[:], r.Number):
			list = append(list, Unknown{Rule: r, Missing: missingCertificates})
		}
	}
	return list
}

// unknownList puts the rules that could not be judged in evaluation order.
// Every entry of a common list is standing and none stands twice, so that its
// length tells whether it is the whole one.
func (c *checker) unknownList() []Unknown {
	common := standing[btoi(c.unasked)][btoi(c.placeless)]()
	if !c.uncommon && c.waiting == len(common) {
		return common[:len(common):len(common)]
	}
	list := make([]Unknown, 0, c.waiting)
	next := 0
	for _, r := range rule.All() {
		for range c.waiting {
			u := &c.pending[next]
			next = (next + 1) % c.waiting
			if u.Rule == r {
				list = append(list, *u)
				break
			}
		}
	}
	return list
}

// faceOf takes the face as read, or else as the ATR announces it.
func faceOf(c *card.Contents) card.Face {
	if c.Face == card.FaceUnknown {
		return card.FaceOf(c.ATR)
	}
	return c.Face
}

// kind returns the type of the card, "" when it was not read or holds filler.
func (c *checker) kind() card.Kind {
	if c.card == nil || c.card.Info.State != card.Present || !filled(c.card.Info.Value.Kind) {
		return ""
	}
	return c.card.Info.Value.Kind
}

// category returns the category of the card, "" when it was not read or holds
// filler.
func (c *checker) category() card.Category {
	if c.card == nil || c.card.ID.State != card.Present || !filled(c.card.ID.Value.Category) {
		return ""
	}
	return c.card.ID.Value.Category
}

// nationalID returns the identifier of the holder without blanks, type digit
// first, "" when it was not read.
func (c *checker) nationalID() string {
	if c.card == nil || c.card.Info.State != card.Present {
		return ""
	}
	return withoutBlanks(c.card.Info.Value.NationalID)
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

// Names of inputs that several judges report as missing.
const (
	missingReader       = "reader"
	missingCard         = "card"
	missingGeneration   = "card.generation"
	missingType         = "card.type"
	missingCategory     = "card.category"
	missingExpiry       = "card.expiryDate"
	missingIssue        = "card.issueDate"
	missingSerial       = "card.serial"
	missingHolder       = "holder.idNat"
	missingPIN          = "pin.triesLeft"
	missingPUK          = "puk.triesLeft"
	missingBilling      = "billing[]"
	missingActivities   = "activities[]"
	missingCertificates = "certs[]"
	missingList         = "crl.list"
)
