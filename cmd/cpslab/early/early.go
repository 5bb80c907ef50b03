// Package early listens for the signals that end a program before anything else
// begins: a signal that comes while the packages of this program are made ready, a
// tenth of a second on a busy machine, then ends it as one that comes later does,
// with its exit code and its reports. The Go runtime makes ready first what imports
// least, so this package imports little but the signals.
package early

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// signals are those that end a program.
var signals = [...]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// caught gets the first signal.
var caught = func() chan os.Signal {
	becomeSuite()
	c := make(chan os.Signal, 1)
	signal.Notify(c, signals[:]...)
	// A reader that went away (a pager, head) shows as a failed write; it must not
	// kill the program with its service and its readers still up. Children get the
	// system's own handling back.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return c
}()

// Caught returns the channel that gets the first signal, from the start of the
// process on.
func Caught() <-chan os.Signal { return caught }

var (
	mu      sync.Mutex // protects stopped
	stopped bool       // nobody is to be told any more
)

// Stop ends listening: the next signal ends the process, unless somebody else listens.
func Stop() {
	mu.Lock()
	defer mu.Unlock()
	stopped = true
	signal.Stop(caught)
}

// Alone has nobody listen but Caught: who began to since hears nothing more. After Stop the
// next signal ends the process.
func Alone() {
	mu.Lock()
	defer mu.Unlock()
	if stopped {
		signal.Reset(signals[:]...)
		return
	}
	signal.Ignore(signals[:]...) // not Reset: one that comes now must not end the process
	signal.Notify(caught, signals[:]...)
}

// Release has everybody end listening, also who never would: Ginkgo.
func Release() { signal.Reset(signals[:]...) }
