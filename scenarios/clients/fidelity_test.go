package clients

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/simulator"
)

// Results of a check whose client is missing, and of one that failed.
const (
	notRun = "not run"
	failed = "FAILED"
)

// remarks is what the page says beside the table: what was seen by hand, and what
// nothing covers.
//
//go:embed testdata/remarks.md
var remarks []byte

// row is one line of the table: its cells but the last two, with bars between.
type row string

func rowOf(cells ...string) row { return row(strings.Join(cells, " | ")) }

// cells are the row's, without those of the result.
func (r row) cells() []string { return strings.Split(string(r), " | ") }

// sheet is a page of the documentation with a table that the tests write.
type sheet struct {
	frame  func(before []byte) (head, tail []byte) // what stands around the tables
	column string                                  // the head of the table: as many columns as a row has, and two
	rows   func() []row                            // every row there is, in any order
	names  func() []string                         // whose versions are told, in any order
}

// fidelitySheet is docs/fidelity.md.
var fidelitySheet = &sheet{
	frame:  func([]byte) ([]byte, []byte) { return []byte(pageHead), remarks },
	column: "| face | client | operation | result | day |",
	rows: func() (list []row) {
		for _, g := range groups() {
			for _, c := range g.checks {
				list = append(list, g.row(c))
			}
		}
		return list
	},
	names: func() []string {
		names := []string{"pcscd"}
		for _, g := range groups() {
			names = append(names, g.client.name)
		}
		return names
	},
}

// seen is what a run found, and when.
type seen struct{ what, day string }

// none stands where nothing was ever run.
const none = "–"

// table is what the page says: results by row and versions by client. Only what
// was run is in it.
type table struct {
	outcomes map[row]seen
	versions map[string]seen
}

// versionHead begins the tables of a page.
const versionHead = "| client | version | day |"

func emptyTable() table { return table{map[row]seen{}, map[string]seen{}} }

// recorder gathers the results of the run for one page.
type recorder struct {
	sheet *sheet
	mu    sync.Mutex // protects what follows
	table
}

func newRecorder(s *sheet) *recorder { return &recorder{sheet: s, table: emptyTable()} }

var results = newRecorder(fidelitySheet)

func today() string { return time.Now().Format(time.DateOnly) }

// add notes a result; a check that was not run leaves none.
func (r *recorder) add(x row, outcome string) {
	if outcome == notRun {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcomes[x] = seen{outcome, today()}
}

// failed fills in the checks that a group which failed did not come to.
func (r *recorder) failed(g group) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range g.checks {
		if _, ok := r.outcomes[g.row(c)]; !ok {
			r.outcomes[g.row(c)] = seen{failed, today()}
		}
	}
}

func (r *recorder) version(client, version string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.versions[client] = seen{version, today()}
}

// row is the line of a check.
func (g group) row(c check) row { return rowOf(faceOf(g.preset), g.client.name, c.operation) }

// faceOf names the face of a preset in the words of the documentation.
func faceOf(preset string) string {
	switch prefix, _, _ := strings.Cut(filepath.Base(preset), "-"); prefix {
	case "cps3cl":
		return "CPS3 contactless"
	case "cps4":
		return "CPS4"
	}
	return "CPS3"
}

