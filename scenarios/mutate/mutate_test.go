package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tiny is a package with a suite that misses some of its conditions.
func tiny(equivalent string) config {
	return config{
		root: ".", pkg: "./testdata/tiny", roots: []string{"Check"},
		suite: "./testdata/tiny/suite", test: "^TestTiny$", equivalent: equivalent,
		workers: 2, patience: time.Second, progress: io.Discard,
	}
}

func writeList(t *testing.T, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "equivalent.txt")
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestMutantsOfEveryForm: what is changed; Text, which Check does not reach, and
// a last case that does nothing are left alone.
func TestMutantsOfEveryForm(t *testing.T) {
	t.Parallel()
	c := tiny("")
	c.strict = true
	p, err := c.plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range p.chosen {
		got = append(got, string(m.kind)+" "+m.key())
	}
	want := []string{
		"negate tiny.go Check: now.Year() < 2020 => now.Year() >= 2020",
		"bound tiny.go Check: now.Year() < 2020 => now.Year() <= 2020",
		"shift tiny.go Check: now.Year() < 2020 => now.Year() < 2019",
		"negate tiny.go judgeDays: in.Days <= letterDays && !in.Received => !(in.Days <= letterDays && !in.Received)",
		"drop tiny.go judgeDays: in.Days <= letterDays => true",
		"negate tiny.go judgeDays: in.Days <= letterDays => in.Days > letterDays",
		"bound tiny.go judgeDays: in.Days <= letterDays => in.Days < letterDays",
		"shift tiny.go judgeDays: in.Days <= letterDays => in.Days <= letterDays+1",
		"drop tiny.go judgeDays: !in.Received => true",
		"negate tiny.go judgeDays: !in.Received => in.Received",
		`negate tiny.go judgeKind: kind == "" => kind != ""`,
		`negate tiny.go judgeKind: kind == "CPS" => kind != "CPS"`,
		`negate tiny.go judgeKind: kind == "CPF" => kind != "CPF"`,
		"negate tiny.go judgeKind: in.Days == 1000 => in.Days != 1000",
		"negate tiny.go judgeParts: left == 0 => left != 0",
		"shift tiny.go judgeParts: left == 0 => left == 1",
		"shift tiny.go judgeParts: left == 0 => left == -1",
		"negate tiny.go judgeParts: left > 0 => left <= 0",
		"bound tiny.go judgeParts: left > 0 => left >= 0",
		"shift tiny.go judgeParts: left > 0 => left > 1",
		"negate tiny.go judgeParts: hasX(in.Parts[left-1]) => !hasX(in.Parts[left-1])",
		"shift tiny.go judgeParts: left-1 => left-2",
		"shift tiny.go judgeParts: left-1 => left-0",
		"shift tiny.go previous: n - 1 => n - 2",
		"shift tiny.go previous: n - 1 => n - 0",
		"negate tiny.go hasX: s[i] == 'x' => s[i] != 'x'",
		"negate tiny.go hasX: true => false",
		"negate tiny.go hasX: false => true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mutants (-want +got)\n%s", diff)
	}
	if rules := p.chosen[4].rules; !cmp.Equal(rules, []string{"CPS-VAL-001"}) {
		t.Errorf("rules around judgeDays: %v", rules)
	}
}

