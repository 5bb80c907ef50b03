package workstation

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// ccidDescriptor is that of a reader with a keypad, between the descriptors of an interface
// and of an endpoint (DWG CCID 1.1, 5.1).
func ccidDescriptor() []byte {
	all := []byte{9, 4, 0, 0, 3, 0x0B, 0, 0, 0}
	c := make([]byte, 54)
	copy(c, []byte{54, 0x21, 0x10, 0x01, 0, 7, 3, 0, 0, 0})
	copy(c[10:], []byte{0xA0, 0x0F, 0, 0, 0xA0, 0x0F, 0, 0, 0, 0x00, 0x2A, 0, 0, 0x00, 0xF8, 0x01, 0, 0, 254, 0, 0, 0})
	copy(c[40:], []byte{0xB2, 0x04, 2, 0, 0x0F, 1, 0, 0})
	c[52] = 3
	all = append(all, c...)
	return append(all, 7, 5, 0x81, 2, 64, 0, 0)
}

func TestUSBAtFindsTheDevice(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{}
	for name, content := range map[string]string{
		"1-2/busnum": "1\n", "1-2/devnum": "6\n", "1-2/idVendor": "1d6b\n", "1-2/idProduct": "0002\n",
		"1-3/busnum": "1\n", "1-3/devnum": "7\n", "1-3/idVendor": "08e6\n", "1-3/idProduct": "34c2\n", "1-3/bcdDevice": "0201\n",
		"1-3/manufacturer": "Maker\n", "1-3/product": "Key\x1bpad\n", "1-3/descriptors": string(ccidDescriptor()),
	} {
		root["sys/bus/usb/devices/"+name] = &fstest.MapFile{Data: []byte(content)}
	}
	got, ok := USBAt(root, 1, 7)
	want := USBDescriptor{
		Device: "08e6:34c2", Release: "2.01", Manufacturer: "Maker", Product: got.Product,
		CCID: &CCID{
			Release: "1.10", Slots: 1, Protocols: "T=0, T=1", Clock: 4000, MaxClock: 4000, Rate: 10752, MaxRate: 129024, IFSD: 254,
			Level: "short APDU", Message: 271, Verify: true, Modify: true,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("found %v\n%s", ok, diff)
	}
	for _, r := range got.Product {
		if r == 0x1b {
			t.Error("what a device calls itself reaches a terminal as it is")
		}
	}
	if _, ok := USBAt(root, 2, 7); ok {
		t.Error("no device has that number on that bus")
	}
	if _, ok := USBAt(fstest.MapFS{}, 1, 7); ok {
		t.Error("there is no bus at all")
	}
}

func FuzzCCID(f *testing.F) {
	f.Add(ccidDescriptor())
	f.Add([]byte{0, 0})
	f.Fuzz(func(_ *testing.T, all []byte) { parseCCID(all) })
}
