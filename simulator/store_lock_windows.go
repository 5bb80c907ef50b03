package simulator

import (
	"errors"
	"os"
	"syscall"
)

// errSharingViolation is ERROR_SHARING_VIOLATION (Windows system error codes).
const errSharingViolation = syscall.Errno(32)

// lockFile opens the file at path, made if need be, and shares it with nobody:
// ErrStateInUse when someone holds it. The system closes the file when the
// process ends, however it ends.
func lockFile(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, errSharingViolation) {
		return nil, ErrStateInUse
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(h), path), nil
}

// exposed is always false: what a file's mode tells here is not who may open it.
func exposed(os.FileInfo) bool { return false }

func unlockFile(f *os.File) error { return f.Close() }

// syncFolder does nothing: Windows has no such call, and its file systems keep
// names in a journal.
func syncFolder(string) error { return nil }
