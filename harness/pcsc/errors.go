package pcsc

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Kind says what happened, in terms of service, reader and card.
type Kind uint8

// The kinds of [Error].
const (
	// Failed: the reader or the service reported a fault that has no kind of
	// its own; Err says which. The exchange is lost.
	Failed Kind = iota + 1
	// NotBuilt: this program was built without PC/SC.
	NotBuilt
	// NoService: the PC/SC service is not running, or stopped during the call.
	NoService
	// Denied: the service runs and refuses this user (polkit, sandbox).
	Denied
	// NoReaders: the service knows no reader.
	NoReaders
	// ReaderNotFound: no reader bears that name; Err is a *ChoiceError with
	// the names there are.
	ReaderNotFound
	// NoCard: the reader is empty.
	NoCard
	// Mute: a card is inserted and gives no answer to reset.
	Mute
	// Removed: card or reader was taken away while the channel was open.
	Removed
	// Reset: another program reset the card. The channel has reconnected
	// once: PIN state, selected file and transaction are gone.
	Reset
	// Sharing: another program holds the reader for itself.
	Sharing
	// Wedged: a call did not come back within its deadline, or the reader was
	// put aside after such a call.
	Wedged
	// Canceled: the caller's context was canceled during a call, or had ended
	// before it.
	Canceled
	// Protocol: reader and card agree on neither T=0 nor T=1.
	Protocol
	// Misuse: the call makes no sense: an empty command, a nested Begin, an
	// End without Begin, a closed channel.
	Misuse
)

// kindWords are the name of a kind and what the user can do about it; where that
// is zero, the error of package card that says the same of any channel stands for it.
var kindWords = [...]struct{ name, hint text.Text }{
	Failed: {
		text.Of("le lecteur a signalé une panne", "reader fault"),
		text.Of("retirez la carte, remettez-la et recommencez ; si cela revient, essayez un autre lecteur ou un autre port USB",
			"Take the card out, insert it again and start again; if it comes back, try another reader or USB port."),
	},
	NotBuilt: {
		text.Of("ce programme a été compilé sans PC/SC", "built without PC/SC"),
		text.Of("sur Debian ou Ubuntu, lancez make deps puis compilez avec -tags pcsc ; sur macOS, compilez avec cgo",
			"On Debian or Ubuntu run `make deps` (it brings gcc, pkg-config, libpcsclite-dev and pcscd), then build with `-tags pcsc`; on macOS build with cgo."),
	},
	NoService: {name: text.Of("le service PC/SC ne tourne pas", "PC/SC service not running")},
	Denied: {
		text.Of("le service PC/SC refuse cet utilisateur", "PC/SC service refuses this user"),
		text.Of("ouvrez une session sur la machine même, ou autorisez org.debian.pcsc-lite.access_pcsc dans polkit ; si root est refusé aussi, le service est en panne : relancez-le",
			"The service refuses this session: log in at the machine itself, or allow org.debian.pcsc-lite.access_pcsc to this user in polkit. If root is refused as well, the service is out of order: restart it."),
	},
	NoReaders: {name: text.Of("aucun lecteur", "no reader")},
	ReaderNotFound: {
		text.Of("lecteur introuvable", "reader not found"),
		text.Of("nommez un des lecteurs présents, ou une partie de son nom", "Name one of the readers listed, or a part of its name."),
	},
	NoCard:  {name: text.Of("pas de carte dans le lecteur", "no card in the reader")},
	Mute:    {name: text.Of("la carte est muette", "the card does not answer")},
	Removed: {name: text.Of("carte ou lecteur retiré pendant la lecture", "card or reader removed")},
	Reset:   {name: text.Of("un autre programme a réinitialisé la carte", "card reset by another program")},
	Sharing: {name: text.Of("un autre programme tient le lecteur", "reader held by another program")},
	Wedged:  {name: text.Of("le lecteur ne répond plus", "reader blocked")},
	Canceled: {
		text.Of("opération interrompue", "canceled"),
		text.Of("recommencez ; le lecteur est libéré à la fin de ce programme", "Start again; the reader is released when this program ends."),
	},
	Protocol: {
		text.Of("le lecteur et la carte n'ont pas de protocole commun", "no common protocol"),
		text.Of("essayez un autre lecteur, ou mettez son pilote à jour", "The reader does not support this card's protocol: try another reader, or update its driver."),
	},
	Misuse: {
		text.Of("mauvais emploi du lecteur par ce programme", "wrong use of the channel"),
		text.Of("c'est un défaut de cpslab", "This is a defect of the calling program."),
	},
}

// String names the kind in English, for messages.
func (k Kind) String() string { return k.Text().EN }

// Text names the kind, for messages.
func (k Kind) Text() text.Text {
	if int(k) < len(kindWords) && !kindWords[k].name.IsZero() {
		return kindWords[k].name
	}
	return text.Same(fmt.Sprintf("Kind(%d)", uint8(k)))
}

