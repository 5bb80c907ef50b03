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
	"slices"
	"strings"
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
	digests := flags.Bool("digests", false, "print the outputs that differ as lines of deliberate.txt")
	flags.Usage = func() {
		fmt.Fprintln(errs, "usage: compare [-run REGEXP] [-show N] [-digests] COMMIT")
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
	differing := c.differing()
	if *digests {
		printDigests(out, differing)
	} else {
		printDiffering(out, differing, *show)
	}
	fmt.Fprintf(out, "%d outputs compared with %s: %d differ, %d as deliberate.txt says (build %.0f s, run %.0f s)\n",
		len(c.commands), c.commit, len(differing), c.asMeant, c.building.Seconds(), c.rest.Seconds())
	if len(differing) > 0 {
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
	asMeant        int // outputs that differ as they are meant to
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
	for forms := range slices.Chunk(commands(known), len(forms)) {
		if slices.ContainsFunc(forms, func(line command) bool { return filter.MatchString(line.String()) }) {
			c.commands = append(c.commands, forms...)
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

// differs is an output that differs in a way that nobody meant.
type differs struct {
	command    command
	after      string
	gone, come []string
}

// differing finds what differs, and counts what is meant to.
func (c *comparison) differing() []differs {
	var all []differs
	for i, line := range c.commands {
		p := pair{line: line.String(), before: c.before[i].text(), after: c.after[i].text(), json: c.after[i/len(forms)*len(forms)+jsonOf(i)].Out}
		gone, come := p.difference(c.meant)
		switch {
		case len(gone)+len(come) > 0:
			all = append(all, differs{line, p.after, gone, come})
		case p.before != p.after:
			c.asMeant++
		}
	}
	return all
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

// printDiffering writes the first outputs that differ.
func printDiffering(out io.Writer, all []differs, show int) {
	for _, d := range all[:min(len(all), show)] {
		fmt.Fprintf(out, "cpslab %q\n", d.command.Args)
		printLines(out, "-", d.gone)
		printLines(out, "+", d.come)
	}
	if more := len(all) - show; more > 0 {
		fmt.Fprintf(out, "… %d more outputs differ (-show)\n", more)
	}
}

// printDigests writes what differs as lines of deliberate.txt: a line for the
// languages and forms of a command.
func printDigests(out io.Writer, all []differs) {
	lines, sums := []string{}, map[string]string{}
	for _, d := range all {
		line, _, _ := strings.Cut(d.command.String(), " --format ")
		if sums[line] == "" {
			lines = append(lines, line)
		}
		sums[line] += " " + digest(d.after)
	}
	for _, line := range lines {
		fmt.Fprintf(out, "output%s %s\n", sums[line], line)
	}
}
