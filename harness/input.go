package harness

import (
	"errors"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Input puts together what the diagnosis looks at: the contents read so far,
// which may be nil, and the error that ended opening or reading, which may be
// nil too. A named state of reader or card (no reader, no card, mute, removed)
// becomes a reader state; any other error is the caller's to report.
func Input(reader string, contents *card.Contents, err error, facts fact.Set) diagnosis.Input {
	in := diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{Name: reader}}, Card: contents, Facts: facts}
	var withheld *PINError
	switch {
	case contents != nil && (err == nil || errors.As(err, &withheld)):
		in.Reader.State = card.SlotCard
	case errors.Is(err, card.ErrNoReader):
		in.Reader.State = card.SlotNoReader
	case errors.Is(err, card.ErrNoCard):
		in.Reader.State = card.SlotEmpty
	case errors.Is(err, card.ErrMute):
		in.Reader.State = card.SlotMute
	case errors.Is(err, card.ErrRemoved):
		in.Reader.State = card.SlotRemoved
	}
	var read *ReadError
	if errors.As(err, &read) {
		in.Reader.Exchange = read.Exchange
	}
	return in
}

// Named reports whether the error is a state that a rule names (a finding,
// exit code 1) rather than a failure of the bench. A card removed during a
// reading has a rule and is a failure of the reading all the same.
func Named(err error) bool {
	return errors.Is(err, card.ErrNoReader) || errors.Is(err, card.ErrNoCard) || errors.Is(err, card.ErrMute)
}
