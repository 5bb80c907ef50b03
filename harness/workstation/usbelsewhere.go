package workstation

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// The USB bus of Windows and macOS. How a reader reaches the computer is not read
// there.

// USBDevice is a device of the bus as Windows' list of devices has it (SetupAPI).
type USBDevice struct {
	HardwareIDs   []string // "USB\VID_08E6&PID_3437&REV_0100"
	CompatibleIDs []string // "USB\Class_0B&SubClass_00&Prot_00"
	Name          string   // as the list shows it
}

var usbIDs = text.Expression(`(?i)\\VID_([0-9a-f]{4})&PID_([0-9a-f]{4})`)

// windowsUSB lists the present devices of the smart card class.
func (c *collector) windowsUSB() Fact[[]USBReader] {
	const source = "SetupAPI"
	if c.USB == nil {
		return unknown[[]USBReader](NotHere, source)
	}
	list, err := c.USB()
	if err != nil {
		return failed[[]USBReader](err, source)
	}
	out := []USBReader{}
	for _, d := range list {
		smartCard := slices.ContainsFunc(d.CompatibleIDs, func(id string) bool { return strings.HasPrefix(strings.ToLower(id), `usb\class_0b`) })
		ids := usbIDs().FindStringSubmatch(strings.Join(d.HardwareIDs, "\n"))
		if !smartCard || ids == nil {
			continue
		}
		r := USBReader{Name: d.Name, Device: strings.ToLower(ids[1] + ":" + ids[2])}
		if !slices.Contains(out, r) { // a reader with two interfaces
			out = append(out, r)
		}
	}
	return known(out, source)
}

// macUSB lists the interfaces of the smart card class (ioreg(8), as a property list).
func (c *collector) macUSB(ctx context.Context) Fact[[]USBReader] {
	const source = "ioreg"
	ctx, cancel := context.WithTimeout(ctx, runDeadline)
	defer cancel()
	b, err := c.Run(ctx, "ioreg", "-r", "-c", "IOUSBHostInterface", "-l", "-a")
	if err != nil {
		return failed[[]USBReader](err, source)
	}
	nodes, err := plistNodes(b)
	if err != nil {
		return failed[[]USBReader](err, source)
	}
	out := []USBReader{}
	for _, n := range nodes {
		if n["bInterfaceClass"] != "11" { // 0x0B
			continue
		}
		vendor, _ := strconv.ParseUint(n["idVendor"], 10, 16)
		product, _ := strconv.ParseUint(n["idProduct"], 10, 16)
		r := USBReader{
			Name:   strings.TrimSpace(n["USB Vendor Name"] + " " + n["USB Product Name"]),
			Device: fmt.Sprintf("%04x:%04x", vendor, product),
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return known(out, source)
}

// plistNodes returns the texts and numbers of every dictionary of a property list in
// XML, those of a dictionary within another as a node of their own. Nothing is no node.
func plistNodes(b []byte) ([]map[string]string, error) {
	var out []map[string]string
	var open []map[string]string // dictionaries that are not closed
	var keys []string            // the last key of each
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			top := len(open) - 1
			switch t.Name.Local {
			case "dict":
				open, keys = append(open, map[string]string{}), append(keys, "")
			case "key", "string", "integer":
				var said string
				if err := d.DecodeElement(&said, &t); err != nil {
					return nil, err
				}
				switch {
				case top < 0:
				case t.Name.Local == "key":
					keys[top] = said
				default:
					open[top][keys[top]] = said
				}
			}
		case xml.EndElement:
			if top := len(open) - 1; t.Name.Local == "dict" && top >= 0 {
				out = append(out, open[top])
				open, keys = open[:top], keys[:top]
			}
		}
	}
}
