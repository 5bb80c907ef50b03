package workstation

import (
	"encoding/binary"
	"syscall"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// booted reads the time of the last start (sysctl(3), KERN_BOOTTIME: a struct
// timeval, whose seconds come first).
func booted() (time.Time, error) {
	s, err := syscall.Sysctl("kern.boottime")
	if err != nil {
		return time.Time{}, err
	}
	if len(s) < 8 {
		return time.Time{}, text.NewError(text.Of("kern.boottime est trop court", "kern.boottime is too short"), text.Text{})
	}
	return time.Unix(int64(binary.LittleEndian.Uint64([]byte(s[:8]))), 0), nil
}
