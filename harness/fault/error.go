package fault

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// ErrLost is an exchange that the line lost, and nobody says why.
var ErrLost = text.NewError(text.Text{FR: "l'échange s'est perdu sur la ligne", EN: "the exchange was lost on the line"},
	text.Text{FR: "vérifiez le lecteur et son câble, et recommencez", EN: "Check the reader and its cable, and start again."})

// Error is what a fault made of an exchange, a reset or the start of a transaction. Err
// is what a real reader would say: an error of package card, or ErrLost. The channel is
// as usable as the real one would be: after a reset, where the fault ends with one.
type Error struct {
	Fault Fault
	Err   error
}

var _ text.Speaker = (*Error)(nil)

// Error gives the cause, and names the fault.
func (e *Error) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the cause as whoever meets it would see it, and names the fault.
func (e *Error) Say(lang string) (message, hint string) {
	message, hint = text.Say(e.Err, lang)
	return text.Of("%s (panne demandée : %s)", "%s (fault that was asked for: %s)", message, e.Fault.String()).In(lang), hint
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// lasting is the error of a fault that goes on.
func lasting(f *Fault) error {
	err := card.ErrRemoved
	switch f.Kind.Name {
	case "reader-lost", "reader-renumbered":
		err = card.ErrNoReader
	case "wedged":
		err = card.ErrWedged
	case "taken":
		err = card.ErrBusy
	case "reset-by-other":
		err = card.ErrReset
	}
	return &Error{Fault: *f, Err: err}
}
