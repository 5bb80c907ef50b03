package harness

import (
	"errors"
	"fmt"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// What a [SignError] may be about, for errors.Is.
var (
	// ErrNoKey: the card lists no such key or certificate, or hides it.
	ErrNoKey = errors.New("the card shows no such key with its certificate")
	// ErrNotSupported: the key cannot do what was asked, so nothing was sent.
	ErrNotSupported = errors.New("this key cannot do that")
	// ErrWrongSignature: the card gave an answer that does not verify with the
	// certificate; it was thrown away.
	ErrWrongSignature = errors.New("the card's answer is not a signature of the certificate's key")
	// ErrSignerLost: an earlier exchange was lost.
	ErrSignerLost = errors.New("an earlier exchange with this card was lost")
)

// SignError says why a private key of the card gave nothing. It wraps one of
// the four sentinels above, or what stopped the exchange: *apdu.StatusError
// (apdu.ErrSecurityStatus when the PIN is missing), *card.LinkError,
// *[RefusedError] of the guard, *[ReadError] while the key was being looked up.
// The signer stays usable except after a lost exchange, whose error every later
// call repeats as [ErrSignerLost].
type SignError struct {
	Op   string // "open", "sign" or "decrypt"
	Kind card.CertificateKind
	Err  error
}

// Error names the operation, the key and the cause.
func (e *SignError) Error() string {
	return fmt.Sprintf("%s with the %s key: %v", e.Op, e.Kind, e.Err)
}

// Unwrap returns Err.
func (e *SignError) Unwrap() error { return e.Err }

// Hint says what to do; empty when there is nothing to do.
func (e *SignError) Hint() string {
	var refused *RefusedError
	switch {
	case errors.As(e.Err, &refused):
		return refused.Hint()
	case errors.Is(e.Err, apdu.ErrSecurityStatus):
		return "Present the code porteur first; the key works until the card is reset or taken out."
	case errors.Is(e.Err, ErrNoKey):
		return "Contactless, a card shows its technical key only; a CPS4 has no technical key."
	case errors.Is(e.Err, ErrWrongSignature):
		return "Key and certificate do not belong together: have the card replaced, or look at its profile."
	case errors.Is(e.Err, ErrSignerLost):
		return "Reset the card, present the code again and open the key again."
	}
	return ""
}

// LoginError says why the PIN does not stand verified after [Login], when the
// exchanges themselves went well. Nothing was presented unless Login is
// card.LoginWrong, or card.LoginBlocked with a status word.
type LoginError struct {
	Login card.Login
	SW    apdu.SW // answer to the presentation, 0 when none was made
}

// Error says what became of the PIN.
func (e *LoginError) Error() string {
	switch e.Login {
	case card.LoginWrong:
		if left, ok := e.SW.Retries(); ok {
			return fmt.Sprintf("the PIN was refused, tries left: %d", left)
		}
		return "the PIN was refused"
	case card.LoginBlocked:
		return "the PIN is blocked"
	case card.LoginWithheld:
		return fmt.Sprintf("the PIN was not presented: fewer than %d tries are known to be left", MinTries)
	case card.LoginNotAsked:
		if e.SW != 0 {
			return "the card did not take the PIN: " + e.SW.String()
		}
		return "no PIN was presented"
	default:
		return "no PIN was presented: " + e.Login.String()
	}
}

// Is matches apdu.ErrPINBlocked.
func (e *LoginError) Is(target error) bool {
	return target == apdu.ErrPINBlocked && e.Login == card.LoginBlocked
}

// errForeign is a card that no code is presented to.
var errForeign = errors.New("this is not a health professional's card, or its serial number cannot be read")
