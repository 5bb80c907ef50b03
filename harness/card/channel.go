package card

import "context"

// Channel is the socket both halves of the bench share: one powered card, at
// the bytes. A simulated card, a card in a PC/SC reader and a replayed trace
// all satisfy it; it uses built-in types only, so an implementation does not
// need to import this package.
//
// A Channel is used by one goroutine at a time. After an error from Transmit
// the state of the card is unknown: only Reset may follow.
type Channel interface {
	// Transmit sends one command APDU (ISO/IEC 7816-4, 5.1) and appends the
	// response APDU, data field and SW1-SW2, to dst, which the caller owns. A
	// status word is data, never an error: an error means that the exchange
	// was lost (removal, deadline, reader or service fault).
	Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error)

	// ATR returns the answer to reset, read-only: at most 33 bytes (ISO/IEC
	// 7816-3, 8.2). Empty means that the card is mute.
	ATR() []byte

	// Protocol returns the transmission protocol in use: 0 for T=0, 1 for
	// T=1, -1 when it is not known.
	Protocol() int

	// Reset resets the card, by a power cycle when cold is true. Every
	// security status (PIN verified, selected file) is lost.
	Reset(ctx context.Context, cold bool) error

	// Begin opens an exclusive transaction and End closes it. They pair; they
	// do not nest.
	Begin(ctx context.Context) error
	End(ctx context.Context) error
}
