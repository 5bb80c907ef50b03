package stack

import (
	"errors"
	"fmt"
)

// What [Error] may hold, besides an error of the system or of package vpcd.
var (
	// ErrUnsupported: this system has no pcscd to start.
	ErrUnsupported = errors.New("a private PC/SC stack needs Linux: use the cards in process (sim:PRESET) here")
	// ErrCards: no card, too many cards, or a card without a channel.
	ErrCards = fmt.Errorf("give 1 to %d cards, each with a channel", MaxCards)
	// ErrNoCard: the index names no card of this stack.
	ErrNoCard = errors.New("no such card in this stack")
	// ErrServiceEnded: pcscd ended on its own.
	ErrServiceEnded = errors.New("pcscd ended")
	// ErrNotAnswering: pcscd runs but does not answer on its socket.
	ErrNotAnswering = errors.New("pcscd does not answer on its socket")
	// ErrPorts: the driver could not listen, whatever ports were tried.
	ErrPorts = errors.New("no free pair of TCP ports for the virtual readers")
	// ErrPath: the socket's path does not fit a Unix socket address (unix(7):
	// 108 bytes).
	ErrPath = errors.New("path too long for a Unix socket: choose a shorter folder (Config.Dir or TMPDIR)")
	// ErrClosed: the stack was closed.
	ErrClosed = errors.New("the stack is closed")
)

// Error is the error type of this package. Err is one of the sentinels above,
// a *MissingError, a *vpcd.Error or an error of the system. After an error of
// Start nothing is left running; after any other the stack still has to be
// closed.
type Error struct {
	Op  string // "locate", "prepare", "start", "ready", "card", "restart" or "stop"
	Err error
	Log string // last lines of pcscd, if it said anything
}

// Error implements error.
func (e *Error) Error() string {
	s := "PC/SC stack: " + e.Op + ": " + e.Err.Error()
	if e.Log != "" {
		s += "\npcscd said:\n" + e.Log
	}
	return s
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// MissingError names a part of the stack that is not on this machine.
type MissingError struct {
	Part    string // "pcscd" or "vpcd driver"
	Package string // Debian package that brings it
	Path    string // where it was expected, if the caller said so
}

// Error implements error.
func (e *MissingError) Error() string {
	s := e.Part + " not found"
	if e.Path != "" {
		s += " at " + e.Path
	}
	return s + ": install the Debian package " + e.Package + ", or run make deps"
}
