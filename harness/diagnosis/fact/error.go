package fact

import (
	"fmt"

	"github.com/cpslab/cps/harness/card/text"
)

// Error is the error for a fact that cannot be declared. It never holds the
// value, which may identify somebody.
type Error struct {
	File    string // "" when the fact came from no file
	Line    int    // from 1, 0 when it came from no file
	Key     string
	Reason  text.Text
	Suggest string // the key that was probably meant, "" when none comes near
	Err     error  // of the file, or nil
}

// unreadable is the Key of what is not shown.
const unreadable = "(unreadable)"

var _ text.Speaker = (*Error)(nil)

// Error names the key, what is wrong and, for an unknown key, the near one.
func (e *Error) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the place, the key and what is wrong, and the key that was probably
// meant, which English has in the same sentence, or where the keys are listed.
func (e *Error) Say(lang string) (message, hint string) {
	said := e.Reason
	switch e.Key {
	case "":
	case unreadable:
		said = text.Of("fait illisible", "unreadable fact").With(said)
	default:
		said = text.Of("fait %s", "fact %s", e.Key).With(said)
	}
	if e.File != "" {
		said = text.Same(fmt.Sprintf("%s:%d", e.File, e.Line)).With(said)
	}
	said = said.Because(e.Err)
	if e.Suggest != "" && !text.French(lang) {
		return said.EN + "; did you mean " + e.Suggest + "?", ""
	}
	if e.Suggest != "" {
		return said.FR, "vouliez-vous dire " + e.Suggest + " ?"
	}
	return said.In(lang), text.Of("cpslab rules --facts liste les clés et leurs valeurs", "cpslab rules --facts lists the keys and their values").In(lang)
}

// BadInput is true: a fact is what the user gave.
func (e *Error) BadInput() bool { return true }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }
