package clients

import (
	"bytes"
	"cmp"
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

// notRun is the result of a check whose client is missing.
const notRun = "not run"

// remarks is what the page says beside the table: what was seen by hand, and what
// nothing covers.
//
//go:embed testdata/remarks.md
var remarks []byte

// row is one line of the table.
type row struct{ face, client, operation string }

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

func emptyTable() table { return table{map[row]seen{}, map[string]seen{}} }

// recorder gathers the results of the run.
type recorder struct {
	mu sync.Mutex // protects what follows
	table
}

var results = &recorder{table: emptyTable()}

func today() string { return time.Now().Format(time.DateOnly) }

// add notes a result; a check that was not run leaves none.
func (r *recorder) add(g group, c check, outcome string) {
	if outcome == notRun {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcomes[rowOf(g, c)] = seen{outcome, today()}
}

// failed fills in the checks that a group which failed did not come to.
func (r *recorder) failed(g group) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range g.checks {
		if _, ok := r.outcomes[rowOf(g, c)]; !ok {
			r.outcomes[rowOf(g, c)] = seen{"FAILED", today()}
		}
	}
}

func (r *recorder) version(client, version string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.versions[client] = seen{version, today()}
}

// rowOf names the face in the words of the documentation.
func rowOf(g group, c check) row {
	face := "CPS3"
	switch prefix, _, _ := strings.Cut(filepath.Base(g.preset), "-"); prefix {
	case "cps3cl":
		face = "CPS3 contactless"
	case "cps4":
		face = "CPS4"
	}
	return row{face: face, client: g.client.name, operation: c.operation}
}

// parsePage reads the two tables of a page back. A row without a day was never run
// and is left out.
func parsePage(page []byte) table {
	t := emptyTable()
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case strings.HasPrefix(line, "## "):
			return t
		case len(cells) == 5 && isDay(cells[3]):
			t.versions[cells[1]] = seen{cells[2], cells[3]}
		case len(cells) == 7 && isDay(cells[5]):
			t.outcomes[row{cells[1], cells[2], cells[3]}] = seen{cells[4], cells[5]}
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
	var b bytes.Buffer
	b.WriteString(pageHead)
	b.WriteString("\n| client | version | day |\n|---|---|---|\n")
	for _, name := range clientNames() {
		v, ok := all.versions[name]
		if !ok {
			v = seen{notRun, none}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, v.what, v.day)
	}
	b.WriteString("\n" + tableHead + "\n|---|---|---|---|---|\n")
	for _, x := range rows() {
		o, ok := all.outcomes[x]
		if !ok {
			o = seen{notRun, none}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", x.face, x.client, x.operation, o.what, o.day)
	}
	b.WriteString("\n")
	b.Write(remarks)
	return b.Bytes()
}

// rows is every row of the table, in its order.
func rows() []row {
	var list []row
	for _, g := range groups() {
		for _, c := range g.checks {
			list = append(list, rowOf(g, c))
		}
	}
	slices.SortFunc(list, func(x, y row) int {
		return cmp.Or(cmp.Compare(x.face, y.face), cmp.Compare(x.client, y.client), cmp.Compare(x.operation, y.operation))
	})
	return list
}

// clientNames are those of the table, and the service all of them speak through.
func clientNames() []string {
	names := []string{"pcscd"}
	for _, g := range groups() {
		names = append(names, g.client.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

const pageHead = `# Fidelity

What software of others did with the simulated cards. The table is written by its
tests (package scenarios/clients) and is not edited by hand:

    go test -tags pcsc,pkcs11 ./scenarios/clients -count=1 -fidelity ../../docs/fidelity.md

A run replaces the rows of what it ran and leaves the others: each carries the day on
which it was run last. A row says « not run » until its client was there.
`

const tableHead = "| face | client | operation | result | day |"

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
	if diff := gocmp.Diff(string((&recorder{table: emptyTable()}).page(page)), string(page)); diff != "" {
		t.Errorf("docs/fidelity.md is not up to date (-tests +page); write it again with -fidelity:\n%s", diff)
	}
	for x, o := range parsePage(page).outcomes {
		if o.what != "passed" {
			t.Errorf("%+v: %+v, want passed", x, o)
		}
	}
}

// What was not run keeps its result and its day.
func TestRunReplacesOnlyWhatItRan(t *testing.T) {
	t.Parallel()
	g := groups()[0]
	page := func(r *recorder, before []byte) table { return parsePage(r.page(before)) }
	old := &recorder{table: emptyTable()}
	for _, c := range g.checks {
		old.outcomes[rowOf(g, c)] = seen{"passed", "2026-01-02"}
	}
	old.outcomes[row{"CPS3", "gone", "no check any more"}] = seen{"passed", "2026-01-02"}
	before := old.page(nil)
	now := &recorder{table: emptyTable()}
	now.add(g, g.checks[0], "passed")
	now.add(g, g.checks[1], notRun)
	got := page(now, before)
	want := map[row]seen{}
	for _, c := range g.checks {
		want[rowOf(g, c)] = seen{"passed", "2026-01-02"}
	}
	want[rowOf(g, g.checks[0])] = seen{"passed", today()}
	if diff := gocmp.Diff(want, got.outcomes, gocmp.AllowUnexported(row{}, seen{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := page(&recorder{table: emptyTable()}, nil); len(got.outcomes) != 0 {
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
			if other, ok := seen[rowOf(g, c)]; ok {
				t.Errorf("%s and %s: the same row %+v", g.name, other, rowOf(g, c))
			}
			seen[rowOf(g, c)] = g.name
		}
	}
}
