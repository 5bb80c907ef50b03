package stack

import (
	"context"
	"math"
	"time"

	"github.com/cpslab/cps/harness/slot"
)

// WaitReady returns when pcscd has seen every card that is in its reader. The
// error is an *Error with what pcscd said last.
func (st *Stack) WaitReady(ctx context.Context) error {
	return st.waitCards(ctx, func(i int) bool { return st.servers[i].State() != slot.Removed })
}

// waitCards waits for cards that a pcscd just started has not seen yet, or has.
func (st *Stack) waitCards(ctx context.Context, expected func(int) bool) error {
	for i := range st.servers {
		if !expected(i) {
			continue
		}
		if err := st.waitCard(ctx, i, 1); err != nil {
			return err
		}
	}
	return nil
}

// askInterval is how often pcscd is asked what it shows.
const askInterval = 5 * time.Millisecond

// watching is ctx bounded by the time that a change may take, and by the life of the
// service that is to see it.
func (st *Stack) watching(ctx context.Context) (context.Context, *service, func()) {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	st.mu.Lock()
	svc := st.svc
	st.mu.Unlock()
	detach := svc.onExit(cancel)
	return ctx, svc, func() { detach(); cancel() }
}

// waitCard waits until pcscd shows card i to its clients, after so many events of its
// reader at least. pcscd itself is asked: it notes a card 400 ms before its next poll
// tells the slot. One that does not answer is believed at that poll.
func (st *Stack) waitCard(ctx context.Context, i int, events uint32) error {
	ctx, svc, done := st.watching(ctx)
	defer done()
	polled := make(chan error, 1)
	go func() { polled <- st.servers[i].Wait(ctx, slot.Presented) }()
	ask := asker{socket: st.plan.socket}
	defer ask.close()
	ticker := time.NewTicker(askInterval)
	defer ticker.Stop()
	var err error
	for err == nil {
		select {
		case err := <-polled:
			return st.notReady(svc, err)
		case <-ticker.C:
		}
		if st.servers[i].State() < slot.Connected {
			continue
		}
		var now shown
		now, _, err = ask.reader(ctx, st.readers[i].Name)
		if err == nil && now.present && now.events >= events {
			return nil
		}
	}
	return st.notReady(svc, <-polled)
}

// waitGone waits until pcscd shows the reader of card i without one.
func (st *Stack) waitGone(ctx context.Context, i int) error {
	ctx, svc, done := st.watching(ctx)
	defer done()
	if err := st.servers[i].Wait(ctx, slot.Removed); err != nil {
		return st.notReady(svc, err)
	}
	ask := asker{socket: st.plan.socket}
	defer ask.close()
	ticker := time.NewTicker(askInterval)
	defer ticker.Stop()
	for {
		now, ok, err := ask.reader(ctx, st.readers[i].Name) // late on a busy machine: asked again
		if err == nil && ok && !now.present {
			st.servers[i].Gone()
			return nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			if err == nil {
				err = ctx.Err()
			}
			return st.notReady(svc, err)
		}
	}
}

// notReady is the error of a wait in vain, nil for nil.
func (st *Stack) notReady(svc *service, err error) error {
	if err == nil {
		return nil
	}
	if svc.ended() {
		err = ErrServiceEnded
	}
	return &Error{Op: "ready", Err: err, Log: svc.said()}
}

// awaited returns how many events of its reader pcscd has shown once card i, which is put
// in next, is there: the coming of the card, and the going of one before that pcscd has
// not noticed yet.
func (st *Stack) awaited(ctx context.Context, i int) uint32 {
	ask := asker{socket: st.plan.socket}
	defer ask.close()
	now, ok, err := ask.reader(ctx, st.readers[i].Name)
	switch {
	case err != nil || !ok:
		return math.MaxUint32 // the slot tells
	case now.present:
		return now.events + 2
	}
	return now.events + 1
}
