package scenarios

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/report"
)

// A scenario that failed, and one that panicked, as JUnit readers see them.
func TestFailuresInJUnit(t *testing.T) {
	t.Parallel()
	at := types.CodeLocation{FileName: "/x/cards.go", LineNumber: 4, FullStackTrace: "trace"}
	run := runOf(types.Report{SpecReports: types.SpecReports{
		{LeafNodeText: "a", State: types.SpecStateFailed, Failure: types.Failure{Message: "expected", Location: at}, LeafNodeLabels: []string{"preset:mute"}},
		{LeafNodeText: "b", State: types.SpecStatePanicked, Failure: types.Failure{Message: "panicked", ForwardedPanic: "nil map", Location: at}},
	}}, "sim:")
	if a := run.Scenarios[0]; a.Card != "mute" || a.Outcome != report.Failed || a.Failure.Place != "/x/cards.go:4" {
		t.Errorf("%+v", a)
	}
	b, err := junitReport(*run)
	if err != nil {
		t.Fatal(err)
	}
	var got reporters.JUnitTestSuites
	if err := xml.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	cases := got.TestSuites[0].TestCases
	if got.Failures != 1 || got.Errors != 1 || cases[0].Failure == nil || cases[1].Error == nil {
		t.Fatalf("%s", b)
	}
	if f := cases[0].Failure; f.Message != "expected" || f.Type != "failed" || f.Description != "expected\n/x/cards.go:4\ntrace" || !strings.Contains(cases[0].SystemErr, "expected") {
		t.Errorf("%+v\n%s", f, cases[0].SystemErr)
	}
	if e := cases[1].Error; e.Message != "panicked: nil map" || e.Type != "panicked" || e.Description != "panicked\nnil map\n/x/cards.go:4\ntrace" {
		t.Errorf("%+v", e)
	}
}
