package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis"
)

// How the stations are judged: more, or fewer false alarms, is welcome, less is a fault.
const (
	leastShare = 95 // percent of the findings
	mostFalse  = 0
	leastMains = 6
)

// The bench answers the field as README says, and is never sure and wrong. More right
// answers are welcome, fewer are a fault.
func TestField(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "testdata", "field")
	for name, least := range map[string]int{"cases.tsv": 40, "trial.tsv": 776} {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		cases, err := read(file)
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for _, c := range cases {
			verdict, first, err := c.judge(dir)
			if err != nil {
				t.Fatal(err)
			}
			count[verdict]++
			if verdict == wrong {
				t.Errorf("%s: %q is answered by %v, with certainty", c.id, c.input, first)
			}
		}
		if count[right] < least {
			t.Errorf("%s: %d right of %d, %d before", name, count[right], len(cases), least)
		}
		t.Log(name, count)
	}
}

// The judge of the field can find fault.
func TestJudge(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		c    fieldCase
		want string
	}{
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"CPS-PIN-003"}}, right},
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"CPS-PIN-003"}, never: "CPS-PIN-005"}, wrong},
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"CPS-NET-001"}}, wrong},
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"(CKR_PIN_LOCKED first)"}}, right},
		{fieldCase{kind: "message", input: "rien de tel", accepted: []string{"CPS-NET-001"}}, miss},
		{fieldCase{kind: "message", input: "61444", accepted: []string{"CPS-DAM-004"}}, partly},
		{fieldCase{id: "F46", kind: "ini", accepted: []string{"CPS-WS-014"}}, right},
		{fieldCase{id: "F46", kind: "ini", accepted: []string{"(no CPS-RDR-003 at block-billing)"}}, wrong},
		{fieldCase{id: "F46", kind: "ini", accepted: []string{"(no CPS-RDR-004 at block-billing)"}}, right},
		{fieldCase{id: "F47", kind: "atr", input: "several", accepted: []string{"CPS-RDR-006"}}, miss},
		{fieldCase{kind: "facts", accepted: []string{"(another layout)"}}, miss},
	} {
		if got, _, err := v.c.judge(filepath.Join("..", "..", "testdata", "field")); got != v.want || err != nil {
			t.Errorf("%q, %v: %s (%v), want %s", v.c.input, v.c.accepted, got, err, v.want)
		}
	}
	if _, _, err := (&fieldCase{id: "F99", kind: "usb"}).judge(t.TempDir()); err == nil {
		t.Error("a machine that is not there was judged")
	}
}

// Of the stations of the field as much is found as README says, the main finding
// first, and nothing false is said.
func TestStations(t *testing.T) {
	t.Parallel()
	all, err := judgeStations(io.Discard, filepath.Join("..", "..", "testdata", "stations"))
	if err != nil {
		t.Fatal(err)
	}
	if all.share() < leastShare || all.falls > mostFalse || all.mainsFirst < leastMains {
		t.Errorf("%.0f %% found, %d false, %d of %d main ones first: %.0f %%, %d and %d before", all.share(), all.falls, all.mainsFirst, all.mains, float64(leastShare), mostFalse, leastMains)
	}
	t.Logf("%+v", all)
}

// Stations that were invented from the facts of the field, each with one thing wrong or
// a few: all is found, and nothing else.
func TestInventedStations(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	all, err := judgeStations(&said, filepath.Join("..", "..", "testdata", "stations", "invented"))
	if err != nil {
		t.Fatal(err)
	}
	if all.share() < 100 || all.falls > 0 || all.mainsFirst < all.mains || all.expected < 40 {
		t.Errorf("%+v\n%s", all, &said)
	}
}

// The judge of the stations can find fault.
func TestFalseAlarm(t *testing.T) {
	t.Parallel()
	rule, ok := diagnosis.ByID("CPS-WS-014")
	if !ok {
		t.Fatal("no rule")
	}
	f := diagnosis.Finding{Rule: rule, Severity: diagnosis.BlockBilling}
	for _, v := range []struct {
		s    station
		want bool
	}{
		{station{}, true},
		{station{Expected: []expectation{{Rule: rule.ID, Severity: "warning"}}}, true},
		{station{Expected: []expectation{{Rule: rule.ID, Severity: "warning", SeverityAny: []string{"block-billing"}}}}, false},
		{station{Expected: []expectation{{Rule: rule.ID, Severity: "block-billing"}}}, false},
		{station{Expected: []expectation{{Rule: rule.ID, Severity: "block-billing"}}, MustNotFire: []string{"CPS-WS-014 at block-billing"}}, true},
		{station{Expected: []expectation{{Rule: rule.ID, Severity: "block-billing"}}, MustNotFire: []string{"CPS-WS-014 at warning"}}, false},
		{station{Expected: []expectation{{Rule: rule.ID, Severity: "block-billing"}}, MustNotFire: []string{"CPS-WS-014"}}, true},
		{station{Expected: []expectation{{Rule: rule.ID, Severity: "block-billing"}}, MustNotFire: []string{"CPS-WS-014 with 5.2.1"}}, false},
	} {
		if got := v.s.falseAlarm(&f); (got != "") != v.want {
			t.Errorf("%+v: %q", v.s, got)
		}
	}
	for want, e := range map[string]expectation{"FOUND": {Rule: rule.ID, Severity: "block-billing"}, "HALF": {Rule: rule.ID, Severity: "info"}, "MISSED": {Rule: "CPS-WS-013"}} {
		if got := e.judge([]diagnosis.Finding{f}); got != want {
			t.Errorf("%+v: %s", e, got)
		}
	}
}
