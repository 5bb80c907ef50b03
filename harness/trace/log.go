package trace

import (
	"encoding/json"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// Options say how a trace is recorded. The zero value records on the clock of the
// machine, and has no authority: certificates are then masked, not re-issued.
type Options struct {
	Program string           // its name and version, for the header
	Now     func() time.Time // nil is time.Now
	// Authority re-issues certificates and keys; nil has them masked in place, so that
	// what the card signs verifies with nothing.
	Authority Authority
	// Observe is told of each event as it is written, scrubbed, in the order of the
	// trace and one call at a time. It must not call the log. What belongs to a file
	// that is still being read comes when the file has been read; [Log.Flush] has it come at
	// once.
	Observe func(Event)

	key     []byte // of the replacements; nil draws one. For tests.
	unscrub bool   // for the test that the search finds what the scrubber leaves
}

// Reader names a reader and its card at the start.
type Reader struct {
	Name      string // as people know it; numbers that may be of one device are masked
	Simulated bool   // a card of this bench
}

// Log is a trace that is being recorded, of one reader or several. Its methods may be
// called from any goroutine.
type Log struct {
	opt     Options
	w       io.Writer
	started time.Time

	mu        sync.Mutex // protects what follows, and the order of the lines
	scrub     *scrubber
	watched   watcher
	recorders []*Recorder
	total     int // exchanges
	line      []byte
	err       error // of the writer: nothing follows it
	closed    bool
}

// watcher sees what was said in clear; see package leak.
type watcher interface {
	See(cmd, answer []byte)
}

// NewLog writes a trace to w. A [File] is searched before it is left, which a stream
// cannot be: whoever passes a stream on passes on what was scrubbed, and unsearched.
func NewLog(w io.Writer, o Options) (*Log, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	s, err := newScrubber(o)
	if err != nil {
		return nil, err
	}
	l := &Log{opt: o, w: w, started: o.Now(), scrub: s}
	return l, l.write(Header{Version: Version, Program: o.Program, At: l.started.UTC().Truncate(time.Microsecond)})
}

// Mark notes something beside what was said: a name and a value that hold no secret, of
// the reader in that place.
func (l *Log) Mark(reader int, name, value string) {
	l.add(Event{Kind: KindMark, Reader: reader, Mark: name, Value: value}, nil, nil)
}

// Fault notes a fault that fired at an exchange, 0 for none.
func (l *Log) Fault(reader, exchange int, fault string) {
	l.add(Event{Kind: KindFault, Reader: reader, N: exchange, Fault: fault}, nil, nil)
}

// Flush writes what is held back of a file that is being read.
func (l *Log) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.emit(l.scrub.flush())
	return l.err
}

// Exchanges returns how many were recorded so far, of all readers.
func (l *Log) Exchanges() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// Err returns the error that ended the writing, nil when none did: a card goes on whatever
// becomes of its trace.
func (l *Log) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Close writes what is held back, and the manifest. Nothing is recorded afterwards.
func (l *Log) Close() error {
	l.mu.Lock()
	silent := slices.Clone(l.recorders)
	l.mu.Unlock()
	for _, r := range silent {
		r.introduce()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return l.err
	}
	l.emit(l.scrub.flush())
	l.closed = true
	if l.err == nil {
		l.err = l.write(Event{Kind: KindEnd, At: l.since(l.opt.Now()), Exchanges: l.total, Scrubbed: l.scrub.counts()})
	}
	l.scrub.forget()
	return l.err
}

func (l *Log) since(t time.Time) Micros { return max(0, MicrosOf(t.Sub(l.started))) }

// add takes an event in clear. cmd and answer are shown to the search as they were.
func (l *Log) add(e Event, cmd, answer []byte) {
	now := l.opt.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.err != nil {
		return
	}
	if e.At == 0 {
		e.At = l.since(now)
	}
	if e.Kind == KindExchange {
		l.total++
		if l.watched != nil {
			l.watched.See(cmd, answer)
		}
	}
	l.emit(l.scrub.push(e))
}

// emit writes events that are scrubbed. The lock is held.
func (l *Log) emit(events []Event) {
	for i := range events {
		if l.err != nil {
			return
		}
		if l.err = l.write(&events[i]); l.err == nil && l.opt.Observe != nil {
			l.opt.Observe(events[i])
		}
	}
}

// write writes one line.
func (l *Log) write(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	l.line = append(append(l.line[:0], b...), '\n')
	if _, err := l.w.Write(l.line); err != nil {
		return text.Wrap(text.Of("écriture de la trace", "writing the trace"), err)
	}
	return nil
}
