package scenarios

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"
)

// junitReport is a run as CI systems read it, in the form of Ginkgo's own JUnit
// reports. Ginkgo's function writes a file and drops what goes wrong in it. Names of
// test cases hold nothing that changes between runs.
func junitReport(r types.Report) ([]byte, error) {
	suite := reporters.JUnitTestSuite{
		Name: r.SuiteDescription, Package: r.SuitePath,
		Time: r.RunTime.Seconds(), Timestamp: r.StartTime.Format("2006-01-02T15:04:05"), // JUnit knows no zone
		Tests: len(r.SpecReports),
		Properties: reporters.JUnitProperties{Properties: []reporters.JUnitProperty{
			{Name: "SuiteSucceeded", Value: fmt.Sprint(r.SuiteSucceeded)},
			{Name: "SpecialSuiteFailureReason", Value: strings.Join(r.SpecialSuiteFailureReasons, ",")},
			{Name: "RandomSeed", Value: fmt.Sprint(r.SuiteConfig.RandomSeed)},
			{Name: "LabelFilter", Value: r.SuiteConfig.LabelFilter},
			{Name: "FocusStrings", Value: strings.Join(r.SuiteConfig.FocusStrings, ",")},
		}},
	}
	for _, spec := range r.SpecReports {
		test := reporters.JUnitTestCase{
			Name: spec.FullText(), Classname: r.SuiteDescription,
			Status: spec.State.String(), Time: spec.RunTime.Seconds(),
			Properties: properties(spec.ReportEntries),
		}
		failed := spec.Failure.Message
		switch {
		case spec.State.Is(types.SpecStatePassed):
		case spec.State.Is(types.SpecStateSkipped):
			suite.Skipped++
			test.Skipped = &reporters.JUnitSkipped{Message: "skipped - " + spec.Failure.Message}
		case spec.State.Is(types.SpecStatePanicked):
			suite.Errors++
			failed += ": " + spec.Failure.ForwardedPanic
			test.Error = &reporters.JUnitError{Message: failed, Type: spec.State.String(), Description: description(spec)}
		default:
			suite.Failures++
			test.Failure = &reporters.JUnitFailure{Message: failed, Type: spec.State.String(), Description: description(spec)}
		}
		if test.Failure != nil || test.Error != nil {
			test.SystemErr = reporters.RenderTimeline(spec, true)
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

// properties are the entries of a spec, their values as JSON.
func properties(entries types.ReportEntries) *reporters.JUnitProperties {
	if len(entries) == 0 {
		return nil
	}
	var all reporters.JUnitProperties
	for _, e := range entries {
		value, err := json.Marshal(e.GetRawValue())
		if err != nil {
			value = fmt.Appendf(nil, "%q", err.Error())
		}
		all.Properties = append(all.Properties, reporters.JUnitProperty{Name: e.Name, Value: string(value)})
	}
	return &all
}

// description is why and where a spec failed.
func description(spec types.SpecReport) string {
	f := spec.Failure
	parts := []string{f.Message, f.ForwardedPanic, f.Location.String(), f.Location.FullStackTrace}
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n")
}
