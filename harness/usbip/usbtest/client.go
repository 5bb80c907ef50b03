package usbtest

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
)

// Listed is a device as a server lists it.
type Listed struct {
	Bus         string
	Vendor      uint16
	Product     uint16
	Interfaces  int
	DeviceClass byte
	FirstClass  byte // of the first interface
}

// OpError is an operation that the server refused, with its status.
type OpError struct{ Status uint32 }

// Error gives the status.
func (e *OpError) Error() string { return fmt.Sprintf("USB/IP: status %d", e.Status) }

// Say gives the status.
func (e *OpError) Say(string) (message, hint string) { return e.Error(), "" }

// TransferError is a transfer that failed, with its status: −32 for a stall.
type TransferError struct{ Status int32 }

// Error gives the status.
func (e *TransferError) Error() string { return fmt.Sprintf("USB/IP transfer: status %d", e.Status) }

// Say gives the status.
func (e *TransferError) Say(string) (message, hint string) { return e.Error(), "" }

var errProtocol = text.NewError(text.Of("réponse hors protocole", "not an answer of the protocol"), text.Text{})

const sizeRecord = 312

// List asks a server what it has.
func List(ctx context.Context, address string) ([]Listed, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }() // it was read
	if err := operation(conn, 0x8005, nil); err != nil {
		return nil, err
	}
	var count [4]byte
	if _, err := io.ReadFull(conn, count[:]); err != nil {
		return nil, err
	}
	var all []Listed
	for range binary.BigEndian.Uint32(count[:]) {
		record := make([]byte, sizeRecord)
		if _, err := io.ReadFull(conn, record); err != nil {
			return nil, err
		}
		interfaces := make([]byte, 4*int(record[311]))
		if _, err := io.ReadFull(conn, interfaces); err != nil {
			return nil, err
		}
		bus, _, _ := strings.Cut(string(record[256:288]), "\x00")
		one := Listed{
			Bus: bus, Vendor: binary.BigEndian.Uint16(record[300:]), Product: binary.BigEndian.Uint16(record[302:]),
			DeviceClass: record[306], Interfaces: int(record[311]),
		}
		if len(interfaces) > 0 {
			one.FirstClass = interfaces[0]
		}
		all = append(all, one)
	}
	return all, nil
}

// operation asks for something and reads the header of the answer.
func operation(conn net.Conn, code uint16, more []byte) error {
	b := binary.BigEndian.AppendUint16(nil, 0x0111)
	b = binary.BigEndian.AppendUint16(b, code)
	b = binary.BigEndian.AppendUint32(b, 0)
	if _, err := conn.Write(append(b, more...)); err != nil {
		return err
	}
	var header [8]byte
	if _, err := io.ReadFull(conn, header[:]); err != nil {
		return err
	}
	switch {
	case binary.BigEndian.Uint16(header[:]) != 0x0111 || binary.BigEndian.Uint16(header[2:]) != code&0x7FFF:
		return errProtocol
	case binary.BigEndian.Uint32(header[4:]) != 0:
		return &OpError{binary.BigEndian.Uint32(header[4:])}
	}
	return nil
}

// Attached is a device that was imported, as the kernel of a client has it.
type Attached struct {
	conn  net.Conn
	devID uint32
	done  chan struct{} // closed when the connection ended

	mu      sync.Mutex // protects what follows, and writing
	seq     uint32
	waiting map[uint32]chan reply
	err     error
}

var _ Bus = (*Attached)(nil)

// reply is what came for a transfer, or for its unlinking.
type reply struct {
	command uint32
	status  int32
	data    []byte
}

// Dial imports a device. Close gives it back.
func Dial(ctx context.Context, address, bus string) (*Attached, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	a, err := imports(conn, bus)
	if err != nil {
		_ = conn.Close() // the error is told
		return nil, err
	}
	return a, nil
}

func imports(conn net.Conn, bus string) (*Attached, error) {
	var name [32]byte
	copy(name[:], bus)
	if err := operation(conn, 0x8003, name[:]); err != nil {
		return nil, err
	}
	record := make([]byte, sizeRecord)
	if _, err := io.ReadFull(conn, record); err != nil {
		return nil, err
	}
	a := &Attached{
		conn: conn, done: make(chan struct{}), waiting: map[uint32]chan reply{},
		devID: binary.BigEndian.Uint32(record[288:])<<16 | binary.BigEndian.Uint32(record[292:]),
	}
	go a.read()
	return a, nil
}

// Close gives the device back.
func (a *Attached) Close() error {
	err := a.conn.Close()
	<-a.done
	return err
}

