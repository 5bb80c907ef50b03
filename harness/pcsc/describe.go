package pcsc

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
)

// Description is what a reader and its driver tell of themselves. What they do not tell is
// zero.
type Description struct {
	Vendor   string // SCARD_ATTR_VENDOR_NAME
	Model    string // SCARD_ATTR_VENDOR_IFD_TYPE
	Serial   string // SCARD_ATTR_VENDOR_IFD_SERIAL_NO
	Version  string // of the driver or the reader, SCARD_ATTR_VENDOR_IFD_VERSION: "1.5.2"
	Firmware string // sFirmwareID of part 10

	// Channel is the way to the reader (SCARD_ATTR_CHANNEL_ID): with a high word of 0x20 it is
	// USB, and the low word has bus and device.
	Channel uint32

	Clock    uint32 // of the card by default, kHz
	MaxClock uint32 // kHz
	Rate     uint32 // of the card by default, bit/s
	MaxRate  uint32 // bit/s
	IFSD     uint32 // longest information field, bytes

	CurrentF, CurrentD uint32 // of the card in the reader
	CurrentClock       uint32 // kHz

	// Features of PC/SC part 10, by their tags, as the driver lists them.
	Features []Feature
	// Malformed says that the list of features is none: its length, or an entry.
	Malformed bool

	USBVendor, USBProduct uint16 // wIdVendor and wIdProduct of part 10
	MinPIN, MaxPIN        int    // of the keypad; 0 where it is not told
}

// USB returns bus and device number of a reader on USB, by what the driver of the CCID
// class tells (libccid, ifdhandler.c: 0x0020 << 16 | bus << 8 | device).
func (d *Description) USB() (bus, device int, ok bool) {
	const usb = 0x0020
	return int(d.Channel >> 8 & 0xFF), int(d.Channel & 0xFF), d.Channel>>16 == usb
}

// Feature is an entry of the list of part 10: what can be asked, and by which code.
type Feature struct {
	Tag  byte
	Code uint32
}

// Tags of features (PC/SC part 10, 2.2).
const (
	FeatureVerifyPINDirect      = 0x06
	FeatureModifyPINDirect      = 0x07
	featurePINProperties        = 0x0A
	featureTLVProperties        = 0x12
	featureEntry                = 6 // bytes: tag, 4, and a code of four bytes
	maxFeatures                 = 64
	maxDescription              = 512 // bytes that an answer may have
	featureCodeLength      byte = 4
)

// Name is that of the standard, "feature 7F" for one that it does not have.
func (f Feature) Name() string {
	const pace = 0x20
	names := [...]string{
		1: "VERIFY_PIN_START", "VERIFY_PIN_FINISH", "MODIFY_PIN_START", "MODIFY_PIN_FINISH", "GET_KEY_PRESSED",
		"VERIFY_PIN_DIRECT", "MODIFY_PIN_DIRECT", "MCT_READER_DIRECT", "MCT_UNIVERSAL", "IFD_PIN_PROPERTIES",
		"ABORT", "SET_SPE_MESSAGE", "VERIFY_PIN_DIRECT_APP_ID", "MODIFY_PIN_DIRECT_APP_ID", "WRITE_DISPLAY",
		"GET_KEY", "IFD_DISPLAY_PROPERTIES", "GET_TLV_PROPERTIES", "CCID_ESC_COMMAND",
	}
	switch {
	case f.Tag == pace:
		return "EXECUTE_PACE"
	case f.Tag > 0 && int(f.Tag) < len(names):
		return names[f.Tag]
	}
	return "feature " + hexByte(f.Tag)
}

func hexByte(b byte) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[b>>4], digits[b&0x0F]})
}

// Has reports whether the reader claims a feature.
func (d *Description) Has(tag byte) bool {
	return slices.ContainsFunc(d.Features, func(f Feature) bool { return f.Tag == tag })
}

// Attributes of readers (winsmcrd.h, and the same in reader.h of pcsc-lite).
const (
	attrVendor       = 0x00010100
	attrModel        = 0x00010101
	attrVersion      = 0x00010102
	attrSerial       = 0x00010103
	attrChannel      = 0x00020110
	attrClock        = 0x00030121
	attrMaxClock     = 0x00030122
	attrRate         = 0x00030123
	attrMaxRate      = 0x00030124
	attrIFSD         = 0x00030125
	attrCurrentClock = 0x00080202
	attrCurrentF     = 0x00080203
	attrCurrentD     = 0x00080204
)

