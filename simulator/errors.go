package simulator

import (
	"fmt"

	"github.com/cpslab/cps/harness/card"
)

// Error is the one error type of this package. It never holds a code, nor data
// of a command.
//
// After an error of New, State or Restore nothing has changed. Transmit and
// Reset fail on a mute card only, or when their context is over before the card
// was asked: the card is usable afterwards as it was before.
type Error struct {
	Op     string // "personalise", "transmit", "reset", "begin", "end", "restore", "load"
	Field  string // field of the Personalisation or of the State at fault, or ""
	Reason string // what is wrong and what is wanted instead
	Err    error  // card.ErrMute, the error of a context, of an encoder or of a Store, or nil
}

// Error says what failed, where and why.
func (e *Error) Error() string {
	s := "simulator: " + e.Op
	if e.Field != "" {
		s += ": " + e.Field
	}
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// unfit reports a Personalisation that cannot be made into a card.
func unfit(field, format string, args ...any) error {
	return &Error{Op: "personalise", Field: field, Reason: fmt.Sprintf(format, args...)}
}

// mute reports an operation on a card that gives no answer to reset.
func mute(op string) error {
	return &Error{Op: op, Reason: "nothing was exchanged; a mute card needs another card", Err: card.ErrMute}
}
