//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/testprogram"
)

// TestTwoPrograms: nobody notices that cpslab, as make builds it, is two programs. It
// holds none of the libraries of the suite; run, its help and its completion are those
// of the whole program, to the exit code; and where the other program is missing, an
// error says so.
func TestTwoPrograms(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds two programs")
	}
	dir := t.TempDir()
	apart, whole := filepath.Join(dir, "cpslab"), filepath.Join(dir, "cpslab-suite")
	goTool(t, "build", "-tags", "nosuite", "-o", apart, ".")
	goTool(t, "build", "-o", whole, ".")
	if imports := goTool(t, "list", "-deps", "-tags", "nosuite", "."); strings.Contains(imports, "onsi/") || strings.Contains(imports, "nats-io/") || strings.Contains(imports, "cps/scenarios") {
		t.Errorf("cpslab without the suite imports it:\n%s", imports)
	}

	same := []string{"run", "sim:cps3-two-activities", "--label-filter", "effect:none", "--seed", "1"}
	for _, args := range [][]string{
		{"--help"},
		{"run", "--help"},
		{"help", "run"},
		{"farm", "run", "sim:nothing"},
		{"farm", "status"},
		{"run", "--list-labels", "--format", "json"},
		{"--lang", "en", "--format=json", "run", "--list-labels"},
		{"__complete", "run", "--label-filter", "face:"},
		slices.Concat(same, []string{"-v"}),
		slices.Concat(same, []string{"--format", "json"}),
		{"run", "sim:nothing"},
		{"run", "--nothing"},
		{"run", "sim:mute", "--seed", "1"}, // without one, the second in which it began
		{"run", "--label-filter", "&&"},
		{"run", "sim:", "sim:"},
	} {
		got, want := started(t, apart, args...), started(t, whole, args...)
		if got != want {
			t.Errorf("%q gives\n%+v\nand the whole program\n%+v", args, got, want)
		}
	}

	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		for _, after := range []time.Duration{100, 300, 900} { // milliseconds
			file := filepath.Join(t.TempDir(), "run.json")
			ctx, cancel := context.WithTimeout(t.Context(), after*time.Millisecond)
			cmd := exec.CommandContext(ctx, apart, "run", "--json", file, "--repeat", "9")
			cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
			cmd.Env = neutralEnv()
			var errs bytes.Buffer
			cmd.Stderr = &errs
			_ = cmd.Run() // the code says it
			cancel()
			if code := cmd.ProcessState.ExitCode(); code != 3 && code != -1 || code == 3 && !strings.Contains(errs.String(), "interrupted") {
				t.Errorf("after %d ms: exit code %d: %s", after, code, errs.String())
			} else if code == 3 { // -1: it had not begun to listen yet
				var told report.Run
				if raw, err := os.ReadFile(file); err != nil || json.Unmarshal(raw, &told) != nil || told.OK || len(told.Scenarios) == 0 {
					t.Errorf("after %d ms: the report: %v, ok %v, %d scenarios", after, err, told.OK, len(told.Scenarios))
				}
			}
		}
	})
	t.Run("alone", func(t *testing.T) {
		t.Parallel()
		alone := filepath.Join(t.TempDir(), "cpslab")
		program, err := os.ReadFile(apart)
		if err != nil {
			t.Fatal(err)
		}
		testprogram.Write(t, alone, program, 0o700)
		for _, args := range [][]string{{"run"}, {"run", "--list-labels"}} {
			got := started(t, alone, args...)
			if got.Code != 3 || !strings.Contains(got.Err, "cpslab-suite") || !strings.Contains(got.Err, "  → ") || got.Out != "" {
				t.Errorf("%q without the suite: %+v", args, got)
			}
		}
		if got := started(t, alone, "run", "--help"); got.Code != 0 || !strings.Contains(got.Out, "--label-filter") {
			t.Errorf("help without the suite: %+v", got)
		}
	})
}

// neutralEnv is an environment without what is particular of a machine.
func neutralEnv() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "NO_COLOR=1", "HOME=" + os.Getenv("HOME")}
}

// goTool runs the go command here.
func goTool(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %q: %v", args, err)
	}
	return string(out)
}

// took matches what no two runs have in common.
var took = regexp.MustCompile(`\d+(?:\.\d+)?(?:ms|s|µs)\b|"duration[a-z_]*": [0-9.]+`)

// started starts a program.
func started(t *testing.T, program string, args ...string) invoked {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = neutralEnv()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if _, ended := errors.AsType[*exec.ExitError](err); !ended {
			t.Fatal(err)
		}
	}
	return invoked{cmd.ProcessState.ExitCode(), took.ReplaceAllString(out.String(), "TIME"), took.ReplaceAllString(errs.String(), "TIME")}
}
