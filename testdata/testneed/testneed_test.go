package testneed

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/testdata/testprogram"
)

// fakeTB records how a test was ended.
type fakeTB struct {
	testing.TB
	got string
}

func (f *fakeTB) Helper() {}

func (f *fakeTB) Skipf(format string, args ...any) {
	f.got = "skip: " + fmt.Sprintf(format, args...)
}

func (f *fakeTB) Fatalf(format string, args ...any) {
	f.got = "fail: " + fmt.Sprintf(format, args...)
}

// TestSystem: elsewhere a test is skipped with what is missing there, and never fails:
// no installation helps.
func TestSystem(t *testing.T) {
	t.Setenv("CI", "true")
	for want, systems := range map[string][]string{
		"": {"plan9", runtime.GOOS}, "skip: not run on " + runtime.GOOS + ", which has no such thing": {"plan9"},
	} {
		tb := &fakeTB{TB: t}
		System(tb, "such thing", systems...)
		if tb.got != want {
			t.Errorf("%v: %q, want %q", systems, tb.got, want)
		}
	}
	tb := &fakeTB{TB: t}
	if System(tb, "such thing", "unix"); (tb.got == "") != (runtime.GOOS != "windows") {
		t.Errorf("unix on %s: %q", runtime.GOOS, tb.got)
	}
}

func TestPart(t *testing.T) {
	parts := t.TempDir()
	t.Setenv("CPSLAB_PARTS", parts)
	tool := filepath.Join(parts, "unpacked", "usr", "bin", "cpslab-only-here")
	if err := os.MkdirAll(filepath.Dir(tool), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(tool, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, ci string
		parts    []string
		want     string
	}{
		{"there", "true", []string{"cpslab-only-here"}, ""},
		{"missing", "", []string{"cpslab-only-here", "cpslab-nowhere"}, "skip: not run, missing: cpslab-nowhere (make deps brings it)"},
		{"missing in CI", "true", []string{"cpslab-nowhere"}, "fail: not run, missing: cpslab-nowhere (make deps brings it)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Setenv("CI", tc.ci)
			f := &fakeTB{}
			Part(f, tc.parts...)
			if diff := cmp.Diff(tc.want, f.got); diff != "" {
				t.Errorf("end of test (-want +got):\n%s", diff)
			}
		})
	}
	if got := Path("cpslab-only-here"); got != tool {
		t.Errorf("Path = %q, want %q", got, tool)
	}
}

// TestPyscardOfAnyInterpreter: the first python3 on the PATH need not be the one
// that has the packages of the system.
func TestPyscardOfAnyInterpreter(t *testing.T) {
	dir := t.TempDir()
	for name, code := range map[string]string{"python3": "exit 1", "other": `test "$*" = "-c import smartcard.System"`} {
		testprogram.Write(t, filepath.Join(dir, name), []byte("#!/bin/sh\n"+code+"\n"), 0o755)
	}
	t.Setenv("PATH", dir)
	with, nowhere := filepath.Join(dir, "other"), filepath.Join(dir, "nowhere")
	for _, tc := range []struct {
		interpreters []string
		want         string
	}{
		{[]string{"python3"}, ""},
		{[]string{"python3", nowhere}, ""},
		{[]string{"python3", with}, with},
		{[]string{nowhere, with, "python3"}, with},
	} {
		if got, ok := pyscard(tc.interpreters...); got != tc.want || ok != (tc.want != "") {
			t.Errorf("%v: %q, %v, want %q", tc.interpreters, got, ok, tc.want)
		}
	}
}

func TestPackageNamed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"vpcd", "vsmartcard-vpcd driver", "libifdvpcd.so"} {
		if got := describe(canonical(name)); !strings.Contains(got, "(vsmartcard-vpcd)") {
			t.Errorf("%s is described as %q, without its Debian package", name, got)
		}
	}
}
