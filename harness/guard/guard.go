package guard

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/card/text"
)

// ErrRefused is what every [RefusedError] is: card.ErrRefused, so that whoever
// sends commands over a channel knows that the card has not seen this one.
var ErrRefused = card.ErrRefused

// RefusedError says that the guard kept a command from the card. The card has
// not seen it; the channel goes on.
type RefusedError struct {
	// Command names the command by instruction, header and number of data
	// bytes, e.g. "VERIFY 00 20 00 01 (4 data bytes)"; never by its data.
	Command text.Text
	// Need is the permission it would take; empty when none would do.
	Need   Permission
	Reason text.Text
}

var _ text.Speaker = (*RefusedError)(nil)

// Error names the command and the reason.
func (e *RefusedError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Is matches [ErrRefused].
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }

// Say names the command and the reason, and what the user can do about it.
func (e *RefusedError) Say(lang string) (message, hint string) {
	var instead text.Text
	switch {
	case e.Need == "":
		instead = text.Of("aucune autorisation ne le permet sur une vraie carte : prenez une carte simulée (sim:PRESET)",
			"No permission opens this on a real card. Use a simulated card (sim:PRESET).")
	case e.Reason == reasonNotAllowed || e.Reason == reasonNoSerial || e.Reason == reasonOtherCard:
		instead = text.Of("si cette carte peut y être exposée : --allow %s, et --serial avec son numéro de série",
			"If this card may be exposed to it, add --allow %s and --serial with the card's serial number.", e.Need)
	default:
		instead = text.Of("la carte est protégée même avec --allow : relancez, ou prenez une carte simulée (sim:PRESET)",
			"The card is protected even with --allow. Read the counters again, or use a simulated card (sim:PRESET).")
	}
	return e.Command.Because(ErrRefused).With(e.Reason).In(lang), instead.In(lang)
}

// BadInput is true: the user did not allow the command, or nobody can.
func (e *RefusedError) BadInput() bool { return true }

// Reasons for which a permission, with the serial number, may help.
var (
	reasonNotAllowed = text.Of("non autorisé", "not allowed")
	reasonNoSerial   = text.Of("le numéro de série de cette carte n'a pas été lu depuis son insertion", "the serial number has not been read from this card since it was inserted or reset")
	reasonOtherCard  = text.Of("la carte n'est pas celle que --serial désigne", "the card is not the one named by --serial")
)

// Reasons that hold whatever is allowed.
var (
	reasonNoCounter = text.Of("les essais restants n'ont pas été lus juste avant", "the tries left have not been read just before")
	reasonFewTries  = text.Of("moins de 2 essais restants", "fewer than 2 tries left")
	reasonSpent     = text.Of("une présentation de ce code a échoué ou s'est perdue ; elle n'est jamais répétée", "a presentation of this code has failed or got lost; it is never repeated")
	reasonNoHold    = text.Of("aucune transaction n'est ouverte : un autre programme pourrait dépenser un essai entre-temps", "no transaction is open, so that another program could spend a try in between")
	reasonChain     = text.Of("une commande chaînée est en cours ; seuls son bloc suivant ou un SELECT peuvent suivre", "a chained command is under way; only its next block or a SELECT may follow")
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

// New wraps the channel of a real reader. Nothing else may use ch from
// then on.
func New(ch card.Channel, perms Permissions) *Guard { return new(Codes).Guard(ch, perms) }

// Codes is the memory of the guards of one card, however often it is opened:
// a code that the card refused to one of them is presented by none of them
// again. The zero value remembers nothing; it must not be copied.
type Codes struct {
	mu    sync.Mutex              // protects all below
	spent [effect.RefPUK + 1]bool // by reference: a presentation failed or got lost
}

// Guard wraps the channel of a real reader as [New] does, with this memory.
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
	name := text.Of("réinitialisation à chaud", "warm reset")
	if cold {
		name = text.Of("réinitialisation à froid", "cold reset")
	}
	if reason := g.permit(AllowReset); !reason.IsZero() {
		return &RefusedError{Command: name, Need: AllowReset, Reason: reason}
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
		return dst, &RefusedError{Command: doubt.Command, Need: needs[does.Kind], Reason: doubt.Reason}
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
	refuse := func(reason text.Text) *RefusedError {
		return &RefusedError{Command: does.Name(), Need: need, Reason: reason}
	}
	if g.seen.chain.open && !g.seen.chain.continues(does) && does.Command.INS != apdu.INSSelect {
		return refuse(reasonChain)
	}
	if does.Kind == effect.Reads {
		return nil
	}
	if reason := g.permit(need); !reason.IsZero() {
		return refuse(reason)
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
	case tries < card.MinTries:
		return refuse(reasonFewTries)
	}
	return nil
}

// permit says why perm is not allowed on the card at hand, zero when it is.
func (g *Guard) permit(perm Permission) text.Text {
	switch {
	case !g.perms.covers(perm):
		return reasonNotAllowed
	case g.seen.serial == "":
		return reasonNoSerial
	case !g.perms.meant(g.seen.serial):
		return reasonOtherCard
	default:
		return text.Text{}
	}
}

// Format prints the same few words for every verb: neither the serial number
// nor anything of the channel beneath shows.
func (g *Guard) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "guard.Guard") // a failed write is f's own business
}
