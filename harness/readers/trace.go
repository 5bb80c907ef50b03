package readers

import (
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/trace"
)

// Marks of a trace that a reading leaves, for what a replay cannot do again.
const (
	// MarkProof: what became of the proof of the authentication key, whose challenge was
	// drawn by chance.
	MarkProof = "key-proof"
	// MarkLogin: "withheld" where there was a PIN and it was not presented.
	MarkLogin     = "pin"
	LoginWithheld = "withheld"
)

// Recording is what a card that is replayed is replayed from.
type Recording struct {
	At     time.Time         // when it was recorded
	Marks  map[string]string // what was noted beside
	Serial string            // number of EF.SN.ICC as the trace has it, "" where that was not read
	Code   int               // characters of the code that was presented, 0 for none
}

// openTrace opens the card of a recorded session: the first of its readers, or that of the
// number behind a "#".
func (s *Set) openTrace(a Address) (*Card, error) {
	path, number := a.Name, 1
	if name, n, ok := strings.Cut(path, "#"); ok {
		if _, err := os.Stat(path); err != nil { // a file may be called so
			if given, err := strconv.Atoi(n); err == nil && given > 0 {
				path, number = name, given
			}
		}
	}
	t, err := readTrace(path)
	if err != nil {
		return nil, err
	}
	ch, err := t.Replay(trace.ReplayOptions{Reader: number - 1})
	if err != nil {
		return nil, err
	}
	own := t.Readers()[number-1]
	recording := &Recording{At: t.At, Marks: map[string]string{}}
	for i := range t.Events {
		e := &t.Events[i]
		switch {
		case e.Reader != number-1:
		case e.Kind == trace.KindMark:
			recording.Marks[e.Mark] = e.Value
		case recording.Code == 0 && e.Presents() > 0:
			recording.Code = e.Presents()
		case recording.Serial == "" && e.File == "EF.SN.ICC":
			if serial, _, err := card.DecodeSerial(e.Data()); err == nil {
				recording.Serial = serial.Number
			}
		}
	}
	c := &Card{Address: a, Reader: own.Name, Simulated: own.Simulated, recording: recording, channel: ch}
	switch {
	case recording.Code > 0: // any code of that length gets the recorded answer
		c.pin, c.lastTry = secret(strings.Repeat("0", recording.Code)).present, true
	case recording.Marks[MarkLogin] == LoginWithheld:
		c.pin = secret("0000").present
	}
	return s.wrapped(c)
}

// TraceError is a trace that cannot be read: the file, and why.
type TraceError struct {
	Path string
	Err  error
}

var _ text.Speaker = (*TraceError)(nil)

func (e *TraceError) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *TraceError) Unwrap() error { return e.Err }

// Say gives the path and the cause.
func (e *TraceError) Say(lang string) (message, hint string) {
	if _, hint = text.Say(e.Err, lang); hint == "" {
		hint = text.Of("trace:FICHIER, tel que l'écrit cpslab diagnose --trace", "trace:FILE, as cpslab diagnose --trace writes it").In(lang)
	}
	return text.Same(e.Path).Because(e.Err).In(lang), hint
}

// BadInput is true: the file is what the user gave.
func (e *TraceError) BadInput() bool { return true }

func readTrace(path string) (*trace.Trace, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &TraceError{path, err}
	}
	defer f.Close()
	t, err := trace.Read(io.Reader(f))
	if err != nil {
		return nil, &TraceError{path, err}
	}
	return t, nil
}
