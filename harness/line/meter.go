package line

import (
	"context"

	"github.com/cpslab/cps/harness/card"
)

var _ card.Channel = (*Meter)(nil)

// Meter is a channel that adds up what passes over the line. As any channel it has one
// user at a time.
type Meter struct {
	card.Channel
	line Line
	cost Cost
}

// NewMeter measures ch on that line.
func NewMeter(ch card.Channel, l Line) *Meter { return &Meter{Channel: ch, line: l} }

// Unwrap returns the channel within.
func (m *Meter) Unwrap() card.Channel { return m.Channel }

// Cost returns what passed since the meter was made or reset to zero.
func (m *Meter) Cost() Cost { return m.cost }

// Zero forgets what passed.
func (m *Meter) Zero() { m.cost = Cost{} }

// Transmit passes the command on; an exchange that is lost costs its command.
func (m *Meter) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	from := len(dst)
	out, err := m.Channel.Transmit(ctx, dst, cmd)
	m.cost.Add(m.line.Exchange(cmd, out[min(from, len(out)):]))
	return out, err
}
