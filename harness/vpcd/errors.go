package vpcd

import (
	"errors"
	"fmt"
	"io"
)

// What [Error] may hold, besides an error of the network or of the channel.
var (
	// ErrNotLoopback: the address is not one of this machine's loopback
	// addresses.
	ErrNotLoopback = errors.New("not a loopback address: give 127.0.0.1:PORT, a card is served to this machine only")
	// ErrEmptyFrame: the peer announced a frame of no byte, which the driver
	// never does.
	ErrEmptyFrame = errors.New("empty frame: the peer is not a vpcd driver, check the port")
	// ErrTruncated: the connection ended inside a frame.
	ErrTruncated = errors.New("connection closed inside a frame")
	// ErrNoAnswer: the channel returned neither an answer nor an error.
	ErrNoAnswer = errors.New("the card gave no answer")
	// ErrAnswerTooLong: the R-APDU is longer than the 65,535 bytes of a frame.
	ErrAnswerTooLong = errors.New("answer longer than 65535 bytes: ask for fewer bytes (Ne)")
	// ErrSilent: the driver asked nothing for as long as [WithSilence] allows.
	ErrSilent = errors.New("the reader stopped polling the card: connection renewed")
	// ErrServing: Serve was called while it was already running.
	ErrServing = errors.New("already being served")
)

// errNotTCP is a connection of [WithDial] that is none of TCP.
var errNotTCP = errors.New("not a TCP connection")

// errEnded makes the end of a connection readable; it wraps io.EOF.
var errEnded = fmt.Errorf("the reader closed the connection: %w", io.EOF)

// Error is the error type of this package. Err is one of the sentinels above,
// the error of the network (a *net.OpError) or the channel's own. The Server
// stays usable after any of them.
type Error struct {
	Op   string // "address", "dial", "read", "write", "transmit", "reset" or "serve"
	Addr string // address of the reader's slot, as given
	Err  error
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("vpcd %s: %s: %v", e.Addr, e.Op, e.Err) }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }
