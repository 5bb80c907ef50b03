package harness

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// ErrRefused is what every [RefusedError] is: card.ErrRefused, so that whoever
// sends commands over a channel knows that the card has not seen this one.
var ErrRefused = card.ErrRefused

// RefusedError says that the guard kept a command from the card. The card has
// not seen it; the channel goes on.
type RefusedError struct {
	// Command names the command by instruction, header and number of data
	// bytes, e.g. "VERIFY 00 20 00 01 (4 data bytes)"; never by its data.
	Command string
	// Need is the permission it would take; empty when none would do.
	Need   Permission
	Reason string
}

// Error names the command and the reason.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s: %v: %s", e.Command, ErrRefused, e.Reason)
}

// Is matches [ErrRefused].
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }

// Hint says what the user can do about it.
func (e *RefusedError) Hint() string {
	switch {
	case e.Need == "":
		return "No permission opens this on a real card. Use a simulated card (sim:PRESET)."
	case e.Reason == reasonNotAllowed || e.Reason == reasonNoSerial || e.Reason == reasonOtherCard:
		return fmt.Sprintf("If this card may be exposed to it, add --allow %s and --serial with the card's serial number.", e.Need)
	default:
		return "The card is protected even with --allow. Read the counters again, or use a simulated card (sim:PRESET)."
	}
}

const (
	reasonNotAllowed = "not allowed"
	reasonNoSerial   = "the serial number has not been read from this card since it was inserted or reset"
	reasonOtherCard  = "the card is not the one named by --serial"
	reasonNoCounter  = "the tries left have not been read just before"
	reasonFewTries   = "fewer than 2 tries left"
	reasonSpent      = "a presentation of this code has failed or got lost; it is never repeated"
	reasonNoHold     = "no transaction is open, so that another program could spend a try in between"
	reasonChain      = "a chained command is under way; only its next block or a SELECT may follow"
)

// Guard stands between the harness and the driver of a real reader and lets
// through only what cannot hurt the card: SELECT, READ BINARY, GET DATA, GET
// RESPONSE, GET CHALLENGE, and VERIFY without data, which reads a counter. All
// else needs a [Permission] for the very card: its serial number must have
// been read through this Guard, from EF.SN.ICC, since the card was inserted or
// reset. What it cannot decode it refuses.
//
// A code (PIN or PUK) is presented only when at least 2 tries were left at the
// last look, taken in the same transaction, in the same application and after the
// last presentation; without an open transaction it is refused. A reset, a lost
// exchange and whatever else the channel reports as failed end the transaction as
// far as the Guard is concerned: another program may have had its turn. Begin it
// anew, and read serial number and counters again.
// Once a presentation has failed, or its answer was lost, that code is refused
// for the life of the Guard, and by every other guard that shares its [Codes].
//
// Guard keeps no byte of a command. It satisfies card.Channel; several
// goroutines may use it, one call at a time gets through.
type Guard struct {
	mu    sync.Mutex // held during each call: a check and its exchange are one step; protects all below
	ch    card.Channel
	perms Permissions
	seen  observed
	held  bool // a transaction is open: nobody else talks to the card
	codes *Codes
}

var _ card.Channel = (*Guard)(nil)

// NewGuard wraps the channel of a real reader. Nothing else may use ch from
// then on.
func NewGuard(ch card.Channel, perms Permissions) *Guard { return new(Codes).Guard(ch, perms) }

// Codes is the memory of the guards of one card, however often it is opened:
// a code that the card refused to one of them is presented by none of them
// again. The zero value remembers nothing; it must not be copied.
type Codes struct {
	mu    sync.Mutex              // protects all below
	spent [effect.RefPUK + 1]bool // by reference: a presentation failed or got lost
}

// Guard wraps the channel of a real reader as [NewGuard] does, with this memory.
func (c *Codes) Guard(ch card.Channel, perms Permissions) *Guard {
	perms.Allow = append([]Permission(nil), perms.Allow...)
	return &Guard{ch: ch, perms: perms, codes: c}
}

// PINSpent reports whether a presentation of the PIN has failed or got lost.
func (c *Codes) PINSpent() bool { return c.isSpent(effect.RefPIN) }

func (c *Codes) isSpent(ref byte) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.spent[ref]
}

func (c *Codes) note(ref byte, spent bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spent[ref] = spent
}

// ATR returns the answer to reset of the card.
func (g *Guard) ATR() []byte { return g.ch.ATR() }

