package main

import (
	"context"
	"io"
	"strings"
	"testing"
)

func TestCheckIDUse(t *testing.T) {
	t.Parallel()
	expect(t, []expectation{
		{name: "value and file", args: []string{"check-id", "rpps", "99900000011", "--file", "x"}, code: exitUsage, err: []string{"mais pas les deux"}},
		{name: "English", env: english, args: []string{"check-id", "rpps", "99900000011", "--file", "x"}, code: exitUsage, err: []string{"but not both"}},
		{name: "neither", args: []string{"check-id", "rpps"}, code: exitUsage, err: []string{"une valeur, ou --file"}, never: []string{"pas les deux"}},
		{name: "the right FINESS of the help", args: []string{"check-id", "finess", "990000010", "--test"}, out: []string{"forme et clé correctes"}},
		{name: "the wrong FINESS of the help", args: []string{"check-id", "finess", "990000011", "--test"}, code: exitBlocked, out: []string{"incorrect", "devrait être 0"}},
		{name: "help", args: []string{"check-id", "--help"}, out: []string{"  practice  ", "  ecps  ", "  billing  ", "  national  "}},
	})
}

// A terminal that nobody types at is left at the first interrupt.
func TestCheckIDOfATerminalEnds(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	waiting, typed := io.Pipe()
	defer typed.Close()
	go func() {
		_, _ = io.WriteString(typed, "99900000011\n") // read: the program is in its loop
		interrupt()
	}()
	var out, errs strings.Builder
	code := run(ctx, []string{"check-id", "rpps", "--file", "-", "--lang", "en"}, streams{waiting, &out, &errs}, func(string) string { return "" })
	if code != exitBench || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("exit code %d: %s%s", code, out.String(), errs.String())
	}
}
