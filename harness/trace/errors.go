package trace

import (
	"context"
	"errors"
	"os"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
)

// named are the errors that a trace tells apart, with the word for each. What an error
// says is never written: it may name anything.
var named = [...]struct {
	word string
	err  error
}{
	{"removed", card.ErrRemoved},
	{"reset", card.ErrReset},
	{"mute", card.ErrMute},
	{"busy", card.ErrBusy},
	{"no-card", card.ErrNoCard},
	{"no-reader", card.ErrNoReader},
	{"no-service", card.ErrNoService},
	{"refused", card.ErrRefused},
	{"wedged", card.ErrWedged},
	{"lost", fault.ErrLost},
	{"deadline", context.DeadlineExceeded},
	{"cancelled", context.Canceled},
}

// wordFailed stands for every error that has no word.
const wordFailed = "failed"

// errFailed is an error that a trace does not tell more of.
var errFailed = text.NewError(text.Of("l'échange a échoué ; la trace n'en dit pas plus", "the exchange failed; the trace tells no more"), text.Text{})

// WordOf is how a trace names an error: "removed", "reset", "mute", "busy", "no-card",
// "no-reader", "no-service", "refused", "wedged", "lost", "deadline", "cancelled";
// "failed" for any other, "" for nil.
func WordOf(err error) string {
	if err == nil {
		return ""
	}
	for i := range named {
		if errors.Is(err, named[i].err) {
			return named[i].word
		}
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return "deadline"
	}
	return wordFailed
}

// ErrorOf is the error that a word stands for, nil for "". An unknown word is one of a
// later program: an error all the same.
func ErrorOf(word string) error {
	if word == "" {
		return nil
	}
	for i := range named {
		if named[i].word == word {
			return named[i].err
		}
	}
	return errFailed
}

// FormatError is what could not be read of a trace or of another program's log.
type FormatError struct {
	Line   int // from 1; 0 for the whole
	Reason text.Text
	Hint   text.Text
	Err    error
}

var _ text.Speaker = (*FormatError)(nil)

func (e *FormatError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the line and what is wrong with it.
func (e *FormatError) Say(lang string) (message, hint string) {
	said := e.Reason
	if e.Err != nil {
		said = said.Because(e.Err)
	}
	if e.Line > 0 {
		said = text.Of("ligne %d : %s", "line %d: %s", e.Line, said)
	}
	return said.In(lang), e.Hint.In(lang)
}

// Unwrap returns Err.
func (e *FormatError) Unwrap() error { return e.Err }

// BadInput is true: the file is what the user gave.
func (e *FormatError) BadInput() bool { return true }
