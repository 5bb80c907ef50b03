package usbtest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Bus carries transfers to one device, as USB names them. Several goroutines may use it.
type Bus interface {
	// Control makes a transfer on the control endpoint; data go out, or up to the length in
	// setup come in.
	Control(ctx context.Context, setup [8]byte, data []byte) ([]byte, error)
	// Out sends one transfer to an endpoint, In waits for one of max bytes at most.
	Out(ctx context.Context, endpoint int, data []byte) error
	In(ctx context.Context, endpoint, max int) ([]byte, error)
}

// Endpoints that the driver finds in the descriptors of a reader.
const (
	bulkIn, bulkOut, interrupt = 1, 2, 3
)

// Reader is a reader as its driver holds it. Its commands go one after the other.
type Reader struct {
	bus        Bus
	Device     []byte // descriptors
	Config     []byte
	Features   uint32
	Longest    int
	Slots      int
	PINSupport byte

	mu  sync.Mutex // one command at a time
	seq byte
}

// Failure is a command that the reader refused.
type Failure struct {
	Message byte
	Status  byte // bStatus
	Code    byte // bError
}

// Error gives both bytes.
func (f *Failure) Error() string {
	return fmt.Sprintf("message %02X: bStatus %02X, bError %02X", f.Message, f.Status, f.Code)
}

// Say gives both bytes.
func (f *Failure) Say(string) (message, hint string) { return f.Error(), "" }

var (
	errDescriptor = text.NewError(text.Of("ce n'est pas un lecteur de cartes", "not a smart-card reader"), text.Text{})
	errAnswer     = text.NewError(text.Of("réponse mal formée", "malformed answer"), text.Text{})
	errSequence   = text.NewError(text.Of("réponses à d'autres messages", "answers to other messages"), text.Text{})
)

// Requests of the driver.
var (
	getDevice = [8]byte{0x80, 6, 0, 1, 0, 0, 18, 0}
	getConfig = [8]byte{0x80, 6, 0, 2, 0, 0, 0xFF, 0}
	setConfig = [8]byte{0, 9, 1, 0, 0, 0, 0, 0}
)

// Open reads the descriptors and configures the reader.
func Open(ctx context.Context, bus Bus) (*Reader, error) {
	r := &Reader{bus: bus}
	var err error
	if r.Device, err = bus.Control(ctx, getDevice, nil); err != nil {
		return nil, err
	}
	if r.Config, err = bus.Control(ctx, getConfig, nil); err != nil {
		return nil, err
	}
	const class, length = 18, 54 // the class descriptor stands behind configuration and interface
	if len(r.Device) != 18 || len(r.Config) != class+length+3*7 || int(binary.LittleEndian.Uint16(r.Config[2:])) != len(r.Config) ||
		r.Config[14] != 0x0B || r.Config[class] != length || r.Config[class+1] != 0x21 {
		return nil, errDescriptor
	}
	d := r.Config[class:]
	r.Slots, r.Features = int(d[4])+1, binary.LittleEndian.Uint32(d[40:])
	r.Longest, r.PINSupport = int(binary.LittleEndian.Uint32(d[44:])), d[52]
	if _, err := bus.Control(ctx, setConfig, nil); err != nil {
		return nil, err
	}
	return r, nil
}

// Tell sends one message and returns the answer to it, extensions of time left out.
func (r *Reader) Tell(ctx context.Context, slot int, kind byte, param [3]byte, data []byte) (answer []byte, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tell(ctx, slot, kind, param, data)
}

func (r *Reader) tell(ctx context.Context, slot int, kind byte, param [3]byte, data []byte) ([]byte, error) {
	seq := r.seq
	r.seq++
	b := binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(data)))
	b = append(append(b, byte(slot), seq), param[:]...)
	if err := r.bus.Out(ctx, bulkOut, append(b, data...)); err != nil {
		return nil, err
	}
	for others := 0; others <= 10; { // as libccid: ten frames of other numbers
		a, err := r.bus.In(ctx, bulkIn, 10+65536+10)
		switch {
		case err != nil:
			return nil, err
		case len(a) < 10 || int(binary.LittleEndian.Uint32(a[1:])) != len(a)-10:
			return nil, errAnswer
		case a[6] != seq:
			others++
		case a[7]&0x80 != 0: // more time
		case a[7]&0x40 != 0:
			return a, &Failure{Message: kind, Status: a[7], Code: a[8]}
		default:
			return a, nil
		}
	}
	return nil, errSequence
}

