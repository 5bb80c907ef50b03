package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Thresholds of step 5, in days around the end of validity, in years of life,
// and the year before which a clock is not believed.
const (
	letterDays   = 90 // Article of a training company: letter 2-3 months before
	postDays     = 45 // Leaflet for liberal doctors: card sent 1-1.5 months before
	callDays     = 30 // the same: the end of that window, time to call
	urgentDays   = 15 // this project
	lifetimeV3   = 3  // FAQ of a billing software
	lifetimeV4   = 6  // Leaflet for liberal doctors
	lifetimeSlip = 31 // this project
	sanestClock  = 2020
)

// judgeValidity is step 5. The date on the chip decides; without one, the end
// of the card's certificates does where they were read, after them the month
// printed on the card where it was declared, and last the issue date plus the life of
// the generation. A card is valid on its last day. The rest of that month is a
// warning, because screens show the month only; after the month it blocks.
func (c *checker) judgeValidity() {
	issued, expires := c.issueDate(), c.idCard().Expires
	end := expires
	if cert, _ := c.certificateEnd(); end.IsZero() && cert == nil {
		end = c.printedEnd()
	}
	switch {
	case end.IsZero():
		c.unknownEnd(rule.VAL001)
	case c.today.After(end.EndOfMonth()):
		c.fireExpired(BlockBilling, end)
	case c.today.After(end):
		c.fireExpired(Warning, end)
	}
	if end.IsZero() {
		end = c.judgeLifetime(issued)
	}
	c.judgeLength(issued, expires)
	c.judgeTestCard(issued, end)
	c.judgeRenewal(end)
	c.judgeClocks(issued)
}

// fireExpired reports a card past its end, on the chip or as printed.
func (c *checker) fireExpired(s Severity, end card.Date) {
	f := Finding{Severity: s, Args: []any{end}, Evidence: c.endEvidence()}
	if c.idCard().Expires.IsZero() {
		f.Variant = rule.VariantPrinted
	}
	c.fire(rule.VAL001, f)
}

// endOfValidity returns the last day of the card by its chip, its certificates
// that have not ended, or what was declared to be printed; no date when there is none.
func (c *checker) endOfValidity() card.Date {
	if read := c.idCard().Expires; !read.IsZero() {
		return read
	}
	if cert, end := c.certificateEnd(); cert != nil {
		return end
	}
	return c.printedEnd()
}

// lifetime returns the years that a card of this generation lives.
func (c *checker) lifetime() int {
	if c.generation == card.FaceCPS4 {
		return lifetimeV4
	}
	return lifetimeV3
}

// judgeLifetime judges a card without an end date and returns the end it
// derives, or no date when it cannot.
func (c *checker) judgeLifetime(issued card.Date) card.Date {
	if cert, end := c.certificateEnd(); cert != nil {
		return end
	}
	switch {
	case issued.IsZero():
		c.unknownIssue(rule.VAL002, rule.VAL003)
		return card.Date{}
	case c.generation == card.FaceUnknown:
		c.unknownGeneration(rule.VAL002, rule.VAL003)
		return card.Date{}
	}
	end := issued.AddYears(c.lifetime())
	if !c.today.After(end) {
		return end
	}
	r, f := rule.VAL002, Finding{Evidence: []Evidence{c.dateEvidence(missingIssue.name(), issued)}}
	if c.generation == card.FaceCPS4 {
		r, f.Args = rule.VAL003, []any{end}
	}
	c.fire(r, f)
	return end
}

// certificateEnd returns the certificate that ends first, with its last day, when
// that is not past; nil otherwise. Certificates that have not ended show that the
// card has not; when they have, CPS-CERT-001 reports it, and the card is judged as
// without them.
func (c *checker) certificateEnd() (*card.NumberedCertificate, card.Date) {
	cert, end := c.firstToEnd()
	if cert == nil || c.today.After(end) {
		return nil, card.Date{}
	}
	return cert, end
}

// firstToEnd returns the certificate of the card that ends first, with its last
// day; nil when none was read.
func (c *checker) firstToEnd() (first *card.NumberedCertificate, end card.Date) {
	if c.card == nil {
		return nil, card.Date{}
	}
	for cert := range c.certificates {
		if first == nil || cert.Value.NotAfter.Before(first.Value.NotAfter) {
			first, end = cert, card.DateOf(cert.Value.NotAfter.In(c.now.Location()))
		}
	}
	return first, end
}

// judgeLength compares the life of the card with that of its generation. What is
// printed is a month and may be older than the chip (CPS-VAL-012): it does not
// count here.
func (c *checker) judgeLength(issued, expires card.Date) {
	switch {
	case c.card == nil:
		c.unknown(rule.VAL004, missingCard)
	case issued.IsZero():
		c.unknownIssue(rule.VAL004)
	case expires.IsZero():
		c.unknownEnd(rule.VAL004)
	case c.generation == card.FaceUnknown:
		c.unknownGeneration(rule.VAL004)
	default:
		if slip := issued.AddYears(c.lifetime()).DaysUntil(expires); slip < -lifetimeSlip || slip > lifetimeSlip {
			c.fireOn(rule.VAL004, c.dateEvidence(missingIssue.name(), issued), c.dateEvidence(missingExpiry.name(), expires))
		}
	}
}

// testYears is how long a test card is good for, whatever its chip says (ANS,
// questions of the industry).
const testYears = 3

