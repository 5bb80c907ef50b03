package diagnosis

import "github.com/cpslab/cps/harness/card"

// Thresholds of step 5, in days before the end of validity, in years of life,
// and the year before which a workstation's clock is not believed.
const (
	letterDays  = 90 // Article of a training company: letter 2-3 months before
	postDays    = 45 // Leaflet for liberal doctors: card sent 1-1.5 months before
	urgentDays  = 15 // this project
	lifetimeV3  = 3  // FAQ of a billing software
	lifetimeV4  = 6  // Leaflet for liberal doctors
	sanestClock = 2020
)

// judgeValidity is step 5. The date on the chip decides; without one, the
// issue date plus the life of the generation does. A card is valid on its last
// day. The rest of that month is a warning, because screens show the month
// only; after the month it blocks.
//
// The clock of the reader is not an input: only the workstation's is judged.
func (c *checker) judgeValidity() {
	if c.card == nil {
		c.unknowns(missingCard, &val001, &val002, &val003, &val005, &val006, &val007)
		c.judgeClock(card.Date{}, missingCard)
		return
	}
	var issued, expires card.Date
	if c.card.ID.State == card.Present {
		issued, expires = c.card.ID.Value.Issued, c.card.ID.Value.Expires
	}

	switch {
	case expires.IsZero():
		c.unknown(&val001, missingExpiry)
	case c.today.After(expires.EndOfMonth()):
		c.fireDate(&val001, BlockBilling, missingExpiry, expires)
	case c.today.After(expires):
		c.fireDate(&val001, Warning, missingExpiry, expires)
	}

	end := expires
	if end.IsZero() {
		end = c.judgeLifetime(issued)
	}
	c.judgeRenewal(end)
	c.judgeClock(issued, missingIssue)
}

// judgeLifetime judges a card without an end date and returns the end it
// derives, or no date when it cannot.
func (c *checker) judgeLifetime(issued card.Date) card.Date {
	switch {
	case issued.IsZero():
		c.unknowns(missingIssue, &val002, &val003)
		return card.Date{}
	case c.face == card.FaceUnknown:
		c.unknowns(missingGeneration, &val002, &val003)
		return card.Date{}
	}
	rule, years := &val002, lifetimeV3
	if c.face == card.FaceCPS4 {
		rule, years = &val003, lifetimeV4
	}
	end := issued.AddYears(years)
	if c.today.After(end) {
		f := Finding{Rule: rule, Evidence: []Evidence{c.dateEvidence(missingIssue, issued)}}
		if rule == &val003 {
			f.Args = []any{end}
		}
		c.fire(f)
	}
	return end
}

// judgeRenewal looks at the windows before the end of validity.
func (c *checker) judgeRenewal(end card.Date) {
	if end.IsZero() {
		c.unknowns(missingExpiry, &val005, &val006, &val007)
		return
	}
	days, kind := c.today.DaysUntil(end), c.kind()
	switch {
	case days < 0 || days > letterDays:
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
			c.fire(Finding{Rule: &val006, Evidence: c.endEvidence()})
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
}

// judgeClock tells a clock that is wrong for sure from a card issued later
// than today, which may be either's fault.
func (c *checker) judgeClock(issued card.Date, missing string) {
	switch {
	case c.today.Year < sanestClock:
		c.fire(Finding{Rule: &val009, Variant: variantClock, Args: []any{c.today}, Evidence: []Evidence{{Field: "today", Value: c.today.String()}}})
	case issued.IsZero():
		c.unknown(&val009, missing)
	case c.today.Before(issued):
		c.fireDate(&val009, BlockBilling, missingIssue, issued)
	}
}

// endEvidence is the date on the chip that the end of validity comes from.
func (c *checker) endEvidence() []Evidence {
	if id := &c.card.ID.Value; id.Expires.IsZero() {
		return []Evidence{c.dateEvidence(missingIssue, id.Issued)}
	}
	return []Evidence{c.dateEvidence(missingExpiry, c.card.ID.Value.Expires)}
}

func (c *checker) fireDate(r *Rule, s Severity, field string, d card.Date) {
	c.fire(Finding{Rule: r, Severity: s, Args: []any{d}, Evidence: []Evidence{c.dateEvidence(field, d)}})
}

func (c *checker) dateEvidence(field string, d card.Date) Evidence {
	return Evidence{Field: field, Value: d.String(), Exchange: c.card.ID.Exchange}
}
