package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// Marks around the table of a page.
const (
	tableBegins = "<!-- make wine -->\n"
	tableEnds   = "<!-- make wine: end -->\n"
)

// writePage puts the results of a day into the page at path.
func writePage(path string, results []result, day time.Time) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	written, err := withTable(string(page), results, day)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(written), 0o644)
}

// withTable is a page with the table of these results in place of the one it has. What
// was not run in this run keeps the line that it has.
func withTable(page string, results []result, day time.Time) (string, error) {
	before, rest, begins := strings.Cut(page, tableBegins)
	old, after, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		return "", fmt.Errorf("no %q … %q", tableBegins, tableEnds)
	}
	kept := map[string]string{}
	for line := range strings.Lines(old) {
		if cells := strings.Split(line, " | "); len(cells) == 4 && cells[1] != "result" {
			kept[strings.TrimPrefix(cells[0], "| ")] = line
		}
	}
	var b strings.Builder
	b.WriteString(before + tableBegins + "\n| what | result | detail | day |\n|---|---|---|---|\n")
	for _, r := range results {
		if line, ok := kept[r.Name]; ok && r.Outcome == skipped {
			b.WriteString(line)
			continue
		}
		detail := strings.ReplaceAll(r.Detail, "\n", "; ")
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.Name, r.Outcome, strings.ReplaceAll(detail, "|", `\|`), day.Format(time.DateOnly))
	}
	b.WriteString("\n" + tableEnds + after)
	return b.String(), nil
}
