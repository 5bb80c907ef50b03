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
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A target is a fuzz function and the package it stands in.
type target struct{ pkg, name string }

func (t target) String() string { return t.pkg + " " + t.name }

// config says what is run, and how often it has to be executed.
type config struct {
	time     time.Duration // of a target
	least    int           // executions of a target
	patience time.Duration // a target below least is executed that often, in this time at the most
	tags     string
	match    *regexp.Regexp
	packages []string

	// command runs the go command in the module and returns its whole output.
	command func(ctx context.Context, args ...string) ([]byte, error)
	out     io.Writer
}

// minimise is how often an input that finds something new may be executed to make
// it smaller.
const minimise = "10x"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := command(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// command is the whole program; it returns the exit code.
func command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := config{out: stdout, command: goCommand}
	flags := flag.NewFlagSet("fuzz", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.DurationVar(&c.time, "time", 10*time.Second, "for each target")
	flags.IntVar(&c.least, "least", 1000, "executions that each target must reach")
	flags.DurationVar(&c.patience, "patience", 3*time.Minute, "a target that did not reach them is run until it does, for this long at the most, 0 for never")
	flags.StringVar(&c.tags, "tags", "", "build tags")
	match := flags.String("run", "", "only targets whose package and name, with a blank between them, match this regular `expression`")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	var err error
	if c.match, err = regexp.Compile(*match); err != nil || c.time <= 0 || c.least < 1 || c.patience < 0 {
		fmt.Fprintln(stderr, "fuzz: -time and -least from 1, -patience from 0, -run a regular expression")
		return 2
	}
	if c.packages = flags.Args(); len(c.packages) == 0 {
		c.packages = []string{"./..."}
	}
	if err := c.run(ctx); err != nil {
		fmt.Fprintln(stderr, "fuzz:", err)
		return 1
	}
	return 0
}

func goCommand(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // the workers end with it
	cmd.WaitDelay = 10 * time.Second
	return cmd.CombinedOutput()
}

// run runs every target and returns an error when one found something, or was not
// executed often enough; all are run before it says so.
func (c *config) run(ctx context.Context) error {
	targets, err := c.targets(ctx)
	if err != nil {
		return err
	}
	var failed []string
	for _, t := range targets {
		n, err := c.fuzz(ctx, t)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case err != nil:
			failed = append(failed, t.String()+": "+err.Error())
		case n < c.least:
			failed = append(failed, fmt.Sprintf("%s: %d executions, want %d", t, n, c.least))
		}
		fmt.Fprintf(c.out, "%9d executions  %s\n", n, t)
	}
	if len(failed) > 0 {
		return fmt.Errorf("%d of %d targets failed:\n  %s", len(failed), len(targets), strings.Join(failed, "\n  "))
	}
	fmt.Fprintf(c.out, "%d targets, each executed %d times or more\n", len(targets), c.least)
	return nil
}

// flagged puts the build tags behind a subcommand of go.
func (c *config) flagged(args ...string) []string {
	if c.tags != "" {
		args = append(args, "-tags", c.tags)
	}
	return args
}

// targets lists the fuzz functions; none at all is an error.
func (c *config) targets(ctx context.Context) ([]target, error) {
	out, err := c.command(ctx, append(c.flagged("test", "-list", "^Fuzz"), c.packages...)...)
	if err != nil {
		return nil, fmt.Errorf("go test -list: %w\n%s", err, out)
	}
	var found []target
	var names []string
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 1 && strings.HasPrefix(words[0], "Fuzz"):
			names = append(names, words[0])
		case len(words) > 1 && words[0] == "ok":
			for _, name := range names {
				if t := (target{words[1], name}); c.match.MatchString(t.String()) {
					found = append(found, t)
				}
			}
			names = nil
		}
	}
	if len(found) == 0 {
		return nil, errors.New("no fuzz target found")
	}
	return found, nil
}

// fuzz runs a target, and again until it was executed often enough where it was not: how
// fast a busy machine is, is no fault of it. It returns the executions of the last run.
func (c *config) fuzz(ctx context.Context, t target) (int, error) {
	n, err := c.once(ctx, t, c.time.String())
	if err != nil || n >= c.least || c.patience == 0 || ctx.Err() != nil {
		return n, err
	}
	ctx, stop := context.WithTimeout(ctx, c.patience)
	defer stop()
	return c.once(ctx, t, strconv.Itoa(c.least)+"x")
}

// once runs a target for a time, or a number of executions.
func (c *config) once(ctx context.Context, t target, limit string) (int, error) {
	args := append(c.flagged("test"), "-run", "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", limit, "-fuzzminimizetime", minimise, t.pkg)
	out, err := c.command(ctx, args...)
	n := executions(out)
	ended := ctx.Err() != nil && !bytes.Contains(out, finding) // by us, before it was through
	if err != nil && !timeIsUp(out) && !ended {
		return n, fmt.Errorf("%w\n%s", err, bytes.TrimSpace(out))
	}
	return n, nil
}

// finding and upset are what the go command says of a target that found something, and
// of its own time when that ended in the middle of a call (golang/go issue 56238).
var (
	finding = []byte("Failing input written to")
	upset   = regexp.MustCompile(`(?m)^--- FAIL: Fuzz\w+ \([0-9.]+s\)\n    context deadline exceeded\nFAIL$`)
)

// timeIsUp reports whether the go command calls the end of the time a failure: nothing
// was found then.
func timeIsUp(out []byte) bool { return upset.Match(out) && !bytes.Contains(out, finding) }

// progress is a line of the go command: "fuzz: elapsed: 3s, execs: 325017 (108336/sec), new …".
var progress = regexp.MustCompile(`(?m)^fuzz: elapsed: .*\bexecs: ([0-9]+) \(`)

// executions returns how often a target was executed, 0 when nothing tells.
func executions(out []byte) int {
	lines := progress.FindAllSubmatch(out, -1)
	if len(lines) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(string(lines[len(lines)-1][1])) // digits; too many of them leave the greatest number
	return n
}
