package workstation

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The list of devices of Windows tells the readers that are plugged in, by their class.
func TestUSBReadersOnWindows(t *testing.T) {
	t.Parallel()
	omnikey := USBDevice{[]string{`USB\VID_076B&PID_3031&REV_0603`, `USB\VID_076B&PID_3031`}, []string{`USB\Class_0B&SubClass_00&Prot_00`, `USB\Class_0B`}, "Lecteur de carte à puce USB"}
	for name, tt := range map[string]struct {
		devices []USBDevice
		err     error
		want    Fact[[]USBReader]
	}{
		"a reader, twice, and a mouse": {[]USBDevice{
			{[]string{`USB\VID_046D&PID_C077`}, []string{`USB\Class_03&SubClass_01&Prot_02`}, "Souris"}, omnikey, omnikey,
		}, nil, known([]USBReader{{Name: "Lecteur de carte à puce USB", Device: "076b:3031"}}, "SetupAPI")},
		"a terminal of a vendor's class": {[]USBDevice{{[]string{`USB\VID_0B00&PID_0090`}, []string{`USB\Class_FF`}, "Ingenico"}}, nil, known([]USBReader{}, "SetupAPI")},
		"a root hub":                     {[]USBDevice{{[]string{`USB\ROOT_HUB30`}, []string{`USB\Class_0B`}, ""}}, nil, known([]USBReader{}, "SetupAPI")},
		"no list":                        {nil, errors.New("F"), Fact[[]USBReader]{Reason: Failed, Source: "SetupAPI"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Collect(t.Context(), with(machine(nil), func(o *Options) {
				o.OS, o.USB = "windows", func() ([]USBDevice, error) { return tt.devices, tt.err }
			})).USBReaders
			got.Detail, got.Err = "", nil
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// ioregOmnikey is what ioreg -r -c IOUSBHostInterface -l -a prints of a reader and a
// keyboard, cut to a few properties.
const ioregOmnikey = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><array>
 <dict><key>IOObjectClass</key><string>IOUSBHostInterface</string><key>bInterfaceClass</key><integer>3</integer><key>idVendor</key><integer>1452</integer>
  <key>IORegistryEntryChildren</key><array><dict><key>IOObjectClass</key><string>AppleUserUSBHostHIDDevice</string></dict></array></dict>
 <dict><key>bInterfaceClass</key><integer>11</integer><key>idProduct</key><integer>12337</integer><key>idVendor</key><integer>1899</integer>
  <key>USB Product Name</key><string>OMNIKEY 3x21 Smart Card Reader</string><key>USB Vendor Name</key><string>HID Global</string><key>x</key><true/></dict>
 <dict><key>bInterfaceClass</key><integer>11</integer><key>idProduct</key><integer>144</integer><key>idVendor</key><integer>2816</integer></dict>
</array></plist>`

// ioreg tells them on macOS.
func TestUSBReadersOnMac(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		said string
		err  error
		want Fact[[]USBReader]
	}{
		"two readers and a keyboard": {ioregOmnikey, nil, known([]USBReader{{Name: "HID Global OMNIKEY 3x21 Smart Card Reader", Device: "076b:3031"}, {Device: "0b00:0090"}}, "ioreg")},
		"nothing":                    {"", nil, known([]USBReader{}, "ioreg")},
		"cut short":                  {ioregOmnikey[:400], nil, Fact[[]USBReader]{Reason: Failed, Source: "ioreg"}},
		"no program":                 {"", errors.New("F"), Fact[[]USBReader]{Reason: Failed, Source: "ioreg"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Collect(t.Context(), with(machine(nil), func(o *Options) {
				o.OS = "darwin"
				o.Run = func(_ context.Context, name string, _ ...string) ([]byte, error) {
					if name != "ioreg" {
						return nil, errors.New("none")
					}
					return []byte(tt.said), tt.err
				}
			})).USBReaders
			got.Detail, got.Err = "", nil
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
