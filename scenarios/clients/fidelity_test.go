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

// recorder gathers the results of the run.
type recorder struct {
	mu       sync.Mutex // protects what follows
	outcomes map[row]string
	versions map[string]string // of clients, by name
}

var results = &recorder{outcomes: map[row]string{}, versions: map[string]string{}}

func (r *recorder) add(g group, c check, outcome string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcomes[rowOf(g, c)] = outcome
}

// notRun fills in the checks that a group did not come to.
func (r *recorder) notRun(g group, failed bool) {
	outcome := notRun
	if failed {
		outcome = "FAILED"
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range g.checks {
		if _, ok := r.outcomes[rowOf(g, c)]; !ok {
			r.outcomes[rowOf(g, c)] = outcome
		}
	}
}

func (r *recorder) version(client, version string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.versions[client] = version
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

// page is docs/fidelity.md.
func (r *recorder) page(now time.Time) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Fidelity

What software of others did with the simulated cards. The table is written by its
tests (package scenarios/clients) and is not edited by hand:

    go test ./scenarios/clients -count=1 -fidelity ../../docs/fidelity.md

Run of %s.
`, now.Format(time.DateOnly))
	b.WriteString("\n| client | version |\n|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(r.versions)) {
		fmt.Fprintf(&b, "| %s | %s |\n", name, r.versions[name])
	}
	b.WriteString("\n" + tableHead + "\n|---|---|---|---|\n")
	rows := slices.SortedFunc(maps.Keys(r.outcomes), func(x, y row) int {
		return cmp.Or(cmp.Compare(x.face, y.face), cmp.Compare(x.client, y.client), cmp.Compare(x.operation, y.operation))
	})
	for _, x := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", x.face, x.client, x.operation, r.outcomes[x])
	}
	b.WriteString("\n")
	b.Write(remarks)
	return b.Bytes()
}

const tableHead = "| face | client | operation | result |"

// The committed table has a row for each check and no other, with the remarks as
// they are.
func TestFidelityTable(t *testing.T) {
	t.Parallel()
	if *fidelity != "" {
		t.Skip("the table is being written")
	}
	page, err := os.ReadFile("../../docs/fidelity.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(page), tableHead+"\n")
	if !ok {
		t.Fatalf("no %q", tableHead)
	}
	var got, want []string
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 {
			break
		}
		if cells[1] != "---" {
			got = append(got, strings.Join(cells[1:4], "|"))
		}
		if result := strings.TrimSpace(cells[4]); !slices.Contains([]string{"---", "passed", notRun}, result) {
			t.Errorf("result %q in %s", result, line)
		}
	}
	for _, g := range groups() {
		for _, c := range g.checks {
			r := rowOf(g, c)
			want = append(want, fmt.Sprintf(" %s | %s | %s ", r.face, r.client, r.operation))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("docs/fidelity.md is not up to date (-tests +table); write it again with -fidelity:\n%s", diff)
	}
	if !bytes.HasSuffix(page, remarks) {
		t.Error("docs/fidelity.md does not end with testdata/remarks.md; write it again with -fidelity")
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
