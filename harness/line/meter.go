package line

import (
	"context"
	"time"

	"github.com/cpslab/cps/harness/card"
)

var _ card.Channel = (*Meter)(nil)

// Meter is a channel that adds up what passes over the line. As any channel it has one
// user at a time.
type Meter struct {
	card.Channel
	line Line
	cost Cost
	took time.Duration
}

// NewMeter measures ch on that line; on the zero line, of a card that has none, exchanges
// and characters of T=0 alone.
func NewMeter(ch card.Channel, l Line) *Meter { return &Meter{Channel: ch, line: l} }

// Unwrap returns the channel within.
func (m *Meter) Unwrap() card.Channel { return m.Channel }

// Cost returns what passed since the meter was made or reset to zero.
func (m *Meter) Cost() Cost { return m.cost }

// Took returns how long the exchanges took, by the clock of the machine.
func (m *Meter) Took() time.Duration { return m.took }

// Zero forgets what passed.
func (m *Meter) Zero() { m.cost, m.took = Cost{}, 0 }

// Transmit passes the command on; an exchange that is lost costs its command.
func (m *Meter) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	from, began := len(dst), time.Now()
	out, err := m.Channel.Transmit(ctx, dst, cmd)
	m.took += time.Since(began)
	m.cost.Add(m.line.Exchange(cmd, out[min(from, len(out)):]))
	return out, err
}
