package simulator

import (
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// profileDate is a day of a profile: fixed, or relative to the day the card is
// made. The zero value means that the profile gives none.
type profileDate struct {
	at                  *yamlNode // where it was written, nil when the profile gives none
	fixed               card.Timestamp
	relative, monthEnd  bool
	years, months, days int
}

func (d profileDate) given() bool { return d.at != nil }

var (
	relativeDate = text.Expression(`^(?:[+-][0-9]{1,4}[ymwd]){1,4}$`)
	relativeStep = text.Expression(`[+-][0-9]{1,4}[ymwd]`)
)

// parseProfileDate reads "2026-11-22", "2026-11-22T10:00:00", "now", or steps
// in years, months, weeks and days from now such as "-3y-2m"; then, if wanted,
// "end-of-month". reason is zero when it could.
func parseProfileDate(written string) (d profileDate, reason text.Text) {
	written = strings.TrimSpace(written)
	if rest, ok := strings.CutSuffix(written, "end-of-month"); ok {
		d.monthEnd = true
		if written = strings.TrimSpace(rest); written == "" {
			written = "now"
		}
	}
	switch {
	case written == "now" || written == "today":
		d.relative = true
		return d, text.Text{}
	case relativeDate().MatchString(written):
		d.relative = true
		for _, step := range relativeStep().FindAllString(written, -1) {
			n, err := strconv.Atoi(step[:len(step)-1])
			if err != nil {
				return profileDate{}, text.Of("ce n'est pas un nombre de jours, de mois ou d'années", "not a number of days, months or years")
			}
			switch step[len(step)-1] {
			case 'y':
				d.years += n
			case 'm':
				d.months += n
			case 'w':
				d.days += 7 * n
			case 'd':
				d.days += n
			}
		}
		return d, text.Text{}
	}
	t, err := time.Parse("2006-01-02T15:04:05", written)
	if err != nil {
		t, err = time.Parse("2006-01-02", written)
	}
	if err != nil {
		return profileDate{}, text.Of("ni un jour du calendrier, ni une durée à partir d'aujourd'hui", "not a day of the calendar, nor a time from now")
	}
	d.fixed = card.Timestamp{Date: card.DateOf(t), Hour: t.Hour(), Minute: t.Minute(), Second: t.Second()}
	return d, text.Text{}
}

// on returns the day when the card is made at now: years and months first,
// clamped to the month's end, then days. ok is false when the result leaves
// the years 1900 to 2999, which no card carries.
func (d profileDate) on(now time.Time) (day card.Date, ok bool) {
	day = d.fixed.Date
	if d.relative {
		day = card.DateOf(now).AddMonths(12*d.years + d.months).AddDays(d.days)
	}
	if d.monthEnd {
		day = day.EndOfMonth()
	}
	return day, day.Year >= 1900 && day.Year <= 2999
}
