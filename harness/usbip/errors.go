package usbip

import (
	"errors"
	"fmt"

	"github.com/cpslab/cps/harness/card/text"
)

// What [Error] may hold, besides an error of the network or of a device.
var (
	// ErrNotLoopback: the address is not one of this machine's loopback addresses.
	ErrNotLoopback = text.NewError(text.Of("cette adresse ouvrirait les lecteurs à d'autres machines", "this address would open the readers to other machines"),
		text.Of("prenez 127.0.0.1:3240, ou dites que vous l'ouvrez : qui atteint le port a les cartes", "take 127.0.0.1:3240, or say that you open it: whoever reaches the port has the cards"))
	// ErrDevices: no device, or more than MaxDevices, or one without descriptors.
	ErrDevices = text.NewError(text.Of("il faut de 1 à %d appareils, chacun avec ses descripteurs", "it takes 1 to %d devices, each with its descriptors", MaxDevices), text.Text{})
	// ErrProtocol: the peer does not speak the protocol.
	ErrProtocol = text.NewError(text.Of("ce n'est pas USB/IP 1.1.1 : connexion fermée", "not USB/IP 1.1.1: connection closed"), text.Text{})
	// ErrBounds: the peer asks for more than the bounds allow.
	ErrBounds = text.NewError(text.Of("au-delà des bornes : connexion fermée", "beyond the bounds: connection closed"), text.Text{})
	// ErrUnknown: there is no device of that bus identifier.
	ErrUnknown = text.NewError(text.Of("aucun appareil de ce numéro", "no device of that bus identifier"), text.Text{})
	// ErrEndpoint: the device has no such endpoint.
	ErrEndpoint = text.NewError(text.Of("aucun point d'accès de ce numéro", "no such endpoint"), text.Text{})
	// ErrGone: the device fell off the bus.
	ErrGone = text.NewError(text.Of("l'appareil est débranché", "the device is unplugged"), text.Text{})
)

// errTaken is said of a port that another program has.
var errTaken = text.NewError(text.Of("un autre programme a déjà ce port", "another program has this port already"),
	text.Of("un autre « cpslab … --usbip » ? --usbip=127.0.0.1:0 prend un port libre", "another “cpslab … --usbip”? --usbip=127.0.0.1:0 takes a free port"))

var errAddress = text.NewError(text.Of("attendu HÔTE:PORT", "want HOST:PORT"), text.Of("par exemple 127.0.0.1:3240", "for example 127.0.0.1:3240"))

// Error is the error type of this package. Err is one of the sentinels above, the error of
// the network or the device's own.
type Error struct {
	Op   string // "listen", "new", "read", "write", "import" or "transfer"
	What string // address, or bus identifier
	Err  error
}

var _ text.Speaker = (*Error)(nil)

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("usbip %s: %s: %v", e.What, e.Op, e.Err) }

// frenchOps are the values of Op in French.
var frenchOps = map[string]string{
	"listen": "écoute", "new": "appareils", "read": "lecture", "write": "écriture", "import": "branchement", "transfer": "transfert",
}

// Say gives what, operation and cause, as text.Around does.
func (e *Error) Say(lang string) (message, hint string) {
	during := text.Text{FR: fmt.Sprintf("usbip %s : %s", e.What, frenchOps[e.Op]), EN: fmt.Sprintf("usbip %s: %s", e.What, e.Op)}
	return text.Around(during, e.Err, lang)
}

// BadInput is true of an address, which the user gave.
func (e *Error) BadInput() bool {
	return errors.Is(e.Err, ErrNotLoopback) || errors.Is(e.Err, errAddress)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }
