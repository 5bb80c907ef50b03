package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/card"
)

// Thresholds of step 5, in days around the end of validity, in years of life,
// and the year before which a clock is not believed.
const (
	letterDays   = 90 // Article of a training company: letter 2-3 months before
	postDays     = 45 // Leaflet for liberal doctors: card sent 1-1.5 months before
	urgentDays   = 15 // this project
	lifetimeV3   = 3  // FAQ of a billing software
	lifetimeV4   = 6  // Leaflet for liberal doctors
	lifetimeSlip = 31 // this project
	sanestClock  = 2020
)

// judgeValidity is step 5. The date on the chip decides; without one, the end
// of the card's certificates does where they were read, and after them the issue
// date plus the life of the generation. A card is valid on its last
// day. The rest of that month is a warning, because screens show the month
// only; after the month it blocks.
func (c *checker) judgeValidity() {
	var issued, expires card.Date
	missingEnd, missingStart := missingCard, missingCard
	if c.card != nil {
		missingEnd, missingStart = missingExpiry, missingIssue
		if c.card.ID.State == card.Present {
			issued, expires = c.card.ID.Value.Issued, c.card.ID.Value.Expires
		}
	}

	switch {
	case expires.IsZero():
		c.unknown(&val001, missingEnd)
	case c.today.After(expires.EndOfMonth()):
		c.fireDate(&val001, BlockBilling, missingExpiry, expires)
	case c.today.After(expires):
		c.fireDate(&val001, Warning, missingExpiry, expires)
	}
	end := expires
	if end.IsZero() {
		end = c.judgeLifetime(issued, missingStart)
	}
	c.judgeLength(issued, expires, missingStart, missingEnd)
	c.judgeRenewal(end, missingEnd)
	c.judgeClocks(issued, missingStart)
}

// expiryDate returns the end of validity that stands on the chip, no date when
// there is none.
func (c *checker) expiryDate() card.Date {
	if c.card == nil || c.card.ID.State != card.Present {
		return card.Date{}
	}
	return c.card.ID.Value.Expires
}

// lifetime returns the years that a card of this generation lives.
func (c *checker) lifetime() int {
	if c.face == card.FaceCPS4 {
		return lifetimeV4
	}
	return lifetimeV3
}

