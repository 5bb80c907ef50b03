package usbip

import (
	"slices"
	"sync"
)

// queue holds the transfers of one endpoint and direction that nobody has begun. One that is
// taken back leaves it at once: what a peer has asked for and takes back must not count
// against it only because the other side had no turn yet. All but next is called under the
// lock that it was made with.
type queue struct {
	mu      *sync.Mutex
	changed *sync.Cond
	waiting []*transfer
	closed  bool
}

func newQueue(mu *sync.Mutex) *queue { return &queue{mu: mu, changed: sync.NewCond(mu)} }

// add puts a transfer behind the others.
func (q *queue) add(t *transfer) {
	q.waiting = append(q.waiting, t)
	q.changed.Signal()
}

// drop takes a transfer out; false where it was begun.
func (q *queue) drop(t *transfer) bool {
	i := slices.Index(q.waiting, t)
	if i < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	return true
}

// close ends next, once what waits was given out.
func (q *queue) close() {
	q.closed = true
	q.changed.Broadcast()
}

// next waits for a transfer to begin; nil after close.
func (q *queue) next() *transfer {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) == 0 {
		if q.closed {
			return nil
		}
		q.changed.Wait()
	}
	t := q.waiting[0]
	q.waiting = slices.Delete(q.waiting, 0, 1)
	return t
}