// hint says what the user can do about it.
func (k Kind) hint() text.Text {
	if err := k.common(); err != nil {
		_, hint := text.Said(err)
		return hint
	}
	if int(k) < len(kindWords) {
		return kindWords[k].hint
	}
	return text.Text{}
}

// kindError is the sentinel of one kind.
type kindError Kind

func (e kindError) Error() string { return "pcsc: " + Kind(e).String() }

// Say names the kind, and says what the user can do.
func (e kindError) Say(lang string) (message, hint string) {
	return Kind(e).Text().In(lang), Kind(e).hint().In(lang)
}

// BadInput is true of a program built without PC/SC that was asked for a reader.
func (e kindError) BadInput() bool { return Kind(e) == NotBuilt }

// One sentinel for each [Kind]: errors.Is(err, ErrRemoved) holds exactly when
// err wraps an *[Error] of kind [Removed].
var (
	ErrFailed         error = kindError(Failed)
	ErrNotBuilt       error = kindError(NotBuilt)
	ErrNoService      error = kindError(NoService)
	ErrDenied         error = kindError(Denied)
	ErrNoReaders      error = kindError(NoReaders)
	ErrReaderNotFound error = kindError(ReaderNotFound)
	ErrNoCard         error = kindError(NoCard)
	ErrMute           error = kindError(Mute)
	ErrRemoved        error = kindError(Removed)
	ErrReset          error = kindError(Reset)
	ErrSharing        error = kindError(Sharing)
	ErrWedged         error = kindError(Wedged)
	ErrCanceled       error = kindError(Canceled)
	ErrProtocol       error = kindError(Protocol)
	ErrMisuse         error = kindError(Misuse)
)

// Error is the one error type of this package.
//
// Err holds the cause where there is one: a [Code] when the service answered
// with an error code, a *[ChoiceError] with the names to choose from for kind
// [ReaderNotFound], an error matching [context.DeadlineExceeded] or
// [context.Canceled] for [Wedged] and [Canceled], else a plain text. Is
// matches the sentinel of Kind; Unwrap gives Err.
//
// What the channel is worth afterwards:
//
//   - [Reset], [Misuse]: usable; after Reset select and Begin again.
//   - [Removed], [Mute], [Failed], [Sharing], [Protocol]: card.Channel's Reset
//     may bring it back, nothing else will; Close it otherwise.
//   - [NoService], [Wedged], [Canceled]: dead, and Close returns at once; but
//     a call whose context had ended before it began was not started, and
//     harms nothing.
//
// Usable tells the first case and the last from the others.
//
// An Error never holds bytes of a command or of an answer.
type Error struct {
	Op     string // the call: "list", "open", "transmit", "begin", "end", "reset", "close", "watch"
	Reader string // full reader name; empty when no reader was concerned
	Kind   Kind
	Err    error
}

var (
	_ text.Speaker = kindError(0)
	_ text.Speaker = (*Error)(nil)
	_ text.Speaker = Code(0)
)

// Error says what failed, where and why, in one line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("pcsc: ")
	b.WriteString(e.Op)
	if e.Reader != "" {
		fmt.Fprintf(&b, " %q", e.Reader)
	}
	b.WriteString(": ")
	b.WriteString(e.Kind.String())
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the sentinel of e.Kind, and the sentinel of package card that says
// the same of any channel.
func (e *Error) Is(target error) bool {
	if k, ok := target.(kindError); ok {
		return Kind(k) == e.Kind
	}
	return target != nil && target == e.Kind.common()
}

// common returns the sentinel of package card that says the same of any
// channel, nil for kinds that only PC/SC has.
func (k Kind) common() error {
	switch k {
	case NoService:
		return card.ErrNoService
	case NoReaders:
		return card.ErrNoReader
	case NoCard:
		return card.ErrNoCard
	case Mute:
		return card.ErrMute
	case Removed:
		return card.ErrRemoved
	case Reset:
		return card.ErrReset
	case Sharing:
		return card.ErrBusy
	case Wedged:
		return card.ErrWedged
	default:
		return nil
	}
}

// Usable reports whether the channel goes on as if the call had not been made,
// or (kind [Reset]) as with a card just reset.
func (e *Error) Usable() bool {
	var ns *notStartedError
	return e.Kind == Reset || e.Kind == Misuse || errors.As(e.Err, &ns)
}

// Say gives what happened to which reader, and what the user can do. Beside Error
// it leaves out what this program was doing, and the cause unless it tells more.
func (e *Error) Say(lang string) (message, hint string) {
	hint = e.hint().In(lang)
	if choice, ok := errors.AsType[*ChoiceError](e.Err); ok {
		return choice.Say(lang)
	}
	said := e.Kind.Text()
	if e.Reader != "" {
		said = text.Of("lecteur « %s »", "reader “%s”", e.Reader).With(said)
	}
	if code, ok := errors.AsType[Code](e.Err); ok && e.Kind == Failed {
		return fmt.Sprintf("%s (0x%08X)", said.In(lang), uint32(code)), hint
	}
	if e.Kind == Failed || e.Kind == Misuse {
		said = said.Because(e.Err)
	}
	return said.In(lang), hint
}

