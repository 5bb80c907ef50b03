package workstation

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"
)

// usbDevices is where Linux shows the USB devices (sysfs(5)): "2-1.4" is what is
// plugged into port 4 of the hub on port 1 of bus 2, "2-1.4:1.0" its first
// interface, "usb2" the computer's own root hub.
const usbDevices = "/sys/bus/usb/devices"

// Classes of USB interfaces (USB-IF, defined class codes), as sysfs writes them.
const (
	classHID       = "03"
	classSmartCard = "0b"
	protoKeyboard  = "01"
)

// selfPowered is bit 6 of bmAttributes (USB 2.0, table 9-10).
const selfPowered = 0x40

// USBPath is how a reader reaches the computer.
type USBPath string

// Ways to the computer.
const (
	USBDirect   USBPath = "direct"   // a port of the computer, or of a hub with its own power
	USBHub      USBPath = "hub"      // behind a hub that takes its power from the bus
	USBKeyboard USBPath = "keyboard" // behind the hub inside a keyboard
)

// USBReader is a USB device of the smart card class (CCID). Readers of a class
// of their maker's are not seen.
type USBReader struct {
	Name   string  `json:"name"`             // maker and product, as the device calls itself
	Device string  `json:"device"`           // vendor and product id, "08e6:3437"
	Port   string  `json:"port"`             // "2-1.4"; "" elsewhere than on Linux
	Path   USBPath `json:"path,omitempty"`   // how it reaches the computer, "" when not known
	Serial string  `json:"serial,omitempty"` // of the device
}

// usbReaders looks at the devices on the bus, whether or not a service knows
// them: a reader that is here and not there lacks its driver.
func (c *collector) usbReaders(ctx context.Context) Fact[[]USBReader] {
	switch c.OS {
	case "linux":
	case "windows":
		return c.windowsUSB()
	case "darwin":
		return c.macUSB(ctx)
	default:
		return unknown[[]USBReader](NotHere, "USB")
	}
	if !c.exists(usbDevices) {
		return unknown[[]USBReader](NotRecorded, usbDevices)
	}
	names := c.list(usbDevices)
	out := []USBReader{}
	for _, name := range names {
		port, interfaceOf := strings.CutSuffix(name, interfacePart(name))
		if !interfaceOf || c.usb(name, "bInterfaceClass") != classSmartCard {
			continue
		}
		if slices.ContainsFunc(out, func(r USBReader) bool { return r.Port == port }) {
			continue // a reader with two interfaces
		}
		r := USBReader{
			Name:   strings.TrimSpace(c.usb(port, "manufacturer") + " " + c.usb(port, "product")),
			Device: c.usb(port, "idVendor") + ":" + c.usb(port, "idProduct"),
			Port:   port, Path: c.usbPath(port, names), Serial: c.usb(port, "serial"),
		}
		out = append(out, r)
	}
	return known(out, usbDevices)
}

// interfacePart is ":1.0" of "2-1.4:1.0", and a text that ends no name of a
// device.
func interfacePart(name string) string {
	if i := strings.IndexByte(name, ':'); i >= 0 {
		return name[i:]
	}
	return "\x00"
}

// usbPath goes up from a device over the hubs between it and the computer.
func (c *collector) usbPath(port string, names []string) USBPath {
	way := USBDirect
	for hub := above(port); hub != ""; hub = above(hub) {
		if c.hasKeyboard(hub, names) {
			return USBKeyboard
		}
		if c.usb(hub, "removable") == "fixed" {
			continue // soldered inside the computer
		}
		attributes, err := strconv.ParseUint(c.usb(hub, "bmAttributes"), 16, 8)
		if err == nil && attributes&selfPowered == 0 {
			way = USBHub
		}
	}
	return way
}

// above returns the hub a device is plugged into, "" for a port of the
// computer.
func above(port string) string {
	i := strings.LastIndexByte(port, '.')
	if i < 0 {
		return ""
	}
	return port[:i]
}

// hasKeyboard tells a hub inside a keyboard: the keyboard is one of its devices
// and cannot be unplugged from it, or has the hub's own maker.
func (c *collector) hasKeyboard(hub string, names []string) bool {
	for _, name := range names {
		port, _, isInterface := strings.Cut(name, ":")
		if !isInterface || above(port) != hub {
			continue
		}
		if c.usb(name, "bInterfaceClass") != classHID || c.usb(name, "bInterfaceProtocol") != protoKeyboard {
			continue
		}
		if c.usb(port, "removable") == "fixed" || c.usb(port, "idVendor") == c.usb(hub, "idVendor") {
			return true
		}
	}
	return false
}

// usb reads one attribute of a device or an interface, "" when it is not there.
func (c *collector) usb(device, attribute string) string {
	b, err := c.read(path.Join(usbDevices, device, attribute), 256)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