// Protocol returns the protocol in use.
func (g *Guard) Protocol() int { return g.ch.Protocol() }

// Begin opens an exclusive transaction. Counters read before it are forgotten:
// other programs may have spent tries since.
func (g *Guard) Begin(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	seen := g.seen
	seen.forgetCounters()
	g.forget()
	err := g.ch.Begin(ctx)
	if err == nil {
		g.held, g.seen = true, seen
	}
	return err
}

// End closes the transaction. Counters read in it are forgotten: other
// programs may spend tries from now on.
func (g *Guard) End(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	seen := g.seen
	seen.forgetCounters()
	g.forget()
	err := g.ch.End(ctx)
	if err == nil {
		g.seen = seen
	}
	return err
}

// forget is what a call begins with that may change who has the card, and which
// card it is: nothing is known until the call has come back well, not even when
// it panics.
func (g *Guard) forget() { g.held, g.seen = false, observed{} }

// Reset needs [AllowReset]. It ends an open transaction; serial number and
// counters have to be read again afterwards. Errors: *[RefusedError], else those of the channel.
func (g *Guard) Reset(ctx context.Context, cold bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	name := "warm reset"
	if cold {
		name = "cold reset"
	}
	if r := g.permit(name, AllowReset); r != nil {
		return r
	}
	g.forget()
	return g.ch.Reset(ctx, cold)
}

// Transmit passes a command that is allowed and refuses any other with a
// *[RefusedError], before the channel has seen it. Other errors are the
// channel's.
func (g *Guard) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	does, doubt := effect.Decode(cmd)
	if doubt != nil {
		return dst, &RefusedError{Command: doubt.Command.EN, Need: needs[does.Kind], Reason: doubt.Reason.EN}
	}
	if refused := g.judge(does); refused != nil {
		return dst, refused
	}
	if does.Presents {
		// Taken as lost until the card says otherwise, even through a panic.
		g.codes.note(does.Ref, true)
	}
	held, seen := g.held, g.seen
	g.forget()
	out, err := g.ch.Transmit(ctx, dst, cmd)
	if err != nil || len(out) < len(dst)+2 {
		return out, err
	}
	data, sw, err := apdu.ParseResponse(out[len(dst):])
	if err != nil {
		return out, nil // whoever asked judges the answer
	}
	g.held, g.seen = held, seen
	if does.Presents && (sw.OK() || sw.SW1() == apdu.SWBytesRemaining.SW1()) {
		g.codes.note(does.Ref, false)
	}
	g.seen.observe(does, data, sw)
	return out, nil
}

// needs is the permission that each kind of command takes; none opens a command
// that may do anything.
var needs = [...]Permission{
	effect.PIN: AllowPIN, effect.Unblock: AllowUnblock, effect.Signs: AllowSign, effect.Writes: AllowUpdate, effect.Unknown: "",
}

// judge decides on a command that is known in full.
func (g *Guard) judge(does effect.Effect) *RefusedError {
	need := needs[does.Kind]
	refuse := func(reason string) *RefusedError {
		return &RefusedError{Command: does.String(), Need: need, Reason: reason}
	}
	if g.seen.chain.open && !g.seen.chain.continues(does) && does.Command.INS != apdu.INSSelect {
		return refuse(reasonChain)
	}
	if does.Kind == effect.Reads {
		return nil
	}
	if r := g.permit(does.String(), need); r != nil {
		return r
	}
	if !does.Presents {
		return nil
	}
	tries, known := g.seen.tries(does.Ref, does.Channel())
	switch {
	case g.codes.isSpent(does.Ref):
		return refuse(reasonSpent)
	case !g.held:
		return refuse(reasonNoHold)
	case !known:
		return refuse(reasonNoCounter)
	case tries < MinTries:
		return refuse(reasonFewTries)
	}
	return nil
}

// permit tells whether the user allowed perm on the card at hand.
func (g *Guard) permit(command string, perm Permission) *RefusedError {
	var reason string
	switch {
	case !g.perms.covers(perm):
		reason = reasonNotAllowed
	case g.seen.serial == "":
		reason = reasonNoSerial
	case !g.perms.meant(g.seen.serial):
		reason = reasonOtherCard
	default:
		return nil
	}
	return &RefusedError{Command: command, Need: perm, Reason: reason}
}

// Format prints the same few words for every verb: neither the serial number
// nor anything of the channel beneath shows.
func (g *Guard) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "harness.Guard") // a failed write is f's own business
}
