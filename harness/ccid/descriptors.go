package ccid

import (
	"encoding/binary"
	"unicode/utf16"
)

// Endpoints of the reader, as every reader has them: 81 answers, 02 commands, 83 changes.
const (
	endpointOut       = 2
	endpointIn        = 1
	endpointInterrupt = 3

	packet          = 64 // of a bulk endpoint at full speed (USB 2.0, 5.8.3)
	packetInterrupt = 8
)

// Descriptors (USB 2.0, 9.6; CCID rev 1.1, 4 and 5.1).
const (
	descDevice        = 1
	descConfiguration = 2
	descString        = 3
	descInterface     = 4
	descEndpoint      = 5
	descClass         = 0x21

	classSmartCard = 0x0B
)

// Descriptors returns the device and the configuration descriptor.
func (d *Device) Descriptors() (device, configuration []byte) {
	return d.describeDevice(), d.describeConfiguration()
}

func (d *Device) describeDevice() []byte {
	b := []byte{18, descDevice, 0x00, 0x02, 0, 0, 0, packet}
	b = binary.LittleEndian.AppendUint16(b, d.model.Vendor)
	b = binary.LittleEndian.AppendUint16(b, d.model.ID)
	b = binary.LittleEndian.AppendUint16(b, d.model.Version)
	return append(b, 1, 2, 3, 1) // strings below, one configuration
}

func (d *Device) describeConfiguration() []byte {
	const busPowered, current100mA = 0x80, 50
	b := []byte{9, descConfiguration, 0, 0, 1, 1, 0, busPowered, current100mA}
	b = append(b, 9, descInterface, 0, 0, 3, classSmartCard, 0, 0, 2)
	b = append(b, d.describeClass()...)
	b = append(b, 7, descEndpoint, 0x80|endpointIn, 2, packet, 0, 0)
	b = append(b, 7, descEndpoint, endpointOut, 2, packet, 0, 0)
	b = append(b, 7, descEndpoint, 0x80|endpointInterrupt, 3, packetInterrupt, 0, 16)
	binary.LittleEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

// describeClass is the class descriptor (5.1).
func (d *Device) describeClass() []byte {
	m := &d.model
	clock, most := m.Clock, m.MaxClock
	if d.broken(WrongClock) {
		clock, most = wrongClock(clock), wrongClock(most)
	}
	b := []byte{54, descClass, 0x10, 0x01, byte(len(d.slots) - 1), m.Voltages}
	b = binary.LittleEndian.AppendUint32(b, uint32(m.Protocols))
	b = binary.LittleEndian.AppendUint32(b, clock)
	b = binary.LittleEndian.AppendUint32(b, most)
	b = append(b, 0) // bNumClockSupported: what the request answers
	b = binary.LittleEndian.AppendUint32(b, m.Rate)
	b = binary.LittleEndian.AppendUint32(b, m.MaxRate)
	b = append(b, 0) // bNumDataRatesSupported
	b = binary.LittleEndian.AppendUint32(b, m.IFSD)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0) // no synchronous cards, nothing mechanical
	b = binary.LittleEndian.AppendUint32(b, m.Offered())
	b = binary.LittleEndian.AppendUint32(b, m.Longest)
	b = append(b, m.ClassGet, m.ClassEnv)
	b = binary.LittleEndian.AppendUint16(b, m.LCD)
	return append(b, m.PINSupport, byte(len(d.slots))) // every slot may be busy at once
}

// wrongClock is what a reader says that is wrong about its clock.
func wrongClock(kHz uint32) uint32 { return 10 * kHz }

// describeString is a string descriptor, nil for one that is none. 0 lists the languages:
// English.
func (d *Device) describeString(index byte) []byte {
	var s string
	switch index {
	case 0:
		return []byte{4, descString, 0x09, 0x04}
	case 1:
		s = d.model.Manufacturer
	case 2:
		s = d.model.Product
	case 3:
		s = d.serial
	default:
		return nil
	}
	units := utf16.Encode([]rune(s))
	units = units[:min(len(units), maxString)]
	b := []byte{byte(2 + 2*len(units)), descString}
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}
