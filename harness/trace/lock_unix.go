//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package trace

import (
	"errors"
	"os"
	"syscall"
)

// lock marks a file as being recorded, until it is closed or its process ends, however it
// ends (flock(2)). The error is [ErrRecording]; where the file system has no locks, none.
func lock(f *os.File) error {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrRecording
	}
	return nil
}

// isLocked reports whether somebody else marked a file; true where that is not known.
func isLocked(f *os.File) bool {
	if syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) != nil {
		return true
	}
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) // it goes with the descriptor, too
	return false
}
