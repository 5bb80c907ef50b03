package diagnosis

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cpslab/cps/harness/card"
)

// anyDay draws a day, leap days and month ends more often than chance would.
func anyDay(t *rapid.T, label string) card.Date {
	year := rapid.IntRange(2021, 2095).Draw(t, label+" year")
	switch rapid.IntRange(0, 3).Draw(t, label+" kind") {
	case 0:
		return card.Date{Year: year - year%4, Month: 2, Day: 29}
	case 1:
		return card.Date{Year: year, Month: rapid.IntRange(1, 12).Draw(t, label+" month"), Day: 1}.EndOfMonth()
	default:
		return card.Date{Year: year, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 364).Draw(t, label+" day"))
	}
}

// onDay is a time of that day, somewhere in the world.
func onDay(t *rapid.T, d card.Date) time.Time {
	zone := time.FixedZone("drawn", 1800*rapid.IntRange(-24, 28).Draw(t, "half hours east"))
	minutes := rapid.IntRange(0, 24*60-1).Draw(t, "minutes")
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, minutes, 0, 0, zone)
}

// validity returns what the VAL rules on dates say of a V3 with these dates.
func validity(now time.Time, issued, expires card.Date) Result {
	return Check(with(dates(issued, expires)), now)
}

// A card with an end on the chip: valid to that day, a warning to the end of
// its month, blocked from then on, wherever the workstation stands.
func TestEndOfValidity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		expires := anyDay(t, "expires")
		today := expires.AddDays(rapid.IntRange(-40, 70).Draw(t, "days after"))
		found := fired(validity(onDay(t, today), expires.AddYears(-3), expires), "CPS-VAL-001")
		nextMonth := card.Date{Year: expires.Year, Month: expires.Month, Day: 1}.AddMonths(1)
		switch {
		case expires.DaysUntil(today) <= 0:
			if len(found) != 0 {
				t.Fatalf("%s on %s: %s", expires, today, found[0].Severity)
			}
		case today.Before(nextMonth):
			if len(found) != 1 || found[0].Severity != Warning {
				t.Fatalf("%s on %s: %v, want a warning", expires, today, found)
			}
		default:
			if len(found) != 1 || found[0].Severity != BlockBilling {
				t.Fatalf("%s on %s: %v, want a block", expires, today, found)
			}
		}
	})
}

// Without an end on the chip, a card lives three or six years from its issue:
// the last day is the anniversary, or 28 February for a leap day in a common
// year.
func TestLifetime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		issued := anyDay(t, "issued")
		years, id, change := 3, "CPS-VAL-002", func(*Input) {}
		if rapid.Bool().Draw(t, "V4") {
			years, id, change = 6, "CPS-VAL-003", v4
		}
		last := card.NewDate(issued.Year+years, issued.Month, issued.Day)
		if last.IsZero() {
			last = card.NewDate(issued.Year+years, 2, 28)
		}
		in := with(change, func(in *Input) { in.Card.ID.Value.Issued, in.Card.ID.Value.Expires = issued, card.Date{} })
		if found := fired(Check(in, onDay(t, last)), id); len(found) != 0 {
			t.Fatalf("issued %s, %s on its last day %s", issued, id, last)
		}
		after := last.AddDays(rapid.IntRange(1, 400).Draw(t, "days after"))
		if found := fired(Check(in, onDay(t, after)), id); len(found) != 1 {
			t.Fatalf("issued %s, no %s on %s", issued, id, after)
		}
	})
}

// Exactly one of the windows before the end holds on each of the last 90 days,
// none before; they follow one another without gap or overlap.
func TestWindows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		expires := anyDay(t, "expires")
		left := rapid.IntRange(0, 120).Draw(t, "days left")
		r := validity(onDay(t, expires.AddDays(-left)), expires.AddYears(-3), expires)
		want := ""
		switch {
		case left > 90:
		case left > 45:
			want = "CPS-VAL-005"
		case left > 15:
			want = "CPS-VAL-006"
		default:
			want = "CPS-VAL-007"
		}
		for _, id := range []string{"CPS-VAL-001", "CPS-VAL-005", "CPS-VAL-006", "CPS-VAL-007"} {
			if got := len(fired(r, id)) == 1; got != (id == want) {
				t.Fatalf("%d days before %s: %s fired: %v, want %s", left, expires, id, got, want)
			}
		}
	})
}

// Working days against a count by the calendar of the standard library.
func TestWorkingDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := anyDay(t, "from")
		n := rapid.IntRange(-10, 60).Draw(t, "days")
		to, want := from.AddDays(n), 0
		for day := midnight(from).AddDate(0, 0, 1); !day.After(midnight(to)); day = day.AddDate(0, 0, 1) {
			if w := day.Weekday(); w != time.Saturday && w != time.Sunday {
				want++
			}
		}
		if got := workingDays(from, to); got != want {
			t.Fatalf("from %s to %s: %d working days, want %d", from, to, got, want)
		}
	})
}
