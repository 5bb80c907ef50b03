package station

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/stack"
)

// house is what the readers of a station stand in: a private PC/SC service, or nothing but
// a USB cable.
type house interface {
	Readers() []stack.Reader
	Slot(i int) slot.Slot
	Insert(ctx context.Context, i int) error
	Remove(ctx context.Context, i int) error
	Exchanges(i int) int64
	Env() []string
	Socket() string
	Warning() text.Text
	Closing() string
	Kill() error
	Restart(ctx context.Context) error
	Done() <-chan struct{}
	Close() error
}

var (
	_ house = (*stack.Stack)(nil)
	_ house = (*cables)(nil)
)

// USB says that the readers of a station are USB readers, for other systems to attach
// (harness/usbip), in the place of a PC/SC service of this machine.
type USB struct {
	Model ccid.Model // of all of them
	// Keypad is where codes are typed; Prompt.Slot is the number of the reader, from 1. Nil
	// is [Station.Type], for a model that says it has a keypad (PINSupport).
	Keypad ccid.Keypad
}

// cables are USB readers of one slot each.
type cables struct {
	devices []*ccid.Device
	stop    context.CancelFunc
	serving sync.WaitGroup
	done    chan struct{} // never closed: nothing ends by itself
}

// usbReaders makes them, with the slots that the service would have, and returns when the
// cards are in them: a host that comes at once finds them.
func usbReaders(ctx context.Context, model ccid.Model, cards []stack.Card, keypads []ccid.Keypad, observe func(int, slot.Event)) (*cables, error) {
	c := &cables{done: make(chan struct{})}
	for i, one := range cards {
		sc := ccid.SlotConfig{Card: one.Channel, Removed: one.Removed, Keypad: keypads[i], Observe: func(e slot.Event) { observe(i, e) }}
		d, err := ccid.New(ccid.Config{Model: model, Serial: fmt.Sprint(i + 1), Slots: []ccid.SlotConfig{sc}})
		if err != nil {
			return nil, err
		}
		c.devices = append(c.devices, d)
	}
	var serving context.Context
	serving, c.stop = context.WithCancel(context.Background())
	for i, d := range c.devices {
		c.serving.Go(func() { _ = d.Slot(0).Serve(serving) }) // it is its only Serve
		if cards[i].Removed {
			continue
		}
		if err := d.Slot(0).Wait(ctx, slot.Waiting); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// Devices returns the USB readers of a station that has such, in their order, for a server
// to offer; none of any other.
func (st *Station) Devices() []*ccid.Device {
	if c, ok := st.stack.(*cables); ok {
		return c.devices
	}
	return nil
}

func (c *cables) Readers() []stack.Reader {
	all := make([]stack.Reader, len(c.devices))
	for i, d := range c.devices {
		all[i] = stack.Reader{Name: d.Name(), Slot: i}
	}
	return all
}

func (c *cables) Slot(i int) slot.Slot  { return c.devices[i].Slot(0) }
func (c *cables) Exchanges(i int) int64 { return c.devices[i].Slot(0).Exchanges() }
func (*cables) Env() []string           { return nil }
func (*cables) Socket() string          { return "" }
func (*cables) Warning() text.Text      { return text.Text{} }
func (*cables) Closing() string         { return "" }
func (c *cables) Done() <-chan struct{} { return c.done }

// hostTime is how long a host is given to look: one without a driver never does.
const hostTime = 3 * time.Second

// seen waits for the host, where there is one.
func (c *cables) seen(ctx context.Context, i int) error {
	soon, stop := context.WithTimeout(ctx, hostTime)
	defer stop()
	if err := c.devices[i].Slot(0).Seen(soon); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return ctx.Err()
}

// Insert puts a card in, and returns once the host has powered it.
func (c *cables) Insert(ctx context.Context, i int) error {
	c.devices[i].Slot(0).Insert()
	return c.seen(ctx, i)
}

// Remove pulls a card out, and returns once the host knows. What was wrong with the reader is
// over.
func (c *cables) Remove(ctx context.Context, i int) error {
	c.devices[i].Slot(0).Remove()
	c.devices[i].Slot(0).Mend()
	return c.seen(ctx, i)
}

// Kill has every reader fall off its bus and come back.
func (c *cables) Kill() error {
	for _, d := range c.devices {
		d.Restart()
	}
	return nil
}

// Restart is Kill: there is no service.
func (c *cables) Restart(context.Context) error { return c.Kill() }

// Close takes the cards out. It may be called more than once.
func (c *cables) Close() error {
	c.stop()
	c.serving.Wait()
	return nil
}

// Break lets a fault of the card break the reader that it is in.
func (s seat) Break(trouble string, late time.Duration) bool {
	n := s.c.at()
	if n == 0 {
		return false
	}
	b, ok := s.c.st.stack.Slot(n - 1).(interface {
		Break(trouble string, late time.Duration) bool
	})
	return ok && b.Break(trouble, late)
}
