package station

import (
	"context"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/trace"
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
	What string
	Said text.Text
	// Exchange is one command and its answer as a trace has them, numbered from 1 since the
	// card was made. Its command holds no code, and its answer the first bytes, with the
	// status word; where it was and when tells the record.
	Exchange *trace.Event
	Left     int      // bytes of the answer that are not kept
	Faults   []string // those that fired at the exchange, as they are written
}

// Content returns the file, or the object, of which the exchange of that number gave a
// part, put together from the answers around it that are kept, the number of its first byte
// that is of the exchange itself, and the record; false where no exchange of that number is
// kept.
func (l *Log) Content(id int64) (r Record, content []byte, from int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := l.last - int64(len(l.ring)) + 1
	if id < first || id > l.last || l.at(id).Exchange == nil {
		return Record{}, nil, 0, false
	}
	r = *l.at(id)
	var around trace.Trace
	place := 0
	for n := max(first, id-aroundIt); n <= min(l.last, id+aroundIt); n++ {
		if one := l.at(n); one.Exchange != nil && one.Card == r.Card {
			if n == id {
				place = len(around.Events)
			}
			around.Events = append(around.Events, *one.Exchange)
		}
	}
	content, from = around.Content(place)
	return r, content, from, true
}

// aroundIt is how far the rest of what an exchange read is looked for in the log, in
// records.
const aroundIt = 256

// at is the record of that number. The lock is held, and the record is kept.
func (l *Log) at(id int64) *Record { return &l.ring[(id-1)%LogSize] }

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
		records = append(records, *l.at(n))
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
