package scenarios

import (
	"context"
	"fmt"

	"github.com/cpslab/cps/harness/card"
)

// losing is a channel whose card goes away at an exchange: the command is on
// its way, the card does not answer any more.
type losing struct {
	card.Channel
	at   int // exchange, from 1, that is lost; later ones are too
	sent int
}

func (l *losing) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	l.sent++
	if l.sent >= l.at {
		return dst, fmt.Errorf("exchange %d: %w", l.sent, card.ErrRemoved)
	}
	return l.Channel.Transmit(ctx, dst, cmd)
}

// twisting is a channel that changes answers.
type twisting struct {
	card.Channel
	from, to int // exchanges, from 1, whose answers are changed
	twist    func(answer []byte) []byte
	sent     int
}

func (t *twisting) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	t.sent++
	out, err := t.Channel.Transmit(ctx, dst, cmd)
	if err != nil || t.sent < t.from || t.sent > t.to {
		return out, err
	}
	return append(out[:len(dst)], t.twist(append([]byte(nil), out[len(dst):]...))...), nil
}
