package main

import (
	"io"
	"slices"
	"testing"
)

// Every command that the help shows stands in one group, and every name of a group is a
// command.
func TestGroups(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"fr", "en"} {
		root := (&app{lang: lang, getenv: func(string) string { return "" }}).root(io.Discard)
		var shown, named []string
		for _, c := range root.Commands() {
			if !c.Hidden {
				shown = append(shown, c.Name())
			}
			if c.GroupID == "" && !c.Hidden {
				t.Errorf("%s stands in no group", c.Name())
			}
		}
		for _, g := range groups {
			named = append(named, g.commands...)
			if g.title.In(lang) == "" {
				t.Errorf("%s has no title in %s", g.id, lang)
			}
		}
		slices.Sort(shown)
		slices.Sort(named)
		if !slices.Equal(shown, named) {
			t.Errorf("%q in groups, %q shown", named, shown)
		}
	}
}
