package workstation

import (
	"encoding/binary"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// systemRegistry reads this machine's registry, in its 64-bit view.
func systemRegistry() Registry { return registry{} }

type registry struct{}

// view64 asks for the 64-bit view whatever this program is (KEY_WOW64_64KEY).
const view64 = 0x0100

func open(key string) (syscall.Handle, error) {
	root := syscall.Handle(syscall.HKEY_LOCAL_MACHINE)
	if own, ok := strings.CutPrefix(key, ofUser); ok {
		root, key = syscall.HKEY_CURRENT_USER, own
	}
	name, err := syscall.UTF16PtrFromString(key)
	if err != nil {
		return 0, err
	}
	var h syscall.Handle
	err = syscall.RegOpenKeyEx(root, name, 0, syscall.KEY_READ|view64, &h)
	return h, err
}

// String reads a value of at most 4 KiB.
func (registry) String(key, name string) (string, bool) {
	h, err := open(key)
	if err != nil {
		return "", false
	}
	defer syscall.RegCloseKey(h)
	value, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return "", false
	}
	var kind uint32
	buf := make([]uint16, 2048)
	size := uint32(2 * len(buf))
	if err := syscall.RegQueryValueEx(h, value, nil, &kind, (*byte)(unsafe.Pointer(&buf[0])), &size); err != nil {
		return "", false
	}
	switch {
	case kind == syscall.REG_SZ, kind == syscall.REG_EXPAND_SZ:
		return syscall.UTF16ToString(buf[:size/2]), true
	case kind == syscall.REG_DWORD && size == 4:
		b := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, buf[0]), buf[1])
		return strconv.FormatUint(uint64(binary.LittleEndian.Uint32(b)), 10), true
	default:
		return "", false
	}
}

// Written asks for the time of the key's last write (RegQueryInfoKeyW).
func (registry) Written(key string) time.Time {
	h, err := open(key)
	if err != nil {
		return time.Time{}
	}
	defer syscall.RegCloseKey(h)
	var last syscall.Filetime
	if err := syscall.RegQueryInfoKey(h, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, &last); err != nil {
		return time.Time{}
	}
	return time.Unix(0, last.Nanoseconds())
}

// Keys lists at most 4,096 keys.
func (registry) Keys(key string) []string {
	h, err := open(key)
	if err != nil {
		return nil
	}
	defer syscall.RegCloseKey(h)
	var out []string
	for i := range uint32(4096) {
		buf := make([]uint16, 256) // names have at most 255 characters
		size := uint32(len(buf))
		if err := syscall.RegEnumKeyEx(h, i, &buf[0], &size, nil, nil, nil, nil); err != nil {
			break
		}
		out = append(out, syscall.UTF16ToString(buf[:size]))
	}
	return out
}

var regEnumValue = syscall.NewLazyDLL("advapi32.dll").NewProc("RegEnumValueW")

// Values lists at most 1,024 names (RegEnumValueW).
func (registry) Values(key string) []string {
	h, err := open(key)
	if err != nil || regEnumValue.Find() != nil {
		return nil
	}
	defer syscall.RegCloseKey(h)
	var out []string
	for i := range uintptr(1024) {
		buf := make([]uint16, 16384) // names have at most 16,383 characters
		size := uint32(len(buf))
		if code, _, _ := regEnumValue.Call(uintptr(h), i, uintptr(unsafe.Pointer(&buf[0])), uintptr(unsafe.Pointer(&size)), 0, 0, 0, 0); code != 0 {
			break
		}
		out = append(out, syscall.UTF16ToString(buf[:min(int(size), len(buf))]))
	}
	return out
}