func (e *Error) hint() text.Text {
	if e.Kind == Wedged && (e.Op == "begin" || e.Op == "open") {
		return text.Of("un autre programme tient peut-être la carte : fermez-le et relancez celui-ci ; sinon débranchez le lecteur et rebranchez-le",
			"Another program may be holding the card in a transaction: close it and start this program again; else unplug the reader and plug it in again.")
	}
	return e.Kind.hint()
}

// BadInput is true of a program built without PC/SC that was asked for a reader.
func (e *Error) BadInput() bool { return e.Kind == NotBuilt }

// Code is an error code of the PC/SC API, as the service returned it
// (pcsclite.h and winerror.h: the same values on all systems).
type Code uint32

// The codes this package tells apart.
const (
	codeInvalidHandle   Code = 0x80100003
	codeUnknownReader   Code = 0x80100009
	codeSharing         Code = 0x8010000B
	codeNoSmartcard     Code = 0x8010000C
	codeProtoMismatch   Code = 0x8010000F
	codeCommError       Code = 0x80100013
	codeInternal        Code = 0x80100001
	codeNotTransacted   Code = 0x80100016
	codeReaderGone      Code = 0x80100017
	codeShutdown        Code = 0x80100018
	codeNoService       Code = 0x8010001D
	codeServiceStopped  Code = 0x8010001E
	codeNoAccess        Code = 0x80100027
	codeNoReaders       Code = 0x8010002E
	codeCommDataLost    Code = 0x8010002F
	codeUnsupportedCard Code = 0x80100065
	codeUnresponsive    Code = 0x80100066
	codeUnpowered       Code = 0x80100067
	codeResetCard       Code = 0x80100068
	codeRemovedCard     Code = 0x80100069
	codeSecurity        Code = 0x8010006A
)

// codeTexts are the words of the API (winscard.h).
var codeTexts = [...]struct {
	code  Code
	words string
}{
	{codeInvalidHandle, "invalid handle"},
	{codeUnknownReader, "unknown reader"},
	{codeSharing, "sharing violation"},
	{codeNoSmartcard, "no smart card"},
	{codeProtoMismatch, "protocol mismatch"},
	{codeCommError, "communication error"},
	{codeInternal, "internal error"},
	{codeNotTransacted, "not transacted"},
	{codeReaderGone, "reader unavailable"},
	{codeShutdown, "shutdown"},
	{codeNoService, "no service"},
	{codeServiceStopped, "service stopped"},
	{codeNoAccess, "no access"},
	{codeNoReaders, "no readers available"},
	{codeCommDataLost, "data lost in communication"},
	{codeUnsupportedCard, "unsupported card"},
	{codeUnresponsive, "unresponsive card"},
	{codeUnpowered, "unpowered card"},
	{codeResetCard, "card was reset"},
	{codeRemovedCard, "card was removed"},
	{codeSecurity, "security violation"},
}

// Error gives the code in hexadecimal and, when known, in words.
func (c Code) Error() string {
	for _, known := range codeTexts {
		if known.code == c {
			return fmt.Sprintf("%s (0x%08X)", known.words, uint32(c))
		}
	}
	return fmt.Sprintf("PC/SC error 0x%08X", uint32(c))
}

// Say gives the code; its words are those of the API, which has none in French.
func (c Code) Say(lang string) (message, hint string) {
	if text.French(lang) {
		return fmt.Sprintf("erreur PC/SC 0x%08X", uint32(c)), ""
	}
	return c.Error(), ""
}

// kindOf sorts the cause of a failed call. open says that no card was
// connected yet, which turns a removal into an absence.
func kindOf(err error, open bool) Kind {
	var code Code
	var ns *notStartedError
	switch {
	case errors.Is(err, errClosed), errors.Is(err, errShortCommand), errors.Is(err, errNested), errors.Is(err, errNoBegin):
		return Misuse
	case errors.Is(err, ErrNotBuilt):
		return NotBuilt
	case errors.As(err, &ns), errors.Is(err, context.Canceled):
		return Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return Wedged
	case !errors.As(err, &code):
		return Failed
	}
	switch code {
	case codeNoService, codeServiceStopped, codeShutdown, codeInvalidHandle:
		return NoService
	case codeSecurity, codeNoAccess:
		return Denied
	case codeNoReaders:
		return NoReaders
	case codeUnknownReader, codeReaderGone:
		if open {
			return ReaderNotFound
		}
		return Removed
	case codeNoSmartcard, codeRemovedCard:
		if open {
			return NoCard
		}
		return Removed
	case codeUnresponsive, codeUnpowered:
		return Mute
	case codeResetCard:
		return Reset
	case codeSharing:
		return Sharing
	case codeProtoMismatch, codeUnsupportedCard:
		return Protocol
	default:
		return Failed
	}
}
