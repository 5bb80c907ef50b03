package report

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// compiledIn holds the labels that the Gestionnaire 06.08.00 carries in its
// program in another spelling than the public code tables, as seen on its
// screens. Its tables are compiled in: it does not look at the dictionary
// installed beside it.
var compiledIn = map[[2]string]string{
	{"G11", "01"}: "Spécialité ordinale(SM)",
	{"G11", "02"}: "Compétence(C)",
	{"G12", "20"}: "Gastro - entérologie et Hépatologie",
}

// screenLabel returns the label the Gestionnaire prints for a code, "" for a
// code it does not know: it prints nothing for the codes of 2024 either, which
// are younger than its dictionary.
func screenLabel(table, code string) string {
	if s, ok := compiledIn[[2]string{table, code}]; ok {
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
