package simulator

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

var _ text.Speaker = (*Error)(nil)

// Error is the one error type of this package. It never holds a code, nor data
// of a command.
//
// After an error of New, State or Restore nothing has changed. Transmit and
// Reset fail on a mute card only, or when their context is over before the card
// was asked: the card is usable afterwards as it was before.
type Error struct {
	Op     string    // "personalise", "transmit", "reset", "begin", "end", "restore", "load"
	Field  string    // field of the Personalisation or of the State at fault, or ""
	Reason text.Text // what is wrong and what is wanted instead
	Err    error     // card.ErrMute, the error of a context, of an encoder or of a Store, or nil
}

// Error says what failed, where and why.
func (e *Error) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say says what failed, where and why. In French, an Err that speaks for itself
// is all that is said.
func (e *Error) Say(lang string) (message, hint string) {
	if text.French(lang) {
		if s := text.Voice(e.Err); s != nil {
			return s.Say(lang)
		}
	}
	said := text.Of("carte simulée", "simulator: "+e.Op)
	if e.Field != "" {
		said = said.With(text.Same(e.Field))
	}
	_, hint = text.Say(e.Err, lang)
	return said.With(e.Reason).Because(e.Err).In(lang), hint
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// unfit reports a Personalisation that cannot be made into a card.
func unfit(field string, reason text.Text) error {
	return &Error{Op: "personalise", Field: field, Reason: reason}
}

// mute reports an operation on a card that gives no answer to reset.
func mute(op string) error {
	return &Error{Op: op, Reason: text.Of("rien n'a été échangé ; une carte muette se remplace", "nothing was exchanged; a mute card needs another card"), Err: card.ErrMute}
}