// Address is that of the server.
func (a *Attached) Address() string { return a.conn.RemoteAddr().String() }

// Done is closed when the connection ended.
func (a *Attached) Done() <-chan struct{} { return a.done }

// read hands out what comes.
func (a *Attached) read() {
	defer close(a.done)
	for {
		r, seq, err := a.next()
		a.mu.Lock()
		if err != nil {
			a.err = err
			for _, w := range a.waiting {
				close(w)
			}
			a.waiting = nil
			a.mu.Unlock()
			return
		}
		w := a.waiting[seq]
		delete(a.waiting, seq)
		a.mu.Unlock()
		if w != nil {
			w <- r
		}
	}
}

// next reads one answer. Only transfers towards the host have data, whose number says so by
// being even; see send.
func (a *Attached) next() (r reply, seq uint32, err error) {
	var h [48]byte
	if _, err := io.ReadFull(a.conn, h[:]); err != nil {
		return r, 0, err
	}
	r.command, seq = binary.BigEndian.Uint32(h[:]), binary.BigEndian.Uint32(h[4:])
	r.status = int32(binary.BigEndian.Uint32(h[20:]))
	const retSubmit = 3
	if n := binary.BigEndian.Uint32(h[24:]); r.command == retSubmit && seq%2 == 0 && n > 0 {
		if n > 1<<17 {
			return r, 0, errProtocol
		}
		r.data = make([]byte, n)
		if _, err := io.ReadFull(a.conn, r.data); err != nil {
			return r, 0, err
		}
	}
	return r, seq, nil
}

// send writes a request; the answer comes on the channel, which is closed where the
// connection ends. Numbers of transfers towards the host are even.
func (a *Attached) send(command uint32, in bool, endpoint int, length uint32, setup [8]byte, data []byte) (uint32, chan reply, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.waiting == nil {
		return 0, nil, a.err
	}
	a.seq += 2
	seq := a.seq
	direction := uint32(1)
	if !in {
		seq, direction = a.seq+1, 0
	}
	var h [48]byte
	for i, n := range []uint32{command, seq, a.devID, direction, uint32(endpoint), 0, length} {
		binary.BigEndian.PutUint32(h[4*i:], n)
	}
	const unlink = 2
	if command == unlink {
		binary.BigEndian.PutUint32(h[20:], length)
		binary.BigEndian.PutUint32(h[24:], 0)
	}
	copy(h[40:], setup[:])
	w := make(chan reply, 1)
	a.waiting[seq] = w
	if _, err := a.conn.Write(append(h[:], data...)); err != nil {
		delete(a.waiting, seq)
		return 0, nil, err
	}
	return seq, w, nil
}

// transfer makes one transfer, and takes it back where ctx ends before it is made.
func (a *Attached) transfer(ctx context.Context, in bool, endpoint int, length uint32, setup [8]byte, data []byte) ([]byte, error) {
	const submit, unlink = 1, 2
	seq, w, err := a.send(submit, in, endpoint, length, setup, data)
	if err != nil {
		return nil, err
	}
	select {
	case r, ok := <-w:
		return a.made(r, ok)
	case <-ctx.Done():
	}
	_, taken, err := a.send(unlink, false, 0, seq, [8]byte{}, nil)
	if err != nil {
		return nil, err
	}
	select {
	case r, ok := <-w: // it was made after all
		return a.made(r, ok)
	case <-taken:
		select {
		case r, ok := <-w:
			return a.made(r, ok)
		default:
			return nil, ctx.Err()
		}
	case <-a.done:
		return nil, a.ended()
	}
}

func (a *Attached) made(r reply, ok bool) ([]byte, error) {
	switch {
	case !ok:
		return nil, a.ended()
	case r.status != 0:
		return nil, &TransferError{r.status}
	}
	return r.data, nil
}

func (a *Attached) ended() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Control makes a control transfer.
func (a *Attached) Control(ctx context.Context, setup [8]byte, data []byte) ([]byte, error) {
	length := uint32(binary.LittleEndian.Uint16(setup[6:]))
	in := setup[0]&0x80 != 0
	if !in {
		length = uint32(len(data))
	}
	return a.transfer(ctx, in, 0, length, setup, data)
}

// Out makes a transfer to an endpoint.
func (a *Attached) Out(ctx context.Context, endpoint int, data []byte) error {
	_, err := a.transfer(ctx, false, endpoint, uint32(len(data)), [8]byte{}, data)
	return err
}

// In makes a transfer from an endpoint.
func (a *Attached) In(ctx context.Context, endpoint, max int) ([]byte, error) {
	return a.transfer(ctx, true, endpoint, uint32(max), [8]byte{}, nil)
}
