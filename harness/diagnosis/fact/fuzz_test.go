package fact

import (
	"errors"
	"strings"
	"testing"
)

// FuzzFactsFile: a file of facts is refused at a line that it has, without the
// value, or taken.
func FuzzFactsFile(f *testing.F) {
	f.Add("\uFEFF# a call\n\n env = test \r\nincident=perdue\ncard.generation=CPS 4\n")
	f.Add("card.received=20 novembre 2026\ncard.printedExpiry=12/26\nlgc.billingIds=751404682 751404690\nws.cryptolib=v5,2,2")
	f.Add("ssv=F004\ngalss=8001h\nsw=69 83\nckr=pin_locked\nactivity.department=2a\nprescriber.am=")
	f.Add("env=test\nenv=real\n")
	for _, k := range Keys() {
		f.Add(k.Name + "=1")
	}
	before := Set{Use: UseAuth}
	f.Fuzz(func(t *testing.T, file string) {
		got, err := before.DeclareFile("call.facts", strings.NewReader(file))
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.File != "call.facts" || wrong.Line < 1 || wrong.Line > strings.Count(file, "\n")+2 || got != before {
				t.Fatalf("%+v with %v", got, err)
			}
			return
		}
		for _, code := range got.ResultCodes() {
			if code == "" {
				t.Fatalf("an empty code of %+v", got)
			}
		}
	})
}

// FuzzDates: a day that is taken is one of the calendar, and its usual forms mean
// it too.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"2026-11-20", "20/11/2026", "1er déc. 26", "vendredi 20 novembre 2026", "20112026", "12/26", "202612", "November 20, 2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := dayWritten(plain(s)); ok {
			if again, ok := dayWritten(d.String()); !ok || again != d {
				t.Fatalf("%q is %v, and %v is %v", s, d, d, again)
			}
			if m, ok := monthWritten(plain(s)); !ok || m.Year != d.Year || m.Month != d.Month || m.Day != 1 {
				t.Fatalf("%q is the day %v in the month %v", s, d, m)
			}
		}
	})
}
