package pcsc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

func TestDescribeTellsWhatTheDriverTells(t *testing.T) {
	t.Parallel()
	drv := &fakeDriver{
		readers: []card.Slot{{Name: "Keypad 00 00"}},
		attributes: map[uint32][]byte{
			attrVendor: []byte("Maker\x00"), attrModel: []byte("Keypad"), attrVersion: {0x02, 0x00, 0x05, 0x01},
			attrChannel: {0x07, 0x01, 0x20, 0x00}, attrClock: {0xA0, 0x0F, 0, 0}, attrRate: {},
		},
		controls: map[uint32][]byte{
			featureRequest(): {0x06, 4, 0x42, 0x33, 0x00, 0x06, 0x12, 4, 0x42, 0x33, 0x00, 0x12},
			0x42330012:       {0x06, 1, 4, 0x07, 1, 8, 0x0B, 2, 0xE6, 0x08, 0x0C, 2, 0x37, 0x34, 0x08, 3, '1', '.', '0', 0x01, 9},
		},
	}
	got, err := newService(drv).Describe(t.Context(), "Keypad 00 00")
	if err != nil {
		t.Fatal(err)
	}
	want := Description{
		Vendor: "Maker", Model: "Keypad", Version: "1.5.2", Firmware: "1.0", Channel: 0x200107, Clock: 4000,
		Features:  []Feature{{FeatureVerifyPINDirect, 0x42330006}, {featureTLVProperties, 0x42330012}},
		USBVendor: 0x08E6, USBProduct: 0x3437, MinPIN: 4, MaxPIN: 8,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if bus, device, ok := got.USB(); bus != 1 || device != 7 || !ok {
		t.Errorf("USB: bus %d, device %d, %v", bus, device, ok)
	}
	if !got.Has(FeatureVerifyPINDirect) || got.Has(FeatureModifyPINDirect) || got.Features[0].Name() != "VERIFY_PIN_DIRECT" {
		t.Error("the keypad is not told by its feature")
	}
	if calls := drv.calls(); !cmp.Equal(calls, []string{"told"}) {
		t.Errorf("the reader was asked %v, and nothing else was to be done", calls)
	}
	if _, err := newService(drv).Describe(t.Context(), "another"); err == nil {
		t.Error("a reader that is not there tells nothing")
	}
}

func TestDescribeTakesAnyList(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list      []byte
		n         int
		malformed bool
	}{
		{nil, 0, false},
		{[]byte{6, 4, 0, 0, 0, 1}, 1, false},
		{[]byte{6, 4, 0, 0, 0}, 0, true},
		{[]byte{6, 3, 0, 0, 0, 1}, 0, true},
		{[]byte{6, 4, 0, 0, 0, 1, 9}, 1, true},
		{make([]byte, 6000), 0, true},
	} {
		all, malformed := parseFeatures(c.list)
		if len(all) != c.n || malformed != c.malformed {
			t.Errorf("% X: %d entries, malformed %v", c.list[:min(8, len(c.list))], len(all), malformed)
		}
	}
}

func FuzzDescribe(f *testing.F) {
	f.Add([]byte{0x12, 4, 0, 0, 0, 1}, []byte{0x08, 3, '1', '.', '0'})
	f.Fuzz(func(t *testing.T, list, properties []byte) {
		drv := &fakeDriver{controls: map[uint32][]byte{featureRequest(): list, 1: properties}, attributes: map[uint32][]byte{
			attrVendor: properties, attrChannel: list,
		}}
		d := describe(fakeTeller{drv})
		if len(d.Features) > maxFeatures || len([]rune(d.Firmware)) > maxDescription {
			t.Errorf("not bounded: %d features, %d bytes", len(d.Features), len(d.Firmware))
		}
	})
}
