package station

import (
	"errors"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/stack"
)

const (
	// MaxReaders is how many readers one PC/SC service holds.
	MaxReaders = stack.MaxCards
	// MaxCards is how many cards a station holds, those on the shelf included.
	MaxCards = 1000
	// MaxSnapshots is how many snapshots are kept.
	MaxSnapshots = 64
)

// What an [Error] may hold, besides an error of package stack, fault or simulator.
var (
	// ErrReaders: the number of readers is none that one service holds.
	ErrReaders = text.NewError(text.Of("de 1 à %d lecteurs", "1 to %d readers", MaxReaders), text.Text{})
	// ErrNoReader: no reader has that number.
	ErrNoReader = text.NewError(text.Of("ce lecteur n'existe pas", "no such reader"), text.Of("les lecteurs comptent à partir de 1", "readers count from 1"))
	// ErrNoCard: the station has no card of that name, and the gallery no preset.
	ErrNoCard = text.NewError(text.Of("aucune carte ni preset de ce nom", "no card and no preset of that name"), text.Of("« cpslab ctl show » donne les cartes, « cpslab presets » les presets", "“cpslab ctl show” gives the cards, “cpslab presets” the presets"))
	// ErrEmpty: there is no card in the reader.
	ErrEmpty = text.NewError(text.Of("pas de carte dans ce lecteur", "no card in this reader"), text.Of("insérez-en une d'abord", "insert one first"))
	// ErrOccupied: another card is in the reader.
	ErrOccupied = text.NewError(text.Of("une autre carte est dans ce lecteur", "another card is in this reader"), text.Of("retirez-la, ou échangez-les (swap)", "remove it, or exchange them (swap)"))
	// ErrElsewhere: the card is in another reader.
	ErrElsewhere = text.NewError(text.Of("cette carte est dans un autre lecteur", "this card is in another reader"), text.Of("retirez-la de là, ou ajoutez une autre carte du même preset", "remove it there, or add another card of the same preset"))
	// ErrFull: the station holds MaxCards cards.
	ErrFull = text.NewError(text.Of("la station tient déjà %d cartes", "the station holds %d cards already", MaxCards), text.Of("jetez-en (discard)", "discard some"))
	// ErrSnapshots: MaxSnapshots are kept.
	ErrSnapshots = text.NewError(text.Of("%d instantanés sont déjà gardés", "%d snapshots are kept already", MaxSnapshots), text.Of("donnez à celui-ci le nom d'un ancien", "give this one the name of an old one"))
	// ErrNoSnapshot: no snapshot has that name.
	ErrNoSnapshot = text.NewError(text.Of("aucun instantané de ce nom", "no snapshot of that name"), text.Of("gardez-en un d'abord (snapshot)", "keep one first (snapshot)"))
	// ErrName: a name that is none.
	ErrName = text.NewError(text.Of("un nom a de 1 à %d lettres, chiffres et « . _ - »", "a name is 1 to %d letters, digits and “. _ -”", maxName), text.Of("le premier caractère est une lettre ou un chiffre", "the first of them is a letter or a digit"))
	// ErrNotPlayed: the fault cannot be played behind a reader.
	ErrNotPlayed = text.NewError(text.Of("cette panne ne se joue pas derrière un lecteur virtuel", "this fault is not played behind a virtual reader"), text.Of("« cpslab faults » dit où chaque panne se joue", "“cpslab faults” says where each fault is played"))
	// ErrRecorded: what was recorded has the contents that it has.
	ErrRecorded = text.NewError(text.Of("une panne du contenu ne se pose pas sur une carte enregistrée", "a fault of contents is not laid over a recorded card"), text.Of("prenez une panne d'échange (« cpslab faults »)", "take a fault of exchanges (“cpslab faults”)"))
	// ErrNoKeypad: no code is typed at the reader, or not here.
	ErrNoKeypad = text.NewError(text.Of("aucun code ne se saisit ici au clavier de ce lecteur", "no code is typed here at a keypad of this reader"),
		text.Of("« cpslab serve --usbip --keypad » donne un clavier aux lecteurs ; avec --keypad-fd, les codes viennent du descripteur", "“cpslab serve --usbip --keypad” gives the readers a keypad; with --keypad-fd the codes come from the descriptor"))
	// ErrNotAsked: the reader does not ask for a code.
	ErrNotAsked = text.NewError(text.Of("ce lecteur ne demande pas de code", "this reader asks for no code"), text.Of("il en demande quand un programme le veut ; dites combien de secondes l'attendre", "it does when a program wants one; say how many seconds to wait for that"))
	// ErrCode: what was typed is no code that the reader takes.
	ErrCode = text.NewError(text.Of("le lecteur ne prend pas ce code", "the reader does not take this code"), text.Text{})
	// ErrClosed: the station was closed.
	ErrClosed = text.NewError(text.Of("la station est fermée", "the station is closed"), text.Text{})
)

