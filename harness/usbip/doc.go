// Package usbip offers USB devices in software to other systems: a server of USB/IP 1.1.1
// (Linux, Documentation/usb/usbip_protocol.rst), to which the client in the box of Linux,
// and signed drivers of Windows, attach as if the device were plugged in there.
//
//	listener, err := usbip.Listen(ctx, usbip.DefaultAddress, false)
//	if err != nil { … }
//	server, err := usbip.New(usbip.Config{Devices: []usbip.Device{reader}})
//	if err != nil { … }
//	err = server.Serve(ctx, listener)
//
// Devices have the bus identifiers 1-1, 1-2 and so on, in their order. One host has a device
// at a time; once its connection ends, however it does, another may have it, and finds it as
// one that was just plugged in.
//
// # Who may connect
//
// The protocol has no secret: whoever reaches the port has the devices. [Listen] takes
// addresses of this machine only, unless it is told to open the port to others.
//
// # Hostile peers
//
// A peer has ten seconds to say what it wants; 64 connections, 128 transfers under way and
// 128 KiB a transfer are the most. Anything that is not the protocol ends that connection,
// with a line in the log ([Config.Log]), and the other devices go on. A peer that takes no
// answers is left after half a minute; one that is cut off is noticed by keep-alive.
package usbip
