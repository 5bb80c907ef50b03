package clients

import (
	"errors"
	"fmt"
	"syscall"
	"time"
)

// prSetChildSubreaper is PR_SET_CHILD_SUBREAPER of prctl(2).
const prSetChildSubreaper = 36

// adopt makes this process the parent of whatever its children leave behind.
func adopt() {
	_, _, _ = syscall.Syscall(syscall.SYS_PRCTL, prSetChildSubreaper, 1, 0) // where it is refused, only children are seen
}

// orphans returns an error if a process of the tests still runs, some time after every
// stack was closed and every client ended: what one of them was told to end may take a
// moment.
func orphans() error {
	const moment = 5 * time.Second
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		switch {
		case errors.Is(err, syscall.ECHILD):
			return nil
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return fmt.Errorf("wait4: %w", err)
		case pid == 0 && time.Since(began) > moment:
			return errors.New("a process that the tests started still runs")
		}
	}
}
