package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// The lock stands far behind the end of any file of ours: what is locked cannot be read by others
// (LockFileEx).
const lockedAt = 1 << 30 // high half of the offset

// Take holds a file until it is closed or its process ends. The error is
// [ErrHeld]; where the file system has no locks, none.
func Take(f *os.File) error {
	at := windows.Overlapped{OffsetHigh: lockedAt}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrHeld
	}
	return nil
}

// Held reports whether somebody else holds a file; true where that is not known.
func Held(f *os.File) bool {
	at := windows.Overlapped{OffsetHigh: lockedAt}
	if windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at) != nil {
		return true
	}
	_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, &at) // it goes with the handle, too
	return false
}
