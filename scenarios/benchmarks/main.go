package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// config says what is measured, and how often.
type config struct {
	tags   string
	rounds int    // of the programs that are started in turns
	suites int    // runs of the suite
	count  int    // of each benchmark
	time   string // of each benchmark
	figures,
	doc string
	out io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := command(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// command is the whole program; it returns the exit code.
func command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := config{out: stdout}
	flags := flag.NewFlagSet("benchmarks", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&c.tags, "tags", "", "build tags")
	flags.IntVar(&c.rounds, "rounds", 40, "starts of each program")
	flags.IntVar(&c.suites, "suites", 6, "runs of the whole suite, 0 for none")
	flags.IntVar(&c.count, "count", 6, "measures of each benchmark, 0 for none")
	flags.StringVar(&c.time, "time", "100ms", "of a measure")
	flags.StringVar(&c.figures, "figures", "testdata/bench/figures.txt", "file to keep the figures in")
	flags.StringVar(&c.doc, "doc", "docs/benchmarks.md", "document to write, empty for none")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if c.rounds < 1 || c.suites < 0 || c.count < 0 || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "benchmarks: -rounds from 1, -suites and -count from 0, no argument")
		return 2
	}
	if err := c.run(ctx); err != nil {
		fmt.Fprintln(stderr, "benchmarks:", err)
		return 1
	}
	return 0
}

// run measures everything, then writes; nothing is written where a measure fails.
func (c *config) run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "cpslab-benchmarks-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var b bytes.Buffer
	fmt.Fprintf(&b, "goos: %s\ngoarch: %s\ncpu: %s\n", goEnv(ctx, "GOOS"), goEnv(ctx, "GOARCH"), processor())
	if told, err := os.ReadFile("/proc/loadavg"); err == nil { // Linux
		load, _, _ := strings.Cut(string(told), " ")
		fmt.Fprintf(&b, "load: %s\n", load)
	}
	programs, err := c.programs(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "starting %d programs %d times each, in turns\n", len(programs), c.rounds)
	fmt.Fprintln(&b, "pkg: start")
	if err := inTurns(ctx, &b, programs, c.rounds); err != nil {
		return err
	}
	if c.suites > 0 {
		fmt.Fprintf(c.out, "running the suite %d times\n", c.suites)
		fmt.Fprintln(&b, "pkg: suite")
		suite := []program{{"Suite", []string{programs[1].args[0], "run", "sim:"}}}
		if err := inTurns(ctx, &b, suite, c.suites); err != nil {
			return err
		}
	}
	if c.count > 0 {
		if err := c.benchmarks(ctx, &b); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(c.figures), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(c.figures, b.Bytes(), 0o644); err != nil {
		return err
	}
	if c.doc == "" {
		return nil
	}
	figures, err := readFigures(b.String())
	if err != nil {
		return err
	}
	return os.WriteFile(c.doc, []byte(document(figures)), 0o644)
}

// benchmarks runs every benchmark of the module and keeps the lines that are figures.
func (c *config) benchmarks(ctx context.Context, into *bytes.Buffer) error {
	fmt.Fprintf(c.out, "running every benchmark %d times\n", c.count)
	args := []string{"test", "-run", "^$", "-bench", ".", "-benchmem", "-timeout", "60m", "-count", fmt.Sprint(c.count), "-benchtime", c.time}
	if c.tags != "" {
		args = append(args, "-tags", c.tags)
	}
	out, err := tool(ctx, "go", append(args, "./...")...)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "Benchmark") && strings.Contains(line, " ns/op") || strings.HasPrefix(line, "pkg: ") {
			into.WriteString(line)
		}
	}
	return nil
}

// program is one that is started and timed until it ends.
type program struct {
	name string // of the benchmark
	args []string
}

// emptySource is the program that cpslab is measured beside: the same command-line
// library and nothing else.
const emptySource = `package main

import "github.com/spf13/cobra"

func main() {
	_ = (&cobra.Command{Use: "empty", Run: func(*cobra.Command, []string) {}}).Execute()
}
`

// programs builds what is started: the empty program first.
func (c *config) programs(ctx context.Context, dir string) ([]program, error) {
	source, empty, cpslab := filepath.Join(dir, "main.go"), filepath.Join(dir, "empty"), filepath.Join(dir, "cpslab")
	if err := os.WriteFile(source, []byte(emptySource), 0o600); err != nil {
		return nil, err
	}
	fmt.Fprintln(c.out, "building cpslab and an empty program")
	// cpslab is two programs, as make builds it: see docs/decisions.md.
	for _, build := range [][]string{{empty, source, c.tags}, {cpslab, "./cmd/cpslab", c.tags + ",nosuite"}, {cpslab + "-suite", "./cmd/cpslab", c.tags}} {
		if _, err := tool(ctx, "go", "build", "-tags", build[2], "-trimpath", "-o", build[0], build[1]); err != nil {
			return nil, err
		}
	}
	return []program{
		{"Start/empty", []string{empty}},
		{"Start/version", []string{cpslab, "version"}},
		{"Start/diagnose", []string{cpslab, "diagnose", "sim:cps3-healthy"}},
	}, nil
}

// inTurns starts the programs one after the other, again and again, so that what else
// the machine does weighs on all, and writes a line for each start.
func inTurns(ctx context.Context, into io.Writer, programs []program, rounds int) error {
	for range rounds {
		for _, p := range programs {
			begun := time.Now()
			if _, err := tool(ctx, p.args[0], p.args[1:]...); err != nil {
				return err
			}
			fmt.Fprintf(into, "Benchmark%s 1 %d ns/op\n", p.name, time.Since(begun).Nanoseconds())
		}
	}
	return nil
}

// tool runs a program and returns what it prints.
func tool(ctx context.Context, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("%s %s: %w\n%s%s", filepath.Base(name), strings.Join(args, " "), err, out, errs.Bytes())
	}
	return out, nil
}

func goEnv(ctx context.Context, name string) string {
	out, err := tool(ctx, "go", "env", name)
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// processor names the machine by its processor: the model, and how many there are.
func processor() string {
	model := "unknown"
	b, _ := os.ReadFile("/proc/cpuinfo") // elsewhere: unknown
	n := 0
	for line := range strings.Lines(string(b)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			model = strings.TrimSpace(value)
			n++
		}
	}
	return fmt.Sprintf("%s, %d processors", model, n)
}
