package evidence_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/schematest"
	"github.com/cpslab/cps/testdata/testneed"
)

// validJSON holds content against a schema of testdata/schemas.
func validJSON(t *testing.T, schema string, content []byte) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "schemas", schema))
	if err != nil {
		t.Fatal(err)
	}
	// What the schema of SARIF uses of draft 04 reads the same in draft 07, but for the
	// name of its own address.
	b = bytes.Replace(b, []byte("http://json-schema.org/draft-04/schema#"), []byte("http://json-schema.org/draft-07/schema#"), 1)
	b = bytes.Replace(b, []byte("\n  \"id\": "), []byte("\n  \"$id\": "), 1)
	var v any
	if err := json.Unmarshal(content, &v); err != nil {
		t.Fatalf("%v\n%s", err, content)
	}
	if err := schematest.Published(t, b).Validate(v); err != nil {
		t.Errorf("%s: %v\n%.4000s", schema, err, content)
	}
}

// validJUnit holds a file against the schema of Jenkins.
func validJUnit(t *testing.T, content []byte) {
	t.Helper()
	testneed.Part(t, "xmllint")
	cmd := exec.CommandContext(t.Context(), "xmllint", "--noout", "--huge", "--schema", "testdata/schemas/junit-10.xsd", "-")
	cmd.Stdin = bytes.NewReader(content)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%.4000s", err, out)
	}
}

type junitFile struct {
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Suites   []struct {
		Skipped    int `xml:"skipped,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Name    string  `xml:"name,attr"`
			Out     string  `xml:"system-out"`
			Err     string  `xml:"system-err"`
			Failure *reason `xml:"failure"`
			Error   *reason `xml:"error"`
			Skipped *reason `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

type reason struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func readJUnit(t *testing.T, run *report.Run) (content []byte, file junitFile) {
	t.Helper()
	content, err := evidence.JUnit(run)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(content, &file); err != nil {
		t.Fatalf("%v\n%.2000s", err, content)
	}
	return content, file
}

func TestJUnit(t *testing.T) {
	t.Parallel()
	content, file := readJUnit(t, aRun())
	cases := file.Suites[0].Cases
	if file.Failures != 2 || file.Errors != 1 || file.Suites[0].Skipped != 1 || len(cases) != 5 {
		t.Fatalf("%s", content)
	}
	if f := cases[1].Failure; f == nil || f.Type != "failed" || f.Message != "Expected blocked to equal ok" || !strings.HasSuffix(f.Text, "scenarios/cards.go:92\nstack") {
		t.Errorf("%+v", f)
	}
	want := `[[PROPERTY|id=` + evidence.ID(aRun(), &aRun().Scenarios[1]) + `]]
[[PROPERTY|card=sim:broken.yaml]]
[[PROPERTY|verdict=blocked]]
[[PROPERTY|exchanges=37]]
[[PROPERTY|finding=CPS-AAA-004 INFO: information]]
[[PROPERTY|finding=CPS-AAA-001 BLOCK-BILLING #23: La CPS n'a pas de DAM <b>&] ]>]]
[[PROPERTY|repeat=cpslab run sim:broken.yaml --focus '^cards broken.yaml is judged as its author expects$' --seed 7]]
`
	if diff := cmp.Diff(want, cases[1].Out); diff != "" {
		t.Error(diff)
	}
	if e := cases[2].Error; e == nil || e.Type != "panicked" || e.Message != "Test Panicked: nil map" {
		t.Errorf("%+v", e)
	}
	if s := cases[3].Skipped; s == nil || s.Message != "demande --allow sign" || !strings.Contains(cases[3].Out, "not_run=permission pin,sign") {
		t.Errorf("%+v %s", s, cases[3].Out)
	}
	validJUnit(t, content)
}

// The page of the run is attached to what failed, and to nothing else.
func TestJUnitAttachesThePage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := evidence.Files{JUnit: filepath.Join(dir, "j.xml"), HTML: filepath.Join(dir, "page.html")}
	if err := files.Write(aRun(), evidence.Options{}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(files.JUnit)
	if err != nil {
		t.Fatal(err)
	}
	validJUnit(t, content)
	var file junitFile
	if err := xml.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	line := "[[ATTACHMENT|" + files.HTML + "]]\n"
	for _, c := range file.Suites[0].Cases {
		if fails := c.Failure != nil || c.Error != nil; strings.Contains(c.Out, line) != fails {
			t.Errorf("%s failed: %v, output:\n%s", c.Name, fails, c.Out)
		}
	}
}

// What GitLab would drop, 30 MB or 250,000 objects, is made smaller, every scenario is
// still there, and the file says so.
func TestJUnitIsReadWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ scenarios, each int }{{2_000, 60_000}, {140_000, 10}} {
		content, file := readJUnit(t, aLargeRun(t, c.scenarios, c.each))
		if len(content) > 30_000_000 || bytes.Count(content, []byte("</"))+bytes.Count(content, []byte("/>")) > 250_000+9 {
			t.Errorf("%d bytes, %d ends", len(content), bytes.Count(content, []byte("</")))
		}
		properties := file.Suites[0].Properties
		if last := properties[len(properties)-1]; last.Name != "Shortened" || len(file.Suites[0].Cases) != c.scenarios {
			t.Errorf("%+v, %d scenarios", last, len(file.Suites[0].Cases))
		}
		validJUnit(t, content)
	}
}

