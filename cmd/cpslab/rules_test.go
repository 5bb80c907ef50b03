package main

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/diagnosis"
)

// What is said of one rule fits into the columns of a terminal, and its JSON names
// its schema.
func TestOneRule(t *testing.T) {
	t.Parallel()
	for _, r := range diagnosis.Rules() {
		for _, env := range [][]string{french, english} {
			got := invoke(t, env, "rules", r.ID)
			_, body, _ := strings.Cut(got.Out, "\n\n") // behind the title
			for line := range strings.Lines(body) {
				line = strings.TrimSuffix(line, "\n")
				if words := strings.Fields(line); utf8.RuneCountInString(line) > defaultWidth && len(words) > 2 {
					t.Errorf("%s: more than %d columns: %s", r.ID, defaultWidth, line)
				}
			}
		}
	}
	var doc struct {
		Schema int
		ID     string
	}
	if err := json.Unmarshal([]byte(invoke(t, english, "rules", "dam-001", "--format", "json").Out), &doc); err != nil || doc.Schema != 1 || doc.ID != "CPS-DAM-001" {
		t.Errorf("%+v, %v", doc, err)
	}
}
