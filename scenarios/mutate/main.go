package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// config says what is changed and what has to notice.
type config struct {
	root       string   // folder of the module
	pkg        string   // package under change, "./harness/diagnosis"
	roots      []string // its functions that count
	suite      string   // package of the scenarios, "./scenarios"
	test       string   // regular expression of the test that runs them
	equivalent string   // file

	run, file string // filters: regular expression, pattern of names
	strict    bool
	workers   int
	patience  time.Duration // deadline of a process, beside what the suite takes
	progress  io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := command(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// command is the whole program; it returns the exit code.
func command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := config{
		root: ".", pkg: "./harness/diagnosis", roots: []string{"Check", "CheckWorkstation"},
		suite: "./scenarios", test: "^TestScenarios$", equivalent: "scenarios/mutate/equivalent.txt",
		patience: 10 * time.Second, progress: stderr,
	}
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&c.run, "run", "", "only mutants whose line, as -list shows it, matches this regular `expression`")
	flags.StringVar(&c.file, "file", "", "only files of this name, * for any part: p*.go")
	flags.BoolVar(&c.strict, "strict", false, "leave out each operand of && and || as well")
	flags.IntVar(&c.workers, "workers", runtime.NumCPU(), "processes at a time")
	listOnly := flags.Bool("list", false, "list the mutants, run nothing")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 || c.workers < 1 {
		fmt.Fprintln(stderr, "mutate: takes no arguments, and -workers from 1")
		return 2
	}
	p, err := c.plan(ctx)
	if err != nil {
		fmt.Fprintln(stderr, "mutate:", err)
		return 2
	}
	if *listOnly {
		for _, m := range p.chosen {
			fmt.Fprintln(stdout, m)
		}
		return 0
	}
	r, err := c.execute(ctx, p)
	if err != nil {
		fmt.Fprintln(stderr, "mutate:", err)
		return 2
	}
	r.write(stdout)
	if !r.ok() {
		return 1
	}
	return 0
}

// plan is what would be run.
type plan struct {
	source  *source
	all     []*mutant
	chosen  []*mutant // by the filters
	changed map[string][]byte
}

func (c *config) plan(ctx context.Context) (*plan, error) {
	run, err := regexp.Compile(c.run)
	if err != nil {
		return nil, fmt.Errorf("-run: %w", err)
	}
	if _, err := filepath.Match(c.file, ""); err != nil {
		return nil, fmt.Errorf("-file: %w", err)
	}
	s, err := load(ctx, c.root, c.pkg)
	if err != nil {
		return nil, err
	}
	var roots []*ast.FuncDecl
	for _, name := range c.roots {
		r, err := s.root(name)
		if err != nil {
			return nil, err
		}
		roots = append(roots, r)
	}
	p := &plan{source: s}
	p.all, p.changed = s.find(roots, s.reached(roots), c.strict)
	for _, m := range p.all {
		named := c.file == ""
		if !named {
			named, _ = filepath.Match(c.file, m.file)
		}
		if named && run.MatchString(m.String()) {
			p.chosen = append(p.chosen, m)
		}
	}
	if len(p.chosen) == 0 {
		return nil, errors.New("no such mutant; -list shows them")
	}
	return p, nil
}

// execute compiles and runs the plan.
func (c *config) execute(ctx context.Context, p *plan) (*result, error) {
	res := &result{mutants: p.chosen}
	var err error
	if res.equivalent, err = readEquivalent(c.equivalent); err != nil {
		return nil, err
	}
	for key := range res.equivalent {
		if !slices.ContainsFunc(p.all, func(m *mutant) bool { return m.key() == key }) {
			res.stale = append(res.stale, key)
		}
	}
	slices.Sort(res.stale)

	temp, err := os.MkdirTemp("", "cpslab-mutate-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	start := time.Now()
	r := &runner{test: c.test, temp: temp, workers: c.workers, patience: c.patience}
	if r.binary, r.dir, err = p.source.compile(ctx, c.root, c.suite, temp, p.changed, len(p.all)); err != nil {
		return nil, err
	}
	if err := r.baseline(ctx); err != nil {
		return nil, err
	}
	res.broken = r.broken
	fmt.Fprintf(c.progress, "mutate: %d mutants, %d scenarios, ready after %s\n", len(p.chosen), len(r.specs), time.Since(start).Round(time.Second))
	tenths := 0
	res.fates, err = r.judgeAll(ctx, p.chosen, func(done int) {
		if now := 10 * done / len(p.chosen); now > tenths {
			tenths = now
			fmt.Fprintf(c.progress, "mutate: %d of %d after %s\n", done, len(p.chosen), time.Since(start).Round(time.Second))
		}
	})
	return res, err
}
