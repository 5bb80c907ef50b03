package main

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/simulator"
)

// kindsOfDay are the days on which a calculation with dates goes wrong: each day of a
// week, both ends of months of each length, of a leap February and of a year, and those
// on which the clocks change in France.
func kindsOfDay() []card.Date {
	var days []card.Date
	for i := range 7 {
		days = append(days, card.NewDate(2026, 11, 23).AddDays(i))
	}
	for _, d := range []string{
		"2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01", "2027-01-31", "2027-02-28", "2027-03-01", "2027-03-28", "2027-03-31",
		"2027-10-31", "2028-02-28", "2028-02-29", "2028-03-01", "2029-02-28", "2030-12-31",
	} {
		day, err := card.ParseDate(d)
		if err != nil {
			panic(err) // written above
		}
		days = append(days, day)
	}
	return days
}

// Every card of the gallery has the verdict its author wrote on whatever day it is made
// and read, from the first to the last second of the day, wherever on Earth.
func TestEveryPresetOnEveryKindOfDay(t *testing.T) {
	t.Parallel()
	names := simulator.PresetNames()
	for _, day := range kindsOfDay() {
		for _, at := range []struct {
			zone              string
			hour, minute, sec int
		}{{"Pacific/Kiritimati", 0, 0, 0}, {"Europe/Paris", 2, 30, 0}, {"Pacific/Pago_Pago", 23, 59, 59}} {
			zone, err := time.LoadLocation(at.zone)
			if err != nil {
				t.Fatal(err)
			}
			now := time.Date(day.Year, time.Month(day.Month), day.Day, at.hour, at.minute, at.sec, 0, zone)
			t.Run(fmt.Sprintf("%s %s", now.Format("Mon 2006-01-02 15h04"), at.zone), func(t *testing.T) {
				t.Parallel()
				a := &app{getenv: func(string) string { return "" }, lang: "fr", format: "text"}
				set := &readers.Set{Now: func() time.Time { return now }}
				for _, name := range names {
					row, err := a.demoRow(t.Context(), set, name)
					if err != nil {
						t.Errorf("%s: %v", name, err)
					} else if !row.OK {
						t.Errorf("%s: %s %s, want %s %s", name, row.Verdict, row.Rule, row.Expected, row.ExpectedRule)
					}
				}
			})
		}
	}
}
