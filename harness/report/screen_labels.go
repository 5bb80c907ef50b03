package report

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// compiledIn holds what the Gestionnaire 06.08.00 prints, as seen on its screens:
// lines "table TAB code TAB label". Its tables are compiled in: it does not look at
// the dictionary installed beside it.
//
//go:embed gestionnaire.tsv
var compiledIn string

// Labels of compiledIn that are none.
const (
	noLine         = "-"
	asExerciseName = "*" // the exercise name is printed in place of the label
)

// compiledLabel returns what compiledIn says of a code.
func compiledLabel(table, code string) (label string, ok bool) {
	_, line, ok := strings.Cut(compiledIn, "\n"+table+"\t"+code+"\t")
	if !ok {
		return "", false
	}
	label, _, _ = strings.Cut(line, "\n")
	return label, true
}

// screenLabel returns the label the Gestionnaire prints for a code, "" for a
// code it does not know: it prints nothing for the codes of 2024, which are younger
// than its tables.
func screenLabel(table, code string) string {
	if s, ok := compiledLabel(table, code); ok {
		if s == noLine {
			return ""
		}
		return s
	}
	if !card.InDictionary0218(table, code) {
		return ""
	}
	return label(table, code)
}

// label returns the label of a code in the public tables, "" if it has none.
func label(table, code string) string {
	if strings.TrimSpace(code) == "" {
		return ""
	}
	s, _ := card.Label(table, code)
	return strings.TrimSpace(s)
}

// zoneLabel returns the label of a tariff zone, which is keyed by the
// convention too. An undefined zone (99) has no line.
func zoneLabel(b card.Billing) string {
	if b.Zone == "99" {
		return ""
	}
	s, _ := card.ZoneLabel(b.Zone, b.Convention)
	return s
}

// labelVersion reads a token label "CPSxvY-number": x is the generation, y the
// version. The Gestionnaire looks at what stands before the first "-" or "_".
func labelVersion(label string) (x, y int, ok bool) {
	head := label[:strings.IndexAny(label+"-", "-_")]
	numbers, found := strings.CutPrefix(head, "CPS")
	if !found {
		return 0, 0, false
	}
	a, b, found := strings.Cut(numbers, "v")
	if !found {
		return 0, 0, false
	}
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	return x, y, errX == nil && errY == nil && x >= 0 && y >= 0
}
