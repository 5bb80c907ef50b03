package readers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/simulator"
)

// Set says how addresses are opened. The zero value is safe on real cards. It
// must not be copied once a card was opened.
type Set struct {
	Now  func() time.Time // the clock of relative dates in profiles; nil is time.Now
	PCSC *pcsc.Service    // nil is the service of this process
	// Reader is the pattern that "pcsc:" alone means; "" is the only reader that holds a card.
	Reader string
	// Stack names the readers that count as simulated; nil is none.
	Stack *StackFile
	// Permissions is what the user allowed on a real card.
	Permissions guard.Permissions
	// RealPIN gives the PIN of a real card; it is asked only when Permissions
	// allows the PIN. nil presents none.
	RealPIN harness.PINFunc

	// Display reads also what is shown and judged by no rule
	// ([harness.ReadOptions].Display).
	Display bool
	// LastTry presents the PIN of a card in this process (sim:) with its last try
	// too: nobody is locked out of one.
	LastTry bool

	// Layers are laid over the profile of each simulated card of this process that is
	// opened by its address: faults of its contents.
	Layers []simulator.Layer
	// Wrap gives the channel that a card is used through in place of its own, for faults
	// and witnesses; the guard of a real card stays below it. Nil leaves the card as it is.
	Wrap func(*Card) (card.Channel, error)

	// codes is the memory of every guard of this Set: Permissions names one
	// card, and a code that it refused is never presented to it again.
	codes guard.Codes
}

// OpenError says which address could not be opened, and what to do. It wraps
// the cause: a *simulator.ProfileError, a *pcsc.Error, a *AddressError.
type OpenError struct {
	Address string
	Err     error
}

var _ text.Speaker = (*OpenError)(nil)

func (e *OpenError) Error() string { return e.Address + ": " + e.Err.Error() }
func (e *OpenError) Unwrap() error { return e.Err }

// Say gives the cause where it speaks for itself: it names the reader or the
// profile, and whoever reads it has typed the address. Else the address stands
// before it.
func (e *OpenError) Say(lang string) (message, hint string) {
	if text.Voice(e.Err) != nil {
		return text.Say(e.Err, lang)
	}
	return text.Around(text.Same(e.Address), e.Err, lang)
}

// UsageError is an address that is understood and cannot be served.
type UsageError struct {
	Reason text.Text
	hint   text.Text
}

var _ text.Speaker = (*UsageError)(nil)

func (e *UsageError) Error() string { return e.Reason.EN }

// Say gives the reason, and what to write instead.
func (e *UsageError) Say(lang string) (message, hint string) {
	return e.Reason.In(lang), e.hint.In(lang)
}

// BadInput is true: an address is what the user gave.
func (e *UsageError) BadInput() bool { return true }

// Open opens the card that an address names. The error is an *OpenError; it
// matches card.ErrNoReader, card.ErrNoCard, card.ErrMute where that is what is
// wrong.
func (s *Set) Open(ctx context.Context, address string) (*Card, error) {
	a, err := ParseAddress(address)
	if err != nil {
		return nil, &OpenError{address, err}
	}
	var c *Card
	switch a.Scheme {
	case SchemeSim:
		c, err = s.openSim(a)
	case SchemePCSC:
		c, err = s.openPCSC(ctx, a)
	default:
		c, err = s.openTrace(a)
	}
	if err != nil {
		return nil, &OpenError{address, err}
	}
	return c, nil
}

// wrapped is a card behind what Wrap puts around it.
func (s *Set) wrapped(c *Card) (*Card, error) {
	if s.Wrap == nil {
		return c, nil
	}
	ch, err := s.Wrap(c)
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	c.channel = ch
	return c, nil
}

func (s *Set) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

func (s *Set) openSim(a Address) (*Card, error) {
	if a.Name == "" {
		return nil, &UsageError{
			text.Of("« sim: » seul désigne toutes les cartes simulées, et il en faut une ici", "sim: alone means every preset, and one card is wanted here"),
			text.Of("par exemple sim:cps3-healthy ; cpslab presets en donne la liste", "name one: sim:cps3-healthy; cpslab presets lists them"),
		}
	}
	profile, err := simulator.LoadOverlaid(a.Name, s.Layers...)
	if err != nil {
		return nil, err
	}
	return s.OpenProfile(a, profile)
}

// OpenProfile makes a card of a profile already loaded, in process.
func (s *Set) OpenProfile(a Address, profile *simulator.Profile) (*Card, error) {
	p, err := profile.Personalise(s.now())
	if err != nil {
		return nil, err
	}
	chip, err := simulator.New(p)
	if err != nil {
		return nil, err
	}
	return s.wrapped(&Card{
		Address:   a,
		Reader:    "simulator: " + profile.Name,
		Simulated: true,
		signs:     true,
		lastTry:   s.LastTry,
		display:   s.Display,
		channel:   chip,
		pin:       secret(p.PIN.Code).present,
	})
}

// Find gives the PC/SC reader that an address means now, with or without a card. The errors
// are those of [pcsc.Service.List] and [pcsc.Choose].
func (s *Set) Find(ctx context.Context, a Address) (card.Slot, error) {
	infos, err := s.service().List(ctx)
	if err != nil {
		return card.Slot{}, err
	}
	return pcsc.Choose(infos, cmp.Or(a.Name, s.Reader))
}

func (s *Set) openPCSC(ctx context.Context, a Address) (*Card, error) {
	info, err := s.Find(ctx, a)
	if err != nil {
		return nil, err
	}
	perms, pin, codes := s.Permissions, s.RealPIN, &s.codes
	own, simulated := s.Stack.card(info.Name)
	if simulated {
		perms = guard.Permissions{Allow: guard.AllPermissions(), Serial: own.Serial}
		pin, codes = own.PIN.present, new(guard.Codes)
	} else if !slices.Contains(perms.Allow, guard.AllowPIN) || codes.PINSpent() {
		pin = nil
	}
	ch, err := s.service().Open(ctx, info.Name, pcsc.Options{})
	if err != nil {
		return nil, err
	}
	return s.wrapped(&Card{
		Address:   a,
		Reader:    info.Name,
		Simulated: simulated,
		signs:     slices.Contains(perms.Allow, guard.AllowSign),
		channel:   codes.Guard(ch, perms),
		pin:       pin,
		close:     ch.Close,
	})
}

// PINSpent reports whether a real card refused the PIN that RealPIN gave, or its
// answer was lost: this Set presents none any more.
func (s *Set) PINSpent() bool { return s.codes.PINSpent() }

func (s *Set) service() *pcsc.Service {
	if s.PCSC == nil {
		s.PCSC = pcsc.New()
	}
	return s.PCSC
}

// Addresses lists what can be written behind "cpslab diagnose": every preset,
// and the PC/SC readers there are. A PC/SC service that cannot be asked leaves
// its readers out.
func (s *Set) Addresses(ctx context.Context) []string {
	var out []string
	for _, p := range simulator.Presets() {
		out = append(out, SchemeSim+":"+p.Name)
	}
	infos, err := s.service().List(ctx)
	if err != nil {
		return out
	}
	for _, i := range infos {
		out = append(out, SchemePCSC+":"+strings.TrimSpace(i.Name))
	}
	return out
}

// Virtual reports whether the reader of that name is one of this bench, whatever is in it. It
// gives no leave: a card counts as simulated where [Set.Simulated] says so.
func (s *Set) Virtual(reader string) bool { return s.Stack.virtual(reader) }

// Simulated reports whether the reader of that name holds a card of this bench.
func (s *Set) Simulated(reader string) bool {
	_, ok := s.Stack.card(reader)
	return ok
}
