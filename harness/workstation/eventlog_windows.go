package workstation

import (
	"errors"
	"syscall"
	"unsafe"
)

// The Windows Event Log (winevt.h). The log Application can be read without
// administrator rights.
var (
	eventLibrary = syscall.NewLazyDLL("wevtapi.dll")
	evtQuery     = eventLibrary.NewProc("EvtQuery")
	evtNext      = eventLibrary.NewProc("EvtNext")
	evtRender    = eventLibrary.NewProc("EvtRender")
	evtClose     = eventLibrary.NewProc("EvtClose")
)

// Arguments of those functions.
const (
	channelReverse = 0x1 | 0x200 // EvtQueryChannelPath, EvtQueryReverseDirection
	renderXML      = 1           // EvtRenderEventXml
	eventBatch     = 16
	eventWait      = 2000 // milliseconds
	largestEvent   = 64 << 10
	noMoreItems    = syscall.Errno(259) // ERROR_NO_MORE_ITEMS
)

// systemEvents reads the events of the installer of the last week.
func systemEvents() ([][]byte, error) {
	for _, p := range []*syscall.LazyProc{evtQuery, evtNext, evtRender, evtClose} {
		if err := p.Find(); err != nil {
			return nil, err
		}
	}
	channel, err := syscall.UTF16PtrFromString("Application")
	if err != nil {
		return nil, err
	}
	query, err := syscall.UTF16PtrFromString(installerEvents)
	if err != nil {
		return nil, err
	}
	results, _, err := evtQuery.Call(0, uintptr(unsafe.Pointer(channel)), uintptr(unsafe.Pointer(query)), channelReverse)
	if results == 0 {
		return nil, lastError(err)
	}
	defer func() { _, _, _ = evtClose.Call(results) }() // nothing can be done about it
	out := [][]byte{}
	for len(out) < mostEvents {
		var handles [eventBatch]uintptr
		var got uint32
		ok, _, err := evtNext.Call(results, eventBatch, uintptr(unsafe.Pointer(&handles[0])), eventWait, 0, uintptr(unsafe.Pointer(&got)))
		if ok == 0 {
			if errors.Is(err, noMoreItems) {
				return out, nil
			}
			return nil, lastError(err)
		}
		for _, h := range handles[:min(int(got), eventBatch)] {
			if event := renderEvent(h); event != nil {
				out = append(out, event)
			}
			_, _, _ = evtClose.Call(h) // nothing can be done about it
		}
	}
	return out, nil
}

// renderEvent writes an event in XML, nil when it is too large or cannot be written.
func renderEvent(event uintptr) []byte {
	buf := make([]uint16, largestEvent)
	var used, properties uint32
	ok, _, _ := evtRender.Call(0, event, renderXML, uintptr(2*len(buf)), uintptr(unsafe.Pointer(&buf[0])), uintptr(unsafe.Pointer(&used)), uintptr(unsafe.Pointer(&properties)))
	if ok == 0 || used < 2 || int(used) > 2*len(buf) {
		return nil
	}
	return []byte(syscall.UTF16ToString(buf[:used/2]))
}