// parsePage reads the two tables of a page back. A row without a day was never run
// and is left out, and so is a table of what was seen by hand.
func parsePage(page []byte) table {
	t := emptyTable()
	_, tables, _ := strings.Cut(string(page), versionHead)
	tables, _, _ = strings.Cut(tables, "\n## ")
	for line := range strings.Lines(tables) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		last := len(cells) - 2 // what stands before the first bar and behind the last one is empty
		if last < 3 || !isDay(cells[last]) {
			continue
		}
		result := seen{cells[last-1], cells[last]}
		if last == 3 {
			t.versions[cells[1]] = result
		} else {
			t.outcomes[rowOf(cells[1:last-1]...)] = result
		}
	}
	return t
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// page is docs/fidelity.md: the results of this run, and those of the page before
// for what it did not run.
func (r *recorder) page(before []byte) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := parsePage(before)
	maps.Copy(all.outcomes, r.outcomes)
	maps.Copy(all.versions, r.versions)
	head, tail := r.sheet.frame(before)
	var b bytes.Buffer
	b.Write(head)
	b.WriteString("\n" + versionHead + "\n|---|---|---|\n")
	names := r.sheet.names()
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		v, ok := all.versions[name]
		if !ok {
			v = seen{notRun, none}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, v.what, v.day)
	}
	b.WriteString("\n" + r.sheet.column + "\n|" + strings.Repeat("---|", strings.Count(r.sheet.column, "|")-1) + "\n")
	rows := r.sheet.rows()
	slices.SortFunc(rows, func(x, y row) int { return slices.Compare(x.cells(), y.cells()) })
	for _, x := range rows {
		o, ok := all.outcomes[x]
		if !ok {
			o = seen{notRun, none}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", x, o.what, o.day)
	}
	b.WriteString("\n")
	b.Write(tail)
	return b.Bytes()
}

const pageHead = `# Fidelity

What software of others did with the simulated cards. The table is written by its
tests (package scenarios/clients) and is not edited by hand:

<!-- not run: minutes, and every client there is -->

` + "```sh\n" + `go test -tags pcsc,pkcs11 ./scenarios/clients -count=1 -fidelity ../../docs/fidelity.md
` + "```\n" + `
A run replaces the rows of what it ran and leaves the others: each carries the day on
which it was run last. A row says « not run » until its client was there.
`

// The committed table has a row for each check and no other, with the remarks as
// they are, and no row says passed without a day.
func TestFidelityTable(t *testing.T) {
	t.Parallel()
	if *fidelity != "" {
		t.Skip("the table is being written")
	}
	page, err := os.ReadFile("../../docs/fidelity.md")
	if err != nil {
		t.Fatal(err)
	}
	current(t, "docs/fidelity.md", fidelitySheet, page)
	for x, o := range parsePage(page).outcomes {
		if o.what != "passed" {
			t.Errorf("%+v: %+v, want passed", x, o)
		}
	}
}

// current holds a page to the rows that its sheet has now.
func current(t *testing.T, name string, s *sheet, page []byte) {
	t.Helper()
	if diff := gocmp.Diff(string(newRecorder(s).page(page)), string(page)); diff != "" {
		t.Errorf("%s is not up to date (-tests +page); write it again, see there:\n%s", name, diff)
	}
}

// What was not run keeps its result and its day.
func TestRunReplacesOnlyWhatItRan(t *testing.T) {
	t.Parallel()
	g := groups()[0]
	page := func(r *recorder, before []byte) table { return parsePage(r.page(before)) }
	old := newRecorder(fidelitySheet)
	for _, c := range g.checks {
		old.outcomes[g.row(c)] = seen{"passed", "2026-01-02"}
	}
	old.outcomes[rowOf("CPS3", "gone", "no check any more")] = seen{"passed", "2026-01-02"}
	before := old.page(nil)
	now := newRecorder(fidelitySheet)
	now.add(g.row(g.checks[0]), "passed")
	now.add(g.row(g.checks[1]), notRun)
	got := page(now, before)
	want := map[row]seen{}
	for _, c := range g.checks {
		want[g.row(c)] = seen{"passed", "2026-01-02"}
	}
	want[g.row(g.checks[0])] = seen{"passed", today()}
	if diff := gocmp.Diff(want, got.outcomes, gocmp.AllowUnexported(seen{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := page(newRecorder(fidelitySheet), nil); len(got.outcomes) != 0 {
		t.Errorf("nothing was run, and the table says %v", got.outcomes)
	}
}

// Two checks that share a row would hide each other's result.
func TestRowsAreUnique(t *testing.T) {
	t.Parallel()
	seen := map[row]string{}
	for _, g := range groups() {
		if _, err := simulator.LoadProfile(g.preset); err != nil {
			t.Error(err)
		}
		for _, c := range g.checks {
			if other, ok := seen[g.row(c)]; ok {
				t.Errorf("%s and %s: the same row %+v", g.name, other, g.row(c))
			}
			seen[g.row(c)] = g.name
		}
	}
}
