//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly || windows)

package trace

import "os"

// lock marks nothing: this system has no locks that end with a process.
func lock(*os.File) error { return nil }

// isLocked is true: it is not known.
func isLocked(*os.File) bool { return true }
