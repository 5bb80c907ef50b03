package card_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/tlv"
)

func TestDate(t *testing.T) {
	t.Parallel()
	day := func(s string) card.Date {
		d, err := card.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		name      string
		got, want card.Date
	}{
		{"3 years", day("2023-11-22").AddYears(3), day("2026-11-22")},
		{"29 February + 3 years", day("2024-02-29").AddYears(3), day("2027-02-28")},
		{"29 February + 4 years", day("2024-02-29").AddYears(4), day("2028-02-29")},
		{"6 years", day("2025-07-01").AddYears(6), day("2031-07-01")},
		{"90 days before", day("2031-07-01").AddDays(-90), day("2031-04-02")},
		{"45 days before", day("2031-07-01").AddDays(-45), day("2031-05-17")},
		{"31 January + 1 month", day("2026-01-31").AddMonths(1), day("2026-02-28")},
		{"31 January - 2 months", day("2026-01-31").AddMonths(-2), day("2025-11-30")},
		{"end of month", day("2026-11-15").EndOfMonth(), day("2026-11-30")},
		{"of a time", card.DateOf(time.Date(2026, 12, 31, 23, 59, 0, 0, time.FixedZone("", 3600))), day("2026-12-31")},
		{"30 February", card.NewDate(2026, 2, 30), card.Date{}},
		{"29 February 1900", card.NewDate(1900, 2, 29), card.Date{}},
		{"29 February 2000", card.NewDate(2000, 2, 29), day("2000-02-29")},
		{"year 0", card.NewDate(0, 1, 1), card.Date{}},
		{"none + 1 year", card.Date{}.AddYears(1), card.Date{}},
		{"none + 1 month", card.Date{}.AddMonths(1), card.Date{}},
		{"none + 1 day", card.Date{}.AddDays(1), card.Date{}},
		{"end of none", card.Date{}.EndOfMonth(), card.Date{}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	a, b := day("2026-11-30"), day("2026-12-01")
	if !a.Before(b) || !b.After(a) || a.Compare(day("2026-11-30")) != 0 || a.DaysUntil(b) != 1 || b.DaysUntil(a) != -1 {
		t.Error("order of two days")
	}
	if got := [...]string{a.String(), a.French(), card.Date{}.String(), card.Date{}.French(), card.Timestamp{}.String(), card.Timestamp{Date: a, Hour: 1}.String()}; got != [...]string{"2026-11-30", "30/11/2026", "", "", "", "2026-11-30T01:00:00"} {
		t.Errorf("texts %q", got)
	}
	for _, s := range []string{"", "2026-02-30", "30/11/2026", "2026-1-1"} {
		if d, err := card.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v", s, d)
		}
	}
}

func TestFaceOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		atr              []byte
		name, generation string
	}{
		{card.ATRCPS3, "cps3", "V3"},
		{card.ATRCPS3Contactless, "cps3-contactless", "V3-contactless"},
		{card.ATRCPS4, "cps4", "V4"},
		{card.ATRCPS4RC, "cps4", "V4"},
		{card.ATRCPS4T0, "cps4", "V4"},
		{card.ATRCPS3[:16], "unknown", "unknown"},
		{nil, "unknown", "unknown"},
	} {
		if f := card.FaceOf(c.atr); f.String() != c.name || f.Generation() != c.generation {
			t.Errorf("%X: %v, %s, want %s, %s", c.atr, f, f.Generation(), c.name, c.generation)
		}
	}
}

// A situation without tag 84 has neither right; FF has both (GESTION CPS).
func TestBillingRights(t *testing.T) {
	t.Parallel()
	for rights, want := range map[int][2]bool{-1: {}, 0x00: {}, 0x01: {false, true}, 0x10: {true, false}, 0x11: {true, true}, 0xFF: {true, true}} {
		b := card.Billing{Rights: rights}
		if got := [2]bool{b.SignFSE(), b.SignBatches()}; got != want {
			t.Errorf("rights %02X: %v, want %v", rights, got, want)
		}
	}
}

