package ccid

import (
	"context"
	"sync"
)

// maxWaiting is how many messages of the host wait for it to read their answers.
const maxWaiting = 16

// host is what there is of the host that has the reader.
type host struct {
	ctx      context.Context // ends when it goes
	leave    context.CancelFunc
	gone     chan struct{} // closed when the reader falls off the bus
	letGo    sync.Once
	commands sync.WaitGroup // those under way

	writing sync.Mutex // held by Write: a message is gathered in out
	out     []byte

	tokens  chan struct{} // one for each message that was taken and whose answer was not read
	ready   chan struct{} // holds one token when in has something
	changed chan struct{} // holds one token when news has something

	mu   sync.Mutex // protects what follows
	in   []queued
	news []bool // slots of which it was not told yet
}

// queued is an answer, or the rest of one.
type queued struct {
	bytes []byte
	last  bool // no extension: the message is answered with it
}

func newHost(slots int) *host {
	h := &host{
		gone: make(chan struct{}), tokens: make(chan struct{}, maxWaiting),
		ready: make(chan struct{}, 1), changed: make(chan struct{}, 1), news: make([]bool, slots),
	}
	h.ctx, h.leave = context.WithCancel(context.Background())
	return h
}

// wait returns when there is room for one more message.
func (h *host) wait(ctx context.Context) error {
	select {
	case h.tokens <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-h.ctx.Done():
		return h.ctx.Err()
	}
}

// push gives the host an answer. One that asks for more time is dropped where it does not
// read.
func (h *host) push(a *answer, slot, seq byte) {
	h.mu.Lock()
	if !a.wait || len(h.in) < maxWaiting {
		h.in = append(h.in, queued{a.append(make([]byte, 0, headerLen+len(a.data)), slot, seq), !a.wait})
	}
	h.mu.Unlock()
	signal(h.ready)
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// read waits for an answer. A transfer that is too short for it takes a part, where that is
// whole packets, and is an error else, as USB has it (USB 2.0, 5.8.3).
func (h *host) read(ctx context.Context, max int) ([]byte, error) {
	for {
		b, err, any := h.next(max)
		if any {
			return b, err
		}
		select {
		case <-h.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-h.ctx.Done():
			return nil, h.ctx.Err()
		}
	}
}

func (h *host) next(max int) (b []byte, err error, any bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if max == 0 {
		return nil, nil, true
	}
	if len(h.in) == 0 {
		return nil, nil, false
	}
	first := &h.in[0]
	b = first.bytes
	if len(b) > max && max%packet == 0 {
		first.bytes = b[max:]
		return b[:max:max], nil, true
	}
	if len(b) > max {
		b, err = nil, overflow{}
	}
	if first.last {
		<-h.tokens
	}
	if h.in = h.in[1:]; len(h.in) > 0 {
		signal(h.ready)
	}
	return b, err, true
}

// tell has the host hear of a slot.
func (h *host) tell(slot int) {
	h.mu.Lock()
	h.news[slot] = true
	h.mu.Unlock()
	signal(h.changed)
}
