package scenarios

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/onsi/ginkgo/v2/reporters"

	"github.com/cpslab/cps/harness/report"
)

// junitReport is a run as CI systems read it, in the form of Ginkgo's own JUnit
// reports. Ginkgo's function writes a file and drops what goes wrong in it. Names of
// test cases hold nothing that changes between runs.
func junitReport(r report.Run) ([]byte, error) {
	suite := reporters.JUnitTestSuite{
		Name: r.Suite, Package: r.Package,
		Time: r.Duration.Seconds(), Timestamp: r.Started.Format("2006-01-02T15:04:05"), // JUnit knows no zone
		Tests: len(r.Scenarios),
		Properties: reporters.JUnitProperties{Properties: []reporters.JUnitProperty{
			{Name: "SuiteSucceeded", Value: fmt.Sprint(r.OK)},
			{Name: "SpecialSuiteFailureReason", Value: r.Reason},
			{Name: "RandomSeed", Value: fmt.Sprint(r.Seed)},
			{Name: "LabelFilter", Value: r.Labels},
			{Name: "FocusStrings", Value: strings.Join(r.Focus, ",")},
		}},
	}
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		test := reporters.JUnitTestCase{
			Name: s.Name, Classname: r.Suite, Status: string(s.Outcome), Time: s.Duration.Seconds(), Properties: properties(s),
		}
		switch f := s.Failure; {
		case s.Outcome == report.NotRun:
			suite.Skipped++
			test.Skipped = &reporters.JUnitSkipped{Message: "skipped - " + s.Why}
		case f == nil:
		case s.Outcome == report.Panicked:
			suite.Errors++
			test.Error = &reporters.JUnitError{Message: f.Message + ": " + f.Panic, Type: string(s.Outcome), Description: f.Description()}
			test.SystemErr = f.Log
		default:
			suite.Failures++
			test.Failure = &reporters.JUnitFailure{Message: f.Message, Type: string(s.Outcome), Description: f.Description()}
			test.SystemErr = f.Log
		}
		suite.TestCases = append(suite.TestCases, test)
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	enc := xml.NewEncoder(&out)
	enc.Indent("", "  ")
	err := enc.Encode(reporters.JUnitTestSuites{
		Tests: suite.Tests, Disabled: suite.Skipped, Errors: suite.Errors, Failures: suite.Failures, Time: suite.Time,
		TestSuites: []reporters.JUnitTestSuite{suite},
	})
	out.WriteByte('\n')
	return out.Bytes(), err
}

// properties are what a scenario found, nil for nothing.
func properties(s *report.Scenario) *reporters.JUnitProperties {
	var all reporters.JUnitProperties
	for _, p := range s.Properties() {
		all.Properties = append(all.Properties, reporters.JUnitProperty{Name: p.Name, Value: p.Value})
	}
	if all.Properties == nil {
		return nil
	}
	return &all
}