// Status returns bmICCStatus of a slot: 0 active, 1 inactive, 2 no card.
func (r *Reader) Status(ctx context.Context, slot int) (byte, error) {
	a, err := r.Tell(ctx, slot, 0x65, [3]byte{}, nil)
	if err != nil {
		return 0, err
	}
	return a[7] & 3, nil
}

// Change waits until a card came or went, and returns two bits for each slot: present,
// changed.
func (r *Reader) Change(ctx context.Context) ([]byte, error) {
	b, err := r.bus.In(ctx, interrupt, 8)
	if err != nil {
		return nil, err
	}
	if len(b) < 2 || b[0] != 0x50 {
		return nil, errAnswer
	}
	return b[1:], nil
}

// Abort breaks off what the slot does, by the request and the message.
func (r *Reader) Abort(ctx context.Context, slot int, seq byte) error {
	if _, err := r.bus.Control(ctx, [8]byte{0x21, 1, byte(slot), seq}, nil); err != nil {
		return err
	}
	b := []byte{0x72, 0, 0, 0, 0, byte(slot), seq, 0, 0, 0}
	return r.bus.Out(ctx, bulkOut, b)
}

// Card powers the card of a slot and sets its parameters.
func (r *Reader) Card(ctx context.Context, slot int) (*Card, error) {
	c := &Card{reader: r, slot: slot}
	return c, c.power(ctx, true)
}

// Card is the card of a slot as programs have it through the driver.
type Card struct {
	reader   *Reader
	slot     int
	atr      []byte
	protocol int
}

var _ card.Channel = (*Card)(nil)

// power powers the card as pcscd has it: down first for a cold reset.
func (c *Card) power(ctx context.Context, cold bool) error {
	if cold {
		if _, err := c.reader.Tell(ctx, c.slot, 0x63, [3]byte{}, nil); err != nil {
			return err
		}
	}
	a, err := c.reader.Tell(ctx, c.slot, 0x62, [3]byte{}, nil)
	if err != nil {
		return err
	}
	c.atr = a[10:]
	a, err = c.reader.Tell(ctx, c.slot, 0x6C, [3]byte{}, nil)
	if err != nil {
		return err
	}
	c.protocol = int(a[9])
	_, err = c.reader.Tell(ctx, c.slot, 0x61, [3]byte{a[9]}, a[10:])
	return err
}

// patience is how long the driver waits for an answer.
const patience = 10 * time.Second

// Transmit sends a command, in parts where it is longer than a message, and gathers the
// answer.
func (c *Card) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return dst, err
	}
	if len(cmd) == 0 {
		return dst, errors.Join(card.ErrRefused, errAnswer)
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	r := c.reader
	r.mu.Lock()
	defer r.mu.Unlock()
	room := r.Longest - 10
	level := byte(0)
	if len(cmd) > room {
		level = 1
	}
	for len(cmd) > room {
		if _, err := r.tell(ctx, c.slot, 0x6F, [3]byte{0, level}, cmd[:room]); err != nil {
			return dst, err
		}
		cmd, level = cmd[room:], 3
	}
	if level != 0 {
		level = 2
	}
	out := dst
	a, err := r.tell(ctx, c.slot, 0x6F, [3]byte{0, level}, cmd)
	for {
		if err != nil {
			return dst, err
		}
		out = append(out, a[10:]...)
		if a[9] != 1 && a[9] != 3 {
			return out, nil
		}
		a, err = r.tell(ctx, c.slot, 0x6F, [3]byte{0, 0x10}, nil)
	}
}

// ATR returns the answer to reset.
func (c *Card) ATR() []byte { return c.atr }

// Protocol returns what the reader chose.
func (c *Card) Protocol() int { return c.protocol }

// Reset resets the card.
func (c *Card) Reset(ctx context.Context, cold bool) error { return c.power(ctx, cold) }

// Begin does nothing: the service above the driver does it.
func (c *Card) Begin(context.Context) error { return nil }

// End does nothing.
func (c *Card) End(context.Context) error { return nil }
