package ccid

import (
	"fmt"

	"github.com/cpslab/cps/harness/card/text"
)

// What [Error] may hold, besides an error of the card.
var (
	// ErrSlots: no slot, or more than MaxSlots.
	ErrSlots = text.NewError(text.Of("un lecteur a de 1 à %d emplacements", "a reader has 1 to %d slots", MaxSlots), text.Text{})
	// ErrUnplugged: the reader is not on the bus.
	ErrUnplugged = text.NewError(text.Of("le lecteur est débranché", "the reader is unplugged"), text.Text{})
	// ErrAttached: another host has the reader.
	ErrAttached = text.NewError(text.Of("un autre système a déjà ce lecteur", "another system has the reader already"),
		text.Of("détachez-le là-bas d'abord", "detach it there first"))
	// ErrServing: Serve was called while it was already running.
	ErrServing = text.NewError(text.Of("la carte est déjà servie", "already being served"), text.Text{})
	// ErrMessage: what the host sent is no message.
	ErrMessage = text.NewError(text.Of("message mal formé", "malformed message"), text.Text{})
	// ErrNoKeypad: the host wants a code typed, and there is no keypad.
	ErrNoKeypad = text.NewError(text.Of("saisie d'un code demandée, et ce lecteur n'a pas de clavier", "asked for a code, and this reader has no keypad"), text.Text{})
	// ErrCancelled is what a Keypad returns when the user pressed cancel.
	ErrCancelled = text.NewError(text.Of("saisie annulée", "entry cancelled"), text.Text{})
	// ErrNotSimulated: a code typed at a keypad goes to simulated cards alone.
	ErrNotSimulated = text.NewError(text.Of("clavier : pour des cartes simulées seulement", "keypad: for simulated cards only"), text.Text{})
	// ErrCode: what was typed is not what the host allows.
	ErrCode = text.NewError(text.Of("ce qui a été saisi n'est pas un code, en chiffres, de la longueur voulue : rien n'est allé à la carte", "what was typed is not a code, in digits, of the length that is wanted: nothing went to the card"), text.Text{})
	// ErrNoAnswer: the channel returned neither an answer nor an error.
	ErrNoAnswer = text.NewError(text.Of("la carte n'a pas répondu", "the card gave no answer"), text.Text{})
)

// Error is the error type of this package. Err is one of the sentinels above or the
// channel's own. The reader stays usable after any of them.
type Error struct {
	Op   string // "new", "attach", "serve", "swap", "message", "power", "exchange" or "pin"
	Slot int    // from 0
	Err  error
}

var _ text.Speaker = (*Error)(nil)

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("usb reader, slot %d: %s: %v", e.Slot, e.Op, e.Err)
}

// frenchOps are the values of Op in French.
var frenchOps = map[string]string{
	"new": "lecteur", "attach": "branchement", "serve": "service", "swap": "échange de carte", "message": "message", "power": "mise sous tension", "exchange": "échange", "pin": "saisie du code",
}

// Say gives slot, operation and cause, as text.Around does.
func (e *Error) Say(lang string) (message, hint string) {
	during := text.Text{FR: fmt.Sprintf("lecteur USB, emplacement %d : %s", e.Slot, frenchOps[e.Op]), EN: fmt.Sprintf("usb reader, slot %d: %s", e.Slot, e.Op)}
	return text.Around(during, e.Err, lang)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// overflow is the answer to a transfer that is shorter than what comes.
type overflow struct{}

func (overflow) Error() string { return "the transfer is shorter than the message" }

// Say says it.
func (overflow) Say(lang string) (message, hint string) {
	return text.Of("le transfert est plus court que le message", "the transfer is shorter than the message").In(lang), ""
}

// USBStatus is -EOVERFLOW, as hosts know it.
func (overflow) USBStatus() int32 { return -75 }
