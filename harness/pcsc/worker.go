package pcsc

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// worker runs PC/SC calls one after the other on a goroutine of its own and
// lets the caller leave a call that does not come back. It is used by one
// goroutine at a time.
//
// Once a call has been left the worker is dead: its goroutine stays in the
// call for as long as the call lasts, then ends. A job of several PC/SC calls
// asks gone between them, so as not to touch the context again; the one thing
// still done there is to end what began too late, which nobody else could.
type worker struct {
	jobs  chan *job
	ended chan struct{} // closed with the goroutine's end
	dead  error         // why the worker is dead; nil while it lives
	gone  atomic.Bool   // dead, as the worker's own goroutine sees it
}

type job struct {
	call func() error
	late func()       // undoes a call that succeeded after it was left; may be nil
	done chan error   // capacity 1: the goroutine never waits for a caller gone
	fate atomic.Int32 // running, then either back or left
}

const (
	running int32 = iota
	back
	left
)

func newWorker() *worker {
	w := &worker{jobs: make(chan *job), ended: make(chan struct{})}
	go w.loop()
	return w
}

func (w *worker) loop() {
	defer close(w.ended)
	for j := range w.jobs {
		err := guarded(j.call)
		if !j.fate.CompareAndSwap(running, back) && err == nil && j.late != nil {
			j.late()
		}
		j.done <- err
	}
}

// guarded runs a call and turns a panic of the PC/SC binding into an error.
// The panic's value is not shown: it could hold a command.
func guarded(call func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = text.NewError(text.Of("la liaison avec PC/SC a échoué en interne (%T)", "the PC/SC binding panicked (%T)", r), text.Text{})
		}
	}()
	return call()
}

// do runs call within limit and within ctx's deadline. What call writes may be
// read only when the worker is still alive afterwards (w.dead == nil). late,
// unless nil, undoes a call that succeeds after it was left.
func (w *worker) do(ctx context.Context, limit time.Duration, call func() error, late func()) error {
	if w.dead != nil {
		return w.dead
	}
	if err := ctx.Err(); err != nil {
		return &notStartedError{err}
	}
	j := &job{call: call, late: late, done: make(chan error, 1)}
	start := time.Now()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	w.jobs <- j // the goroutine is idle: no other call can be running
	var cause error
	select {
	case err := <-j.done:
		return err
	case <-timer.C:
		cause = context.DeadlineExceeded
	case <-ctx.Done():
		cause = ctx.Err()
	}
	if !j.fate.CompareAndSwap(running, left) {
		return <-j.done // both at once: the call did come back
	}
	w.gone.Store(true)
	close(w.jobs)
	w.dead = text.Wrap(text.Of("pas de réponse après %v", "no answer after %v", time.Since(start).Round(time.Millisecond)), cause)
	return w.dead
}

// stop ends an idle worker's goroutine. A dead worker is left alone.
func (w *worker) stop() {
	if w.dead == nil {
		close(w.jobs)
		w.dead = errClosed
	}
}

// notStartedError says that the context had ended before the call: nothing
// was sent, the worker lives.
type notStartedError struct{ err error }

func (e *notStartedError) Error() string { return "not started: " + e.err.Error() }
func (e *notStartedError) Unwrap() error { return e.err }

// Say gives the cause.
func (e *notStartedError) Say(lang string) (message, hint string) {
	return text.Of("non commencé", "not started").Because(e.err).In(lang), ""
}

var (
	errLeft         = text.NewError(text.Of("l'appelant est parti", "the caller has left"), text.Text{})
	errClosed       = text.NewError(text.Of("la liaison est fermée", "the channel is closed"), text.Text{})
	errShortCommand = text.NewError(text.Of("moins de quatre octets ne font pas une commande", "fewer than four bytes are no command"), text.Text{})
	errNested       = text.NewError(text.Of("une transaction est déjà ouverte", "a transaction is already open"), text.Text{})
	errNoBegin      = text.NewError(text.Of("aucune transaction n'est ouverte", "no transaction is open"), text.Text{})
)