func TestContents(t *testing.T) {
	t.Parallel()
	c := card.Contents{Login: card.LoginOK, Activities: []card.NumberedActivity{
		{Number: 1, Object: card.Object[card.Activity]{State: card.Malformed}},
		{Number: 2, Object: card.Object[card.Activity]{State: card.Present, Value: card.Activity{Logical: 7}}},
	}}
	if a, ok := c.ActivityByLink(7); !ok || a.Number != 2 || !c.Protected() {
		t.Errorf("activity 7: %v %v", a, ok)
	}
	if a, ok := c.ActivityByLink(0); ok {
		t.Errorf("a malformed activity counts as number 0: %v", a)
	}
	for _, k := range []struct {
		counter card.Counter
		blocked bool
	}{
		{card.Counter{State: card.Present, Left: 3, Uses: -1}, false},
		{card.Counter{State: card.Present, Left: 0, Uses: -1}, true},
		{card.Counter{State: card.Present, Left: 3, Uses: 0}, true},
		{card.Counter{State: card.Unread}, false},
	} {
		if k.counter.Blocked() != k.blocked {
			t.Errorf("%+v: blocked %v", k.counter, !k.blocked)
		}
	}
	i := card.Info{NationalID: "899900000011"}
	if got := [...]string{i.IDType(), i.Identifier(), card.Info{}.IDType(), card.Info{}.Identifier()}; got != [...]string{"8", "99900000011", "", ""} {
		t.Errorf("identifier %q", got)
	}
	for category, want := range map[card.Category]bool{"00": false, "80": true, "82": true, "83": true, "81": false, "": false} {
		if category.Test() != want {
			t.Errorf("category %q: test %v", category, !want)
		}
	}
}

// Names stand in JSON outputs: none is missing, none is used twice.
func TestNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	name := func(kind, s string) {
		if s == "" || s == "invalid" || seen[kind+s] {
			t.Errorf("%s: %q", kind, s)
		}
		seen[kind+s] = true
	}
	for s := card.Unread; s <= card.Present; s++ {
		name("state", s.String())
	}
	for l := card.LoginNotAsked; l <= card.LoginNoPIN; l++ {
		name("login", l.String())
	}
	for c := card.LongLength; c <= card.Overrun; c++ {
		name("deviation", c.String())
	}
	for k := card.FaultLength; k <= card.FaultKey; k++ {
		name("fault", k.String())
	}
	for k := card.LinkNotSent; k <= card.LinkEndless; k++ {
		name("link", k.String())
	}
	beyond := [...]string{card.State(99).String(), card.Login(99).String(), card.DeviationClass(99).String(), card.FaultKind(99).String(), card.LinkErrorKind(99).String(), card.Face(99).String()}
	for _, s := range beyond {
		if s != "invalid" {
			t.Errorf("out of range: %q", s)
		}
	}
	if card.Unread.Known() || !card.Absent.Known() {
		t.Error("only unread is not known")
	}
}

// A DecodeError counts from the start of the object and wraps the *tlv.Error.
func TestDecodeError(t *testing.T) {
	t.Parallel()
	_, _, err := card.DecodeIDCard([]byte{0xE3, 0x05, 0x81, 0x05, 0x29})
	if diff := cmp.Diff("CPS_ID_CARD: truncated at byte 0", err.Error()); diff != "" {
		t.Error(diff)
	}
	if !errors.Is(err, &tlv.Error{Class: tlv.Truncated}) {
		t.Errorf("%v does not wrap the tlv error", err)
	}
	_, _, err = card.DecodeIDCard(nil)
	var de *card.DecodeError
	if !errors.As(err, &de) || de.Err != nil {
		t.Errorf("no bytes: %#v", err)
	}
}

// Days are counted as the calendar of package time counts them.
func TestDaysUntil(t *testing.T) {
	t.Parallel()
	origin := card.NewDate(1970, 1, 1)
	for n := -30000; n < 60000; n++ {
		d := card.DateOf(time.Unix(int64(n)*24*60*60, 0).UTC())
		if got := origin.DaysUntil(d); got != n {
			t.Fatalf("%s is day %d, got %d", d, n, got)
		}
	}
}
