package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The generated file in the tree is what the table file gives.
func TestUpToDate(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../tables.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want, err := generate(string(text))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../tables_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("run go generate ./harness/card (-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"columns": {"# c\nG01\t80\tlabel\n", "line 2: 3 columns"},
		"source":  {"G01\t80\t\t02.17\tlabel\n", "line 1: "},
		"label":   {"G01\t80\t\t02.18\t\n", "line 1: "},
		"twice":   {"G01\t80\t\t02.18\ta\nG01\t80\t\t02.18\tb\n", "G01 80  stands twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := generate(c.text)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %q…", err, c.want)
			}
		})
	}
}
