package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// Marks around the table of a page.
const (
	tableBegins = "<!-- make wine -->\n"
	tableEnds   = "<!-- make wine: end -->\n"
)

// writePage puts the results of a day into the page at path; whole is a run of all there
// is, nothing of which is left over in the page.
func writePage(path string, results []result, whole bool, day time.Time) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	written, err := withTable(string(page), isFrench(path), results, whole, day)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(written), 0o644)
}

// withTable is a page with the table of these results in place of the one it has. What
// was not run in this run keeps the line that it has; so does, unless the run was whole,
// what it did not know of.
func withTable(page string, inFrench bool, results []result, whole bool, day time.Time) (string, error) {
	before, rest, begins := strings.Cut(page, tableBegins)
	old, after, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		return "", fmt.Errorf("no %q … %q", tableBegins, tableEnds)
	}
	if inFrench {
		old = english(old)
	}
	var names []string
	lines := map[string]string{}
	put := func(name, line string) {
		if _, there := lines[name]; !there {
			names = append(names, name)
		}
		lines[name] = line
	}
	for line := range strings.Lines(old) {
		if cells := strings.Split(line, " | "); len(cells) == 4 && cells[1] != "result" {
			name := strings.TrimPrefix(cells[0], "| ")
			if there := slices.ContainsFunc(results, func(r result) bool { return r.Name == name }); there || !whole {
				put(name, line)
			}
		}
	}
	for _, r := range results {
		if _, there := lines[r.Name]; there && r.Outcome == skipped {
			continue
		}
		detail := strings.ReplaceAll(r.Detail, "\n", "; ")
		put(r.Name, fmt.Sprintf("| %s | %s | %s | %s |\n", r.Name, r.Outcome, strings.ReplaceAll(detail, "|", `\|`), day.Format(time.DateOnly)))
	}
	var b strings.Builder
	b.WriteString("\n| what | result | detail | day |\n|---|---|---|---|\n")
	for _, name := range names {
		b.WriteString(lines[name])
	}
	table := b.String() + "\n"
	if inFrench {
		table = french(table)
	}
	return before + tableBegins + table + tableEnds + after, nil
}
