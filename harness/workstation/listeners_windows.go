package workstation

import (
	"syscall"
	"unsafe"
)

var getExtendedTCPTable = syscall.NewLazyDLL("iphlpapi.dll").NewProc("GetExtendedTcpTable")

// Arguments of GetExtendedTcpTable (iprtrmib.h, ws2def.h), and what it returns when
// the buffer is too small.
const (
	tableOwnerListener = 3 // TCP_TABLE_OWNER_PID_LISTENER
	familyV4           = 2
	familyV6           = 23
	bufferTooSmall     = 122
	mostTable          = 4 << 20
)

// systemListeners asks this machine for its listening sockets.
func systemListeners(six bool) ([]byte, error) {
	if err := getExtendedTCPTable.Find(); err != nil {
		return nil, err
	}
	family := uintptr(familyV4)
	if six {
		family = familyV6
	}
	size := uint32(64 << 10)
	for {
		buf := make([]byte, size)
		code, _, _ := getExtendedTCPTable.Call(uintptr(unsafe.Pointer(&buf[0])), uintptr(unsafe.Pointer(&size)), 0, family, tableOwnerListener, 0)
		switch {
		case code == 0:
			return buf[:min(int(size), len(buf))], nil
		case code != bufferTooSmall || size > mostTable:
			return nil, syscall.Errno(code)
		}
	}
}