// TestSurvivorsOfTheTinySuite: what its scenarios do not look at survives, all
// else is killed, and the scenario that fails anyway is told and kills nothing.
func TestSurvivorsOfTheTinySuite(t *testing.T) {
	t.Parallel()
	c := tiny(writeList(t,
		"# told by nobody", "",
		"tiny.go judgeParts: left == 0 => left == -1 ## the loop is not entered either",
		"tiny.go judgeDays: in.Days <= letterDays => in.Days > letterDays ## it is not",
		"tiny.go judgeDays: in.Hours < 3 => in.Hours <= 3 ## gone",
	))
	p, err := c.plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.execute(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	r.write(&out)
	want := `tiny.go: 19 of 24 killed
  survived: tiny.go:31 Check negate: now.Year() < 2020 => now.Year() >= 2020
  never makes a difference: tiny.go:31 Check bound: now.Year() < 2020 => now.Year() <= 2020
  never makes a difference: tiny.go:31 Check shift: now.Year() < 2020 => now.Year() < 2019
  never makes a difference: tiny.go:38 judgeDays [CPS-VAL-001] shift: in.Days <= letterDays => in.Days <= letterDays+1
  survived: tiny.go:51 judgeKind [CPS-VAL-002] negate: in.Days == 1000 => in.Days != 1000
fails without any mutant, kills none: rules fails always
equivalent.txt: no such mutant: tiny.go judgeDays: in.Hours < 3 => in.Hours <= 3
equivalent.txt: a scenario kills it: tiny.go judgeDays: in.Days <= letterDays => in.Days > letterDays
19 of 24 mutants killed (79.2 %, wanted 95 %), 2 equivalent
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("report (-want +got)\n%s", diff)
	}
	if r.ok() {
		t.Error("a suite that fails without mutants is not good enough")
	}
}

// TestFiltersChooseMutants: -file and -run, and a choice of nothing.
func TestFiltersChooseMutants(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		run, file string
		want      int
	}{
		{"", "t*.go", 26},
		{"", "dam*.go", 0},
		{"VAL-001", "", 5},
		{"negate: left", "tiny.go", 2},
	} {
		c := tiny("")
		c.run, c.file = test.run, test.file
		p, err := c.plan(t.Context())
		switch {
		case test.want == 0 && err == nil:
			t.Errorf("-run %q -file %q: %d mutants, want an error", test.run, test.file, len(p.chosen))
		case test.want > 0 && err != nil:
			t.Errorf("-run %q -file %q: %v", test.run, test.file, err)
		case err == nil && len(p.chosen) != test.want:
			t.Errorf("-run %q -file %q: %d mutants, want %d", test.run, test.file, len(p.chosen), test.want)
		}
	}
}

func TestEquivalentWantsAReason(t *testing.T) {
	t.Parallel()
	for _, lines := range [][]string{
		{"tiny.go f: a => b"},
		{"tiny.go f: a => b ## "},
		{"tiny.go f: a => b ## one", "tiny.go f: a => b ## two"},
	} {
		if _, err := readEquivalent(writeList(t, lines...)); err == nil {
			t.Errorf("%q: no error", lines)
		}
	}
}

// TestCommandLine: what makes no sense is told and ends with 2.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-run", "("}, {"-file", "["}, {"-workers", "0"}, {"more"}, {"-no-such-flag"}} {
		var out, complaint strings.Builder
		if code := command(t.Context(), args, &out, &complaint); code != 2 || complaint.Len() == 0 || out.Len() > 0 {
			t.Errorf("%v: exit code %d, output %q, complaint %q", args, code, out.String(), complaint.String())
		}
	}
}

// TestEditsNest: wrappings of one expression and of those inside it.
func TestEditsNest(t *testing.T) {
	t.Parallel()
	var e edits
	text := "a == b && c"
	e.wrap(0, 11, "F(", ")")
	e.wrap(0, 6, "G(", ")")
	e.wrap(0, 6, "H(", ")")
	e.replace(1, 5, ", ")
	e.wrap(0, 1, "I(", ")")
	e.wrap(5, 6, "J(", ")")
	e.wrap(10, 11, "K(", ")")
	want := "F(G(H(I(a), J(b))) && K(c))"
	if diff := cmp.Diff(want, string(e.apply([]byte(text)))); diff != "" {
		t.Errorf("edited (-want +got)\n%s", diff)
	}
}

// TestPlanTakesNothingAway: each mutant gets a scenario of its own, and keeps
// those it could have until they have run.
func TestPlanTakesNothingAway(t *testing.T) {
	t.Parallel()
	open := []*trial{
		{mutant: &mutant{id: 1}, left: []string{"a", "b"}},
		{mutant: &mutant{id: 2}, left: []string{"a", "b"}},
		{mutant: &mutant{id: 3}, left: []string{"a"}},
		{mutant: &mutant{id: 4}, left: []string{"c"}, loose: true},
		{mutant: &mutant{id: 5}, left: []string{"d"}, tries: sharedTries},
	}
	for range 2 {
		got := map[string]int{}
		for spec, tr := range planOf(open) {
			got[spec] = tr.id
		}
		if diff := cmp.Diff(map[string]int{"a": 1, "b": 2}, got); diff != "" {
			t.Errorf("plan (-want +got)\n%s", diff)
		}
	}
}