// judgeLifetime judges a card without an end date and returns the end it
// derives, or no date when it cannot. Certificates that have not ended show that
// the card has not; when they have, CPS-CERT-001 tells it, and the age of the
// card is judged as without them.
func (c *checker) judgeLifetime(issued card.Date, missing string) card.Date {
	if cert, end := c.firstToEnd(); cert != nil && !c.today.After(end) {
		return end
	}
	switch {
	case issued.IsZero():
		c.unknowns(missing, &val002, &val003)
		return card.Date{}
	case c.face == card.FaceUnknown:
		c.unknowns(missingGeneration, &val002, &val003)
		return card.Date{}
	}
	end := issued.AddYears(c.lifetime())
	if !c.today.After(end) {
		return end
	}
	f := Finding{Rule: &val002, Evidence: []Evidence{c.dateEvidence(missingIssue, issued)}}
	if c.face == card.FaceCPS4 {
		f.Rule, f.Args = &val003, []any{end}
	}
	c.fire(f)
	return end
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

// judgeLength compares the life of the card with that of its generation.
func (c *checker) judgeLength(issued, expires card.Date, missingStart, missingEnd string) {
	switch {
	case issued.IsZero():
		c.unknown(&val004, missingStart)
	case expires.IsZero():
		c.unknown(&val004, missingEnd)
	case c.face == card.FaceUnknown:
		c.unknown(&val004, missingGeneration)
	default:
		if slip := issued.AddYears(c.lifetime()).DaysUntil(expires); slip < -lifetimeSlip || slip > lifetimeSlip {
			c.fireOn(&val004, c.dateEvidence(missingIssue, issued), c.dateEvidence(missingExpiry, expires))
		}
	}
}

// judgeRenewal looks at the windows before the end of validity.
func (c *checker) judgeRenewal(end card.Date, missing string) {
	if end.IsZero() {
		c.unknowns(missing, &val005, &val006, &val007, &val008)
		return
	}
	days, kind := c.today.DaysUntil(end), c.kind()
	switch {
	case days > letterDays:
		return
	case days < 0: // expired: only who sends the next card is left to say
	case days > postDays:
		switch kind {
		case "":
			c.unknown(&val005, missingType)
		case card.KindCPS, card.KindCPF:
			c.fire(Finding{Rule: &val005, Args: []any{days}, Evidence: c.endEvidence()})
		default: // renewal of the others is not automatic
		}
	case c.in.Facts.NewCardReceived:
	case days > urgentDays:
		switch kind {
		case "":
			c.unknown(&val006, missingType)
		case card.KindCPS:
			c.fireOn(&val006, c.endEvidence()...)
		default: // stated of the CPS
		}
	default:
		f := Finding{Rule: &val007, Evidence: c.endEvidence()}
		switch days {
		case 0:
			f.Variant = variantToday
		case 1:
			f.Variant = variantTomorrow
		default:
			f.Args = []any{days}
		}
		c.fire(f)
	}
	c.judgeAutomatic(kind)
}

// judgeAutomatic: the law renews the cards of professionals and of directors.
// Whether the holder of a CPE is one stands behind the PIN.
func (c *checker) judgeAutomatic(kind card.Kind) {
	switch {
	case kind == "":
		c.unknown(&val008, missingType)
	case kind == card.KindCPS:
	case kind == card.KindCPE && c.sit.activitiesMissing != "":
		c.unknown(&val008, c.sit.activitiesMissing)
	case kind == card.KindCPE && c.directorActivity() != nil:
	default:
		c.fireOn(&val008, append(c.endEvidence(), c.kindEvidence())...)
	}
}

// judgeClocks tells clocks that are wrong for sure from a card issued later
// than today, which may be either's fault. The clock of a reader counts when
// it was read or declared: PC/SC readers have none.
func (c *checker) judgeClocks(issued card.Date, missing string) {
	readerClock := c.readerClock()
	switch {
	case c.today.Year < sanestClock:
		c.fire(Finding{Rule: &val009, Variant: variantClock, Args: []any{c.today}, Evidence: []Evidence{{Field: "today", Value: c.today.String()}}})
	case c.readerClockWrong():
		c.fire(Finding{Rule: &val009, Variant: variantReaderClock, Args: []any{readerClock}, Evidence: []Evidence{{Field: "reader.clock", Value: readerClock.String()}}})
	case issued.IsZero():
		c.unknown(&val009, missing)
	case c.today.Before(issued):
		c.fireDate(&val009, BlockBilling, missingIssue, issued)
	}
}

// readerClock returns the day that the reader shows, no date when unknown.
func (c *checker) readerClock() card.Date {
	if d, ok := c.facts.date(factReaderClock); ok {
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
	if !c.facts.has(factReaderClock) {
		if off := c.now.Sub(c.in.Reader.Clock); off > 24*time.Hour || off < -24*time.Hour {
			return true
		}
		return d.Year < sanestClock
	}
	off := c.today.DaysUntil(d)
	return d.Year < sanestClock || off > 1 || off < -1
}

// endEvidence is the date that the end of validity comes from: that of the chip,
// of a certificate, or of issue.
func (c *checker) endEvidence() []Evidence {
	id := &c.card.ID.Value
	if !id.Expires.IsZero() {
		return []Evidence{c.dateEvidence(missingExpiry, id.Expires)}
	}
	if cert, end := c.firstToEnd(); cert != nil && !c.today.After(end) {
		return []Evidence{c.certificateEvidence(cert, "notAfter", end.String())}
	}
	return []Evidence{c.dateEvidence(missingIssue, id.Issued)}
}

func (c *checker) fireDate(r *Rule, s Severity, field string, d card.Date) {
	c.fire(Finding{Rule: r, Severity: s, Args: []any{d}, Evidence: []Evidence{c.dateEvidence(field, d)}})
}

func (c *checker) dateEvidence(field string, d card.Date) Evidence {
	return Evidence{Field: field, Value: d.String(), Exchange: c.card.ID.Exchange}
}