var (
	_ text.Speaker = (*Error)(nil)
	_ text.Speaker = (*BusyError)(nil)
)

// Error is the error type of this package, beside [BusyError]. Err is one of the sentinels
// above or an error of what the station stands on. The station stays usable after any of
// them; what a change left is what [Station.Readers] shows.
type Error struct {
	Op     string // "start", "add", "insert", "remove", "swap", "arm", "snapshot", "restore", "reset", "hold", "read", "type", "restart", "close"
	Reader int    // 0 where none is concerned
	What   string // the card, snapshot or fault that was asked for, or ""
	Near   string // the name that was perhaps meant, or ""
	Err    error
}

// Error names operation, reader and cause.
func (e *Error) Error() string {
	message, _ := e.Say("en")
	return "station: " + e.Op + ": " + message
}

// Say gives reader, what was asked for and the cause.
func (e *Error) Say(lang string) (message, hint string) {
	var about []string
	if e.Reader > 0 {
		about = append(about, text.Of("lecteur %d", "reader %d", e.Reader).In(lang))
	}
	if e.What != "" {
		about = append(about, text.Printable(short(e.What)))
	}
	message, hint = text.Say(e.Err, lang)
	if len(about) > 0 {
		message = text.Same(strings.Join(about, ", ")).With(text.Same(message)).In(lang)
	}
	if e.Near != "" {
		hint = text.Of("vouliez-vous dire « %s » ?", "did you mean %q?", e.Near).In(lang)
	}
	return message, hint
}

// short is a name that somebody gave, of which no more is repeated than a name may have.
func short(what string) string {
	if len(what) <= maxName {
		return what
	}
	return strings.ToValidUTF8(what[:maxName], "") + "…"
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// BadInput is true of what the caller gave: a reader, a name or a fault that do not exist.
func (e *Error) BadInput() bool {
	for _, given := range []error{ErrReaders, ErrNoReader, ErrNoCard, ErrNoSnapshot, ErrName, ErrNotPlayed, ErrRecorded, ErrCode} {
		if errors.Is(e.Err, given) {
			return true
		}
	}
	return text.IsBadInput(e.Err)
}

// BusyError is a reader that somebody else has: nothing was changed.
type BusyError struct {
	Reader int
	Holder string    // who has it, as [By] says; "" for a caller without a name
	Doing  string    // the change that is under way, "" for a reader that is held
	Until  time.Time // when the hold ends by itself; zero for a change
}

// Error names the reader and who has it.
func (e *BusyError) Error() string {
	message, _ := e.Say("en")
	return "station: " + message
}

// Say names the reader, who has it, and until when.
func (e *BusyError) Say(lang string) (message, hint string) {
	who := text.Same(e.Holder)
	if e.Holder == "" {
		who = text.Of("un appelant sans nom", "a caller without a name")
	}
	if e.Doing != "" {
		return text.Of("lecteur %d : pris par %s (%s)", "reader %d: taken by %s (%s)", e.Reader, who, e.Doing).In(lang),
			text.Of("attendez la fin de ce changement", "wait for the end of that change").In(lang)
	}
	return text.Of("lecteur %d : réservé par %s jusqu'à %s", "reader %d: held by %s until %s", e.Reader, who, e.Until.Format(time.TimeOnly)).In(lang),
		text.Of("attendez, prenez un autre lecteur, ou demandez-lui de le rendre", "wait, take another reader, or ask for its release").In(lang)
}

// wrongCode is ErrCode, with what the reader takes.
func wrongCode(a Asked) error {
	return text.Wrap(text.Of("attendu : de %d à %d chiffres", "want %d to %d digits", a.Min, a.Max), ErrCode)
}

// wrong is an *Error for an operation.
func wrong(op string, reader int, what string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Op: op, Reader: reader, What: what, Err: err}
}

// about is an *Error for an operation: err itself where it is one already.
func about(op string, reader int, what string, err error) error {
	if e, ok := err.(*Error); ok { //nolint:errorlint // made here, and whole
		return e
	}
	return wrong(op, reader, what, err)
}
