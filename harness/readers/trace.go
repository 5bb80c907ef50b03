package readers

import (
	"io"
	"os"
	"strconv"
	"strings"
	"time"

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
	t, number, err := ReadTrace(a.Name)
	if err != nil {
		return nil, err
	}
	ch, err := t.Replay(trace.ReplayOptions{Reader: number - 1})
	if err != nil {
		return nil, err
	}
	own := t.Readers()[number-1]
	recording := &Recording{At: t.At, Marks: map[string]string{}, Serial: t.Serial(number - 1), Code: t.Code(number - 1)}
	for i := range t.Events {
		if e := &t.Events[i]; e.Reader == number-1 && e.Kind == trace.KindMark {
			recording.Marks[e.Mark] = e.Value
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

// TraceFile takes the address of a trace without its scheme apart: the file, and the number
// of the reader, from 1.
func TraceFile(name string) (path string, number int) {
	if file, n, ok := strings.Cut(name, "#"); ok {
		if _, err := os.Stat(name); err != nil { // a file may be called so
			if given, err := strconv.Atoi(n); err == nil && given > 0 {
				return file, given
			}
		}
	}
	return name, 1
}

// ReadTrace reads the trace of an address without its scheme: a file and, behind a "#", the
// number of a reader from 1, which is 1 without. Errors are *[TraceError].
func ReadTrace(name string) (t *trace.Trace, number int, err error) {
	path, number := TraceFile(name)
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, &TraceError{path, err}
	}
	defer f.Close()
	if t, err = trace.Read(io.Reader(f)); err != nil {
		return nil, 0, &TraceError{path, err}
	}
	return t, number, nil
}
