package clients

import (
	"errors"
	"fmt"
	"syscall"
)

// prSetChildSubreaper is PR_SET_CHILD_SUBREAPER of prctl(2).
const prSetChildSubreaper = 36

// adopt makes this process the parent of whatever its children leave behind.
func adopt() {
	_, _, _ = syscall.Syscall(syscall.SYS_PRCTL, prSetChildSubreaper, 1, 0) // where it is refused, only children are seen
}

// orphans returns an error if a process of the tests still runs. It is to be
// called when every stack is closed and every client has ended.
func orphans() error {
	for {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		switch {
		case errors.Is(err, syscall.ECHILD):
			return nil
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return fmt.Errorf("wait4: %w", err)
		case pid == 0:
			return errors.New("a process that the tests started still runs")
		}
	}
}
