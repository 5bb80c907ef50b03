package scenarios

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
)

// RefusedPINError ends a run before its first spec: the card refused the PIN
// that the user gave. It is not presented again, neither in this run nor in a
// later one with the same [readers.Set].
type RefusedPINError struct {
	Reader string
	Left   int  // tries
	Told   bool // by the card: Left is known
}

// Error gives the reader and the tries left.
func (e *RefusedPINError) Error() string { return e.message().EN }

// BadInput is true: the PIN that was given is not that of the card.
func (e *RefusedPINError) BadInput() bool { return true }

// Say gives the reader and the tries left in lang, and what can be done without that
// PIN.
func (e *RefusedPINError) Say(lang string) (message, hint string) {
	return e.message().In(lang), text.Of("sans --allow pin, les scénarios qui s'en passent se déroulent",
		"without --allow pin, the scenarios that need none run").In(lang)
}

func (e *RefusedPINError) message() text.Text {
	if !e.Told {
		return text.Of("%s : la carte a refusé le code porteur ; aucun scénario n'a été déroulé, et il n'est pas présenté de nouveau",
			"%s: the card refused the PIN; no scenario ran, and it is not presented again", e.Reader)
	}
	return text.Of("%s : la carte a refusé le code porteur ; aucun scénario n'a été déroulé, et il n'est pas présenté de nouveau ; essais restants : %d",
		"%s: the card refused the PIN; no scenario ran, and it is not presented again; tries left: %d", e.Reader, e.Left)
}

// givenPIN is the PIN of a real card: asked for once in a run, however many
// specs present it. The zero value has not been asked for yet.
type givenPIN struct {
	mu    sync.Mutex // protects all below
	given bool
	code  []byte
	err   error
}

// from returns how to obtain the PIN that ask gives. The code is a copy, to be
// zeroed after use.
func (g *givenPIN) from(ask harness.PINFunc) harness.PINFunc {
	return func(ctx context.Context, left int) ([]byte, error) {
		g.mu.Lock()
		defer g.mu.Unlock()
		if !g.given {
			g.code, g.err = ask(ctx, left)
			g.given = true
		}
		return bytes.Clone(g.code), g.err
	}
}

// forget zeroes the code.
func (g *givenPIN) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.code)
	g.given, g.code, g.err = false, nil, nil
}

// prepare opens the card of a PC/SC reader once before the first spec, so that a
// reader that cannot be found is one error and not one of each spec. When one of
// the specs chosen would present the PIN that the user gave for a real card, it is
// presented here, once, by the rules of [harness.Login]: a wrong PIN ends the run.
// When these forbid it, the specs say so themselves, as they do with a named state
// of card or reader. Where permissions lack, the serial number of a TEST card is
// read, for the hint that names them. Errors are those of opening,
// *[RefusedPINError], and those of the PIN's source and of the guard.
func (o RunOptions) prepare(ctx context.Context, chosen types.SpecReports, run *runState) error {
	// An address that cannot be understood was refused before.
	if a, _ := readers.ParseAddress(o.Reader); a.Scheme != readers.SchemePCSC {
		return nil
	}
	set := o.Readers
	if set == nil {
		set = &readers.Set{}
	}
	presents := set.RealPIN != nil && slices.Contains(set.Permissions.Allow, guard.AllowPIN) &&
		slices.ContainsFunc(chosen, func(s types.SpecReport) bool { return slices.Contains(s.Labels(), effectLogin.label()) })
	c, err := set.Open(ctx, o.Reader)
	run.present = err == nil
	var stranger error
	if err == nil && o.Desk != nil {
		stranger = run.look(ctx, c, set.Permissions.Serial)
	}
	switch {
	case err != nil || c.Simulated || stranger != nil:
	case presents:
		err = verify(ctx, set, c, &run.given)
	case len(lacking(effectsOf(chosen), set.Permissions)) > 0:
		run.serial = testSerial(ctx, c)
	}
	if c != nil {
		err = errors.Join(err, c.Close())
	}
	return unlessNamed(err)
}

// look reads whose card it is before a code is presented to it, and returns why none may be;
// the step that looks at the card ends the run then.
func (r *runState) look(ctx context.Context, c *readers.Card, serial string) error {
	contents, stranger, err := admit(ctx, c.Simulated, c.Channel(), serial)
	if err != nil {
		return err
	}
	if stranger == nil {
		return nil
	}
	if stranger == errUnknown && (!c.Simulated || contents.Face == card.FaceUnknown) {
		r.refused = stranger // before the first spec: nobody else looks. Of a virtual reader that spoils what a card says, chapters tell more
	}
	return stranger
}

// testSerial returns the serial number of a card that says that it is a TEST card,
// "" of any other: that of a real one identifies its holder.
func testSerial(ctx context.Context, c *readers.Card) string {
	contents, err := harness.Read(ctx, c.Channel(), harness.ReadOptions{})
	if err != nil || contents.Serial.State != card.Present || report.Masked(contents, false) {
		return "" // what cannot be read is told by the specs
	}
	return contents.Serial.Value.Number
}

// unlessNamed drops an error that is a state of card or reader: the specs judge
// it.
func unlessNamed(err error) error {
	if harness.Named(err) {
		err = nil
	}
	return err
}

// verify presents the PIN, or says that it was refused before.
func verify(ctx context.Context, set *readers.Set, c *readers.Card, given *givenPIN) error {
	if !set.PINSpent() {
		return refusedPIN(c.Reader, harness.Login(ctx, c.Channel(), given.from(c.PIN())))
	}
	e := &RefusedPINError{Reader: c.Reader}
	if contents, err := harness.Read(ctx, c.Channel(), harness.ReadOptions{}); err == nil && contents.PIN.State == card.Present {
		e.Left, e.Told = contents.PIN.Left, true
	}
	return e
}

// refusedPIN says what an error of Login means for a run: nil when the specs can
// go on and tell it themselves.
func refusedPIN(reader string, err error) error {
	if login, ok := errors.AsType[*harness.LoginError](err); ok {
		if login.SW == 0 {
			return nil // blocked, or too few tries left: nothing was presented
		}
		e := &RefusedPINError{Reader: reader, Told: login.Login == card.LoginBlocked}
		if left, told := login.SW.Retries(); told {
			e.Left, e.Told = left, true
		}
		return e
	}
	if withheld, ok := errors.AsType[*harness.PINError](err); ok {
		return withheld // whatever was being read
	}
	return err
}
