// Package testprogram writes programs that a test starts.
package testprogram

import (
	"os"
	"syscall"
	"testing"
)

// Write writes a program that may be started at once, by its owner, or by anybody where the mode
// says so. Linux refuses to start a file that somebody has open for writing ("text file busy"),
// and a process that another goroutine forks in that moment has it open until it is another
// program: no process is forked meanwhile (https://go.dev/issue/22315).
func Write(tb testing.TB, path string, content []byte, mode os.FileMode) {
	tb.Helper()
	syscall.ForkLock.RLock()
	err := os.WriteFile(path, content, mode)
	syscall.ForkLock.RUnlock()
	if err != nil {
		tb.Fatal(err)
	}
}
