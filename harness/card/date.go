package card

import (
	"fmt"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// Date is a calendar day as the card stores it (BCD YYYYMMDD), without time
// zone. The zero value means that the card carries no date, or none that
// exists.
type Date struct {
	Year, Month, Day int
}

// NewDate returns the date, or the zero value when the calendar has no such
// day.
func NewDate(year, month, day int) Date {
	if month < 1 || month > 12 || day < 1 || year < 1 || year > 9999 || day > daysIn(year, month) {
		return Date{}
	}
	return Date{year, month, day}
}

// DateOf returns the calendar day of t in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, int(m), d}
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1, 0 or +1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	a, b := d.Year*10000+d.Month*100+d.Day, e.Year*10000+e.Month*100+e.Day
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// Before and After compare calendar days.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddYears returns the same day n years later; 29 February becomes 28 February
// in a common year, so that the result never leaves the month.
func (d Date) AddYears(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date{d.Year + n, d.Month, min(d.Day, daysIn(d.Year+n, d.Month))}
}

// AddMonths returns the same day n months later, clamped to the month's end.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	m := d.Year*12 + d.Month - 1 + n
	year, month := m/12, m%12+1
	return Date{year, month, min(d.Day, daysIn(year, month))}
}

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return DateOf(d.time().AddDate(0, 0, n))
}

// DaysUntil returns the number of days from d to e, negative when e is before d.
func (d Date) DaysUntil(e Date) int {
	return e.days() - d.days()
}

// DaysUntilTime returns the number of days from d to the calendar day of t in its own
// location: DaysUntil(DateOf(t)), without the way over months and years.
func (d Date) DaysUntilTime(t time.Time) int {
	_, offset := t.Zone()
	local := t.Unix() + int64(offset)
	days := local / secondsPerDay
	if local < 0 && local%secondsPerDay != 0 {
		days-- // before 1970: the quotient is cut towards zero
	}
	return int(days) - d.days()
}

// days counts the days since 1 January 1970. Years begin in March there, so that
// the odd day of a leap year is the last one (the proleptic Gregorian calendar).
func (d Date) days() int {
	year, month := d.Year, d.Month-3
	if month < 0 {
		year, month = year-1, month+12
	}
	if year < 0 || month < 0 || month > 11 { // no date of a card
		return int(d.time().Unix() / secondsPerDay)
	}
	return 365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + d.Day - 1 - 719468
}

const secondsPerDay = 24 * 60 * 60 // in UTC, in which days are counted

// EndOfMonth returns the last day of the month of d.
func (d Date) EndOfMonth() Date {
	if d.IsZero() {
		return d
	}
	return Date{d.Year, d.Month, daysIn(d.Year, d.Month)}
}

// String returns YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// French returns DD/MM/YYYY as French screens show it, or "" for no date.
func (d Date) French() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, text.NewError(text.Of("date %q : attendu un jour qui existe, écrit AAAA-MM-JJ", "date %q: want a day that exists, as YYYY-MM-DD", s), text.Text{})
	}
	return DateOf(t), nil
}

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// Timestamp is a date with a time of day (BCD YYYYMMDDhhmmss), in the local
// time of whoever wrote it. The zero value means none.
type Timestamp struct {
	Date                 Date
	Hour, Minute, Second int
}

// IsZero reports whether there is no timestamp.
func (t Timestamp) IsZero() bool { return t.Date.IsZero() }

// String returns YYYY-MM-DDThh:mm:ss, or "" for none.
func (t Timestamp) String() string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%sT%02d:%02d:%02d", t.Date, t.Hour, t.Minute, t.Second)
}
