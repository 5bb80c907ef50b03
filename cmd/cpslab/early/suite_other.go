//go:build nosuite && !unix

package early

import (
	"context"
	"errors"
	"os"
	"os/exec"
)

// becomeSuite does nothing: a process cannot be replaced here.
func becomeSuite() {}

// Suite runs the program that has the suite, with the same command line and files, and
// returns its exit code. A console gives its signals to both: that program ends by them,
// and this one waits for it.
func Suite(context.Context) (int, error) {
	path, err := suitePath()
	if err != nil {
		return 0, err
	}
	cmd := exec.Command(path, os.Args[1:]...) //nolint:noctx // it ends by the signal that ends this one
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		return ended.ExitCode(), nil
	}
	return 0, err
}
