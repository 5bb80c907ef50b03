// Command cpslab is a test bench for the French health professionals' chip
// cards (CPS and its sisters): it simulates them, reads them, and says why
// billing with one would fail.
package main

import (
	"context"
	"os"

	"github.com/cpslab/cps/cmd/cpslab/early"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-early.Caught()
		cancel()
		// The second signal ends the program as it ends any other, should the first
		// not have: a call of the system may wait for ever, as the opening of a pipe
		// that nobody writes to.
		early.Stop()
	}()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}, os.Getenv))
}
