// Package child starts other people's programs: what they get of our environment,
// and that they do not outlive us. Whatever this bench starts, a module of another
// vendor, a tool of the system or the command of its user, goes through here.
//
//	cmd := child.Command(ctx, "rpm", "-qa")
//	out, err := cmd.Output()
//
// A program that needs one of the withheld variables is given it on purpose, in
// cmd.Env.
package child

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// withheld are the variables that hold or lead to a PIN: the code itself, and the
// file with the codes of the simulated cards. They are ours to read, once.
var withheld = []string{"CPSLAB_PIN", "CPSLAB_STACK"}

// Command is [exec.CommandContext] with the environment of [Environ].
func Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = Environ()
	return cmd
}

// Environ returns the environment of this process, KEY=VALUE strings, without what
// leads to a PIN, and with extra behind it.
func Environ(extra ...string) []string { return append(without(os.Environ()), extra...) }

func without(environ []string) []string {
	kept := make([]string, 0, len(environ))
	for _, variable := range environ {
		if !secret(variable) {
			kept = append(kept, variable)
		}
	}
	return kept
}

// secret reports whether a KEY=VALUE string is withheld. Windows takes a key in any
// case, and hides its own behind a first "=".
func secret(variable string) bool {
	for _, key := range withheld {
		if n := len(key); len(variable) > n && variable[n] == '=' && strings.EqualFold(variable[:n], key) {
			return true
		}
	}
	return false
}

// Start starts cmd as a process that ends with this one, however this one ends,
// and returns a channel that gives the result of its Wait, once. Elsewhere than on
// Linux a process may outlive one that is killed.
func Start(cmd *exec.Cmd) (<-chan error, error) {
	dieWithParent(cmd)
	started := make(chan error, 1)
	ended := make(chan error, 1)
	go func() {
		// The death signal is tied to the thread that starts the process (prctl(2),
		// PR_SET_PDEATHSIG), so one thread stays here until the end.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			ended <- cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return ended, nil
}
