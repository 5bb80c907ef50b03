package trace

import (
	"time"

	"github.com/cpslab/cps/harness/card"
)

// Version is the version of the format that this package writes.
const Version = 1

// Header is the first line of a trace.
type Header struct {
	Version int       `json:"cpslab-trace"`
	Program string    `json:"program,omitempty"` // that wrote it, with its version
	At      time.Time `json:"at"`                // when the first line was written, UTC
}

// Kind says what an event is.
type Kind string

// The kinds.
const (
	KindCard     Kind = "card"     // a card in a reader, before anything was said to it
	KindExchange Kind = "exchange" // one command, and its answer or why there was none
	KindReset    Kind = "reset"    // of the card
	KindError    Kind = "error"    // something other than an exchange that failed
	KindFault    Kind = "fault"    // a fault that fired
	KindMark     Kind = "mark"     // what whoever recorded noted
	KindEnd      Kind = "end"      // the manifest, last of all
)

// Micros is a time in microseconds.
type Micros int64

// MicrosOf is a duration in whole microseconds.
func MicrosOf(d time.Duration) Micros { return Micros(d / time.Microsecond) }

// Duration is the time as Go has it.
func (m Micros) Duration() time.Duration { return time.Duration(m) * time.Microsecond }

// Event is one line of a trace but the first. Which fields have a meaning follows from
// the kind.
type Event struct {
	Kind   Kind   `json:"kind"`
	Reader int    `json:"r,omitempty"`  // place of the reader
	N      int    `json:"n,omitempty"`  // number of the exchange in its reader, from 1
	At     Micros `json:"t"`            // since the header
	Took   Micros `json:"dt,omitempty"` // of an exchange or a reset

	// Of an exchange. The answer ends in the status word; Err says why there is none.
	Command card.HexBytes `json:"cmd,omitempty"`
	Answer  card.HexBytes `json:"resp,omitempty"`
	Op      string        `json:"op,omitempty"`   // "READ", as triggers of faults name it
	File    string        `json:"file,omitempty"` // that is selected, "" when none is known
	Err     string        `json:"err,omitempty"`  // see [ErrorOf]

	Cold bool `json:"cold,omitempty"` // of a reset

	// Of a card; of a reset, the answer to it.
	Name      string        `json:"reader,omitempty"`
	ATR       card.HexBytes `json:"atr,omitempty"`
	Protocol  string        `json:"protocol,omitempty"` // "T=0", "T=1", "" for unknown
	Simulated bool          `json:"simulated,omitempty"`

	Fault string `json:"fault,omitempty"` // that fired, as --fault takes it
	Mark  string `json:"mark,omitempty"`  // name of what was noted
	Value string `json:"value,omitempty"`

	// Of the end.
	Exchanges int            `json:"exchanges,omitempty"` // of all readers
	Scrubbed  map[string]int `json:"scrubbed,omitempty"`  // how many values of each kind, see [Kinds of values]
}

// SW returns the status word of an exchange; ok is false where there is no whole one.
func (e *Event) SW() (sw uint16, ok bool) {
	n := len(e.Answer)
	if n < 2 {
		return 0, false
	}
	return uint16(e.Answer[n-2])<<8 | uint16(e.Answer[n-1]), true
}

// Data returns the answer without its status word.
func (e *Event) Data() []byte {
	if len(e.Answer) < 2 {
		return nil
	}
	return e.Answer[:len(e.Answer)-2]
}

// protocolName is how a trace names a protocol of a channel.
func protocolName(p int) string {
	switch p {
	case 0:
		return "T=0"
	case 1:
		return "T=1"
	}
	return ""
}

// protocolOf is the protocol of a name, -1 for any other.
func protocolOf(name string) int {
	switch name {
	case "T=0":
		return 0
	case "T=1":
		return 1
	}
	return -1
}
