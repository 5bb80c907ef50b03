package ccid

import (
	"context"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/slot"
)

// Config is what a reader is made of.
type Config struct {
	Model  Model  // its descriptors; the zero value is DefaultModel
	Serial string // iSerialNumber, "1" where none is given
	// Slots are those that hold a card, in their order; a model with more has empty ones
	// behind them.
	Slots []SlotConfig
	// Extension is how long a card may take before the reader asks the host for more time;
	// 0 is 500 ms, less than any driver waits.
	Extension time.Duration
}

// SlotConfig is a slot and what is in it.
type SlotConfig struct {
	// Card is the card; nil for an empty slot, that a Swap may fill.
	Card card.Channel
	// AnyAPDU gives a T=0 card the commands as the host wrote them; see slot.T0.
	AnyAPDU bool
	// Removed has the card lie beside the reader at first.
	Removed bool
	// Keypad is where a code is typed, nil for a reader without one. A slot with a keypad
	// takes simulated cards only (card.Simulated), at first and in a Swap.
	Keypad Keypad
	// Observe is called at every event of the card, one at a time, from the goroutine of
	// Serve. It may call Insert and Remove.
	Observe func(slot.Event)
}

// usualExtension is less than the shortest wait of a driver, 2 s with libccid.
const usualExtension = 500 * time.Millisecond

// Device is a reader on a bus, as whatever carries USB to a host drives it: Attach, then
// Control, Write and Read from any goroutines, and Detach once these have returned.
type Device struct {
	model     Model
	serial    string
	extension time.Duration
	slots     []*Slot

	mu        sync.Mutex // protects what follows
	unplugged bool
	config    byte
	host      *host // nil without one
}

// New makes a reader that is plugged in and has no host. The error is an *Error.
func New(cfg Config) (*Device, error) {
	d := &Device{model: cfg.Model, serial: cfg.Serial, extension: cfg.Extension}
	if d.model.Name == "" {
		d.model, _ = ModelOf(DefaultModel)
	}
	if d.serial == "" {
		d.serial = "1"
	}
	if d.extension <= 0 {
		d.extension = usualExtension
	}
	n := max(d.model.Slots, len(cfg.Slots))
	if n < 1 || n > MaxSlots {
		return nil, &Error{Op: "new", Err: ErrSlots}
	}
	hasKeypad := false
	for i := range n {
		var sc SlotConfig
		if i < len(cfg.Slots) {
			sc = cfg.Slots[i]
		}
		if err := sc.Keypad.allows(sc.Card); err != nil {
			return nil, &Error{Op: "new", Slot: i, Err: err}
		}
		hasKeypad = hasKeypad || sc.Keypad != nil
		d.slots = append(d.slots, newSlot(d, i, sc))
	}
	if d.model.Name == DefaultModel && !hasKeypad {
		d.model.PINSupport = 0
	}
	return d, nil
}

// Model returns what the reader says of itself.
func (d *Device) Model() Model { return d.model }

// Slots returns how many slots there are.
func (d *Device) Slots() int { return len(d.slots) }

// Slot returns a slot, by its place from 0.
func (d *Device) Slot(i int) *Slot { return d.slots[i] }

// Name names the reader for people: what it is and its serial number.
func (d *Device) Name() string {
	return d.model.Manufacturer + " " + d.model.Product + " (" + d.serial + ")"
}

// Plugged reports whether the reader is on the bus.
func (d *Device) Plugged() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.unplugged
}

// Plug puts the reader on the bus.
func (d *Device) Plug() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.unplugged = false
}

// Unplug pulls the reader off the bus, in the middle of a transfer too: Gone tells.
func (d *Device) Unplug() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.unplugged = true
	d.drop()
}

// Restart has the reader fall off the bus and come back, as one does whose firmware starts
// anew: Gone tells, and the host may attach it again at once.
func (d *Device) Restart() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drop()
}

// drop lets go of the host; it is called under mu.
func (d *Device) drop() {
	if d.host != nil {
		d.host.letGo.Do(func() { close(d.host.gone) })
		d.host.leave()
	}
}

// Attach gives the reader to a host, with nothing left of the one before. The error is an
// *Error holding ErrUnplugged or ErrAttached.
func (d *Device) Attach() error {
	d.mu.Lock()
	switch {
	case d.unplugged:
		d.mu.Unlock()
		return &Error{Op: "attach", Err: ErrUnplugged}
	case d.host != nil:
		d.mu.Unlock()
		return &Error{Op: "attach", Err: ErrAttached}
	}
	h := newHost(len(d.slots))
	d.host, d.config = h, 0
	d.mu.Unlock()
	for _, s := range d.slots {
		s.attached(true)
	}
	return nil
}

// Gone is closed when the reader that is attached falls off the bus; nil without a host.
func (d *Device) Gone() <-chan struct{} {
	if h := d.attached(); h != nil {
		return h.gone
	}
	return nil
}

// Detach takes the reader from its host: what runs ends, and the cards lose their power.
func (d *Device) Detach() {
	h := d.attached()
	if h == nil {
		return
	}
	h.leave()
	h.commands.Wait()
	for _, s := range d.slots {
		s.attached(false)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.host = nil
}

func (d *Device) attached() *host {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host
}

func (d *Device) configured() byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.config
}

