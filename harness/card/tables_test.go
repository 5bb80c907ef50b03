package card_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

// Every line of the table file is found, and nothing else is there.
func TestTablesHoldTheFile(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("tables.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		want[f[0]]++
		code := card.Code{Table: f[0], Code: f[1], Key: f[2], Label: f[4], InDictionary0218: f[3] == "02.18"}
		if !slices.Contains(card.Codes(f[0]), code) {
			t.Errorf("%v is missing", code)
		}
		if label, ok := card.Label(f[0], f[1]); !ok || f[2] == "" && label != f[4] {
			t.Errorf("Label(%s, %s) = %q, %v, want %q", f[0], f[1], label, ok, f[4])
		}
		if f[2] != "" {
			if label, ok := card.ZoneLabel(f[1], f[2]); !ok || label != f[4] {
				t.Errorf("ZoneLabel(%s, %s) = %q, %v, want %q", f[1], f[2], label, ok, f[4])
			}
		}
	}
	got := map[string]int{}
	for _, name := range card.Tables() {
		got[name] = len(card.Codes(name))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("codes by table (-want +got):\n%s", diff)
	}
	if !slices.IsSorted(card.Tables()) {
		t.Error("tables are not sorted")
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		table, code, label string
		known, dictionary  bool
	}{
		{"G01", "80", "Carte de PS ou de Personnel de Santé de TEST", true, true},
		{"G100", "01", "Médecine générale", true, true},
		{"G100", "99", "Non définie", true, true},
		{"G100", "86", "Infirmier en pratique avancée", true, false},
		{"G100", "52", "", false, false},
		{"G100", "  ", "", false, false},
		{"R01", "SM26", "Qualifié en Médecine Générale (SM)", true, true},
		{"R02", "SA07", "Cabinet individuel", true, true},
		{"R03", "ZZZ", "", false, false},
		{"G99", "00", "", false, false},
		{"", "", "", false, false},
	} {
		if label, ok := card.Label(c.table, c.code); label != c.label || ok != c.known {
			t.Errorf("Label(%s, %s) = %q, %v", c.table, c.code, label, ok)
		}
		if line, ok := card.CodeOf(c.table, c.code); ok != c.known || line.Label != c.label || line.InDictionary0218 != c.dictionary {
			t.Errorf("CodeOf(%s, %s) = %+v, %v", c.table, c.code, line, ok)
		}
		if got := card.InDictionary0218(c.table, c.code); got != c.dictionary {
			t.Errorf("InDictionary0218(%s, %s) = %v", c.table, c.code, got)
		}
	}
	newer := 0
	for _, table := range card.Tables() {
		for _, c := range card.Codes(table) {
			if !c.InDictionary0218 {
				newer++
			}
		}
	}
	if newer != 18 {
		t.Errorf("%d codes newer than the dictionary, want 18", newer)
	}
	if codes := card.Codes("G99"); len(codes) != 0 {
		t.Errorf("unknown table has %d codes", len(codes))
	}
}

// Screens of GESTION CPS: the zone depends on the convention.
func TestZoneLabel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, convention, label string
		known                   bool
	}{
		{"20", "1", "Zone B", true},
		{"81", "2", "Zone A", true},
		{"40", "0", "Zone A", true},
		{"30", "1", "Zone C", true},
		{"30", "3", "Zone B", true},
		{"31", "3", "Zone A", true},
		{"99", "9", "Non définie", true},
		{"99", "1", "Non définie", true},
		{"40", "2", "", false},
		{"29", "1", "", false},
		{"10", "9", "", false},
		{"", "", "", false},
	} {
		if label, ok := card.ZoneLabel(c.zone, c.convention); label != c.label || ok != c.known {
			t.Errorf("ZoneLabel(%s, %s) = %q, %v", c.zone, c.convention, label, ok)
		}
	}
}
