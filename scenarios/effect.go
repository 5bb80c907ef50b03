package scenarios

import (
	"context"
	"errors"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	command "github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/readers"
)

// effect is what a spec may disturb. Reading is none.
type effect string

const (
	effectNone    effect = "none"
	effectLogin   effect = "login"   // presents the PIN of the card under test, where one is given
	effectPIN     effect = "pin"     // spends a try, blocks or changes a code
	effectWrite   effect = "write"   // writes a file
	effectSign    effect = "sign"    // uses a private key
	effectReset   effect = "reset"   // resets or powers the card off
	effectRemoval effect = "removal" // pulls the card out
)

// permissions are what a user has to allow on a real card for each effect. A
// removal takes a hand and a wrong PIN is never presented to a real card:
// nothing allows these. A spec with effectLogin runs without a PIN where none may
// be presented.
var permissions = map[effect][]guard.Permission{
	effectLogin: nil,
	effectWrite: {guard.AllowPIN, guard.AllowUpdate},
	effectSign:  {guard.AllowPIN, guard.AllowSign},
	effectReset: {guard.AllowPIN, guard.AllowReset},
}

// label returns the label of the specs with this effect.
func (e effect) label() string { return "effect:" + string(e) }

// withLogin completes what a spec declares: who spends tries or uses a key
// presents the PIN too, and a spec without effects has that of none.
func withLogin(effects []effect) []effect {
	switch {
	case len(effects) == 0:
		return []effect{effectNone}
	case slices.Contains(effects, effectLogin):
		return effects
	case slices.Contains(effects, effectPIN), slices.Contains(effects, effectSign):
		return append([]effect{effectLogin}, effects...)
	}
	return effects
}

// effectsOf returns the effects that specs declare.
func effectsOf(specs types.SpecReports) []effect {
	var all []effect
	for e := range permissions {
		if slices.ContainsFunc(specs, func(s types.SpecReport) bool { return slices.Contains(s.Labels(), e.label()) }) {
			all = append(all, e)
		}
	}
	return all
}

// labels returns the labels of declared effects, "effect:none" for none.
func labels(effects []effect) Labels {
	var all []string
	for _, e := range withLogin(effects) {
		all = append(all, e.label())
	}
	return Label(all...)
}

// skipRefused skips a spec whose effects may not be had on a card.
func (b *bench) skipRefused(effects []effect, c *readers.Card) {
	GinkgoHelper()
	if c.Simulated {
		return
	}
	for _, e := range effects {
		if e == effectRemoval && b.desk != nil {
			continue // whoever stands at the reader does it
		}
		if _, possible := permissions[e]; !possible {
			b.skip(CauseNotApplicable, simulatedOnly(e))
		}
	}
	if needs := lacking(effects, b.set.Permissions); len(needs) > 0 {
		b.skip(CausePermission, needed(needs), needs...)
	}
}

// witness stands between a spec and its channel and notes what the spec does
// to the card, by decoding commands and answers.
type witness struct {
	card.Channel
	seen          []effect
	presentations int   // commands that presented a code
	answers       int   // exchanges that brought a byte
	lost          error // the first by which reader or card was lost, for the bench to tell
	record        record
}

// Transmit passes the command on. A presented code counts as effect:login, and
// as effect:pin when the card does not accept it, or when the answer is lost. One
// that a guard kept from the card was not presented.
func (w *witness) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if w.record.all == nil {
		w.record.on(w.Channel)
	}
	ev := w.record.see(cmd)
	begun := time.Now()
	out, err := w.Channel.Transmit(ctx, dst, cmd)
	took := time.Since(begun)
	if err == nil && len(out) > len(dst) {
		w.answers++
		w.record.take(ev, cmd, out[len(dst):], took)
	} else {
		w.record.take(ev, cmd, nil, took)
	}
	w.loses(err)
	if errors.Is(err, card.ErrRefused) {
		return out, err
	}
	e := ev.Effect // what the card may make of it, known in full or not
	if e.Presents {
		w.presentations++
		w.note(effectLogin)
		if !accepted(out, len(dst), err) {
			w.note(effectPIN)
		}
	}
	switch e.Kind {
	case command.Unblock:
		if e.Command.INS != apdu.INSVerify {
			w.note(effectPIN)
		}
	case command.Writes:
		w.note(effectWrite)
	case command.Signs:
		w.note(effectSign)
	case command.Reads, command.PIN, command.Unknown: // PIN: above
	}
	return out, err
}

// Reset passes the reset on and notes it.
func (w *witness) Reset(ctx context.Context, cold bool) error {
	w.note(effectReset)
	w.record.watch.Reset()
	err := w.Channel.Reset(ctx, cold)
	w.loses(err)
	return err
}

// Begin passes the beginning of a transaction on.
func (w *witness) Begin(ctx context.Context) error {
	err := w.Channel.Begin(ctx)
	w.loses(err)
	return err
}

// failures are those of the bench: what they do to a spec is not the card's fault.
var failures = [...]error{card.ErrNoService, card.ErrNoReader, card.ErrNoCard, card.ErrRemoved, card.ErrReset, card.ErrBusy, card.ErrWedged}

// loses notes the first failure of the bench.
func (w *witness) loses(err error) {
	if err == nil || w.lost != nil {
		return
	}
	if slices.ContainsFunc(failures[:], func(f error) bool { return errors.Is(err, f) }) {
		w.lost = err
	}
}

func (w *witness) note(e effect) {
	if !slices.Contains(w.seen, e) {
		w.seen = append(w.seen, e)
	}
}

// undeclared returns the effects seen that a spec did not declare.
func (w *witness) undeclared(effects []effect) []effect {
	var out []effect
	for _, e := range w.seen {
		if !slices.Contains(withLogin(effects), e) {
			out = append(out, e)
		}
	}
	return out
}

func accepted(out []byte, from int, err error) bool {
	if err != nil || len(out) < from {
		return false
	}
	_, sw, bad := apdu.ParseResponse(out[from:])
	return bad == nil && (sw.OK() || sw.SW1() == apdu.SWBytesRemaining.SW1())
}
