package readers

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/pki"
)

// Card is an open card. Only its holder can close it; what is handed on is the
// Channel.
type Card struct {
	Address   Address
	Reader    string // the reader's full name, or the profile's
	Simulated bool   // a card of this bench: nobody can be locked out

	recording *Recording // nil of a card that is there

	signs   bool // its keys may be used
	lastTry bool // the PIN may be presented with one try left
	display bool // what is only shown is read too
	channel card.Channel
	pin     harness.PINFunc
	close   func() error
}

// Channel returns the way to the card. For a real reader it is guarded.
func (c *Card) Channel() card.Channel { return c.channel }

// PIN returns how to obtain the PIN, or nil when it is not to be presented: on
// a real card unless the user allowed it by name and serial number.
func (c *Card) PIN() harness.PINFunc { return c.pin }

// Read reads the card, with its certificates, and with the PIN where there is
// one to present.
func (c *Card) Read(ctx context.Context) (*card.Contents, error) {
	return harness.Read(ctx, c.channel, c.ReadOptions())
}

// ReadOptions say how the card is read whole: with its certificates, and with the PIN
// where there is one to present.
func (c *Card) ReadOptions() harness.ReadOptions {
	return harness.ReadOptions{PIN: c.pin, LastTry: c.lastTry, Certificates: true, Display: c.display}
}

// Recording returns what the card is replayed from, nil for a card that is there.
func (c *Card) Recording() *Recording { return c.recording }

// Signs reports whether the keys of the card may be used: on a simulated card, or
// where that was allowed by name on a real one.
func (c *Card) Signs() bool { return c.signs }

// Authorities returns the names of the issuing authorities that are trusted for
// this card: the TEST authority for a simulated one. Which authorities a
// workstation trusts for a real card is not known here: nil.
func (c *Card) Authorities() []string {
	if !c.Simulated {
		return nil
	}
	authority, err := pki.Test()
	if err != nil {
		return nil
	}
	return authority.Issuers()
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
