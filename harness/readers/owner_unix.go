//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package readers

import (
	"os"
	"syscall"
)

// withoutWaiting opens a pipe at once, whoever writes to it or nobody.
const withoutWaiting = syscall.O_NONBLOCK

// owned reports whether a file belongs to this user.
func owned(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
