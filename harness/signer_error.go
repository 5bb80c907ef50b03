package harness

import (
	"errors"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// What a [SignError] may be about, for errors.Is.
var (
	// ErrNoKey: the card lists no such key or certificate, or hides it.
	ErrNoKey = text.NewError(text.Of("la carte ne montre pas cette clé avec son certificat", "the card shows no such key with its certificate"),
		text.Of("sans contact, une carte ne montre que sa clé technique ; une CPS4 n'en a pas", "Contactless, a card shows its technical key only; a CPS4 has no technical key."))
	// ErrNotSupported: the key cannot do what was asked, so nothing was sent.
	ErrNotSupported = text.NewError(text.Of("cette clé ne peut faire cela", "this key cannot do that"), text.Text{})
	// ErrWrongSignature: the card gave an answer that does not verify with the
	// certificate; it was thrown away.
	ErrWrongSignature = text.NewError(text.Of("la réponse de la carte n'est pas une signature de la clé du certificat", "the card's answer is not a signature of the certificate's key"),
		text.Of("clé et certificat ne vont pas ensemble : faites remplacer la carte, ou regardez son profil", "Key and certificate do not belong together: have the card replaced, or look at its profile."))
	// ErrSignerLost: an earlier exchange was lost.
	ErrSignerLost = text.NewError(text.Of("un échange précédent avec cette carte s'est perdu", "an earlier exchange with this card was lost"),
		text.Of("réinitialisez la carte, présentez de nouveau le code et rouvrez la clé", "Reset the card, present the code again and open the key again."))
)

// SignError says why a private key of the card gave nothing. It wraps one of
// the four sentinels above, or what stopped the exchange: *apdu.StatusError
// (apdu.ErrSecurityStatus when the PIN is missing), *card.LinkError,
// card.ErrRefused of a guard, *[ReadError] while the key was being looked up.
// The signer stays usable except after a lost exchange, whose error every later
// call repeats as [ErrSignerLost].
type SignError struct {
	Op   string // "open", "sign" or "decrypt"
	Kind card.CertificateKind
	Err  error
}

var _ text.Speaker = (*SignError)(nil)

// Error names the operation, the key and the cause.
func (e *SignError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Unwrap returns Err.
func (e *SignError) Unwrap() error { return e.Err }

// Say names the operation, the key and the cause, with what to do where there is
// something.
func (e *SignError) Say(lang string) (message, hint string) {
	_, hint = text.Say(e.Err, lang)
	if errors.Is(e.Err, apdu.ErrSecurityStatus) {
		hint = text.Of("présentez d'abord le code porteur ; la clé sert ensuite jusqu'à ce que la carte soit réinitialisée ou retirée",
			"Present the code porteur first; the key works until the card is reset or taken out.").In(lang)
	}
	op := map[string]string{"open": "ouverture", "sign": "signature", "decrypt": "déchiffrement"}[e.Op]
	key := map[card.CertificateKind]string{
		card.CertificateSignature: "de signature", card.CertificateAuthentication: "d'authentification", card.CertificateTechnical: "technique",
	}[e.Kind]
	during := text.Text{FR: op + " par la clé " + key, EN: e.Op + " with the " + string(e.Kind) + " key"}
	return during.Because(e.Err).In(lang), hint
}

// LoginError says why the PIN does not stand verified after [Login], when the
// exchanges themselves went well. Nothing was presented unless Login is
// card.LoginWrong, or card.LoginBlocked with a status word.
type LoginError struct {
	Login card.Login
	SW    apdu.SW // answer to the presentation, 0 when none was made
}

var _ text.Speaker = (*LoginError)(nil)

// Error says what became of the PIN.
func (e *LoginError) Error() string { return e.said().EN }

// Say says what became of the PIN; there is no hint.
func (e *LoginError) Say(lang string) (message, hint string) { return e.said().In(lang), "" }

func (e *LoginError) said() text.Text {
	none := text.Of("aucun code porteur n'a été présenté", "no PIN was presented")
	switch e.Login {
	case card.LoginWrong:
		if left, ok := e.SW.Retries(); ok {
			return text.Of("le code porteur a été refusé, essais restants : %d", "the PIN was refused, tries left: %d", left)
		}
		return text.Of("le code porteur a été refusé", "the PIN was refused")
	case card.LoginBlocked:
		return text.Of("le code porteur est bloqué", "the PIN is blocked")
	case card.LoginWithheld:
		return text.Of("le code porteur n'a pas été présenté : moins de %d essais restants, ou on ne sait combien",
			"the PIN was not presented: fewer than %d tries are known to be left", card.MinTries)
	case card.LoginNotAsked:
		if e.SW != 0 {
			return text.Of("la carte n'a pas pris le code porteur", "the card did not take the PIN").With(e.SW.Text())
		}
		return none
	default:
		return none.With(text.Same(e.Login.String()))
	}
}

// Is matches apdu.ErrPINBlocked.
func (e *LoginError) Is(target error) bool {
	return target == apdu.ErrPINBlocked && e.Login == card.LoginBlocked
}

// errForeign is a card that no code is presented to.
var errForeign = text.NewError(text.Of("ce n'est pas la carte d'un professionnel de santé, ou son numéro de série est illisible",
	"this is not a health professional's card, or its serial number cannot be read"), text.Text{})
