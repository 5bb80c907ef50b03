package main

import (
	"bytes"
	"strings"
	"testing"
)

// invoked is what one invocation came to.
type invoked struct {
	Code     int
	Out, Err string
}

// invoke runs the program with these variables in its environment, name=value.
func invoke(t *testing.T, env []string, args ...string) invoked {
	t.Helper()
	var out, errs bytes.Buffer
	getenv := func(name string) string {
		for _, e := range env {
			if value, ok := strings.CutPrefix(e, name+"="); ok {
				return value
			}
		}
		return ""
	}
	code := run(t.Context(), args, streams{strings.NewReader(""), &out, &errs}, getenv)
	announces(t, args, code)
	return invoked{code, out.String(), errs.String()}
}

// french and english are environments.
var (
	french  = []string{"LANG=fr_FR.UTF-8"}
	english = []string{"LANG=en_GB.UTF-8"}
)

// expectation is what an invocation is to come to; texts are parts of an output.
type expectation struct {
	name     string
	env      []string // french when nil
	args     []string
	code     int
	out, err []string // each of them is there
	never    []string // on neither output
}

func (e expectation) check(t *testing.T) {
	t.Helper()
	env := e.env
	if env == nil {
		env = french
	}
	got := invoke(t, env, e.args...)
	if got.Code != e.code {
		t.Errorf("exit code %d, want %d\n%s%s", got.Code, e.code, got.Out, got.Err)
	}
	for _, want := range e.out {
		if !strings.Contains(got.Out, want) {
			t.Errorf("output lacks %q:\n%s", want, got.Out)
		}
	}
	for _, want := range e.err {
		if !strings.Contains(got.Err, want) {
			t.Errorf("errors lack %q:\n%s", want, got.Err)
		}
	}
	for _, not := range e.never {
		if strings.Contains(got.Out+got.Err, not) {
			t.Errorf("%q is there:\n%s%s", not, got.Out, got.Err)
		}
	}
}

// expect runs a table.
func expect(t *testing.T, list []expectation) {
	t.Helper()
	for _, e := range list {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			e.check(t)
		})
	}
}
