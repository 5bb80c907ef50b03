package diagnosis

import "github.com/cpslab/cps/harness/card"

// ReaderState is what became of the way to the card.
type ReaderState uint8

// Reader states. Only ReaderOK and ReaderRemoved come with card contents.
const (
	ReaderUnknown ReaderState = iota // not judged
	ReaderOK                         // a card answered
	ReaderNone                       // the service runs and knows no reader
	ReaderNoCard                     // the slot is empty
	ReaderMute                       // a card is present and gives no ATR
	ReaderRemoved                    // the card went away after a successful start
)

// Reader is the reader part of an Input.
type Reader struct {
	Name     string
	State    ReaderState
	Exchange int // exchange at which the state was seen, 0 when none
}

// Environment is declared by the user, never guessed.
type Environment string

// Environments of --env. The empty string means not declared.
const (
	EnvTest Environment = "test"
	EnvReal Environment = "real"
)

// Use is what the card is to be used for.
type Use string

// Uses of --use. The empty string means billing.
const (
	UseBilling Use = "billing"
	UseAuth    Use = "auth"
)

// Facts are declared by the caller: nothing on the card tells them.
type Facts struct {
	Env      Environment
	Use      Use
	Activity int // logical choice: number nn of the activity to bill under, 0 = not declared
	// NewCardReceived tells that the replacement card has arrived. Not
	// declared counts as no (rules CPS-VAL-006 and -007).
	NewCardReceived bool
}

// Input is everything a diagnosis may look at: data already read.
type Input struct {
	Reader Reader
	Card   *card.Contents // nil when no card was read
	Facts  Facts
}
