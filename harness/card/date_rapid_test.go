package card_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"pgregory.net/rapid"

	"github.com/cpslab/cps/harness/card"
)

// anyDate draws a day far from both ends of the calendar, leap days and month ends more often than
// chance would.
func anyDate(t *rapid.T, label string) card.Date {
	year := rapid.IntRange(1000, 9000).Draw(t, label+" year")
	month := rapid.IntRange(1, 12).Draw(t, label+" month")
	switch rapid.IntRange(0, 3).Draw(t, label+" kind") {
	case 0:
		return card.NewDate(year, month, 1).EndOfMonth()
	case 1:
		return card.NewDate(year, 2, 1).EndOfMonth()
	default:
		return card.NewDate(year, month, rapid.IntRange(1, 28).Draw(t, label+" day"))
	}
}

// utc is the midnight that begins a day in UTC.
func utc(d card.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// A day exists exactly when the standard library leaves it as it is.
func TestDatesThatExist(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(-1, 10001).Draw(t, "year"), rapid.IntRange(-1, 14).Draw(t, "month"), rapid.IntRange(-1, 33).Draw(t, "day")
		at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		exists := at.Year() == y && int(at.Month()) == m && at.Day() == d && y >= 1 && y <= 9999
		got := card.NewDate(y, m, d)
		if exists == got.IsZero() {
			t.Fatalf("NewDate(%d, %d, %d) = %v", y, m, d, got)
		}
		if exists {
			if back, err := card.ParseDate(got.String()); err != nil || back != got {
				t.Fatalf("%s reads as %v, %v", got, back, err)
			}
		}
	})
}

// Days are counted as the calendar does, over any number of centuries.
func TestDaysBetween(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t, "from"), rapid.IntRange(-300000, 300000).Draw(t, "days")
		e := d.AddDays(n)
		if e != card.DateOf(utc(d).AddDate(0, 0, n)) || d.DaysUntil(e) != n || e.DaysUntil(d) != -n || e.AddDays(-n) != d {
			t.Fatalf("%s and %d days: %s, %d, %d", d, n, e, d.DaysUntil(e), e.DaysUntil(d))
		}
		if d.Compare(e) != utc(d).Compare(utc(e)) || d.Before(e) != (n > 0) || d.After(e) != (n < 0) {
			t.Fatalf("order of %s and %s", d, e)
		}
	})
}

// An instant counts by the day that a clock shows at its place, on every side of
// midnight and of 1970.
func TestDaysUntilTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "from")
		at := time.Unix(rapid.Int64Range(-20_000_000_000, 20_000_000_000).Draw(t, "instant"), 0).
			In(time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(t, "offset")))
		if got, want := d.DaysUntilTime(at), d.DaysUntil(card.DateOf(at)); got != want {
			t.Fatalf("%s until %s: %d, want %d", d, at, got, want)
		}
	})
	midnight := time.Date(1969, 12, 30, 0, 0, 0, 0, time.UTC)
	for seconds, want := range map[time.Duration]int{-1: -3, 0: -2, 1: -2} {
		if got := card.NewDate(1970, 1, 1).DaysUntilTime(midnight.Add(seconds * time.Second)); got != want {
			t.Errorf("%d s from midnight: %d days, want %d", seconds, got, want)
		}
	}
}

// Months and years keep the day where the month has it and end with the month
// where it has not: never a day of the next month, as the standard library gives.
func TestMonthsAndYears(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t, "from"), rapid.IntRange(-60, 60).Draw(t, "months")
		first := utc(card.NewDate(d.Year, d.Month, 1)).AddDate(0, n, 0)
		want := card.NewDate(first.Year(), int(first.Month()), d.Day)
		last := card.DateOf(first.AddDate(0, 1, -1))
		if want.IsZero() {
			want = last
		}
		if got := d.AddMonths(n); got != want {
			t.Fatalf("%s and %d months: %s, want %s", d, n, got, want)
		}
		if n%12 == 0 {
			if got := d.AddYears(n / 12); got != want {
				t.Fatalf("%s and %d years: %s, want %s", d, n/12, got, want)
			}
		}
		if got := want.EndOfMonth(); got != last || got.AddDays(1).Day != 1 {
			t.Fatalf("end of the month of %s: %s, want %s", want, got, last)
		}
	})
}

// Places where French cards are used: with summer time, without, and on both
// sides of the date line; and one that skipped a whole day.
var places = [...]string{
	"Europe/Paris", "America/Martinique", "America/Guadeloupe", "America/Cayenne", "America/Miquelon", "Indian/Reunion", "Indian/Mayotte",
	"Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Wallis", "Pacific/Apia",
}

// The day of a moment is the one on the calendar of its place, from the first
// moment of the day to the last, on days of 23 and 25 hours too.
func TestDayOfAPlace(t *testing.T) {
	t.Parallel()
	for _, name := range places {
		place, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		long, short := 0, 0
		for d := card.NewDate(2023, 1, 1); d.Year < 2033; d = d.AddDays(1) {
			next := d.AddDays(1)
			begin := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, place)
			end := time.Date(next.Year, time.Month(next.Month), next.Day, 0, 0, 0, 0, place)
			switch length := end.Sub(begin); {
			case length > 24*time.Hour:
				long++
			case length < 24*time.Hour:
				short++
			}
			for at := begin; at.Before(end); at = at.Add(30*time.Minute - time.Nanosecond) {
				if got := card.DateOf(at); got != d {
					t.Fatalf("%s is on %s, want %s", at, got, d)
				}
			}
			if got := card.DateOf(end.Add(-time.Nanosecond)); got != d {
				t.Fatalf("the last moment of %s in %s is on %s", d, name, got)
			}
		}
		if summer := name == "Europe/Paris" || name == "America/Miquelon"; summer != (long == 10 && short == 10) {
			t.Errorf("%s: %d long and %d short days in ten years", name, long, short)
		}
	}
}
