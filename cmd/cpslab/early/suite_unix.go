//go:build nosuite && unix

package early

import (
	"context"
	"os"
	"syscall"
)

// becomeSuite puts the program that has the suite in the place of this process where the
// command line wants it: the process keeps its number, files and terminal, so that
// nobody notices. It happens before this program listens for signals: none is taken
// here that the other one would not know of.
func becomeSuite() {
	if !wantsSuite(os.Args[1:]) {
		return
	}
	if path, err := suitePath(); err == nil {
		_ = syscall.Exec(path, os.Args, os.Environ()) // returns only where it fails: Suite says why
	}
}

// Suite says why the program that has the suite is not there.
func Suite(context.Context) (int, error) {
	path, err := suitePath()
	if err != nil {
		return 0, err
	}
	return 0, &os.PathError{Op: "exec", Path: path, Err: syscall.Exec(path, os.Args, os.Environ())}
}
