package evidence

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/report"
)

// What GitLab reads of all JUnit files of a job (docs.gitlab.com, Unit test reports;
// issue 268035 for the objects), with room for what else there is.
const (
	junitBytes   = 28_000_000
	junitObjects = 240_000
	junitOutput  = 64_000 // of one scenario, in bytes
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr"`
	Package    string          `xml:"package,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []*junitCase    `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name      string      `xml:"name,attr"`
	Classname string      `xml:"classname,attr"`
	Time      string      `xml:"time,attr"`
	Skipped   *junitWhy   `xml:"skipped"`
	Error     *junitWhy   `xml:"error"`
	Failure   *junitWhy   `xml:"failure"`
	Out       *junitLines `xml:"system-out"`
	Err       *junitLines `xml:"system-err"`
}

type junitWhy struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",cdata"`
}

type junitLines struct {
	Text string `xml:",cdata"`
}

// JUnit is a run as CI systems read it, valid against the schema of Jenkins
// (jenkinsci/xunit-plugin, junit-10.xsd), which knows no properties of a test case: those
// stand in its output, one a line, [[PROPERTY|name=value]], as Testmo's description of the
// format has it (testmoapp/junitxml); files that belong to it likewise,
// [[ATTACHMENT|path]], which GitLab and Jenkins read: attached are those that a test case
// that failed belongs with, such as the page of the run. Names of test cases hold nothing that
// changes between runs. Where a file would be larger than is read, what passed loses its
// output, and with too many objects everything does, and long texts are cut; a property of
// the suite tells.
func JUnit(run *report.Run, attached ...string) ([]byte, error) {
	suite := junitSuiteOf(run, attached)
	size, objects := 0, 0
	for _, c := range suite.Cases {
		size += c.size()
		objects += c.objects()
	}
	if size > junitBytes || objects > junitObjects {
		suite.Properties = append(suite.Properties, junitProperty{"Shortened", "true"})
		share := junitBytes / 2 / len(suite.Cases)
		for _, c := range suite.Cases {
			if objects > junitObjects {
				c.Out, c.Err = nil, nil
			} else if c.Error == nil && c.Failure == nil {
				c.Out = nil
			}
			c.cut(share)
		}
	}
	all := junitSuites{
		Name: suite.Name, Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Time: suite.Time, Suites: []junitSuite{suite},
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	enc := xml.NewEncoder(&out)
	enc.Indent("", "  ")
	err := enc.Encode(all)
	out.WriteByte('\n')
	return out.Bytes(), err
}

func junitSuiteOf(run *report.Run, attached []string) junitSuite {
	c := count(run)
	suite := junitSuite{
		Name: run.Suite, Package: run.Package, Tests: c.total, Failures: c.failed, Errors: c.panicked, Skipped: c.notRun,
		Time: seconds(run.Duration), Timestamp: run.Started.UTC().Format("2006-01-02T15:04:05"), // JUnit knows no zone
		Properties: []junitProperty{
			{"OK", fmt.Sprint(run.OK)},
			{"Reason", run.Reason},
			{"Seed", strconv.FormatInt(run.Seed, 10)},
			{"Labels", run.Labels},
			{"Focus", strings.Join(run.Focus, ",")},
			{"Reader", run.Environment.Reader},
			{"System", run.Environment.OS + "/" + run.Environment.Arch},
			{"Version", run.Environment.Version},
			{"Device", run.Environment.Device},
			{"ATR", run.Environment.ATR},
		},
	}
	for i := range run.Scenarios {
		suite.Cases = append(suite.Cases, junitCaseOf(run, &run.Scenarios[i], attached))
	}
	return suite
}

func junitCaseOf(run *report.Run, s *report.Scenario, attached []string) *junitCase {
	c := &junitCase{Name: s.Name, Classname: strings.TrimSpace(run.Suite + " " + s.Where), Time: seconds(s.Duration)}
	switch f := s.Failure; {
	case s.Outcome == report.NotRun:
		c.Skipped = &junitWhy{Message: s.Why}
	case !failed(s):
	default:
		why := &junitWhy{Type: string(s.Outcome), Message: messageOf(s)}
		if f != nil {
			why.Text = clip(legal(f.Description()), junitOutput)
			if f.Log != "" {
				c.Err = &junitLines{clip(legal(f.Log), junitOutput)}
			}
		}
		if s.Outcome == report.Panicked {
			c.Error = why
		} else {
			c.Failure = why
		}
	}
	var out strings.Builder
	for _, p := range properties(run, s) {
		fmt.Fprintf(&out, "[[PROPERTY|%s=%s]]\n", p[0], oneLine(p[1]))
	}
	if failed(s) {
		for _, path := range attached {
			fmt.Fprintf(&out, "[[ATTACHMENT|%s]]\n", oneLine(path))
		}
	}
	out.WriteString(clip(s.Output, junitOutput))
	c.Out = &junitLines{legal(out.String())}
	return c
}

// size is about how many bytes a test case takes.
func (c *junitCase) size() int {
	n := 200 + len(c.Name) + len(c.Classname)
	for _, w := range []*junitWhy{c.Skipped, c.Error, c.Failure} {
		if w != nil {
			n += 60 + len(w.Message) + len(w.Text)
		}
	}
	for _, l := range []*junitLines{c.Out, c.Err} {
		if l != nil {
			n += 40 + len(l.Text)
		}
	}
	return n + n/8 // for what has to be escaped
}

// objects is how many elements a test case has.
func (c *junitCase) objects() int {
	n := 1
	for _, there := range []bool{c.Skipped != nil, c.Error != nil, c.Failure != nil, c.Out != nil, c.Err != nil} {
		if there {
			n++
		}
	}
	return n
}

// cut leaves of the texts of a test case no more than n bytes.
func (c *junitCase) cut(n int) {
	for _, w := range []*junitWhy{c.Skipped, c.Error, c.Failure} {
		if w != nil {
			w.Message, w.Text = clip(w.Message, min(n/4, 1000)), clip(w.Text, n/4)
		}
	}
	for _, l := range []*junitLines{c.Out, c.Err} {
		if l != nil {
			l.Text = clip(l.Text, n/4)
		}
	}
}

// clip leaves of a long text its beginning and its end, and says so between them.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	const gap = "\n[…]\n"
	if most < len(gap)+2 {
		return ""
	}
	half := (most - len(gap)) / 2
	from, to := half, len(s)-half
	for from > 0 && !utf8.RuneStart(s[from]) {
		from--
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to++
	}
	return s[:from] + gap + s[to:]
}

// legal is a text without the characters that XML 1.0 has no place for (2.2, Char): in a
// CDATA section nothing else is escaped.
func legal(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 {
			return r
		}
		return utf8.RuneError
	}, s)
}

// oneLine is a text without line ends, and without what would end a property.
func oneLine(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "]]", "] ]")
}

// seconds is a duration as JUnit writes it: three digits are what its readers take.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
