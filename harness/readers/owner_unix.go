//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package readers

import (
	"os"
	"syscall"
)

// owned reports whether a file belongs to this user.
func owned(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
