package ccid

import (
	"context"
	"encoding/binary"
	"slices"
)

// Requests on the control endpoint: bmRequestType and bRequest (USB 2.0, 9.4; CCID rev 1.1,
// 5.3).
const (
	reqGetStatusDevice    = 0x8000
	reqGetStatusInterface = 0x8100
	reqGetStatusEndpoint  = 0x8200
	reqGetDescriptor      = 0x8006
	reqGetConfiguration   = 0x8008
	reqGetInterface       = 0x810A
	reqClearFeatureDevice = 0x0001
	reqClearFeature       = 0x0201
	reqSetFeature         = 0x0203
	reqSetAddress         = 0x0005
	reqSetConfiguration   = 0x0009
	reqSetInterface       = 0x010B

	featureHalt   = 0 // ENDPOINT_HALT (USB 2.0, table 9-6)
	featureWakeup = 1 // DEVICE_REMOTE_WAKEUP

	reqAbort     = 0x2101
	reqGetClocks = 0xA102
	reqGetRates  = 0xA103
)

// Control answers a request on the control endpoint: setup as USB has it, data what the host
// sends with it. ok is false where the request stalls, as one that is not known must.
func (d *Device) Control(_ context.Context, setup [8]byte, _ []byte) (reply []byte, ok bool) {
	request := binary.BigEndian.Uint16(setup[:])
	value := binary.LittleEndian.Uint16(setup[2:])
	index := binary.LittleEndian.Uint16(setup[4:])
	length := int(binary.LittleEndian.Uint16(setup[6:]))
	reply, ok = d.request(request, value, index)
	return reply[:min(len(reply), length)], ok
}

func (d *Device) request(request, value, index uint16) (reply []byte, ok bool) {
	switch request {
	case reqGetDescriptor:
		return d.descriptor(byte(value>>8), byte(value))
	case reqGetStatusDevice:
		return []byte{0, 0}, true
	case reqGetStatusInterface:
		return []byte{0, 0}, index == 0
	case reqGetStatusEndpoint:
		return []byte{0, 0}, hasEndpoint(index)
	case reqGetConfiguration:
		return []byte{d.configured()}, true
	case reqSetConfiguration:
		return nil, value <= 1 && d.configure(byte(value))
	case reqGetInterface:
		return []byte{0}, index == 0
	case reqSetInterface:
		return nil, value == 0 && index == 0
	case reqSetAddress:
		return nil, true
	case reqClearFeatureDevice:
		return nil, value == featureWakeup
	case reqClearFeature, reqSetFeature:
		return nil, value == featureHalt && hasEndpoint(index)
	case reqAbort:
		return nil, index == 0 && d.abort(byte(value), byte(value>>8))
	case reqGetClocks:
		return d.clocks(), index == 0
	case reqGetRates:
		return d.rates(), index == 0
	}
	return nil, false
}

// hasEndpoint tells whether wIndex names an endpoint of the reader, the one of requests among
// them; a request about any other stalls (USB 2.0, 9.4).
func hasEndpoint(index uint16) bool {
	switch index {
	case 0, 0x80, endpointOut, 0x80 | endpointIn, 0x80 | endpointInterrupt:
		return true
	}
	return false
}

func (d *Device) descriptor(kind, index byte) (reply []byte, ok bool) {
	switch {
	case kind == descDevice:
		return d.describeDevice(), true
	case kind == descConfiguration && index == 0:
		return d.describeConfiguration(), true
	case kind == descString:
		reply = d.describeString(index)
		return reply, reply != nil
	}
	return nil, false // qualifier and BOS among them: this is a device of full speed
}

// clocks are the frequencies that can be chosen, kHz (5.3.2).
func (d *Device) clocks() []byte {
	all := []uint32{d.model.Clock, d.model.MaxClock}
	if d.broken(WrongClock) {
		all = []uint32{wrongClock(d.model.Clock), wrongClock(d.model.MaxClock)}
	}
	return numbers(slices.Compact(all))
}

// rates are the rates that can be chosen, bit/s (5.3.3): what the clock gives for each D
// that a card can ask for at F = 372, and at F = 512.
func (d *Device) rates() []byte {
	clock := uint64(d.model.Clock) * 1000
	all := []uint32{d.model.Rate}
	for _, f := range []uint64{372, 512} {
		for _, factor := range []uint64{1, 2, 4, 8, 12, 16, 20, 32, 64} {
			if rate := (clock*factor + f/2) / f; rate >= uint64(d.model.Rate) && rate <= uint64(d.model.MaxRate)+2 {
				all = append(all, uint32(rate))
			}
		}
	}
	slices.Sort(all)
	return numbers(slices.Compact(all))
}

func numbers(all []uint32) []byte {
	var b []byte
	for _, n := range all {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}
