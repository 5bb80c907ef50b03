package apdu

import "github.com/cpslab/cps/harness/card/text"

// What a card can refuse, for errors.Is on a *StatusError. Behind each, the
// status words that stand for it.
var (
	ErrFileNotFound         = refusal("fichier absent de la carte", "file not found")                                      // 6A82, CPS2ter 9404
	ErrRecordNotFound       = refusal("enregistrement absent", "record not found")                                         // 6A83
	ErrReferenceNotFound    = refusal("donnée désignée introuvable", "referenced data not found")                          // 6A88
	ErrWrongFileType        = refusal("type de fichier faux", "wrong file type")                                           // 6981, CPS2ter 9408
	ErrNoCurrentEF          = refusal("aucun fichier choisi", "no current EF")                                             // 6986
	ErrSecurityStatus       = refusal("droit d'accès absent : code porteur non présenté", "security status not satisfied") // 6982, CPS2ter 9804
	ErrPINBlocked           = refusal("code bloqué", "PIN blocked")                                                        // 6983, 63C0, CPS2ter 9840
	ErrPINNotActive         = refusal("code non activé", "PIN not activated")                                              // CPS2ter 9802
	ErrInvalidated          = refusal("donnée de référence inutilisable", "reference data not usable")                     // 6984, CPS2ter 9808 and 9810
	ErrConditions           = refusal("conditions d'emploi non remplies", "conditions not satisfied")                      // 6985
	ErrWrongLength          = refusal("longueur fausse", "wrong length")                                                   // 6700
	ErrWrongData            = refusal("données de commande fausses", "wrong data field")                                   // 6A80
	ErrIncorrectP1P2        = refusal("paramètres P1-P2 faux", "incorrect P1-P2")                                          // 6A86, 6B00
	ErrFunctionNotSupported = refusal("fonction non prise en charge", "function not supported")                            // 6A81
	ErrINS                  = refusal("instruction non prise en charge", "instruction not supported")                      // 6D00
	ErrCLA                  = refusal("classe non prise en charge", "class not supported")                                 // 6E00
	ErrChannel              = refusal("canal logique non pris en charge", "logical channel not supported")                 // 6881
)

func refusal(fr, en string) error { return text.NewError(text.Of(fr, en), text.Text{}) }

var (
	_ text.Speaker = (*StatusError)(nil)
	_ text.Speaker = (*PINError)(nil)
)

// StatusError is a status word that is not a success, as an error: the card
// answered, so the link is intact and the card usable. It matches the Err
// variables with errors.Is, and *PINError with errors.As when SW is 63Cx. It
// holds no data field.
type StatusError struct {
	SW  SW
	INS byte // instruction that was refused
}

// PINError is what errors.As gives for a 63Cx: a code porteur or code de
// déblocage that was not verified.
type PINError struct {
	Retries int // tries left, 0 to 15; at 0 the code is blocked
}

// Error says how many tries are left.
func (e *PINError) Error() string { return e.said().EN }

// Say is Error in lang; there is no hint.
func (e *PINError) Say(lang string) (message, hint string) { return e.said().In(lang), "" }

func (e *PINError) said() text.Text {
	return text.Of("code refusé", "PIN not verified").With(triesLeft(e.Retries))
}

// Is matches ErrPINBlocked when no try is left.
func (e *PINError) Is(target error) bool {
	return target == ErrPINBlocked && e.Retries == 0
}

// Err returns nil for 9000, 61xx and its CPS2ter counterpart 9Fxx, and a
// *StatusError for everything else, warnings (62xx, 63xx) included. ins is the
// instruction that was answered.
func (sw SW) Err(ins byte) error {
	if sw.OK() || sw.Available() != 0 {
		return nil
	}
	return &StatusError{SW: sw, INS: ins}
}

// Error names the instruction and the status word, and says what to do where
// there is something: "SELECT: 6A82 (file not found)".
func (e *StatusError) Error() string { return e.said().EN }

// Say is Error in lang; what to do is part of the message.
func (e *StatusError) Say(lang string) (message, hint string) { return e.said().In(lang), "" }

func (e *StatusError) said() text.Text {
	return text.Same(INSName(e.INS)).With(e.SW.Text()).With(e.advice())
}

// Is reports whether target is the Err variable that the status word stands
// for.
func (e *StatusError) Is(target error) bool {
	sentinel := e.SW.sentinel()
	return sentinel != nil && sentinel == target
}

// As fills a **PINError from 63Cx.
func (e *StatusError) As(target any) bool {
	p, ok := target.(**PINError)
	if !ok {
		return false
	}
	n, ok := e.SW.Retries()
	if ok {
		*p = &PINError{Retries: n}
	}
	return ok
}

// advice is the remedy a caller has, if any.
func (e *StatusError) advice() text.Text {
	switch e.SW.sentinel() {
	case ErrSecurityStatus: //nolint:errorlint // sentinel returns the sentinels themselves
		if e.SW == SWCPS2terRefused && e.INS == INSVerify {
			return text.Text{FR: "vérifiez le code porteur avant un autre essai", EN: "check the code porteur before another try"}
		}
		return text.Text{FR: "présentez d'abord le code porteur", EN: "present the code porteur first"}
	case ErrPINBlocked:
		if e.INS == INSResetRetry {
			return text.Text{FR: "le code de déblocage est épuisé ; la carte est à remplacer", EN: "the code de déblocage is used up; the card has to be replaced"}
		}
		return text.Text{FR: "débloquez-le avec le code de déblocage", EN: "unblock it with the code de déblocage"}
	case ErrINS, ErrCLA:
		return text.Text{FR: "choisissez l'application qui connaît cette commande", EN: "select the application that knows this command"}
	case ErrChannel:
		return text.Text{FR: "employez le canal logique 0, ou choisissez de nouveau l'application", EN: "use logical channel 0, or select the application again"}
	case ErrNoCurrentEF:
		return text.Text{FR: "choisissez d'abord un fichier", EN: "select a file first"}
	}
	if _, ok := e.SW.Retries(); ok {
		return text.Text{FR: "vérifiez le code avant un autre essai", EN: "check the code before another try"}
	}
	return text.Text{}
}

// sentinel returns the Err variable for sw, nil when there is none.
func (sw SW) sentinel() error {
	switch sw {
	case SWFileNotFound, SWCPS2terFileNotFound:
		return ErrFileNotFound
	case SWRecordNotFound:
		return ErrRecordNotFound
	case SWReferenceNotFound:
		return ErrReferenceNotFound
	case SWWrongFileType, SWCPS2terWrongFileType:
		return ErrWrongFileType
	case SWNoCurrentEF:
		return ErrNoCurrentEF
	case SWSecurityStatus, SWCPS2terRefused:
		return ErrSecurityStatus
	case SWPINBlocked, SWCounter, SWCPS2terPINBlocked:
		return ErrPINBlocked
	case SWCPS2terPINNotActive:
		return ErrPINNotActive
	case SWReferenceNotUsable, SWCPS2terPINInvalid, SWCPS2terObjectInvalid:
		return ErrInvalidated
	case SWConditions:
		return ErrConditions
	case SWWrongLength:
		return ErrWrongLength
	case SWWrongData:
		return ErrWrongData
	case SWIncorrectP1P2, SWWrongP1P2:
		return ErrIncorrectP1P2
	case SWFunctionNotSupported:
		return ErrFunctionNotSupported
	case SWINSNotSupported:
		return ErrINS
	case SWCLANotFound:
		return ErrCLA
	case SWChannelNotSupported:
		return ErrChannel
	}
	return nil
}