func (d *Device) configure(n byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n > 1 {
		return false
	}
	d.config = n
	return true
}

// Write takes one transfer of the host to the endpoint: a message, or a part of one. It
// waits while the host leaves answers unread. An error is one of the transfer, which
// stalls; what a message is wrong about is told in its answer.
func (d *Device) Write(ctx context.Context, endpoint int, data []byte) error {
	h := d.attached()
	if h == nil || endpoint != endpointOut {
		return &Error{Op: "message", Err: text.Wrap(text.Of("point d'accès %d", "endpoint %d", endpoint), ErrMessage)}
	}
	h.writing.Lock()
	defer h.writing.Unlock()
	if len(h.out) == 0 && len(data) == 0 {
		return nil // the empty packet behind a message that fills its last one
	}
	if len(h.out)+len(data) > int(d.model.Longest)+packet {
		bad := append(append([]byte(nil), h.out...), data[:min(len(data), headerLen)]...)
		clear(h.out)
		h.out = h.out[:0]
		return d.refuse(ctx, h, bad)
	}
	h.out = append(h.out, data...)
	n, known := announced(h.out)
	last := len(data)%packet != 0 || len(data) == 0
	switch {
	case known && n == uint64(len(h.out)) && n <= uint64(d.model.Longest):
		message := parse(append([]byte(nil), h.out...))
		clear(h.out) // it may hold a code
		h.out = h.out[:0]
		return d.take(ctx, h, message)
	case !last && (!known || n > uint64(len(h.out)) && n <= uint64(d.model.Longest)):
		return nil // there is more to come
	}
	bad := append([]byte(nil), h.out[:min(len(h.out), headerLen)]...)
	clear(h.out) // it may hold a code
	h.out = h.out[:0]
	return d.refuse(ctx, h, bad)
}

// refuse answers what is no message, as far as it says to whom.
func (d *Device) refuse(ctx context.Context, h *host, bad []byte) error {
	if len(bad) < headerLen {
		return &Error{Op: "message", Err: ErrMessage}
	}
	m := parse(bad[:headerLen])
	icc := byte(iccAbsent)
	if int(m.slot) < len(d.slots) {
		icc = d.slots[m.slot].status()
	}
	if err := h.wait(ctx); err != nil {
		return err
	}
	h.push(&answer{kind: answersWith(m.kind), failed: true, code: atLength, icc: icc}, m.slot, m.seq)
	return nil
}

// take gives a message to its slot.
func (d *Device) take(ctx context.Context, h *host, m message) error {
	if err := h.wait(ctx); err != nil {
		return err
	}
	if int(m.slot) >= len(d.slots) {
		h.push(&answer{kind: answersWith(m.kind), failed: true, code: atSlot, icc: iccAbsent}, m.slot, m.seq)
		return nil
	}
	d.slots[m.slot].take(h, m)
	return nil
}

// Read waits for what the reader has to say on an endpoint, and returns max bytes of it at
// most. The error is that of ctx, or one of the transfer.
func (d *Device) Read(ctx context.Context, endpoint, max int) ([]byte, error) {
	h := d.attached()
	if h == nil {
		return nil, &Error{Op: "message", Err: ErrUnplugged}
	}
	switch endpoint {
	case endpointIn:
		return h.read(ctx, max)
	case endpointInterrupt:
		return d.change(ctx, h, max)
	}
	return nil, &Error{Op: "message", Err: text.Wrap(text.Of("point d'accès %d", "endpoint %d", endpoint), ErrMessage)}
}

// change waits for a card that came or went, and tells of all slots (6.3.1). A transfer that is
// too short for that is an error, and nothing is told.
func (d *Device) change(ctx context.Context, h *host, max int) ([]byte, error) {
	if max < d.changeLen() {
		return nil, overflow{}
	}
	for {
		if b, any := d.changes(h); any {
			return b, nil
		}
		select {
		case <-h.changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-h.ctx.Done():
			return nil, h.ctx.Err()
		}
	}
}

// changeLen is how long a message about the slots is: its name and two bits each.
func (d *Device) changeLen() int { return 1 + (2*len(d.slots)+7)/8 }

// changes is RDR_to_PC_NotifySlotChange, two bits a slot: present, changed.
func (d *Device) changes(h *host) (b []byte, any bool) {
	b = make([]byte, d.changeLen())
	b[0] = msgNotifySlotChange
	h.mu.Lock()
	news := append([]bool(nil), h.news...)
	clear(h.news)
	h.mu.Unlock()
	for i, s := range d.slots {
		state := byte(0)
		if s.shows(news[i]) {
			state |= 1
		}
		if news[i] {
			state |= 2
			any = true
		}
		b[1+i/4] |= state << (i % 4 * 2)
	}
	return b, any
}

// abort is the request of the control endpoint (5.3.1).
func (d *Device) abort(slot, seq byte) bool {
	if int(slot) >= len(d.slots) {
		return false
	}
	d.slots[slot].abort(seq)
	return true
}
