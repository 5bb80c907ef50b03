package main

import (
	"encoding/json"
	"testing"

	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/testneed"
)

// A program behind a virtual reader meets the time of the line, and a diagnosis says what
// its reading took beside what it takes at least.
func TestPaceBehindAReader(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd")
	if !pcsc.Available {
		testneed.Part(t, "pcsc build tag")
	}
	out, err := cpslab(t, "with", "-q", "--pace", "--card", "cps4-t1", "--", "cpslab", "diagnose", "pcsc:", "--format", "json").Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var doc report.Document
	if err := json.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	if r := doc.Reading; r == nil || r.Line != "T=1, 129032 bit/s" || r.LineMS < 100 || r.TookMS < r.LineMS {
		t.Errorf("%+v", r)
	}
}
