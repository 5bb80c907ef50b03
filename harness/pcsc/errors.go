package pcsc

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// Kind says what happened, in terms of service, reader and card.
type Kind uint8

// The kinds of [Error].
const (
	// Failed: the reader or the service reported a fault that has no kind of
	// its own; Err tells which. The exchange is lost.
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

var kindNames = [...]string{
	Failed:         "reader fault",
	NotBuilt:       "built without PC/SC",
	NoService:      "PC/SC service not running",
	Denied:         "PC/SC service refuses this user",
	NoReaders:      "no reader",
	ReaderNotFound: "reader not found",
	NoCard:         "no card in the reader",
	Mute:           "the card does not answer",
	Removed:        "card or reader removed",
	Reset:          "card reset by another program",
	Sharing:        "reader held by another program",
	Wedged:         "reader blocked",
	Canceled:       "canceled",
	Protocol:       "no common protocol",
	Misuse:         "wrong use of the channel",
}

// String names the kind in English, for messages.
func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// kindError is the sentinel of one kind.
type kindError Kind

func (e kindError) Error() string { return "pcsc: " + Kind(e).String() }

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

// Usable tells whether the channel goes on as if the call had not been made,
// or (kind [Reset]) as with a card just reset.
func (e *Error) Usable() bool {
	var ns *notStartedError
	return e.Kind == Reset || e.Kind == Misuse || errors.As(e.Err, &ns)
}

// Hint says what the user can do about it, in one or two sentences.
func (e *Error) Hint() string {
	switch e.Kind {
	case NotBuilt:
		return "On Debian or Ubuntu run `make deps` (it brings gcc, pkg-config, libpcsclite-dev and pcscd), then build with `-tags pcsc`; on macOS build with cgo."
	case NoService:
		return "Start the PC/SC service (Linux: pcscd, Windows: the service « Carte à puce », SCardSvr) and try again."
	case Denied:
		return "The service refuses this session: log in at the machine itself, or allow org.debian.pcsc-lite.access_pcsc to this user in polkit."
	case NoReaders:
		return "Plug in a reader, and check that its driver is installed (Debian: libccid)."
	case ReaderNotFound:
		return "Name one of the readers listed, or a part of its name."
	case NoCard:
		return "Insert the card, chip first, and try again."
	case Mute:
		return "Take the card out, check that it is the right way round, wipe the contacts, insert it again; then try another reader."
	case Removed:
		return "Leave the card in the reader until the end, and start again."
	case Reset:
		return "Close the other program that uses the card, and start again."
	case Sharing:
		return "Close the program that holds the reader (billing software, GALSS, a signature tool) and try again."
	case Wedged:
		if e.Op == "begin" || e.Op == "open" {
			return "Another program may be holding the card in a transaction: close it and start this program again; else unplug the reader and plug it in again."
		}
		return "Unplug the reader, plug it in again and start this program again; a mute card can hold the service for minutes."
	case Canceled:
		return "Start again; the reader is released when this program ends."
	case Protocol:
		return "The reader does not support this card's protocol: try another reader, or update its driver."
	case Misuse:
		return "This is a defect of the calling program."
	case Failed:
		return "Take the card out, insert it again and start again; if it comes back, try another reader or USB port."
	}
	return ""
}

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

var codeTexts = map[Code]string{
	codeInvalidHandle:   "invalid handle",
	codeUnknownReader:   "unknown reader",
	codeSharing:         "sharing violation",
	codeNoSmartcard:     "no smart card",
	codeProtoMismatch:   "protocol mismatch",
	codeCommError:       "communication error",
	codeInternal:        "internal error",
	codeNotTransacted:   "not transacted",
	codeReaderGone:      "reader unavailable",
	codeShutdown:        "shutdown",
	codeNoService:       "no service",
	codeServiceStopped:  "service stopped",
	codeNoAccess:        "no access",
	codeNoReaders:       "no readers available",
	codeCommDataLost:    "data lost in communication",
	codeUnsupportedCard: "unsupported card",
	codeUnresponsive:    "unresponsive card",
	codeUnpowered:       "unpowered card",
	codeResetCard:       "card was reset",
	codeRemovedCard:     "card was removed",
	codeSecurity:        "security violation",
}

// Error gives the code in hexadecimal and, when known, in words.
func (c Code) Error() string {
	if s, ok := codeTexts[c]; ok {
		return fmt.Sprintf("%s (0x%08X)", s, uint32(c))
	}
	return fmt.Sprintf("PC/SC error 0x%08X", uint32(c))
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
