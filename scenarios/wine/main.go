package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// Exit codes, those of cpslab.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitBench  = 3
	exitOpen   = 4 // something could not be run
)

// config is what was asked for.
type config struct {
	root     string // of the other system, absolute
	mirror   string // of Debian
	match    *regexp.Regexp
	page     string        // pages that get the table, with commas between
	expect   string        // document that doctor is held against
	update   bool          // write it
	patience time.Duration // for one thing that is run
	whole    bool          // all there is
	rooms    []string      // packages whose tests are run

	stdout, stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := command(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// command is the whole program; it returns the exit code.
func command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := config{stdout: stdout, stderr: stderr}
	flags := flag.NewFlagSet("wine", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&c.root, "root", filepath.Join(".cache", "wine", "root"), "`folder` of the system that Wine stands in")
	flags.StringVar(&c.mirror, "mirror", "http://deb.debian.org/debian", "`address` of Debian's packages")
	flags.StringVar(&c.page, "page", "", "`files`, with commas between, whose table of what was run is written anew")
	flags.StringVar(&c.expect, "expect", filepath.Join("scenarios", "wine", "testdata", "doctor.json"), "`file` that doctor is held against")
	flags.BoolVar(&c.update, "update", false, "write that file")
	flags.DurationVar(&c.patience, "patience", 10*time.Minute, "for one of the things that are run")
	match := flags.String("run", "", "only what matches this regular `expression`")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	err := c.matching(*match)
	if err != nil {
		fmt.Fprintln(stderr, "wine: -run:", err)
		return exitUsage
	}
	if c.root, err = filepath.Abs(c.root); err != nil {
		fmt.Fprintln(stderr, "wine:", err)
		return exitUsage
	}
	if c.rooms, c.whole = flags.Args(), *match == "" && flags.NArg() == 0; len(c.rooms) == 0 {
		c.rooms = []string{"./harness/...", "./simulator/...", "./cmd/cpslab"}
	}
	if inside, code := c.inside(ctx); inside {
		return code
	}
	return c.outside(ctx)
}

// matching chooses what is run by a regular expression over the names; one that chooses
// nothing is an error.
func (c *config) matching(expression string) (err error) {
	if c.match, err = regexp.Compile(expression); err == nil && len(c.steps()) == 0 {
		err = fmt.Errorf("%q matches nothing that is run; rooms are named behind the options, their tests are %q", expression, testsOfRooms)
	}
	return err
}

// outside prepares everything and has the other side of this program run it. What
// keeps it from running is said for each thing by name.
func (c *config) outside(ctx context.Context) int {
	if why := missing(); why != "" {
		results := notRun(c.steps(), why)
		c.print(results)
		return codeOf(results)
	}
	if err := c.prepare(ctx); err != nil {
		fmt.Fprintln(c.stderr, "wine:", err)
		return exitBench
	}
	if err := c.build(ctx); err != nil {
		fmt.Fprintln(c.stderr, "wine:", err)
		return exitBench
	}
	results, err := c.runInside(ctx)
	if err != nil {
		fmt.Fprintln(c.stderr, "wine:", err)
		return exitBench
	}
	c.print(results)
	for page := range strings.SplitSeq(c.page, ",") {
		if page == "" {
			continue
		}
		if err := writePage(page, results, c.whole, time.Now()); err != nil {
			fmt.Fprintln(c.stderr, "wine:", err)
			return exitBench
		}
	}
	return codeOf(results)
}
