package pcsc

import (
	"bytes"
	"context"
	"time"

	"github.com/cpslab/cps/harness/card"
)

// Event is a change at the readers.
type Event struct {
	Reader  card.Slot      // the reader as it is now; on Gone and Err, as it was
	Was     card.SlotState // its state before; card.SlotUnknown for a reader just found
	Gone    bool           // the reader itself was unplugged
	Err     *Error         // the service went away (or came back with another fault); Reader is empty
	Arrived bool           // the reader was not there before
}

// watchEvery is the pace of Watch. Insertion shows within about 0.3 s more,
// the service's own pace.
const watchEvery = 200 * time.Millisecond

// Watch reports what changes at the readers until ctx ends, then closes the
// channel. It begins with one Arrived event for each reader there is. The
// service going away gives one event with Err, and the readers follow as
// Arrived when it is back. The channel is also closed, after an event with
// Err, when a call does not come back ([Wedged]) and when this program has no
// PC/SC ([NotBuilt]).
//
// The watcher polls on a PC/SC context of its own and never blocks in
// SCardGetStatusChange: that would hold up every other call of the process.
func (s *Service) Watch(ctx context.Context) <-chan Event {
	events := make(chan Event, 16)
	go func() {
		defer close(events)
		w := &watch{svc: s, worker: newWorker(), events: events}
		defer w.close()
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for w.poll(ctx) {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return events
}

// watch is the state of one Watch, used by its goroutine only.
type watch struct {
	svc     *Service
	worker  *worker
	session session
	known   []card.Slot
	lost    Kind // kind of the last error reported; 0 while the service answers
	events  chan<- Event
}

// poll looks once and says what changed; false ends the watch.
func (w *watch) poll(ctx context.Context) bool {
	var infos []card.Slot
	// The caller's context is not handed down: its end must not abandon a
	// call that is coming back.
	err := w.worker.do(context.WithoutCancel(ctx), DefaultConnectDeadline, func() (err error) {
		if w.session == nil {
			if w.session, err = w.svc.establish(); err != nil {
				w.session = nil
				return err
			}
		}
		if infos, err = list(w.session); err != nil {
			_ = w.session.release() // the service is gone: there is nothing to keep
			w.session = nil
		}
		return err
	}, nil)
	if err != nil {
		kind := kindOf(err, true)
		if kind != w.lost {
			w.lost, w.known = kind, nil
			if !w.tell(ctx, Event{Err: &Error{Op: "watch", Kind: kind, Err: err}}) {
				return false
			}
		}
		return w.worker.dead == nil && kind != NotBuilt
	}
	w.lost = 0
	for _, e := range changes(w.known, infos) {
		if !w.tell(ctx, e) {
			return false
		}
	}
	w.known = infos
	return true
}

func (w *watch) tell(ctx context.Context, e Event) bool {
	select {
	case w.events <- e:
		return true
	case <-ctx.Done():
		return false
	}
}

func (w *watch) close() {
	if w.worker.dead == nil && w.session != nil {
		_ = w.worker.do(context.Background(), DefaultConnectDeadline, w.session.release, nil)
	}
	w.worker.stop()
}

// changes lists what differs between two looks: unplugged readers first, then
// the others in the order of now. A card swapped between two looks (another
// ATR) is reported as a change from and to [card.SlotCard].
func changes(before, now []card.Slot) []Event {
	var events []Event
	find := func(infos []card.Slot, name string) *card.Slot {
		for i := range infos {
			if infos[i].Name == name {
				return &infos[i]
			}
		}
		return nil
	}
	for _, r := range before {
		if find(now, r.Name) == nil {
			events = append(events, Event{Reader: r, Was: r.State, Gone: true})
		}
	}
	for _, r := range now {
		switch old := find(before, r.Name); {
		case old == nil:
			events = append(events, Event{Reader: r, Arrived: true})
		case old.State != r.State || !bytes.Equal(old.ATR, r.ATR):
			events = append(events, Event{Reader: r, Was: old.State})
		}
	}
	return events
}
