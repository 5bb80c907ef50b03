package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// declared reads a list of changes.
func declared(t *testing.T, list string) deliberate {
	t.Helper()
	path := filepath.Join(t.TempDir(), "deliberate.txt")
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := readDeliberate(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDifference(t *testing.T) {
	t.Parallel()
	meant := declared(t, "# the word was wrong\n- old word\n+ new word\n+\n")
	for _, test := range []struct {
		name, before, after string
		gone, come          []string
	}{
		{"equal", "a\nb", "a\nb", nil, nil},
		{"meant", "a\n  old word\nb", "a\n  new word\n\nb", nil, nil},
		{"changed", "a\nb", "a\nc", []string{"b"}, []string{"c"}},
		{"beside what is meant", "old word\nb", "new word\nc", []string{"b"}, []string{"c"}},
		{"once more", "a\nb", "a\na\nb", nil, []string{"a"}},
		{"another order", "a\nb", "b\na", []string{"a"}, []string{"b"}},
		{"meant, the other way", "new word", "old word", []string{"new word"}, []string{"old word"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			gone, come := pair{before: test.before, after: test.after}.difference(meant)
			if !slices.Equal(gone, test.gone) || !slices.Equal(come, test.come) {
				t.Errorf("gone %q, come %q; want %q, %q", gone, come, test.gone, test.come)
			}
		})
	}
}

// What each kind of paragraph lets differ, and what it does not.
func TestParagraphs(t *testing.T) {
	t.Parallel()
	const unknown = `{
  "unknown": [
    {
      "rule": "CPS-WS-001",
      "missing": "ws.os",
      "declared": true
    },
    {
      "rule": "CPS-WS-099",
      "missing": "ws.new",
      "declared": true
    }
  ]
}`
	const unknownBefore = `{
  "unknown": [
    {
      "rule": "CPS-WS-001",
      "missing": "ws.os",
      "declared": true
    }
  ]
}`
	for _, test := range []struct {
		name, list, line, before, after string
		differs                         bool
	}{
		{"a scope", "for ^show\n- a\n+ b", "show x", "a", "b", false},
		{"outside of the scope", "for ^show\n- a\n+ b", "diagnose x", "a", "b", true},

		{"a new rule in JSON", "rule CPS-WS-099", "", unknownBefore, unknown, false},
		{"another rule in JSON", "rule CPS-WS-098", "", unknownBefore, unknown, true},
		{"beside a new rule in JSON", "rule CPS-WS-099", "", strings.Replace(unknownBefore, "ws.os", "ws.cryptolib", 1), unknown, true},
		{"an object that points to a new rule", "rule CPS-WS-099", "", "[\n  {\n    \"rule\": \"CPS-WS-001\"\n  }\n]", "[\n  {\n    \"rule\": \"CPS-WS-099\"\n  }\n]", true},
		{"a new rule in a list", "rule CPS-WS-099", "", "   - CPS-WS-001  Title\nend", "   - CPS-WS-001  Title\n   - CPS-WS-099  Long\n                  title\nend", false},
		{"a new rule that is found", "rule CPS-WS-099", "", "OK", "1. CPS-WS-099  [warning]\nOK", true},
		{"counted with a new rule", "rule CPS-WS-099", "", "7 rules wait for facts", "8 rules wait for facts", false},
		{"counted with two", "rule CPS-WS-099", "", "7 rules wait for facts", "9 rules wait for facts", true},
		{"counted among the others", "rule CPS-WS-099", "", "7 rules not judged", "8 rules not judged", true},

		{"a new preset", "preset cps9", "", "cps3  OK", "cps3  OK\ncps9  OK", false},
		{"its name elsewhere", "preset cps9", "", "cps3  OK", "cps3  OK\nsee cps9", true},
		{"a new fact", "fact ws.new", "", "[\n  {\n    \"name\": \"a\"\n  }\n]", "[\n  {\n    \"name\": \"a\"\n  },\n  {\n    \"name\": \"ws.new\"\n  }\n]", false},

		{"moved", "moved CPS-WS-001", "", "CPS-WS-001  a\nCPS-WS-002  b", "CPS-WS-002  b\nCPS-WS-001  a", false},
		{"moved with a change", "moved CPS-WS-001", "", "CPS-WS-001  a\nCPS-WS-002  b", "CPS-WS-002  b\nCPS-WS-001  c", true},
		{"others moved", "moved CPS-WS-001", "", "CPS-WS-001  a\nCPS-WS-002  b\nCPS-WS-003  c", "CPS-WS-001  a\nCPS-WS-003  c\nCPS-WS-002  b", true},

		{"a form", "- fact\nlike fact [a-z]+: want", "", "fact", "fact env: want", false},
		{"more than a form", "- fact\nlike fact [a-z]+: want", "", "fact", "fact env: wants", true},

		{"a number by a step", "number +4 +8 \\(exchange #\\)", "", "x (exchange 5)", "x (exchange 13)", false},
		{"a number by another step", "number +4 +8 \\(exchange #\\)", "", "x (exchange 5)", "x (exchange 14)", true},
		{"a number and a word", "number +4 \\(exchange #\\)", "", "x (exchange 5)", "y (exchange 9)", true},
		{"another number", "number +4 \\(exchange #\\)", "", "x 1 (exchange 5)", "x 5 (exchange 5)", true},
		{"more", "number more ^label#$", "", "label   9", "label  10", false},
		{"fewer", "number more ^label#$", "", "label  10", "label   9", true},
		{"any", "number any serial #, day #\\.", "", "serial 9, day 1.", "serial 4, day 3.", false},
		{"a field", "field Ask", "", "  Ask  : old\n         words\n  Remedy: same", "  Ask  : new\n  Remedy: same", false},
		{"beside a field", "field Ask", "", "  Ask  : old\n  Remedy: same", "  Ask  : new\n  Remedy: other", true},
		{"a field that is gone", "field Ask", "", "  Ask  : old\n  Remedy: same", "  Remedy: same", true},
		{"another field", "field Call", "", "  Ask  : old", "  Ask  : new", true},
		{"any, elsewhere", "number any serial #", "", "serial 9, day 1.", "serial 4, day 3.", true},

		{"an output", "output " + digest("new\nanswer 2026-11-29") + " reproduce a b", "reproduce a b --format text --lang fr", "old", "new\nanswer 2027-01-01", false},
		{"another output", "output " + digest("new\nanswer") + " reproduce a b", "reproduce a b --format text --lang fr", "old", "new\nanswers", true},
		{"the output of another", "output " + digest("new\nanswer") + " reproduce a b", "reproduce a --format text --lang fr", "old", "new\nanswer", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := pair{line: test.line, before: test.before, after: test.after, json: unknown}
			gone, come := p.difference(declared(t, "# why\n"+test.list+"\n"))
			if differs := len(gone)+len(come) > 0; differs != test.differs {
				t.Errorf("gone %q, come %q; differs is to be %v", gone, come, test.differs)
			}
		})
	}
}

func TestDeliberateNeedsAReason(t *testing.T) {
	t.Parallel()
	for _, list := range []string{
		"- old\n+ new\n", "# reason\n\n- old\n", "#\n- old\n", "# reason\n* old\n", "# reason\nfor (\n", "# reason\nfor\n",
		"# reason\nrule CPS-.*\n", "# reason\npreset *\n", "# reason\nnumber +4 no place\n", "# reason\nnumber #\n", "# reason\nnumber any #\n",
		"# reason\nlike .*\n", "# reason\noutput reproduce a\n", "# reason\noutput 01234567\n", "# reason\nfield .*\n",
	} {
		path := filepath.Join(t.TempDir(), "deliberate.txt")
		if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readDeliberate(path); err == nil || !strings.Contains(err.Error(), "deliberate.txt:") {
			t.Errorf("%q: error %v, want one that names the line", list, err)
		}
	}
}

// A run masks what no two runs have in common, and nothing else.
func TestDurationsAreMasked(t *testing.T) {
	t.Parallel()
	one := result{Out: "read in 12,5 ms, \"duration_ms\": 3, 40 exchanges, 2 essais"}
	two := result{Out: "read in 8 ms, \"duration_ms\": 4.5, 40 exchanges, 2 essais"}
	if one.text() != two.text() || !strings.Contains(one.text(), "40 exchanges, 2 essais") {
		t.Errorf("%q and %q", one.text(), two.text())
	}
}

// The driver fits the program of this tree, and its lists give the commands.
func TestDriver(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "program")
	if err := build(t.Context(), root, program); err != nil {
		t.Fatal(err)
	}
	known, err := ask(t.Context(), program)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range known.Facts {
		if len(f.Values) == 0 && len(examples[f.Type]) == 0 {
			t.Errorf("fact %s: no example of type %q", f.Name, f.Type)
		}
	}
	var few []command
	for _, c := range commands(known) {
		if line := c.String(); strings.HasPrefix(line, "diagnose --now 2026-11-29 sim:cps3-missing-dam --format") || strings.HasPrefix(line, "demo --dir") {
			few = append(few, c)
		}
	}
	results, err := runAll(t.Context(), program, few)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 8 {
		t.Fatalf("%d results of %q, want 8", len(results), few)
	}
	meant, err := readDeliberate("deliberate.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if few[i].File == "" { // short enough to change at every line
			undeclared(t, few[i].String(), r.text(), meant)
		}
		want, code := "CPS-DAM-001", 1
		if few[i].File != "" {
			want, code = "<html", 0
		}
		if r.Code != code || !strings.Contains(r.text(), want) {
			t.Errorf("%s: exit code %d, want %d, and %q:\n%s", few[i], r.Code, code, want, r.Out+r.Err)
		}
	}
}

// undeclared holds that no line of an output could be another, be missing or be there
// twice, and pass as deliberate.
func undeclared(t *testing.T, line, output string, meant deliberate) {
	t.Helper()
	lines := strings.Split(output, "\n")
	for i, l := range lines {
		if strings.Trim(l, " ,[]{}") == "" {
			continue // says nothing
		}
		for what, changed := range map[string][]string{
			"another": {l + "!"}, "missing": nil, "there twice": {l, l},
		} {
			after := strings.Join(slices.Concat(lines[:i], changed, lines[i+1:]), "\n")
			gone, come := pair{line: line, before: output, after: after, json: output}.difference(meant)
			if len(gone)+len(come) == 0 {
				t.Errorf("%s: line %d may be %s: %s", line, i+1, what, l)
			}
		}
	}
}
