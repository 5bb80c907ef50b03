package workstation

import (
	"syscall"
	"time"
)

// booted takes the time since the last full start off the clock (Win32,
// GetTickCount64). A "fast" shutdown is no end: services live on through it.
func booted() (time.Time, error) {
	tick := syscall.NewLazyDLL("kernel32.dll").NewProc("GetTickCount64")
	if err := tick.Find(); err != nil {
		return time.Time{}, err
	}
	low, high, _ := tick.Call()
	ms := uint64(low)
	if wordSize == 32 {
		ms |= uint64(high) << 32
	}
	return time.Now().Add(-time.Duration(ms) * time.Millisecond).Truncate(time.Second), nil
}
