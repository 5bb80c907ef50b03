package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestDifference(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "deliberate.txt")
	if err := os.WriteFile(path, []byte("# the word was wrong\n- old word\n+ new word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	meant, err := readDeliberate(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, before, after string
		gone, come          []string
	}{
		{"equal", "a\nb", "a\nb", nil, nil},
		{"meant", "a\n  old word\nb", "a\n  new word\nb", nil, nil},
		{"changed", "a\nb", "a\nc", []string{"b"}, []string{"c"}},
		{"beside what is meant", "old word\nb", "new word\nc", []string{"b"}, []string{"c"}},
		{"once more", "a\nb", "a\na\nb", nil, []string{"a"}},
		{"another order", "a\nb", "b\na", []string{"a"}, []string{"b"}},
		{"meant, the other way", "new word", "old word", []string{"new word"}, []string{"old word"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			gone, come := difference(test.before, test.after, meant)
			if !slices.Equal(gone, test.gone) || !slices.Equal(come, test.come) {
				t.Errorf("gone %q, come %q; want %q, %q", gone, come, test.gone, test.come)
			}
		})
	}
}

func TestDeliberateNeedsAReason(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"- old\n+ new\n", "# reason\n\n- old\n", "#\n- old\n", "# reason\n* old\n"} {
		path := filepath.Join(t.TempDir(), "deliberate.txt")
		if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readDeliberate(path); err == nil || !strings.Contains(err.Error(), "deliberate.txt:") {
			t.Errorf("%q: error %v, want one that names the line", list, err)
		}
	}
	if _, err := readDeliberate("deliberate.txt"); err != nil {
		t.Error(err)
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
	for i, r := range results {
		want, code := "CPS-DAM-001", 1
		if few[i].File != "" {
			want, code = "<html", 0
		}
		if r.Code != code || !strings.Contains(r.text(), want) {
			t.Errorf("%s: exit code %d, want %d, and %q:\n%s", few[i], r.Code, code, want, r.Out+r.Err)
		}
	}
}