// judgeTestCard: a test card that is past the years of test cards and, by its own
// dates, still valid; else the rules before report its end.
func (c *checker) judgeTestCard(issued, end card.Date) {
	switch category := c.category; {
	case c.card == nil:
		c.unknown(rule.VAL015, missingCard)
	case category == "":
		c.unknown(rule.VAL015, missingCategory)
	case !category.Test():
	case issued.IsZero():
		c.unknownIssue(rule.VAL015)
	case c.today.After(issued.AddYears(testYears)) && !c.today.After(end):
		c.fire(rule.VAL015, Finding{Args: []any{issued}, Evidence: []Evidence{c.dateEvidence(missingIssue.name(), issued)}})
	}
}

// judgeRenewal looks at the windows before the end of validity. On the telephone
// nobody reads the type of the card: the windows are judged for the card that the
// rule is about, as with any declared fact.
func (c *checker) judgeRenewal(end card.Date) {
	if end.IsZero() {
		c.unknownEnd(rule.VAL005, rule.VAL006, rule.VAL007, rule.VAL008)
		return
	}
	days, kind := c.today.DaysUntil(end), c.kind
	switch {
	case days > letterDays:
		return
	case days < 0: // expired: only who sends the next card is left to say
	case days > postDays:
		if c.appliesTo(rule.VAL005, card.KindCPS, card.KindCPF) { // renewal of the others is not automatic
			c.fire(rule.VAL005, Finding{Args: []any{days}, Evidence: c.endEvidence()})
		}
	case c.in.Facts.NewCardReceived:
	case days > urgentDays:
		if c.appliesTo(rule.VAL006, card.KindCPS) { // stated of the CPS
			f := Finding{Args: []any{days}, Evidence: c.endEvidence()}
			if days <= callDays {
				f.Variant = rule.VariantCall
			}
			c.fire(rule.VAL006, f)
		}
	default:
		f := Finding{Evidence: c.endEvidence()}
		switch days {
		case 0:
			f.Variant = rule.VariantToday
		case 1:
			f.Variant = rule.VariantTomorrow
		default:
			f.Args = []any{days}
		}
		c.fire(rule.VAL007, f)
	}
	c.judgeAutomatic(kind)
}

// judgeAutomatic: the law renews the cards of professionals and of directors.
// Whether the holder of a CPE is one stands behind the PIN.
func (c *checker) judgeAutomatic(kind card.Kind) {
	switch {
	case kind == "":
		c.unknown(rule.VAL008, missingType)
	case kind == card.KindCPS:
	case kind == card.KindCPE && c.sit.activitiesMissing != noInput:
		c.unknown(rule.VAL008, c.sit.activitiesMissing)
	case kind == card.KindCPE && c.directorActivity() != nil:
	default:
		c.fireOn(rule.VAL008, append(c.endEvidence(), c.kindEvidence())...)
	}
}

// judgeClocks distinguishes clocks that are wrong for sure from a card issued later
// than today, which may be either's fault. The clock of a reader counts when
// it was read or declared: PC/SC readers have none.
func (c *checker) judgeClocks(issued card.Date) {
	readerClock := c.readerClock()
	switch {
	case c.today.Year < sanestClock:
		c.fire(rule.VAL009, Finding{Variant: rule.VariantClock, Args: []any{c.today}, Evidence: []Evidence{{Field: "today", Value: c.today.String()}}})
	case c.readerClockWrong():
		c.fire(rule.VAL009, Finding{Variant: rule.VariantReaderClock, Args: []any{readerClock}, Evidence: []Evidence{{Field: "reader.clock", Value: readerClock.String()}}})
	case issued.IsZero():
		c.unknownIssue(rule.VAL009)
	case c.today.Before(issued):
		c.fire(rule.VAL009, Finding{Args: []any{issued}, Evidence: []Evidence{c.dateEvidence(missingIssue.name(), issued)}})
	}
}

// readerClock returns the day that the reader shows, no date when unknown.
func (c *checker) readerClock() card.Date {
	if d, ok := c.facts.Date(fact.ReaderClock); ok {
		return d
	}
	if c.in.Reader.Clock.IsZero() {
		return card.Date{}
	}
	return card.DateOf(c.in.Reader.Clock.In(c.now.Location()))
}

// readerClockWrong: before 2020, or more than one day away from the
// workstation's.
func (c *checker) readerClockWrong() bool {
	d := c.readerClock()
	if d.IsZero() {
		return false
	}
	if !c.facts.Has(fact.ReaderClock) {
		if off := c.now.Sub(c.in.Reader.Clock); off > 24*time.Hour || off < -24*time.Hour {
			return true
		}
		return d.Year < sanestClock
	}
	off := c.today.DaysUntil(d)
	return d.Year < sanestClock || off > 1 || off < -1
}

// endEvidence is the date that the end of validity comes from: that of the chip,
// of a certificate, the month printed, or the day of issue.
func (c *checker) endEvidence() []Evidence {
	if read := c.idCard().Expires; !read.IsZero() {
		return []Evidence{c.dateEvidence(missingExpiry.name(), read)}
	}
	if cert, end := c.certificateEnd(); cert != nil {
		return []Evidence{c.certificateEvidence(cert, "notAfter", end.String())}
	}
	if c.facts.Has(fact.CardPrintedExpiry) {
		return []Evidence{c.printedEvidence()}
	}
	return []Evidence{c.dateEvidence(missingIssue.name(), c.issueDate())}
}
