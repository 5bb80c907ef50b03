package station

import (
	"context"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// LogSize is how many records a log keeps, the last ones.
const LogSize = 10_000

// maxKept is how many bytes of an answer a record keeps.
const maxKept = 1024

// Record is one line of the log: an exchange, or something that happened to a reader or a
// card. Exactly one of Exchange and What is set.
type Record struct {
	ID     int64 // from 1, without a gap
	At     time.Time
	Reader int    // 0 where none is concerned
	Card   string // its name, "" where none is concerned
	By     string // who asked for a change, "" for nobody in particular
	// What happened, one word for programs: "inserted", "removed", "armed", "fired",
	// "reset", "restored", "service-ended", "service-back" …; Said is the sentence.
	What     string
	Said     text.Text
	Exchange *Exchange
}

// Exchange is one command and its answer, in words. It holds no code: what may be one was
// masked before it came here.
type Exchange struct {
	Number  int       // of the exchange with this card since it was made, from 1
	Op      string    // what the command does, as triggers of faults name it: "READ"
	Command text.Text // name and header
	File    string    // that is selected, "" when none is known
	Sent    []byte    // the command, its secrets zeroed
	Masked  [2]int    // from where to where
	Got     []byte    // the first bytes of the answer, without the status word
	Length  int       // of the answer, without the status word
	SW      apdu.SW   // 0 where the exchange was lost
	Lost    error     // why it was, nil otherwise
	Faults  []string  // those that fired, as they are written
	Took    time.Duration
}

// Log keeps the last [LogSize] records. Its methods may be called from any goroutine.
type Log struct {
	mu      sync.Mutex // protects what follows
	ring    []Record   // of LogSize once it is full; record n lies at (n-1) modulo LogSize
	last    int64
	changed chan struct{} // nil until somebody waits
}

// add gives a record its number and keeps it.
func (l *Log) add(r Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	r.ID = l.last
	if len(l.ring) < LogSize {
		l.ring = append(l.ring, r)
	} else {
		l.ring[(l.last-1)%LogSize] = r
	}
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}

// Last returns the number of the last record, 0 for none.
func (l *Log) Last() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// After returns the records behind number id, oldest first, most of them at most. missed
// is how many of those behind id are not kept any more.
func (l *Log) After(id int64, most int) (records []Record, missed int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id = max(id, 0)
	first := l.last - int64(len(l.ring)) + 1
	if id+1 < first {
		missed, id = first-id-1, first-1
	}
	for n := id + 1; n <= l.last && len(records) < most; n++ {
		records = append(records, l.ring[(n-1)%LogSize])
	}
	return records, missed
}

// Wait returns when there is a record behind number id, or with the error of ctx.
func (l *Log) Wait(ctx context.Context, id int64) error {
	for {
		l.mu.Lock()
		if l.last > id {
			l.mu.Unlock()
			return nil
		}
		if l.changed == nil {
			l.changed = make(chan struct{})
		}
		changed := l.changed
		l.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
