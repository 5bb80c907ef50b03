//go:build linux || darwin

package workstation

import (
	"io/fs"
	"syscall"
	"time"
)

// changed returns the time of a file's last status change (stat(2), st_ctim).
func changed(info fs.FileInfo) time.Time {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}
	}
	at := statusChange(st)
	return time.Unix(at.Unix())
}
