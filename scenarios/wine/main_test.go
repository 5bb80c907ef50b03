package main

import (
	"bytes"
	"debug/pe"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestUsage: what cannot be understood is wrong use.
func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-run", "("}, {"-run", "no such thing"}, {"-nothing"}, {"-patience", "soon"}} {
		var out, said bytes.Buffer
		if code := command(t.Context(), args, &out, &said); code != exitUsage || said.Len() == 0 {
			t.Errorf("%q: exit code %d, %q", args, code, said.String())
		}
	}
}

// TestNotRunIsSaidByName: without root, or elsewhere, every thing has its line.
func TestNotRunIsSaidByName(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := testConfig(t)
	c.stdout = &out
	results := notRun(c.steps(), "needs root")
	c.print(results)
	for _, name := range []string{"version", "demo", "doctor on a faked installation", "diagnose pcsc: through winscard", testsOfRooms} {
		if !strings.Contains(out.String(), skipped) || !strings.Contains(out.String(), name) {
			t.Errorf("no %q in\n%s", name, out.String())
		}
	}
	if !strings.Contains(out.String(), "0 passed, 0 failed, 13 not run") || codeOf(results) != exitOpen {
		t.Errorf("exit code %d\n%s", codeOf(results), out.String())
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	for want, outcomes := range map[int][]string{
		exitOK:     {passed, passed},
		exitOpen:   {passed, skipped},
		exitFailed: {skipped, failed, passed},
	} {
		var results []result
		for _, o := range outcomes {
			results = append(results, result{Outcome: o})
		}
		if got := codeOf(results); got != want {
			t.Errorf("%v: %d, want %d", outcomes, got, want)
		}
	}
}

// TestLibrary: a reader of PE files finds a 64-bit library with a resource section, and
// the version stands in it behind its mark.
func TestLibrary(t *testing.T) {
	t.Parallel()
	b := library(5, 2, 6, 7)
	f, err := pe.NewFile(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if f.Machine != pe.IMAGE_FILE_MACHINE_AMD64 || f.Characteristics&pe.IMAGE_FILE_DLL == 0 || len(f.Sections) != 1 || f.Sections[0].Name != ".rsrc" {
		t.Errorf("%+v, %+v", f.FileHeader, f.Sections)
	}
	data, err := f.Sections[0].Data()
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(data, []byte{0xBD, 0x04, 0xEF, 0xFE})
	if i < 0 || i%4 != 0 {
		t.Fatalf("the mark is at %d", i)
	}
	if got, want := data[i+8:i+16], []byte{2, 0, 5, 0, 7, 0, 6, 0}; !bytes.Equal(got, want) {
		t.Errorf("version % X, want % X", got, want)
	}
	if !bytes.Contains(data, []byte("V\x00S\x00_\x00V\x00E\x00R\x00S\x00I\x00O\x00N\x00")) {
		t.Error("no name of the block")
	}
}

// TestTally: each test counts once, whatever parts it has; those that failed or did not
// run are named with what they said.
func TestTally(t *testing.T) {
	t.Parallel()
	events := `{"Action":"start"}
{"Action":"output","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Test":"TestA","Output":"--- PASS: TestA (0.00s)\n"}
{"Action":"pass","Test":"TestA"}
{"Action":"pass","Test":"TestB/part"}
{"Action":"output","Test":"TestB","Output":"    b_test.go:12: want 1, got 2\n"}
{"Action":"output","Test":"TestB","Output":"--- FAIL: TestB (0.00s)\n"}
{"Action":"fail","Test":"TestB"}
{"Action":"output","Test":"TestC","Output":"    c_test.go:9: not run: needs Linux\n"}
{"Action":"skip","Test":"TestC"}
{"Action":"run","Test":"TestD"}
{"Action":"run","Test":"TestA"}
{"Action":"pass","Test":"TestA"}
{"Action":"run","Test":"TestD/part"}
{"Action":"fail"}
`
	got, err := tally([]byte(events))
	want := result{Outcome: failed, Detail: "2 of 5 tests\nfailed: TestB (want 1, got 2)\nfailed: TestD (did not end)\nnot run: TestC (not run: needs Linux)"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, nothing := range []string{"", "no event\n", `{"Action":"pass"}` + "\n"} {
		if r, err := tally([]byte(nothing)); err == nil {
			t.Errorf("%q: %+v", nothing, r)
		}
	}
}

// TestSettled: what differs from day to day is taken out, and nothing else.
func TestSettled(t *testing.T) {
	t.Parallel()
	got, err := settled([]byte(`{"now":"2026-11-29T20:11:02.5Z","text":"on 2026-11-29 20:11 UTC","pid":77,"size":77,"version":"11.0.26100","a":["2026-01-02"]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "a": [
    "DAY"
  ],
  "now": "DAY",
  "pid": "NUMBER",
  "size": 77,
  "text": "on DAY UTC",
  "version": "11.0.26100"
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if _, err := settled([]byte("no document")); err == nil {
		t.Error("no error for what is no document")
	}
}

// TestEqual: paths, line ends and durations may differ; words and exit codes may not.
func TestEqual(t *testing.T) {
	t.Parallel()
	here := output{stdout: "in demo/report.html, 12 ms\nok\n"}
	if _, err := equal(here, output{stdout: "in demo\\report.html, 1.5 s\r\nok\r\n"}); err != nil {
		t.Error(err)
	}
	for name, there := range map[string]output{
		"a word":      {stdout: "in demo/report.html, 12 ms\nko\n"},
		"a line more": {stdout: "in demo/report.html, 12 ms\nok\nmore\n"},
		"an exit":     {stdout: here.stdout, code: 1},
	} {
		if said, err := equal(here, there); err == nil {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestPage: a run replaces the lines of what it ran; what it did not run keeps its day.
func TestPage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "page.md")
	page := "# Title\n\n" + tableBegins + "\n| what | result | detail | day |\n|---|---|---|---|\n| demo | passed | all | 2026-01-02 |\n| gone | passed | all | 2026-01-02 |\n\n" + tableEnds + "\nend\n"
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	results := []result{{"version", passed, "a\nb|c"}, {"demo", skipped, "needs root"}, {"show", skipped, "needs root"}}
	err := writePage(path, results, true, day)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "# Title\n\n" + tableBegins + "\n| what | result | detail | day |\n|---|---|---|---|\n| demo | passed | all | 2026-01-02 |\n| version | passed | a; b\\|c | 2026-11-29 |\n| show | not run | needs root | 2026-11-29 |\n\n" + tableEnds + "\nend\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	part, err := withTable(page, false, results, false, day)
	if err != nil || !strings.Contains(part, "| gone | passed | all | 2026-01-02 |") || !strings.Contains(part, "| version | passed |") {
		t.Errorf("a run of a part takes lines away: %v\n%s", err, part)
	}
	if err := writePage(filepath.Join(t.TempDir(), "none.md"), nil, true, day); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if _, err := withTable("no table", false, nil, true, day); err == nil {
		t.Error("a page without a table is written")
	}
}

// TestPagesSayTheSame: the tables of both pages are one, each in its language, and lines
// that are kept come through both ways.
func TestPagesSayTheSame(t *testing.T) {
	t.Parallel()
	var tables []string
	for _, path := range []string{"../../docs/windows.md", "../../docs/fr/windows.md"} {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, begins := strings.Cut(string(page), tableBegins)
		table, _, ends := strings.Cut(rest, tableEnds)
		if !begins || !ends {
			t.Fatalf("%s has no table", path)
		}
		tables = append(tables, table)
		again, err := withTable(string(page), isFrench(path), nil, false, time.Time{})
		if err != nil || again != string(page) {
			t.Errorf("%s, with nothing new: %v\n%s", path, err, cmp.Diff(string(page), again))
		}
	}
	if diff := cmp.Diff(french(tables[0]), tables[1]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(tables[0], english(tables[1])); diff != "" {
		t.Error(diff)
	}
	for _, line := range strings.Split(tables[1], "\n") {
		if strings.Contains(line, " | passed | ") || strings.Contains(line, "not run") {
			t.Errorf("English on the French page: %s", line)
		}
	}
}

func testConfig(t *testing.T) *config {
	t.Helper()
	c := &config{}
	if err := c.matching(""); err != nil {
		t.Fatal(err)
	}
	return c
}
