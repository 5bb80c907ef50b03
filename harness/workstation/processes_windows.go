package workstation

import (
	"errors"
	"syscall"
	"unsafe"
)

// systemProcesses lists the running programs by process id (Tool Help library,
// PROCESSENTRY32W).
func systemProcesses() (map[int]string, error) {
	h, err := syscall.CreateToolhelp32Snapshot(syscall.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.CloseHandle(h)
	out := map[int]string{}
	var e syscall.ProcessEntry32
	e.Size = uint32(unsafe.Sizeof(e))
	for err = syscall.Process32First(h, &e); err == nil; err = syscall.Process32Next(h, &e) {
		out[int(e.ProcessID)] = syscall.UTF16ToString(e.ExeFile[:])
	}
	if !errors.Is(err, syscall.ERROR_NO_MORE_FILES) {
		return nil, err
	}
	return out, nil
}
