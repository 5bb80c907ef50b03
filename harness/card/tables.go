package card

import "slices"

//go:generate go run ./gentables tables.tsv tables_gen.go

// Code is one line of a code table.
type Code struct {
	Table string // "G01"
	Code  string // "80"
	// Key completes the code where the code alone is not unique: in table G102
	// the convention code of table G101, or "*" for any.
	Key   string
	Label string // in French, as screens show it
	// InDictionary0218 says that the dictionary 02.18 of the Gestionnaire
	// (28/02/2020) has the code. Software with that dictionary shows nothing for
	// the others, which come from the nomenclature TRE_G100 of 2024; their
	// labels are worded here.
	InDictionary0218 bool
}

// Tables returns the names of the code tables, sorted.
func Tables() []string {
	return slices.Clone(tableNames[:])
}

// Codes returns the lines of a table, sorted by code and key; none for an
// unknown table.
func Codes(table string) []Code {
	from := search(table, "")
	n := 0
	for from+n < len(codes) && codes[from+n].Table == table {
		n++
	}
	return slices.Clone(codes[from : from+n])
}

// CodeOf returns the line of a code, and whether the table has it. For a zone (table
// G102) it is the first line.
func CodeOf(table, code string) (Code, bool) {
	if c := find(table, code); c != nil {
		return *c, true
	}
	return Code{}, false
}

// Label returns the French label of a code, and whether the table has it. For a
// zone (table G102) it is the label with the first convention that knows the
// zone: ZoneLabel gives the right one.
func Label(table, code string) (string, bool) {
	c := find(table, code)
	if c == nil {
		return "", false
	}
	return c.Label, true
}

// InDictionary0218 reports whether the dictionary 02.18 of the Gestionnaire has
// the code.
func InDictionary0218(table, code string) bool {
	c := find(table, code)
	return c != nil && c.InDictionary0218
}

// ZoneLabel returns the label of a tariff zone of table G102, which depends on
// the convention code of table G101, and whether the pair is known. Zone 99 is
// known with every convention; the Gestionnaire prints no line for it.
func ZoneLabel(zone, convention string) (string, bool) {
	for i := search("G102", zone); i < len(codes) && codes[i].Table == "G102" && codes[i].Code == zone; i++ {
		if key := codes[i].Key; key == convention || key == "*" {
			return codes[i].Label, true
		}
	}
	return "", false
}

// find returns the first line of a code, nil when the table has none.
func find(table, code string) *Code {
	i := search(table, code)
	if i == len(codes) || codes[i].Table != table || codes[i].Code != code {
		return nil
	}
	return &codes[i]
}

// before compares two codes. Most have two characters, for which it needs no call.
func before(a, b string) bool {
	if len(a) == 2 && len(b) == 2 {
		return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
	}
	return a < b
}

// search returns the place of the first line of the table that is not before
// code, or of what comes behind the table.
func search(table, code string) int {
	low, high := linesOf(table)
	for low < high {
		mid := int(uint(low+high) / 2)
		if before(codes[mid].Code, code) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
