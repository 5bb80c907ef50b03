package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// A paced card takes the time of its line, at least; without a pace nothing is measured of
// a simulated card, whose line is told all the same.
func TestBenchOnTheLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args       []string
		line       string
		characters int
		paced      bool
	}{
		{[]string{"sim:cps3-two-activities"}, "T=0, 10753 bit/s", 1073, false},
		{[]string{"sim:cps4-t1", "--pace"}, "T=1, 129032 bit/s", 1258, true},
		{[]string{"sim:cps4-t1", "--pace=3.58MHz,no-pps"}, "T=1, 9624 bit/s", 1258, true},
	} {
		got := invoke(t, nil, append([]string{"bench", "--format", "json", "--time", "1ms", "--through-pcsc=false"}, c.args...)...)
		var doc struct{ Line *benchLine }
		if err := json.Unmarshal([]byte(got.Out), &doc); err != nil || got.Code != 0 || doc.Line == nil {
			t.Fatalf("%q: %v, %+v", c.args, err, got)
		}
		l := doc.Line
		if l.Line != c.line || l.Characters != c.characters || l.Paced != c.paced || l.LimitMS <= 0 {
			t.Errorf("%q: %+v", c.args, l)
		}
		if c.paced != (l.MeasuredMS >= l.LimitMS) {
			t.Errorf("%q: measured %g ms, at least %g ms", c.args, l.MeasuredMS, l.LimitMS)
		}
	}
}

func TestPaceBadInput(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"--pace=3.58":               {"bench", "sim:cps3-healthy", "--pace=3.58"},
		"--pace=200MHz":             {"bench", "sim:cps3-healthy", "--pace=200MHz"},
		"--pace=NaNMHz":             {"with", "--card", "cps3-healthy", "--pace=NaNMHz", "--", "true"},
		"--pace=4MHz,pps":           {"simulate", "cps3-healthy", "--pace=4MHz,pps"},
		"a contactless card has no": {"bench", "sim:cps3cl-healthy", "--pace", "--time", "1ms"},
		"--pace is for sim:…":       {"bench", "pcsc:", "--pace"},
	} {
		if got := invoke(t, nil, append(args, "--lang", "en")...); got.Code != 2 || !strings.Contains(got.Err, want) || !strings.Contains(got.Err, "  → ") {
			t.Errorf("%q: %+v", args, got)
		}
	}
}
