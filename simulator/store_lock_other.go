//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package simulator

import (
	"errors"
	"os"
)

// lockFile fails: without a lock that ends with its process, two cards could
// share a state and gain tries.
func lockFile(string) (*os.File, error) { return nil, errors.ErrUnsupported }

// exposed is always false: what a file's mode tells here is not who may open it.
func exposed(os.FileInfo) bool { return false }

func unlockFile(f *os.File) error { return f.Close() }

func syncFolder(string) error { return nil }