// Describe asks a reader what it is, without a word to the card: attributes, and the two
// questions of part 10 that change nothing. It needs no card and disturbs no other
// program. What the driver does not answer stays zero.
//
// Errors: *[Error], as Open gives them but for those about the card.
func (s *Service) Describe(ctx context.Context, reader string) (Description, error) {
	if err := s.putAside(reader); err != nil {
		return Description{}, &Error{Op: "describe", Reader: reader, Kind: Wedged, Err: err}
	}
	w := newWorker()
	defer w.stop()
	var d Description
	err := w.do(ctx, DefaultConnectDeadline, func() error {
		ses, err := s.establish()
		if err != nil {
			return err
		}
		h, err := ses.direct(reader)
		if err == nil {
			d = describe(h)
			err = h.disconnect()
		}
		return errors.Join(err, ses.release())
	}, nil)
	if err != nil {
		return Description{}, &Error{Op: "describe", Reader: reader, Kind: kindOf(err, true), Err: err}
	}
	return d, nil
}

// describe asks one question after the other; a driver refuses what it does not know.
func describe(h teller) Description {
	var d Description
	for id, to := range map[uint32]*string{attrVendor: &d.Vendor, attrModel: &d.Model, attrSerial: &d.Serial} {
		if b, err := h.attribute(id); err == nil {
			*to = printed(b)
		}
	}
	if v, ok := number(h, attrVersion); ok && v != 0 {
		d.Version = dotted(v)
	}
	for id, to := range map[uint32]*uint32{
		attrChannel: &d.Channel, attrClock: &d.Clock, attrMaxClock: &d.MaxClock, attrRate: &d.Rate, attrMaxRate: &d.MaxRate, attrIFSD: &d.IFSD,
		attrCurrentClock: &d.CurrentClock, attrCurrentF: &d.CurrentF, attrCurrentD: &d.CurrentD,
	} {
		if v, ok := number(h, id); ok {
			*to = v
		}
	}
	list, err := h.control(featureRequest(), nil)
	if err != nil || len(list) == 0 {
		return d
	}
	d.Features, d.Malformed = parseFeatures(list)
	for _, f := range d.Features {
		if f.Tag == featureTLVProperties {
			if b, err := h.control(f.Code, nil); err == nil {
				d.properties(b)
			}
		}
	}
	return d
}

// featureRequest is CM_IOCTL_GET_FEATURE_REQUEST, SCARD_CTL_CODE(3400), as each system makes
// codes (part 10, 2.2; winsmcrd.h).
func featureRequest() uint32 {
	const number = 3400
	if runtime.GOOS == "windows" {
		return 0x31<<16 | number<<2
	}
	return 0x42000000 + number
}

// parseFeatures reads the list of part 10 (2.2): entries of six bytes, the code in network
// order.
func parseFeatures(list []byte) (all []Feature, malformed bool) {
	for len(list) >= featureEntry && len(all) < maxFeatures {
		if list[1] != featureCodeLength {
			return all, true
		}
		all = append(all, Feature{Tag: list[0], Code: binary.BigEndian.Uint32(list[2:])})
		list = list[featureEntry:]
	}
	return all, len(list) != 0
}

// properties reads FEATURE_GET_TLV_PROPERTIES (part 10, 2.6.14): numbers are in the order of
// Intel.
func (d *Description) properties(b []byte) {
	const (
		minPIN, maxPIN, firmware, vendor, product = 0x06, 0x07, 0x08, 0x0B, 0x0C
	)
	for len(b) >= 2 && len(b) >= 2+int(b[1]) {
		tag, value := b[0], b[2:2+int(b[1])]
		b = b[2+len(value):]
		var n uint64
		for i, v := range value {
			if i < 4 {
				n |= uint64(v) << (8 * i)
			}
		}
		switch tag {
		case minPIN:
			d.MinPIN = int(n & 0xFF)
		case maxPIN:
			d.MaxPIN = int(n & 0xFF)
		case firmware:
			d.Firmware = printed(value)
		case vendor:
			d.USBVendor = uint16(n) //nolint:gosec // two bytes, by the standard
		case product:
			d.USBProduct = uint16(n) //nolint:gosec // as above
		}
	}
}

// number is an attribute of up to four bytes.
func number(h teller, id uint32) (uint32, bool) {
	b, err := h.attribute(id)
	if err != nil || len(b) == 0 || len(b) > 8 {
		return 0, false
	}
	var v uint32
	for i, one := range b {
		if i < 4 {
			v |= uint32(one) << (8 * i)
		}
	}
	return v, true
}

// dotted is a version as the standard packs it: major, minor and build.
func dotted(v uint32) string {
	decimal := func(n uint32) string {
		var digits []byte
		for ok := true; ok; ok = n > 0 {
			digits = append([]byte{byte('0' + n%10)}, digits...)
			n /= 10
		}
		return string(digits)
	}
	return decimal(v>>24) + "." + decimal(v>>16&0xFF) + "." + decimal(v&0xFFFF)
}

// printed is a text of a driver, which may end with a zero.
func printed(b []byte) string {
	if len(b) > maxDescription {
		b = b[:maxDescription]
	}
	for i, c := range b {
		if c == 0 {
			b = b[:i]
			break
		}
	}
	return text.Printable(text.Decode(string(b)))
}
