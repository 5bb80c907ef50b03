// Command cpslab is a test bench for the French health professionals' chip
// cards (CPS and its sisters): it simulates them, reads them, and says why
// billing with one would fail.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// The second signal ends the program as it ends any other, should the first
	// not have: a call of the system may wait for ever, as the opening of a pipe
	// that nobody writes to.
	context.AfterFunc(ctx, stop)
	// A reader that went away (a pager, head) shows as a failed write; it must not
	// kill the program with its service and its readers still up. Children get the
	// system's own handling back.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}, os.Getenv)
	stop()
	os.Exit(code)
}
