package diagnosis

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

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

// places are where French cards are used: with summer time and without, on both
// sides of Greenwich and of the date line.
var places = [...]string{
	"Europe/Paris", "America/Martinique", "America/Cayenne", "America/Miquelon", "Indian/Reunion", "Indian/Mayotte",
	"Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Wallis",
}

// somewhere draws one of the places, or a zone by its hours.
func somewhere(t *rapid.T) *time.Location {
	if n := rapid.IntRange(0, len(places)).Draw(t, "place"); n < len(places) {
		place, err := time.LoadLocation(places[n])
		if err != nil {
			t.Fatal(err)
		}
		return place
	}
	return time.FixedZone("drawn", 1800*rapid.IntRange(-24, 28).Draw(t, "half hours east"))
}

// onDay is a time of that day, somewhere in the world: its first moment, its last,
// or one between.
func onDay(t *rapid.T, d card.Date) time.Time {
	return moment(t, d, somewhere(t))
}

func moment(t *rapid.T, d card.Date, place *time.Location) time.Time {
	begin := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, place)
	length := time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, place).Sub(begin) // 23 to 25 hours
	switch rapid.IntRange(0, 3).Draw(t, "moment") {
	case 0:
		return begin
	case 1:
		return begin.Add(length - time.Nanosecond)
	default:
		return begin.Add(time.Duration(rapid.Int64Range(0, int64(length)-1).Draw(t, "after midnight")))
	}
}

// changeOfClocks is a day on which a place puts its clocks forward or back, no
// day for a place that never does.
func changeOfClocks(t *rapid.T, place *time.Location, year int) card.Date {
	var days []card.Date
	for d := (card.Date{Year: year, Month: 1, Day: 1}); d.Year == year; d = d.AddDays(1) {
		begin := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, place)
		if time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, place).Sub(begin) != 24*time.Hour {
			days = append(days, d)
		}
	}
	if len(days) == 0 {
		return card.Date{}
	}
	return rapid.SampledFrom(days).Draw(t, "change of clocks")
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
		in := with(change, func(in *Input) {
			in.Card.ID.Value.Issued, in.Card.ID.Value.Expires = issued, card.Date{}
			in.Card.Certificates = nil
		})
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
		if got := max(workingDays(from, to), 0); got != want {
			t.Fatalf("from %s to %s: %d working days, want %d", from, to, got, want)
		}
	})
}

// Every moment of one day in one place gives one verdict, on the days on which
// clocks change too: they are the last days of cards here.
func TestOneVerdictADay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		place := somewhere(t)
		end := anyDay(t, "expires")
		if d := changeOfClocks(t, place, end.Year); !d.IsZero() && rapid.Bool().Draw(t, "when clocks change") {
			end = d
		}
		today := end.AddDays(rapid.SampledFrom([]int{-91, -90, -46, -45, -16, -15, -1, 0, 1, 2, 31}).Draw(t, "days after"))
		in := with(dates(end.AddYears(-3), end), func(in *Input) { in.Card.Certificates = nil })
		one, other := moment(t, today, place), moment(t, today, place)
		if a, b := shown(Check(in, one)), shown(Check(in, other)); !slices.Equal(a, b) {
			t.Fatalf("%s: %v\n%s: %v", one, a, other, b)
		}
	})
}

// Days left are calendar days: they do not depend on the hour, nor on hours that
// summer time takes or gives between today and the end.
func TestDaysLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		end := anyDay(t, "expires")
		left := rapid.IntRange(46, 90).Draw(t, "days left")
		now := onDay(t, card.DateOf(midnight(end).AddDate(0, 0, -left)))
		found := fired(validity(now, end.AddYears(-3), end), "CPS-VAL-005")
		if len(found) != 1 || found[0].Args[0] != left {
			t.Fatalf("%s, %d days before %s: %v", now, left, end, found)
		}
	})
}

// A card is too young until the midnight that begins its day of issue, where the
// workstation stands.
func TestDayOfIssue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		place, issued := somewhere(t), anyDay(t, "issued")
		begin := time.Date(issued.Year, time.Month(issued.Month), issued.Day, 0, 0, 0, 0, place)
		for at, want := range map[time.Time]int{begin.Add(-time.Nanosecond): 1, begin: 0} {
			if found := fired(validity(at, issued, issued.AddYears(3)), "CPS-VAL-009"); len(found) != want {
				t.Fatalf("issued %s, at %s: %v", issued, at, found)
			}
		}
	})
}

// Without an end on the chip, the certificates' end counts: the day on which the
// first one ends where the workstation stands.
func TestEndByCertificates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		place, end := somewhere(t), anyDay(t, "ends")
		left := rapid.IntRange(-20, 100).Draw(t, "days left")
		in := with(func(in *Input) {
			in.Card.ID.Value.Issued, in.Card.ID.Value.Expires = end.AddYears(-4), card.Date{}
			for i := range in.Card.Certificates {
				in.Card.Certificates[i].Value.NotAfter = moment(t, end.AddDays(i), place).UTC()
			}
		})
		r := Check(in, moment(t, end.AddDays(-left), place))
		want := ""
		switch {
		case left < 0:
			want = "CPS-VAL-002" // four years old, and nothing says that it lives on
		case left <= 15:
			want = "CPS-VAL-007"
		case left <= 45:
			want = "CPS-VAL-006"
		case left <= 90:
			want = "CPS-VAL-005"
		}
		for _, id := range []string{"CPS-VAL-001", "CPS-VAL-002", "CPS-VAL-005", "CPS-VAL-006", "CPS-VAL-007"} {
			if got := len(fired(r, id)) == 1; got != (id == want) {
				t.Fatalf("%d days before %s in %s: %s fired: %v, want %s", left, end, place, id, got, want)
			}
		}
	})
}
