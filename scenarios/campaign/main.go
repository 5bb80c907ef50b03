package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
)

func main() {
	debug.SetGCPercent(moreGarbage)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := command(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// moreGarbage trades memory for time: a case leaves little that lives.
const moreGarbage = 800

// config says what is played.
type config struct {
	presets []string
	only    []fault.Fault // one case in place of the matrix
	span    time.Duration // of pairs and seeds; 0 until it is told to stop
	seed    uint64
	workers int
	show    int  // survivors that are printed
	without bool // one case in a reading without certificates
	out     io.Writer

	used time.Duration // of the processors, when the last line was printed
}

// command is the whole program; it returns the exit code: 0 without survivors, 1 with
// some, 2 for wrong use.
func command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := config{out: stdout}
	flags := flag.NewFlagSet("campaign", flag.ContinueOnError)
	flags.SetOutput(stderr)
	preset := flags.String("preset", "", "only these presets, with commas between them")
	only := flags.String("only", "", "one `fault`, or several, in place of the matrix")
	flags.BoolVar(&c.without, "without-certificates", false, "with -only: read the card without its certificates")
	flags.DurationVar(&c.span, "for", 0, "how long pairs and seeds go on; 0 until it is told to stop, negative for the matrix alone")
	flags.Uint64Var(&c.seed, "seed", uint64(time.Now().UnixNano()), "of pairs and seeds")
	flags.IntVar(&c.workers, "workers", runtime.GOMAXPROCS(0), "how many at once")
	flags.IntVar(&c.show, "show", 40, "survivors that are printed")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil, flags.NArg() > 0, c.workers < 1:
		return 2
	}
	c.presets = simulator.PresetNames()
	if *preset != "" {
		c.presets = strings.Split(*preset, ",")
	}
	if *only != "" {
		if c.only, err = fault.Parse(*only); err != nil {
			fmt.Fprintln(stderr, "campaign:", err)
			return 2
		}
	}
	survived, err := c.run(ctx)
	if err != nil {
		fmt.Fprintln(stderr, "campaign:", err)
		return 2
	}
	if survived {
		return 1
	}
	return 0
}
