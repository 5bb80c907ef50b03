package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := compareCommand(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	exitSame = iota
	exitDiffers
	exitUsage
	exitFailed
)

func compareCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("compare", flag.ContinueOnError)
	flags.SetOutput(errs)
	only := flags.String("run", "", "regular expression: compare the command lines that match")
	show := flags.Int("show", 20, "how many differing outputs are shown")
	flags.Usage = func() {
		fmt.Fprintln(errs, "usage: compare [-run REGEXP] [-show N] COMMIT")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	filter, err := regexp.Compile(*only)
	if err != nil || flags.NArg() != 1 {
		if err != nil {
			fmt.Fprintln(errs, "compare: -run:", err)
		}
		flags.Usage()
		return exitUsage
	}
	c, err := compare(ctx, flags.Arg(0), filter)
	if err != nil {
		fmt.Fprintln(errs, "compare:", err)
		return exitFailed
	}
	if c.print(out, *show) {
		return exitDiffers
	}
	return exitSame
}

// comparison is what came of the commands of a commit.
type comparison struct {
	commit         string
	commands       []command
	before, after  []result
	meant          deliberate
	building, rest time.Duration
}

// both does a thing for the commit and for the working tree at once.
func both(do func(side int) error) error {
	other := make(chan error, 1)
	go func() { other <- do(1) }()
	err := do(0)
	if e := <-other; err == nil {
		err = e
	}
	return err
}

func compare(ctx context.Context, commit string, filter *regexp.Regexp) (*comparison, error) {
	root, err := output(ctx, ".", "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	c := &comparison{}
	if c.commit, err = output(ctx, root, "git", "rev-parse", "--short", "--verify", commit+"^{commit}"); err != nil {
		return nil, err
	}
	if c.meant, err = readDeliberate(filepath.Join(root, "scenarios", "compare", "deliberate.txt")); err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp("", "cpslab-compare-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)

	start := time.Now()
	sources := [2]string{filepath.Join(tmp, "source"), root}
	programs := [2]string{filepath.Join(tmp, "before"), filepath.Join(tmp, "after")}
	if err := checkout(ctx, root, c.commit, sources[0]); err != nil {
		return nil, err
	}
	if err := both(func(i int) error { return build(ctx, sources[i], programs[i]) }); err != nil {
		return nil, err
	}
	c.building = time.Since(start)

	start = time.Now()
	known, err := ask(ctx, programs[0])
	if err != nil {
		return nil, err
	}
	for _, line := range commands(known) {
		if filter.MatchString(line.String()) {
			c.commands = append(c.commands, line)
		}
	}
	if len(c.commands) == 0 {
		return nil, fmt.Errorf("-run %s: no command line matches", filter)
	}
	var results [2][]result
	err = both(func(i int) (err error) { results[i], err = runAll(ctx, programs[i], c.commands); return err })
	c.before, c.after, c.rest = results[0], results[1], time.Since(start)
	return c, err
}

func printLines(out io.Writer, mark string, lines []string) {
	const most = 12
	for _, l := range lines[:min(len(lines), most)] {
		fmt.Fprintf(out, "  %s %s\n", mark, l)
	}
	if n := len(lines) - most; n > 0 {
		fmt.Fprintf(out, "  %s … %d more lines\n", mark, n)
	}
}

// print writes what differs, and reports whether anything does.
func (c *comparison) print(out io.Writer, show int) bool {
	differing, meant := 0, 0
	for i, line := range c.commands {
		before, after := c.before[i].text(), c.after[i].text()
		gone, come := difference(before, after, c.meant)
		if len(gone)+len(come) == 0 {
			if before != after {
				meant++
			}
			continue
		}
		if differing++; differing > show {
			continue
		}
		fmt.Fprintf(out, "cpslab %q\n", line.Args)
		printLines(out, "-", gone)
		printLines(out, "+", come)
	}
	if differing > show {
		fmt.Fprintf(out, "… %d more outputs differ (-show)\n", differing-show)
	}
	fmt.Fprintf(out, "%d outputs compared with %s: %d differ, %d as deliberate.txt says (build %.0f s, run %.0f s)\n",
		len(c.commands), c.commit, differing, meant, c.building.Seconds(), c.rest.Seconds())
	return differing > 0
}
