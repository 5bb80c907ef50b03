package workstation

import (
	"encoding/binary"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// USBDescriptor is what a USB reader tells the computer of itself when it is plugged in.
type USBDescriptor struct {
	Device       string // vendor and product id, "08e6:3437"
	Release      string // bcdDevice, which makers count their firmware by: "2.01"
	Manufacturer string
	Product      string
	CCID         *CCID // nil where its class descriptor is not there
}

// CCID is the class descriptor of a smart-card reader (USB-IF, DWG CCID 1.1, 5.1).
type CCID struct {
	Release   string // of the class, "1.10"
	Slots     int
	Protocols string // "T=0, T=1"
	Clock     int    // kHz, by default
	MaxClock  int    // kHz
	Rate      int    // bit/s, by default
	MaxRate   int    // bit/s
	IFSD      int    // bytes
	Level     string // "character", "TPDU", "short APDU" or "extended APDU"
	Message   int    // longest message, bytes
	Verify    bool   // of a PIN, at a keypad
	Modify    bool   // of a PIN, at a keypad
}

// maxDescriptors bounds what is read of a device.
const maxDescriptors = 8 << 10

// USBAt looks in sysfs for the device with that number on a bus; root is the root of the
// file system. Nothing is opened but files of a few bytes. It is false where there is
// none, on systems other than Linux always.
func USBAt(root fs.FS, bus, device int) (USBDescriptor, bool) {
	const dir = "sys/bus/usb/devices"
	entries, err := fs.ReadDir(root, dir)
	if err != nil {
		return USBDescriptor{}, false
	}
	for _, e := range entries {
		attribute := func(name string) string {
			return strings.TrimSpace(string(upTo(root, path.Join(dir, e.Name(), name), maxDescriptors)))
		}
		if attribute("busnum") != strconv.Itoa(bus) || attribute("devnum") != strconv.Itoa(device) {
			continue
		}
		d := USBDescriptor{
			Device:       text.Printable(attribute("idVendor") + ":" + attribute("idProduct")),
			Release:      binaryCoded(attribute("bcdDevice")),
			Manufacturer: text.Printable(attribute("manufacturer")), Product: text.Printable(attribute("product")),
		}
		d.CCID = parseCCID(upTo(root, path.Join(dir, e.Name(), "descriptors"), maxDescriptors))
		return d, true
	}
	return USBDescriptor{}, false
}

// upTo reads the beginning of a file, nil of one that cannot be read.
func upTo(root fs.FS, name string, limit int) []byte {
	f, err := root.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	b := make([]byte, limit)
	n, _ := f.Read(b) // sysfs gives such a file whole, or nothing
	return b[:n]
}

// binaryCoded is a release number as people write it: "0201" is 2.01.
func binaryCoded(s string) string {
	if len(s) != 4 {
		return text.Printable(s)
	}
	return text.Printable(strings.TrimPrefix(s[:2], "0") + "." + s[2:])
}

// parseCCID finds the class descriptor among those of a device: each begins with its length
// and its type.
func parseCCID(all []byte) *CCID {
	const (
		functional = 0x21 // SMART_CARD device class descriptor
		length     = 54
	)
	for len(all) >= 2 && all[0] >= 2 && int(all[0]) <= len(all) {
		one := all[:all[0]]
		all = all[all[0]:]
		if len(one) != length || one[1] != functional {
			continue
		}
		number := func(at int) int { return int(binary.LittleEndian.Uint32(one[at:])) }
		c := &CCID{
			Release: binaryCoded(hexOf(one[3], one[2])), Slots: int(one[4]) + 1,
			Clock: number(10), MaxClock: number(14), Rate: number(19), MaxRate: number(23), IFSD: number(28), Message: number(44),
			Verify: one[52]&1 != 0, Modify: one[52]&2 != 0,
		}
		var protocols []string
		for i, name := range []string{"T=0", "T=1"} {
			if number(6)&(1<<i) != 0 {
				protocols = append(protocols, name)
			}
		}
		c.Protocols = strings.Join(protocols, ", ")
		c.Level = map[int]string{0: "character", 1: "TPDU", 2: "short APDU", 4: "extended APDU"}[number(40)>>16&7]
		return c
	}
	return nil
}

func hexOf(high, low byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[high>>4], digits[high&15], digits[low>>4], digits[low&15]})
}
