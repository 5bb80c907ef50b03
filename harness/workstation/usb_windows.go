package workstation

import (
	"syscall"
	"unicode/utf16"
	"unsafe"
)

// The list of devices (setupapi.h).
var (
	setupLibrary     = syscall.NewLazyDLL("setupapi.dll")
	getClassDevices  = setupLibrary.NewProc("SetupDiGetClassDevsW")
	enumDeviceInfo   = setupLibrary.NewProc("SetupDiEnumDeviceInfo")
	getDeviceProp    = setupLibrary.NewProc("SetupDiGetDeviceRegistryPropertyW")
	destroyDeviceSet = setupLibrary.NewProc("SetupDiDestroyDeviceInfoList")
)

// Arguments of those functions.
const (
	presentOfAll    = 0x2 | 0x4 // DIGCF_PRESENT, DIGCF_ALLCLASSES
	propDescription = 0x0
	propHardwareIDs = 0x1
	propCompatible  = 0x2
	propFriendly    = 0xC
	mostDevices     = 1024
)

// deviceInfo is SP_DEVINFO_DATA.
type deviceInfo struct {
	size     uint32
	class    [16]byte
	instance uint32
	reserved uintptr
}

// systemUSB lists the devices of the USB bus that are plugged in.
func systemUSB() ([]USBDevice, error) {
	for _, p := range []*syscall.LazyProc{getClassDevices, enumDeviceInfo, getDeviceProp, destroyDeviceSet} {
		if err := p.Find(); err != nil {
			return nil, err
		}
	}
	bus, err := syscall.UTF16PtrFromString("USB")
	if err != nil {
		return nil, err
	}
	set, _, err := getClassDevices.Call(0, uintptr(unsafe.Pointer(bus)), 0, presentOfAll)
	if syscall.Handle(set) == syscall.InvalidHandle {
		return nil, lastError(err)
	}
	defer func() { _, _, _ = destroyDeviceSet.Call(set) }() // nothing can be done about it
	out := []USBDevice{}
	for i := range uintptr(mostDevices) {
		info := deviceInfo{}
		info.size = uint32(unsafe.Sizeof(info))
		if ok, _, _ := enumDeviceInfo.Call(set, i, uintptr(unsafe.Pointer(&info))); ok == 0 {
			break
		}
		d := USBDevice{HardwareIDs: deviceTexts(set, &info, propHardwareIDs), CompatibleIDs: deviceTexts(set, &info, propCompatible)}
		for _, prop := range []uintptr{propFriendly, propDescription} {
			if names := deviceTexts(set, &info, prop); len(names) > 0 && d.Name == "" {
				d.Name = names[0]
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// deviceTexts reads a property of one text or of several, nil when it is not there.
func deviceTexts(set uintptr, info *deviceInfo, prop uintptr) []string {
	buf := make([]uint16, 2048)
	var kind, used uint32
	ok, _, _ := getDeviceProp.Call(set, uintptr(unsafe.Pointer(info)), prop, uintptr(unsafe.Pointer(&kind)), uintptr(unsafe.Pointer(&buf[0])), uintptr(2*len(buf)), uintptr(unsafe.Pointer(&used)))
	if ok == 0 {
		return nil
	}
	var out []string
	from := 0
	for i, unit := range buf[:min(int(used/2), len(buf))] {
		if unit == 0 {
			if i > from {
				out = append(out, string(utf16.Decode(buf[from:i])))
			}
			from = i + 1
		}
	}
	return out
}
