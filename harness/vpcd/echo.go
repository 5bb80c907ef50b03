package vpcd

import (
	"context"

	"github.com/cpslab/cps/harness/card"
)

// Echo is the least a card can do: it answers every C-APDU with the same
// R-APDU. It is what a served card is measured against, the cost of pcscd, the
// driver and the socket without that of a card.
type Echo struct {
	// Answer is the answer to reset; empty for a mute card. 3B 00 is the
	// shortest that pcscd accepts (ISO/IEC 7816-3, 8.2).
	Answer []byte
	// Response is the R-APDU, SW1-SW2 included.
	Response []byte
}

var _ card.Channel = (*Echo)(nil)

// Transmit appends Response to dst, whatever the command.
func (e *Echo) Transmit(_ context.Context, dst, _ []byte) ([]byte, error) {
	return append(dst, e.Response...), nil
}

// ATR returns Answer.
func (e *Echo) ATR() []byte { return e.Answer }

// Protocol returns 1: T=1 leaves an R-APDU alone.
func (e *Echo) Protocol() int { return 1 }

// Reset does nothing.
func (e *Echo) Reset(context.Context, bool) error { return nil }

// Begin does nothing.
func (e *Echo) Begin(context.Context) error { return nil }

// End does nothing.
func (e *Echo) End(context.Context) error { return nil }