func TestCTRF(t *testing.T) {
	t.Parallel()
	for _, run := range []*report.Run{aRun(), {}} {
		content, err := evidence.CTRF(run)
		if err != nil {
			t.Fatal(err)
		}
		validJSON(t, "ctrf.schema.json", content)
	}
}

func TestSARIF(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"fr", "en"} {
		content, err := evidence.SARIF(aRun(), evidence.Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		validJSON(t, "sarif-schema-2.1.0.json", content)
		var file struct {
			Runs []struct {
				Automation struct{ ID string }  `json:"automationDetails"`
				Tool       struct{ Driver any } `json:"tool"`
				Results    []struct {
					Rule      string            `json:"ruleId"`
					Index     *int              `json:"ruleIndex"`
					Prints    map[string]string `json:"partialFingerprints"`
					Locations []struct {
						Physical struct {
							Artifact struct{ URI string } `json:"artifactLocation"`
							Region   struct{ StartLine int }
						} `json:"physicalLocation"`
					}
				}
			}
		}
		if err := json.Unmarshal(content, &file); err != nil {
			t.Fatal(err)
		}
		if len(file.Runs) != 1 || file.Runs[0].Automation.ID != "cpslab/sim:/linux-amd64/" || len(file.Runs[0].Results) != 3 {
			t.Fatalf("%s", content)
		}
		var got []string
		for i, r := range file.Runs[0].Results {
			if len(r.Locations) != 1 || r.Index == nil || *r.Index != i || len(r.Prints["cpslab/v1"]) != 16 {
				t.Fatalf("%+v", r)
			}
			got = append(got, r.Rule+" "+r.Locations[0].Physical.Artifact.URI)
		}
		want := []string{"CPS-AAA-001 cards/un%20deux%233.yaml", "CPS-AAA-002 scenarios/rules.go", "cpslab-scenario cpslab%20scenarios"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	content, err := evidence.SARIF(&report.Run{}, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	validJSON(t, "sarif-schema-2.1.0.json", content)
}

// The same problems stand in every report, under one identity.
func TestReportsAgree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run := aRun()
	files := evidence.Files{
		JUnit: filepath.Join(dir, "j.xml"), JSON: filepath.Join(dir, "r.json"), SARIF: filepath.Join(dir, "s.json"), CTRF: filepath.Join(dir, "c.json"),
	}
	if err := files.Check(); err != nil {
		t.Fatal(err)
	}
	if err := files.Write(run, evidence.Options{Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		bad := s.Outcome != report.Passed && s.Outcome != report.NotRun
		for _, path := range []string{files.JUnit, files.SARIF, files.CTRF} {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if there := bytes.Contains(b, []byte(evidence.ID(run, s))); there != bad && (bad || path == files.SARIF) {
				t.Errorf("%s in %s: %v", s.Name, filepath.Base(path), there)
			}
		}
	}
	var back report.Run
	b, err := os.ReadFile(files.JSON)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(run, &back); diff != "" {
		t.Error(diff)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	if err := schematest.Closed(t, report.RunSchema()).Validate(v); err != nil {
		t.Error(err)
	}
}

// Other machines and other seeds give a scenario the identity that it has.
func TestIDIsStable(t *testing.T) {
	t.Parallel()
	one, two := aRun(), aRun()
	two.Seed, two.Started, two.Environment.OS = 8, two.Started.AddDate(0, 0, 1), "windows"
	seen := map[string]string{}
	for i := range one.Scenarios {
		s := &one.Scenarios[i]
		id := evidence.ID(one, s)
		if id != evidence.ID(two, &two.Scenarios[i]) {
			t.Errorf("%s: another identity", s.Name)
		}
		if other, twice := seen[id]; twice {
			t.Errorf("%s and %s have one identity", s.Name, other)
		}
		seen[id] = s.Name
	}
}

func TestAnnotations(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := evidence.Annotations(&b, aRun(), evidence.Options{Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[1], `::error file=scenarios/rules.go,line=4,title=CPS-AAA-002 · rules CPS-AAA-002 <hostile> "name" | `+"`x` %250A%3A%3Aerror%3A%3A::Test Panicked: nil map") {
		t.Errorf("%s", b.String())
	}
	b.Reset()
	if err := evidence.Annotations(&b, aLargeRun(t, 100, 1), evidence.Options{Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "\n"); got != 10 || !strings.HasSuffix(b.String(), "and 41 more failures: see the summary and the reports\n") {
		t.Errorf("%d lines\n%s", got, b.String())
	}
	b.Reset()
	if err := evidence.Annotations(&b, &report.Run{Reason: "untested"}, evidence.Options{Lang: "en"}); err != nil || b.String() != "::error title=cpslab::NOT TESTED (untested)\n" {
		t.Errorf("%s, %v", b.String(), err)
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	got := string(evidence.Summary(aRun(), evidence.Options{Lang: "fr"}))
	for _, want := range []string{"## cpslab: ÉCHEC", "1 réussis, 3 en échec, 1 non déroulés", "| CPS-AAA-001 |", "&lt;hostile&gt; \"name\" &#124; &#96;x&#96;"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if long := evidence.Summary(aLargeRun(t, 20_000, 10), evidence.Options{Lang: "en"}); len(long) > 1<<20 || !bytes.Contains(long, []byte("and 9800 more")) {
		t.Errorf("%d bytes", len(long))
	}
}

func TestFilesThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, f := range []evidence.Files{{JUnit: dir}, {JUnit: filepath.Join(dir, "x"), SARIF: dir + "/./x"}, {CTRF: filepath.Join(dir, "x\x00")}} {
		err := f.Check()
		if e, ok := errors.AsType[*evidence.FileError](err); !ok || !text.IsBadInput(err) || e.Option == "" {
			t.Errorf("%+v: %v", f, err)
		}
		for _, lang := range []string{"fr", "en"} {
			if message, hint := text.Say(err, lang); message == "" || hint == "" {
				t.Errorf("%q, %q", message, hint)
			}
		}
	}
	// A folder that vanished, and one that took the place of the file, between check and
	// writing: the other report is written all the same.
	gone, whole := filepath.Join(dir, "gone.json"), filepath.Join(dir, "whole.xml")
	if err := os.Mkdir(gone, 0o700); err != nil {
		t.Fatal(err)
	}
	err := evidence.Files{CTRF: gone, JUnit: whole}.Write(aRun(), evidence.Options{})
	if e, ok := errors.AsType[*evidence.FileError](err); !ok || e.Path != gone || text.IsBadInput(err) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(whole); err != nil {
		t.Error(err)
	}
}
