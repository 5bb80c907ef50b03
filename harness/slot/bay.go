package slot

import (
	"bytes"
	"context"

	"github.com/cpslab/cps/harness/card"
)

var _ card.Channel = (*Bay)(nil)

// Bay is where the card of a slot lies: a channel whose card can be exchanged for another
// while a reader, and programs behind it, go on with their connection. As any channel it
// has one user at a time; Swap may be called from any goroutine.
//
// A T=0 card is shown through a [T0], unless the bay takes any APDU. The bay shows no
// ability of its card (see [card.As]): the next card need not have it.
type Bay struct {
	turn    chan struct{} // holds one token; whoever took it uses the fields below
	shown   card.Channel
	anyAPDU bool
	begun   bool // a transaction is open
}

// NewBay returns a bay with that card in it.
func NewBay(ch card.Channel, anyAPDU bool) *Bay {
	b := &Bay{turn: make(chan struct{}, 1), anyAPDU: anyAPDU}
	b.shown = b.front(ch)
	b.turn <- struct{}{}
	return b
}

// front is ch as the reader shows it.
func (b *Bay) front(ch card.Channel) card.Channel {
	if !b.anyAPDU && ch.Protocol() == 0 {
		return NewT0(ch)
	}
	return ch
}

// Swap puts ch, which nobody else uses, in the place of the card: after the exchange that
// is under way, which the card before answers. The new card is powered up first, whatever
// it did before; one that does not answer to that is a mute card, and no error. noticed
// tells that clients could tell the two cards apart by ATR or protocol; see [Slot.Swap].
// A transaction that is open is so on the new card. The error is that of ctx.
func (b *Bay) Swap(ctx context.Context, ch card.Channel) (noticed bool, err error) {
	failed := ch.Reset(ctx, true) != nil
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if err := b.take(ctx); err != nil {
		return false, err
	}
	defer b.give()
	noticed = failed || differ(b.shown, ch)
	if b.begun {
		_ = b.shown.End(ctx) // of a card that nobody uses any more
		b.begun = ch.Begin(ctx) == nil
	}
	b.shown = b.front(ch)
	return noticed, nil
}

// Differs tells whether clients could tell ch, as it is now, from the card in the bay.
func (b *Bay) Differs(ctx context.Context, ch card.Channel) (bool, error) {
	if err := b.take(ctx); err != nil {
		return false, err
	}
	defer b.give()
	return differ(b.shown, ch), nil
}

func differ(a, b card.Channel) bool {
	return a.Protocol() != b.Protocol() || !bytes.Equal(a.ATR(), b.ATR())
}

// take waits for the turn; the error is that of ctx.
func (b *Bay) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-b.turn:
		return nil
	default:
	}
	select {
	case <-b.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *Bay) give() { b.turn <- struct{}{} }

// Transmit sends a command to the card that is there when its turn comes.
func (b *Bay) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if err := b.take(ctx); err != nil {
		return dst, err
	}
	defer b.give()
	return b.shown.Transmit(ctx, dst, cmd)
}

// ATR returns that of the card.
func (b *Bay) ATR() []byte {
	<-b.turn
	defer b.give()
	return b.shown.ATR()
}

// Protocol returns that of the card.
func (b *Bay) Protocol() int {
	<-b.turn
	defer b.give()
	return b.shown.Protocol()
}

// Reset resets the card.
func (b *Bay) Reset(ctx context.Context, cold bool) error {
	if err := b.take(ctx); err != nil {
		return err
	}
	defer b.give()
	return b.shown.Reset(ctx, cold)
}

// Begin opens a transaction.
func (b *Bay) Begin(ctx context.Context) error {
	if err := b.take(ctx); err != nil {
		return err
	}
	defer b.give()
	err := b.shown.Begin(ctx)
	b.begun = err == nil
	return err
}

// End closes it, of the card that is there now.
func (b *Bay) End(ctx context.Context) error {
	if err := b.take(ctx); err != nil {
		return err
	}
	defer b.give()
	if !b.begun {
		return nil // the card that came meanwhile refused to begin
	}
	b.begun = false
	return b.shown.End(ctx)
}
