package usbip

import (
	"encoding/binary"
	"fmt"
)

// The protocol, all numbers big-endian (Linux, Documentation/usb/usbip_protocol.rst).
const (
	version = 0x0111

	opReqImport  = 0x8003
	opRepImport  = 0x0003
	opReqDevlist = 0x8005
	opRepDevlist = 0x0005

	cmdSubmit = 1
	cmdUnlink = 2
	retSubmit = 3
	retUnlink = 4

	sizeOp    = 8
	sizeBusID = 32
	sizePath  = 256
	sizeURB   = 48

	speedFull = 2
)

// Status of an answer to an operation (Linux, tools/usb/usbip/libsrc/usbip_common.h).
const (
	opOK        = 0
	opNotThere  = 1
	opBusy      = 2
	opNoDevice  = 4
	opMalformed = 5
)

// Status of a transfer: the numbers of Linux, negative (Documentation/driver-api/usb/
// error-codes.rst).
const (
	statusStall    = -32
	statusUnlinked = -104
	statusGone     = -108
)

// busNumber is that of all devices.
const busNumber = 1

// busID is the identifier of a device, by its place from 0.
func busID(i int) string { return fmt.Sprintf("%d-%d", busNumber, i+1) }

// devID is what transfers call it.
func devID(i int) uint32 { return busNumber<<16 | uint32(i+1) }

// opHeader is the header of an answer to an operation.
func opHeader(code uint16, status uint32) []byte {
	b := binary.BigEndian.AppendUint16(nil, version)
	b = binary.BigEndian.AppendUint16(b, code)
	return binary.BigEndian.AppendUint32(b, status)
}

// appendRecord writes the record of a device; with its interfaces in a list.
func (s *shape) appendRecord(b []byte, i int, listed bool) []byte {
	var path [sizePath]byte
	var bus [sizeBusID]byte
	copy(path[:], "/cpslab/usb1/"+busID(i))
	copy(bus[:], busID(i))
	b = append(append(b, path[:]...), bus[:]...)
	b = binary.BigEndian.AppendUint32(b, busNumber)
	b = binary.BigEndian.AppendUint32(b, uint32(i+1))
	b = binary.BigEndian.AppendUint32(b, speedFull)
	for _, at := range []int{8, 10, 12} { // idVendor, idProduct, bcdDevice
		b = binary.BigEndian.AppendUint16(b, binary.LittleEndian.Uint16(s.device[at:]))
	}
	b = append(b, s.class[:]...)
	b = append(b, s.config, s.configs, byte(len(s.interfaces)))
	if listed {
		for _, class := range s.interfaces {
			b = append(append(b, class[:]...), 0)
		}
	}
	return b
}

// urb is the header of a transfer.
type urb struct {
	command, seq, device, in, endpoint uint32
	length                             uint32 // of a transfer; the number of the victim, of an unlink
	packets                            uint32
	setup                              [8]byte
}

func parseURB(b []byte) urb {
	at := func(i int) uint32 { return binary.BigEndian.Uint32(b[i:]) }
	return urb{command: at(0), seq: at(4), device: at(8), in: at(12), endpoint: at(16), length: lengthOf(at(0), b), packets: at(32), setup: [8]byte(b[40:48])}
}

// lengthOf is transfer_buffer_length, or the number of the transfer to unlink.
func lengthOf(command uint32, b []byte) uint32 {
	if command == cmdUnlink {
		return binary.BigEndian.Uint32(b[20:])
	}
	return binary.BigEndian.Uint32(b[24:])
}

// ret is the header of the answer to a transfer, or to its unlinking.
func ret(command, seq uint32, status int32, length int) []byte {
	h := make([]byte, sizeURB)
	binary.BigEndian.PutUint32(h, command)
	binary.BigEndian.PutUint32(h[4:], seq)
	binary.BigEndian.PutUint32(h[20:], uint32(status))
	binary.BigEndian.PutUint32(h[24:], uint32(length))
	return h
}
