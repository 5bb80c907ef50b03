package vpcd

import (
	"fmt"
	"io"

	"github.com/cpslab/cps/harness/card/text"
)

// What [Error] may hold, besides an error of the network or of the channel.
var (
	// ErrNotLoopback: the address is not one of this machine's loopback
	// addresses.
	ErrNotLoopback = text.NewError(text.Of("une carte n'est servie qu'à cette machine", "not a loopback address: a card is served to this machine only"), text.Of("par exemple 127.0.0.1:35963", "for example 127.0.0.1:35963"))
	// ErrEmptyFrame: the peer announced a frame of no byte, which the driver
	// never does.
	ErrEmptyFrame = text.NewError(text.Of("trame vide : ce n'est pas un pilote vpcd, vérifiez le port", "empty frame: the peer is not a vpcd driver, check the port"), text.Text{})
	// ErrTruncated: the connection ended inside a frame.
	ErrTruncated = text.NewError(text.Of("connexion fermée au milieu d'une trame", "connection closed inside a frame"), text.Text{})
	// ErrNoAnswer: the channel returned neither an answer nor an error.
	ErrNoAnswer = text.NewError(text.Of("la carte n'a pas répondu", "the card gave no answer"), text.Text{})
	// ErrAnswerTooLong: the R-APDU is longer than the 65,535 bytes of a frame.
	ErrAnswerTooLong = text.NewError(text.Of("réponse de plus de 65535 octets", "answer longer than 65535 bytes: ask for fewer bytes (Ne)"), text.Text{})
	// ErrSilent: the driver asked nothing for as long as [WithSilence] allows.
	ErrSilent = text.NewError(text.Of("le lecteur n'interroge plus la carte : connexion refaite", "the reader stopped polling the card: connection renewed"), text.Text{})
	// ErrServing: Serve was called while it was already running.
	ErrServing = text.NewError(text.Of("la carte est déjà servie", "already being served"), text.Text{})
)

// errAddress is an address without a port, or with one that is none.
var errAddress = text.NewError(text.Of("attendu HÔTE:PORT, avec un port de 1 à 65535", "want HOST:PORT, with a port from 1 to 65535"),
	text.Of("par exemple 127.0.0.1:35963", "for example 127.0.0.1:35963"))

// errNotTCP is a connection of [WithDial] that is none of TCP.
var errNotTCP = text.NewError(text.Of("ce n'est pas une connexion TCP", "not a TCP connection"), text.Text{})

// errEnded makes the end of a connection readable; it wraps io.EOF.
var errEnded = text.Wrap(text.Of("le lecteur a fermé la connexion", "the reader closed the connection"), io.EOF)

// Error is the error type of this package. Err is one of the sentinels above,
// the error of the network (a *net.OpError) or the channel's own. The Server
// stays usable after any of them.
type Error struct {
	Op   string // "address", "dial", "read", "write", "transmit", "reset" or "serve"
	Addr string // address of the reader's slot, as given
	Err  error
}

var _ text.Speaker = (*Error)(nil)

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("vpcd %s: %s: %v", e.Addr, e.Op, e.Err) }

// frenchOps are the values of Op in French.
var frenchOps = map[string]string{
	"dial": "appel", "read": "lecture", "write": "écriture", "transmit": "échange", "reset": "réinitialisation", "serve": "service",
}

// Say gives reader, operation and cause, as text.Around does. An address that is
// refused is named in French too.
func (e *Error) Say(lang string) (message, hint string) {
	during := text.Text{FR: fmt.Sprintf("vpcd %s : %s", e.Addr, frenchOps[e.Op]), EN: fmt.Sprintf("vpcd %s: %s", e.Addr, e.Op)}
	if e.Op == "address" {
		_, hint = text.Say(e.Err, lang)
		during.FR = "« " + e.Addr + " »"
		return during.Because(e.Err).In(lang), hint
	}
	return text.Around(during, e.Err, lang)
}

// BadInput is true of an address, which the user gave.
func (e *Error) BadInput() bool { return e.Op == "address" }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }
