package usbip

import "context"

// Device is a device in software. Attach gives it to a host; Control, Write and Read are
// then called from several goroutines, one at a time for each endpoint and direction, and
// have all returned when Detach is called. Package harness/ccid has one.
type Device interface {
	// Descriptors returns the device descriptor and the configuration descriptor with all
	// that belongs to it (USB 2.0, 9.6).
	Descriptors() (device, configuration []byte)
	// Plugged reports whether the device is there to be attached.
	Plugged() bool
	// Attach gives the device to a host. The error says why it cannot be had.
	Attach() error
	// Gone is closed when the device that is attached falls off the bus.
	Gone() <-chan struct{}
	// Detach takes it from the host.
	Detach()
	// Control makes a control transfer: data is what the host sends, reply what it gets, no
	// longer than setup says. ok is false where the transfer stalls.
	Control(ctx context.Context, setup [8]byte, data []byte) (reply []byte, ok bool)
	// Write takes a transfer to an endpoint; an error stalls it.
	Write(ctx context.Context, endpoint int, data []byte) error
	// Read waits for what the device has for the host, max bytes at most. The error is that
	// of ctx; any other stalls the transfer, unless it has a method USBStatus() int32.
	Read(ctx context.Context, endpoint, max int) ([]byte, error)
}

// statused is an error of a transfer that knows its status.
type statused interface{ USBStatus() int32 }

// Named is what a log calls a device; any device may have it.
type Named interface{ Name() string }

// shape is what the descriptors say that the protocol needs.
type shape struct {
	device     []byte
	class      [3]byte // of the device
	interfaces [][3]byte
	in, out    [16]bool // endpoints there are
	config     byte
	configs    byte
}

// Descriptor types (USB 2.0, table 9-5).
const (
	descInterface = 4
	descEndpoint  = 5

	sizeDevice        = 18
	sizeConfiguration = 9
	sizeInterface     = 9
	sizeEndpoint      = 7
)

// shapeOf reads the descriptors of a device; ok is false where they are none.
func shapeOf(device, configuration []byte) (s shape, ok bool) {
	if len(device) != sizeDevice || len(configuration) < sizeConfiguration {
		return s, false
	}
	s.device, s.class, s.configs = device, [3]byte(device[4:7]), device[17]
	s.config = configuration[5]
	for at := sizeConfiguration; at < len(configuration); {
		n := int(configuration[at])
		if n < 2 || at+n > len(configuration) {
			return s, false
		}
		d := configuration[at : at+n]
		switch {
		case d[1] == descInterface && n >= sizeInterface:
			s.interfaces = append(s.interfaces, [3]byte(d[5:8]))
		case d[1] == descEndpoint && n >= sizeEndpoint && d[2]&0x80 != 0:
			s.in[d[2]&0x0F] = true
		case d[1] == descEndpoint && n >= sizeEndpoint:
			s.out[d[2]&0x0F] = true
		}
		at += n
	}
	return s, len(s.interfaces) <= 255
}
