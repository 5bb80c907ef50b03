package stack

import (
	"errors"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// What [Error] may hold, besides an error of the system or of package vpcd.
var (
	// ErrUnsupported: this system has no pcscd to start.
	ErrUnsupported = text.NewError(text.Of("il demande Linux", "it needs Linux"), text.Of("ici, prenez les cartes dans ce processus (sim:PRESET), ou offrez-les dans un lecteur USB : « cpslab simulate PRESET --usbip », « cpslab serve --usbip »",
		"use the cards in process here (sim:PRESET), or offer them in a USB reader: “cpslab simulate PRESET --usbip”, “cpslab serve --usbip”"))
	// ErrCards: no card, too many cards, or a card without a channel.
	ErrCards = text.NewError(text.Of("donnez de 1 à %d cartes", "give 1 to %d cards, each with a channel", MaxCards),
		text.Of("--card PROFIL, une fois par carte", "--card PROFILE, once for each card"))
	// ErrNoCard: the index names no card of this stack.
	ErrNoCard = text.NewError(text.Of("cette carte n'existe pas", "no such card in this stack"), text.Text{})
	// ErrServiceEnded: pcscd ended on its own.
	ErrServiceEnded = text.NewError(text.Of("pcscd s'est arrêté", "pcscd ended"), text.Text{})
	// ErrNotAnswering: pcscd runs but does not answer on its socket.
	ErrNotAnswering = text.NewError(text.Of("pcscd ne répond pas", "pcscd does not answer on its socket"), text.Text{})
	// ErrPorts: the driver could not listen, whatever ports were tried.
	ErrPorts = text.NewError(text.Of("aucune paire de ports TCP libre pour les lecteurs virtuels", "no free pair of TCP ports for the virtual readers"), text.Text{})
	// ErrPath: the socket's path does not fit a Unix socket address (unix(7):
	// 108 bytes).
	ErrPath = text.NewError(text.Of("chemin trop long pour un socket Unix", "path too long for a Unix socket"), text.Of("donnez un dossier plus court dans TMPDIR", "choose a shorter folder (Config.Dir or TMPDIR)"))
	// ErrName: no name for a reader.
	ErrName = text.NewError(text.Of("ce nom ne convient pas à un lecteur", "not a name for a reader"), text.Of("au plus %d caractères sans accent, sans \" ni \\", "at most %d characters of ASCII, without \" and \\", MaxName))
	// ErrLonely: this driver is not one whose second reader can be left out.
	ErrLonely = text.NewError(text.Of("ce pilote vpcd ne se laisse pas réduire à un lecteur", "this vpcd driver cannot be brought to one reader"),
		text.Of("sans --lonely, désignez le lecteur par son nom", "without --lonely, name the reader by its name"))
	// ErrClosed: the stack was closed.
	ErrClosed = text.NewError(text.Of("il est fermé", "the stack is closed"), text.Text{})
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

var (
	_ text.Speaker = (*Error)(nil)
	_ text.Speaker = (*MissingError)(nil)
)

// Error implements error.
func (e *Error) Error() string {
	s := "PC/SC stack: " + e.Op + ": " + e.Err.Error()
	if e.Log != "" {
		s += "\npcscd said:\n" + e.Log
	}
	return s
}

// Say gives the cause and what pcscd said last; in French a part that is missing
// is all that is said.
func (e *Error) Say(lang string) (message, hint string) {
	if missing, ok := errors.AsType[*MissingError](e.Err); ok && text.French(lang) {
		return missing.Say(lang)
	}
	_, hint = text.Say(e.Err, lang)
	message = text.Of("service PC/SC privé", "PC/SC stack: "+e.Op).Because(e.Err).In(lang)
	if e.Log != "" {
		message += text.Of("\npcscd a dit :\n", "\npcscd said:\n").In(lang) + e.Log
	}
	return message, hint
}

// BadInput is true of a wrong number of cards; a part that is missing says it itself.
func (e *Error) BadInput() bool {
	return errors.Is(e.Err, ErrCards) || errors.Is(e.Err, ErrName) || errors.Is(e.Err, ErrLonely)
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
	message, hint := e.Say("en")
	return message + ": " + hint
}

// Say names the part, and what brings it.
func (e *MissingError) Say(lang string) (message, hint string) {
	said := text.Text{FR: strings.Replace(e.Part, "vpcd driver", "pilote vpcd", 1) + " introuvable", EN: e.Part + " not found"}
	if e.Path != "" {
		said = text.Of("%s : %s", "%s at %s", said, e.Path)
	}
	return said.In(lang), text.Of("installez le paquet Debian %s, ou lancez make deps", "install the Debian package %s, or run make deps", e.Package).In(lang)
}

// BadInput is true: the user can install the part.
func (e *MissingError) BadInput() bool { return true }
