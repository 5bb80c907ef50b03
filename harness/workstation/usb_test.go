package workstation

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// usbTree writes devices as sysfs shows them: "2-1.4 idVendor=08e6 …", and
// interfaces alike.
func usbTree(lines ...string) map[string]string {
	out := map[string]string{"sys/bus/usb/devices/usb2/bmAttributes": "e0\n"}
	for _, line := range lines {
		f := strings.Fields(line)
		for _, pair := range f[1:] {
			name, value, _ := strings.Cut(pair, "=")
			out["sys/bus/usb/devices/"+f[0]+"/"+name] = strings.ReplaceAll(value, "_", " ") + "\n"
		}
	}
	return out
}

const (
	usbReader   = " idVendor=08e6 idProduct=3437 manufacturer=Gemalto product=PC_Twin_Reader serial=A1 removable=removable"
	usbHub      = " idVendor=1a40 idProduct=0101 bDeviceClass=09 removable=removable bmAttributes="
	bus, own    = "a0", "e0" // where a hub takes its power from
	smartCard   = " bInterfaceClass=0b"
	keyboardHID = " bInterfaceClass=03 bInterfaceProtocol=01"
)

func TestUSBReaders(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		tree []string
		port string
		want USBPath
	}{
		"on the computer":             {[]string{"2-1" + usbReader, "2-1:1.0" + smartCard}, "2-1", USBDirect},
		"hub without power":           {[]string{"2-1" + usbHub + bus, "2-1.4" + usbReader, "2-1.4:1.0" + smartCard}, "2-1.4", USBHub},
		"hub with power":              {[]string{"2-1" + usbHub + own, "2-1.4" + usbReader, "2-1.4:1.0" + smartCard}, "2-1.4", USBDirect},
		"hub of the computer":         {[]string{"2-1 removable=fixed bmAttributes=a0", "2-1.4" + usbReader, "2-1.4:1.0" + smartCard}, "2-1.4", USBDirect},
		"hub that tells nothing":      {[]string{"2-1 removable=unknown", "2-1.4" + usbReader, "2-1.4:1.0" + smartCard}, "2-1.4", USBDirect},
		"two hubs, the upper without": {[]string{"2-1" + usbHub + bus, "2-1.2" + usbHub + own, "2-1.2.3" + usbReader, "2-1.2.3:1.0" + smartCard}, "2-1.2.3", USBHub},
		"in a keyboard": {[]string{
			"2-1 idVendor=05ac removable=removable bmAttributes=a0", "2-1.1 idVendor=05ac", "2-1.1:1.0" + keyboardHID,
			"2-1.2" + usbReader, "2-1.2:1.0" + smartCard,
		}, "2-1.2", USBKeyboard},
		"in a keyboard of another maker": {[]string{
			"2-1" + usbHub + own, "2-1.1 idVendor=05ac removable=fixed", "2-1.1:1.0" + keyboardHID,
			"2-1.2" + usbReader, "2-1.2:1.0" + smartCard,
		}, "2-1.2", USBKeyboard},
		"beside a keyboard on a hub": {[]string{
			"2-1" + usbHub + own, "2-1.1 idVendor=05ac removable=removable", "2-1.1:1.0" + keyboardHID,
			"2-1.2" + usbReader, "2-1.2:1.0" + smartCard,
		}, "2-1.2", USBDirect},
		"beside a mouse of the hub's maker": {[]string{
			"2-1" + usbHub + own, "2-1.1 idVendor=1a40 removable=removable", "2-1.1:1.0 bInterfaceClass=03 bInterfaceProtocol=02",
			"2-1.2" + usbReader, "2-1.2:1.0" + smartCard,
		}, "2-1.2", USBDirect},
		"two interfaces": {[]string{"2-1" + usbReader, "2-1:1.0" + smartCard, "2-1:1.1" + smartCard}, "2-1", USBDirect},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), machine(usbTree(tt.tree...)))
			want := known([]USBReader{{Name: "Gemalto PC Twin Reader", Device: "08e6:3437", Port: tt.port, Path: tt.want, Serial: "A1"}}, usbDevices)
			if diff := cmp.Diff(want, r.USBReaders); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoUSBReader(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(usbTree("2-1 idVendor=05ac", "2-1:1.0"+keyboardHID)))
	if !r.USBReaders.Known || len(r.USBReaders.Value) != 0 {
		t.Errorf("a keyboard is no reader: %+v", r.USBReaders)
	}
	r = Collect(t.Context(), machine(nil))
	if r.USBReaders.Known || r.USBReaders.Reason != NotRecorded {
		t.Errorf("no bus to be seen: %+v", r.USBReaders)
	}
}
