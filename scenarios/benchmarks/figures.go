package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// figures are what a file of them says.
type figures struct {
	machine string // the processor
	load    string // programs that wanted a processor when it began, "" when not known
	lines   []figure
}

// figure is one benchmark: each unit with its measures.
type figure struct {
	pkg, name string
	units     map[string][]float64 // "ns/op", "B/op", "allocs/op", and those of its own
}

// processors is the number behind the name of a benchmark.
var processors = regexp.MustCompile(`-[0-9]+$`)

// readFigures reads the format of Go's benchmarks.
func readFigures(text string) (figures, error) {
	var out figures
	pkg := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if value, ok := strings.CutPrefix(line, "cpu: "); ok {
			out.machine = value
		}
		if value, ok := strings.CutPrefix(line, "load: "); ok {
			out.load = value
		}
		if value, ok := strings.CutPrefix(line, "pkg: "); ok {
			pkg = strings.TrimPrefix(value, "github.com/cpslab/cps/")
		}
		words := strings.Fields(line)
		name, ok := strings.CutPrefix(line, "Benchmark")
		if !ok || len(words) < 4 {
			continue
		}
		name, _, _ = strings.Cut(name, " ")
		name, _, _ = strings.Cut(name, "\t")
		f := out.at(pkg, processors.ReplaceAllString(name, ""))
		for i := 2; i+1 < len(words); i += 2 {
			v, err := strconv.ParseFloat(words[i], 64)
			if err != nil {
				return figures{}, fmt.Errorf("%q: %w", line, err)
			}
			f.units[words[i+1]] = append(f.units[words[i+1]], v)
		}
	}
	if len(out.lines) == 0 {
		return figures{}, errors.New("no benchmark among the figures")
	}
	return out, nil
}

// at returns the figure of that name, a new one where there is none.
func (f *figures) at(pkg, name string) *figure {
	for i := range f.lines {
		if f.lines[i].pkg == pkg && f.lines[i].name == name {
			return &f.lines[i]
		}
	}
	f.lines = append(f.lines, figure{pkg, name, map[string][]float64{}})
	return &f.lines[len(f.lines)-1]
}

// median returns the middle measure of a unit, false when there is none.
func (f *figures) median(pkg, name, unit string) (float64, bool) {
	all := f.measures(pkg, name, unit)
	if len(all) == 0 {
		return 0, false
	}
	return middle(all), true
}

// measures returns those of a unit, in their order.
func (f *figures) measures(pkg, name, unit string) []float64 {
	for _, l := range f.lines {
		if l.pkg == pkg && l.name == name {
			return l.units[unit]
		}
	}
	return nil
}

// beside divides the measures of two things turn by turn: what else the machine does
// weighs on both of a turn, and not on all turns alike.
func beside(measures, others []float64) []float64 {
	var ratios []float64
	for i := range min(len(measures), len(others)) {
		ratios = append(ratios, measures[i]/others[i])
	}
	return ratios
}

func middle(measures []float64) float64 {
	sorted := slices.Sorted(slices.Values(measures))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// ratio is a figure beside another, and what it is to be.
type ratio struct {
	what    string
	pkg     string
	name    string
	beside  string // "" where the figure is a ratio already
	unit    string
	target  string
	atMost  float64 // 0 where it is a least
	atLeast float64
}

var ratios = [...]ratio{
	{what: "`cpslab version`, start to end, beside an empty cobra program", pkg: "start", name: "Start/version", beside: "Start/empty", unit: "ns/op", target: "≤ 2", atMost: 2},
	{what: "`cpslab diagnose sim:cps3-healthy`, start to end, beside an empty cobra program", pkg: "start", name: "Start/diagnose", beside: "Start/empty", unit: "ns/op", target: "≤ 3", atMost: 3},
	{what: "a simulated card through pcscd and vpcd, beside a bare responder", pkg: "scenarios", name: "ThroughPCSC", unit: "simulated/bare", target: "≥ 0.95", atLeast: 0.95},
	{what: "vicc of vsmartcard through pcscd and vpcd, beside a bare responder", pkg: "scenarios", name: "ThroughPCSC", unit: "vicc/bare", target: "—"},
}

// document is docs/benchmarks.md.
func document(f figures) string {
	var b strings.Builder
	b.WriteString(`# Benchmarks

Written by ` + "`make bench`" + ` from testdata/bench/figures.txt. Ratios travel from one machine to
another; times do not. What is compared took turns with what it is compared to, in one run,
and the ratio is the middle of those of the turns.

`)
	if f.load != "" {
		f.machine += ", with a load of " + f.load + " when it began"
	}
	fmt.Fprintf(&b, "Machine: %s.\n\n| ratio | measured | wanted |\n|---|---|---|\n", f.machine)
	for _, r := range ratios {
		value, ok := f.median(r.pkg, r.name, r.unit)
		if ok && r.beside != "" {
			value = middle(beside(f.measures(r.pkg, r.name, r.unit), f.measures(r.pkg, r.beside, r.unit)))
		}
		measured := "not measured: not installed here"
		if ok {
			measured = fmt.Sprintf("%.2f", value)
			if value < 0.1 {
				measured = fmt.Sprintf("%.2g", value)
			}
			if r.atMost > 0 && value > r.atMost || value < r.atLeast {
				measured += " (missed)"
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.what, measured, r.target)
	}
	if ns, ok := f.median("suite", "Suite", "ns/op"); ok {
		fmt.Fprintf(&b, "\nThe whole suite in process, `cpslab run sim:`: %.1f s from start to end.\n", ns/1e9)
	}
	b.WriteString("\n## Every benchmark\n\nThe middle of all measures.\n\n| room | benchmark | time | bytes | allocations |\n|---|---|---|---|---|\n")
	for _, l := range f.lines {
		if l.pkg == "suite" {
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", l.pkg, l.name, duration(l.units["ns/op"]), number(l.units["B/op"]), number(l.units["allocs/op"]))
	}
	b.WriteString(`
## How to repeat

<!-- not run: it measures for minutes, on a machine that does nothing else -->

` + "```sh" + `
make bench                       # measures and writes, about ten minutes on an idle machine
make bench-compare BASE=HEAD     # benchstat: the figures kept in that commit, and those now
` + "```" + `

The figures of one commit say nothing beside those of another machine: measure both on one.
`)
	return b.String()
}

// duration writes nanoseconds with three digits in the unit that fits.
func duration(ns []float64) string {
	if len(ns) == 0 {
		return "—"
	}
	v := middle(ns)
	for _, unit := range []string{"ns", "µs", "ms"} {
		if v < 1000 {
			return fmt.Sprintf("%.3g %s", v, unit)
		}
		v /= 1000
	}
	return fmt.Sprintf("%.3g s", v)
}

func number(measures []float64) string {
	if len(measures) == 0 {
		return "—"
	}
	return strconv.FormatFloat(middle(measures), 'f', 0, 64)
}
