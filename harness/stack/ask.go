package stack

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"time"
)

// What pcscd's own clients send (pcsc-lite, winscard_msg.h): a header of size and
// command, 32 bits each in the byte order of the machine, then that many bytes.
const (
	cmdVersion      = 0x11
	cmdReaderStates = 0x12 // answered with the table of readers, whatever their number

	protocolMajor, protocolMinor = 4, 4
	versionSize                  = 12 // major, minor and result
)

// callTimeout bounds one call.
const callTimeout = 500 * time.Millisecond

// One entry of that table (pcsc-lite, eventhandler.h, READER_STATE): the name, how often
// a card came or went, then the state, and what is left out here.
const (
	stateSize    = 184
	nameSize     = 128
	eventsOffset = 128
	stateOffset  = 132

	cardPresent = 0x0004 // SCARD_PRESENT
)

// asker asks a pcscd for what it shows to its clients.
type asker struct {
	socket string
	conn   net.Conn // nil until the first call, and again behind one that was in vain
	table  [MaxCards * stateSize]byte
}

// connect connects to the pcscd and makes the first call of every client. Any answer to it
// will do.
func (a *asker) connect(ctx context.Context) error {
	conn, err := (&net.Dialer{Timeout: callTimeout}).DialContext(ctx, "unix", a.socket)
	if err != nil {
		return err
	}
	a.conn = conn
	if err := a.call(cmdVersion, a.table[:versionSize], protocolMajor, protocolMinor, 0); err != nil {
		a.close()
		return err
	}
	return nil
}

func (a *asker) close() {
	if a.conn != nil {
		_ = a.conn.Close()
		a.conn = nil
	}
}

// call sends a command with its values and fills the answer.
func (a *asker) call(command uint32, answer []byte, values ...uint32) error {
	if err := a.conn.SetDeadline(time.Now().Add(callTimeout)); err != nil {
		return err
	}
	msg := binary.NativeEndian.AppendUint32(nil, uint32(4*len(values)))
	msg = binary.NativeEndian.AppendUint32(msg, command)
	for _, v := range values {
		msg = binary.NativeEndian.AppendUint32(msg, v)
	}
	if _, err := a.conn.Write(msg); err != nil {
		return err
	}
	_, err := io.ReadFull(a.conn, answer)
	return err
}

// shown is what pcscd shows of a reader.
type shown struct {
	present bool
	events  uint32 // how often a card came or went
}

// reader returns what pcscd shows of the reader of that name; ok is false for one that it
// does not have. Behind an error the next call is made on a new connection: a service that was
// late with its answer may be asked again.
func (a *asker) reader(ctx context.Context, name string) (s shown, ok bool, err error) {
	if a.conn == nil {
		if err := a.connect(ctx); err != nil {
			return shown{}, false, err
		}
	}
	if err := a.call(cmdReaderStates, a.table[:]); err != nil {
		a.close()
		return shown{}, false, err
	}
	s, ok = find(a.table[:], name)
	return s, ok, nil
}

// find looks a reader up in the table.
func find(table []byte, name string) (shown, bool) {
	for ; len(table) >= stateSize; table = table[stateSize:] {
		own, _, _ := bytes.Cut(table[:nameSize], []byte{0})
		if string(own) == name {
			return shown{
				present: binary.NativeEndian.Uint32(table[stateOffset:])&cardPresent != 0,
				events:  binary.NativeEndian.Uint32(table[eventsOffset:]),
			}, true
		}
	}
	return shown{}, false
}

// callVersion makes the first call of every client, and no other.
func callVersion(ctx context.Context, socket string) error {
	a := asker{socket: socket}
	defer a.close()
	return a.connect(ctx)
}
