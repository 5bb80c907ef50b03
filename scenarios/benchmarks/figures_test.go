package main

import (
	"os"
	"strings"
	"testing"
)

const kept = `goos: linux
cpu: Chip 9000, 2 processors
pkg: start
BenchmarkStart/empty 1 10000000 ns/op
BenchmarkStart/version 1 19000000 ns/op
BenchmarkStart/diagnose 1 50000000 ns/op
BenchmarkStart/empty 1 12000000 ns/op
BenchmarkStart/version 1 22800000 ns/op
BenchmarkStart/diagnose 1 30000000 ns/op
BenchmarkStart/empty 1 8000000 ns/op
BenchmarkStart/version 1 18000000 ns/op
BenchmarkStart/diagnose 1 35000000 ns/op
pkg: suite
BenchmarkSuite 1 1500000000 ns/op
pkg: github.com/cpslab/cps/scenarios
BenchmarkThroughPCSC-2   	     100	   1234 ns/op	         0.9300 simulated/bare	       1 B/op	       2 allocs/op
`

// TestDocument holds what is said of figures that are given.
func TestDocument(t *testing.T) {
	t.Parallel()
	f, err := readFigures(kept)
	if err != nil {
		t.Fatal(err)
	}
	got := document(f)
	for _, want := range []string{
		"Machine: Chip 9000, 2 processors.",
		"`cpslab version`, start to end, beside an empty cobra program | 1.90 | ≤ 2 |",
		"beside an empty cobra program | 4.38 (missed) | ≤ 3 |",
		"beside a bare responder | 0.93 (missed) | ≥ 0.95 |",
		"| not measured: not installed here | — |",
		"`cpslab run sim:`: 1.5 s",
		"| scenarios | ThroughPCSC | 1.23 µs | 1 | 2 |",
		"| start | Start/empty | 10 ms | — | — |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestFiguresThatAreNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "pkg: a\nPASS\n", "BenchmarkX 1 fast ns/op\n"} {
		if f, err := readFigures(text); err == nil {
			t.Errorf("%q: %+v", text, f)
		}
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for ns, want := range map[float64]string{44: "44 ns", 8000: "8 µs", 1.5e6: "1.5 ms", 2.4e9: "2.4 s"} {
		if got := duration([]float64{ns}); got != want {
			t.Errorf("%v ns: %q, want %q", ns, got, want)
		}
	}
	if got := middle([]float64{4, 1, 2, 3}); got != 2.5 {
		t.Errorf("middle of four: %v", got)
	}
}

// TestKeptFigures: the document in the tree is that of the figures in the tree.
func TestKeptFigures(t *testing.T) {
	t.Parallel()
	f, err := readFigures(read(t, "../../testdata/bench/figures.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got := document(f); got != read(t, "../../docs/benchmarks.md") {
		t.Error("docs/benchmarks.md is not that of testdata/bench/figures.txt; make bench writes both")
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-rounds", "0"}, {"-count", "-1"}, {"-nothing"}, {"more"}} {
		var out, errs strings.Builder
		if code := command(t.Context(), args, &out, &errs); code != 2 || errs.Len() == 0 {
			t.Errorf("%v: %d, %q", args, code, errs.String())
		}
	}
}
