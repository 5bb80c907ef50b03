package farm

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// lease is something that one station holds at a time: its name, or a reader. It ends by
// itself when the station is not heard for the queue's patience; the holder, who knows when he
// was heard last, takes it for lost a little earlier.
type lease struct {
	book     Book
	patience time.Duration
	key      string
	what     text.Text // for people
	who      claim

	// Of whoever takes or renews, one at a time.
	revision uint64
	told     uint64 // number that people were told of last

	mu    sync.Mutex    // protects what follows
	fence uint64        // number of this hold, 0 without
	gone  chan struct{} // closed when the hold ends
	timer *time.Timer   // ends it
}

// take takes the lease. One whose holder is silent is waited for, which awaits is told; the error
// is a *HeldError as soon as the holder is heard.
func (l *lease) take(ctx context.Context, awaits func(l *lease, holder string)) error {
	var first Entry
	for {
		err := l.create(ctx)
		if !errors.Is(err, ErrExists) {
			return err
		}
		e, err := l.book.Get(ctx, l.key)
		switch {
		case errors.Is(err, ErrNoEntry):
			continue // it ended meanwhile
		case err != nil:
			return err
		case first.Key == "":
			first = e
			var by claim
			_ = decode(e.Value, maxRecord, &by) // else nobody has a name
			awaits(l, text.Printable(by.Station))
		case e.Revision != first.Revision:
			var by claim
			_ = decode(e.Value, maxRecord, &by) // else nobody has a name
			return &HeldError{l.what, by.Station}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(l.patience / 8):
		}
	}
}

func (l *lease) create(ctx context.Context) error {
	begun := time.Now()
	l.who.Nonce, l.who.At = nonce(8), begun
	revision, err := l.book.Create(ctx, l.key, encode(l.who))
	if err != nil {
		return err
	}
	l.revision = revision
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fence, l.gone = revision, make(chan struct{})
	l.timer = time.AfterFunc(l.until(begun), l.lose)
	return nil
}

// until is for how long from now a hold lasts that was renewed at that time.
func (l *lease) until(renewed time.Time) time.Duration {
	return time.Until(renewed.Add(l.patience - l.patience/6))
}

// lose ends the hold.
func (l *lease) lose() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fence != 0 {
		l.fence = 0
		close(l.gone)
		l.timer.Stop()
	}
}

// held gives the number of the hold, 0 for none, and what is closed when it ends.
func (l *lease) held() (fence uint64, gone <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fence, l.gone
}

// renew says that the holder is there; a lease that was lost is taken again, where it is
// nobody's, under a new number.
func (l *lease) renew(ctx context.Context) error {
	if fence, _ := l.held(); fence == 0 {
		return l.create(ctx)
	}
	begun := time.Now()
	l.who.Nonce, l.who.At = nonce(8), begun
	revision, err := l.book.Update(ctx, l.key, encode(l.who), l.revision)
	if errors.Is(err, ErrChanged) {
		// It ended, or is somebody else's; or an answer was lost, and it is still this one's.
		e, lookErr := l.book.Get(ctx, l.key)
		var by claim
		if lookErr != nil && !errors.Is(lookErr, ErrNoEntry) {
			return lookErr
		}
		if lookErr != nil || decode(e.Value, maxRecord, &by) != nil || by.Instance != l.who.Instance {
			l.lose()
			return err
		}
		revision, err = e.Revision, nil
		begun = by.At
	}
	if err != nil {
		return err
	}
	l.revision = revision
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fence != 0 {
		l.timer.Reset(l.until(begun))
	}
	return nil
}

// release gives the lease back.
func (l *lease) release(ctx context.Context) {
	if fence, _ := l.held(); fence != 0 {
		_ = l.book.Delete(ctx, l.key, l.revision) // else it ends by itself
		l.lose()
	}
}
