package trace

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// The lock stands far behind the end of any trace: what is locked cannot be read by others
// (LockFileEx).
const lockedAt = 1 << 30 // high half of the offset

// lock marks a file as being recorded, until it is closed or its process ends. The error is
// [ErrRecording]; where the file system has no locks, none.
func lock(f *os.File) error {
	at := windows.Overlapped{OffsetHigh: lockedAt}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrRecording
	}
	return nil
}

// isLocked reports whether somebody else marked a file; true where that is not known.
func isLocked(f *os.File) bool {
	at := windows.Overlapped{OffsetHigh: lockedAt}
	if windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at) != nil {
		return true
	}
	_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, &at) // it goes with the handle, too
	return false
}
