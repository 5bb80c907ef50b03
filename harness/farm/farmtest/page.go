package farmtest

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// EnvPage names the page whose table Row fills; without it rows are told and kept nowhere.
const EnvPage = "CPSLAB_TEST_FARM_PAGE"

// Marks of the table in the page.
const (
	tableBegins = "<!-- make farm -->\n"
	tableEnds   = "<!-- make farm ends -->\n"
)

// page protects the file: tests run side by side.
var page sync.Mutex

// Row tells what came of a measurement, and writes it into the table of the page, in the place
// of the one of that name, with the day.
func Row(tb testing.TB, what, came string) {
	tb.Helper()
	tb.Logf("%s: %s", what, came)
	path := os.Getenv(EnvPage)
	if path == "" {
		return
	}
	page.Lock()
	defer page.Unlock()
	content, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	written, ok := withRow(string(content), what, came, time.Now())
	if !ok {
		tb.Fatalf("%s has no table between %q and %q", path, tableBegins, tableEnds)
	}
	if err := os.WriteFile(path, []byte(written), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// withRow is a page with a row in its table.
func withRow(content, what, came string, day time.Time) (string, bool) {
	before, rest, one := strings.Cut(content, tableBegins)
	table, after, two := strings.Cut(rest, tableEnds)
	if !one || !two {
		return "", false
	}
	row := "| " + strings.Join([]string{what, came, day.Format(time.DateOnly)}, " | ") + " |"
	lines := strings.Split(strings.TrimSpace(table), "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "| "+what+" |") })
	if at < 0 {
		lines = append(lines, row)
	} else {
		lines[at] = row
	}
	return before + tableBegins + strings.Join(lines, "\n") + "\n" + tableEnds + after, true
}
