// Package pcsc opens the cards that sit in PC/SC readers: real ones, and the
// virtual readers of a private stack.
//
// The way in is
//
//	svc := pcsc.New()
//	infos, err := svc.List(ctx)            // readers and what they hold
//	info, err := pcsc.Choose(infos, "")    // the only reader holding a card
//	ch, err := svc.Open(ctx, info.Name, pcsc.Options{})
//	defer ch.Close()
//	rapdu, err := ch.Transmit(ctx, nil, capdu)
//
// A [Channel] satisfies card.Channel of the harness. It gives no protection to
// the card: on a real reader the guard of package harness is wrapped around it
// before anything else.
//
// # Building
//
// PC/SC is reached through github.com/ebfe/scard: always on Windows, with cgo
// on macOS, with cgo, libpcsclite and the build tag pcsc on Linux. Any other
// build has the same API, [Available] is false, and each call fails with kind
// [NotBuilt] and a hint.
//
// # Time and blocked readers
//
// A PC/SC call cannot be interrupted: a mute card holds the service for
// minutes, and a second call on the context of a blocked one freezes PC/SC for
// the whole process. So every open reader has its own goroutine and its own
// PC/SC context, every call has a deadline, and after a missed deadline (kind
// [Wedged]) the context is abandoned, never used again and never released, and
// the reader is refused by its [Service] from then on. The one exception: a
// transaction or a connection that comes about after its deadline is ended at
// once, since it would keep other programs out for as long as this one lives.
//
// # Errors
//
// Every error is a *[Error]. Its [Kind] says what happened in terms of reader
// and card and is what [errors.Is] compares; its documentation says after
// which kinds the channel can still be used.
package pcsc
