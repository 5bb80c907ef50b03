package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Numbers, versions and names bear the month they were last seen and a source; what is
// older than a year on the day of the look is listed, and only that.
func TestRulesDated(t *testing.T) {
	t.Parallel()
	var doc struct {
		Dated []datedData `json:"dated"`
	}
	if err := json.Unmarshal([]byte(invoke(t, french, "rules", "--dated", "--format", "json").Out), &doc); err != nil {
		t.Fatal(err)
	}
	month, kinds := regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`), []string{}
	for _, d := range doc.Dated {
		if !month.MatchString(d.Seen) || d.Source == "" || d.Says == "" {
			t.Errorf("%+v", d)
		}
		kinds = append(kinds, d.Kind)
	}
	slices.Sort(kinds)
	if got := slices.Compact(kinds); !slices.Equal(got, []string{"contact", "vendor", "version"}) {
		t.Errorf("kinds: %v", got)
	}
	if out := invoke(t, english, "rules", "--dated").Out; !strings.Contains(out, "last seen more than a year ago") {
		t.Error(out)
	}
	a := &app{lang: "en"}
	seen := doc.Dated[0].Seen
	day, err := time.Parse("2006-01", seen)
	if err != nil {
		t.Fatal(err)
	}
	for months, old := range map[int]bool{12: false, 13: true} {
		if d := a.dated(day.AddDate(0, months, 0))[0]; d.Seen != seen || d.Old != old {
			t.Errorf("%d months after: %+v", months, d)
		}
	}
}
