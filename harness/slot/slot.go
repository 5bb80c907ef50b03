package slot

import (
	"context"

	"github.com/cpslab/cps/harness/card"
)

// Slot is one slot of a virtual reader, seen from the card's side, with the card that is
// in it or beside it. Its methods may be called from any goroutine.
type Slot interface {
	// Serve answers the reader until ctx ends, then returns nil. It returns an error at
	// once where nothing can be served.
	Serve(ctx context.Context) error
	// Insert puts the card into the reader; Wait tells when it is there.
	Insert()
	// Remove pulls the card out, in the middle of an exchange too.
	Remove()
	// Swap puts another card in the place of the card, as [Bay.Swap] does, whether it is
	// in the reader or not. A card that clients can tell from the one before, by its ATR
	// or its protocol, is taken for a new one: noticed is true, and one that was in the
	// reader is pulled out and the other put in. Behind any other, connections of clients
	// go on with the new card. The error is that of ctx, and the card is then the old one.
	Swap(ctx context.Context, ch card.Channel) (noticed bool, err error)
	// State returns where the card stands.
	State() State
	// Wait returns when the card has reached want, at least (for Removed: exactly), or
	// with the error of ctx.
	Wait(ctx context.Context, want State) error
	// Exchanges returns how many C-APDUs were answered so far, by all cards together.
	Exchanges() int64
}
