package card

import "errors"

// What can be wrong between a program and a card. Channels and whatever opens
// them return errors that match one of these with errors.Is; the error itself
// says which reader and which exchange.
var (
	ErrNoService = errors.New("the smart card service does not run")
	ErrNoReader  = errors.New("no reader is connected")
	ErrNoCard    = errors.New("there is no card in the reader")
	ErrMute      = errors.New("the card gives no answer to reset")
	ErrRemoved   = errors.New("the card was removed")
	ErrReset     = errors.New("the card was reset by another program")
	ErrBusy      = errors.New("another program holds the card")
	ErrRefused   = errors.New("refused to protect the card")
	ErrWedged    = errors.New("the reader did not answer before the deadline")
)
