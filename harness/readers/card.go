package readers

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
)

// Card is an open card. Only its holder can close it; what is handed on is the
// Channel.
type Card struct {
	Address   harness.Address
	Reader    string // the reader's full name, or the profile's
	Simulated bool   // a card of this bench: nobody can be locked out

	channel card.Channel
	pin     func(ctx context.Context, triesLeft int) ([]byte, error)
	close   func() error
}

// Channel returns the way to the card. For a real reader it is guarded.
func (c *Card) Channel() card.Channel { return c.channel }

// PIN returns how to obtain the PIN, or nil when it is not to be presented: on
// a real card unless the user allowed it by name and serial number.
func (c *Card) PIN() func(ctx context.Context, triesLeft int) ([]byte, error) { return c.pin }

// Read reads the card, with the PIN where there is one to present.
func (c *Card) Read(ctx context.Context) (*card.Contents, error) {
	return harness.Read(ctx, c.channel, harness.ReadOptions{PIN: c.pin})
}

// Close leaves the card as it is and gives the reader back.
func (c *Card) Close() error {
	if c.close == nil {
		return nil
	}
	return c.close()
}

// secret is a PIN that no formatting shows.
type secret []byte

// Format prints stars whatever the verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "****") }

// present hands out a copy at each call: the reading zeroes what it gets.
func (s secret) present(context.Context, int) ([]byte, error) {
	return bytes.Clone(s), nil
}
