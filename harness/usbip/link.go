package usbip

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// link is the connection of the host that has a device.
type link struct {
	server *Server
	conn   net.Conn
	device Device
	shape  shape
	place  int
	ctx    context.Context
	leave  context.CancelFunc

	workers sync.WaitGroup
	strange bool // an endpoint that is none was told

	mu      sync.Mutex // protects what follows, and the order of answers
	pending map[uint32]*transfer
	queues  [2][16]*queue // by direction (in is 1) and endpoint; nil until it is used
	out     []byte
	failed  error
}

// transfer is one that is under way.
type transfer struct {
	urb
	data     []byte
	ctx      context.Context
	cancel   context.CancelFunc
	unlinked bool
	unlink   uint32 // number of the request to take it back
}

func newLink(s *Server, conn net.Conn, d Device, sh shape, place int) *link {
	return &link{server: s, conn: conn, device: d, shape: sh, place: place, pending: map[uint32]*transfer{}}
}

// run serves transfers until the peer goes, the device is unplugged or ctx ends. The error is
// nil where the peer went between two transfers.
func (l *link) run(ctx context.Context) error {
	l.ctx, l.leave = context.WithCancel(ctx)
	gone := l.device.Gone()
	watch := make(chan struct{})
	unplugged := false
	go func() {
		defer close(watch)
		select {
		case <-gone:
			unplugged = true
			_ = l.conn.Close() // the reading side ends
		case <-l.ctx.Done():
		}
	}()
	err := l.read()
	l.leave()
	_ = l.conn.Close() // whoever waits to write ends
	l.mu.Lock()
	for _, direction := range l.queues {
		for _, q := range direction {
			if q != nil {
				q.close()
			}
		}
	}
	l.mu.Unlock()
	l.workers.Wait()
	<-watch
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case unplugged:
		return ErrGone
	case l.failed != nil:
		return l.failed
	}
	return err
}

// read takes what the peer sends.
func (l *link) read() error {
	var header [sizeURB]byte
	for {
		_, err := io.ReadFull(l.conn, header[:])
		switch {
		case errors.Is(err, io.EOF) || l.ctx.Err() != nil:
			return nil //nolint:nilerr // the peer went between two transfers, or we do
		case err != nil:
			return &Error{Op: "read", What: busID(l.place), Err: err}
		}
		u := parseURB(header[:])
		switch {
		case u.device != devID(l.place) && u.device != 0: // unlink has it 0 with some clients
			err = ErrProtocol
		case u.command == cmdSubmit:
			err = l.submit(u)
		case u.command == cmdUnlink:
			err = l.takeBack(u)
		default:
			err = ErrProtocol
		}
		if err != nil {
			return err
		}
	}
}

// submit takes one transfer.
func (l *link) submit(u urb) error {
	const noPackets = 0xFFFFFFFF
	if u.in > 1 || u.packets != 0 && u.packets != noPackets {
		return ErrProtocol
	}
	t := &transfer{urb: u}
	if u.in == 0 {
		if u.length > maxLength {
			return ErrBounds
		}
		t.data = make([]byte, u.length)
		if _, err := io.ReadFull(l.conn, t.data); err != nil {
			return &Error{Op: "read", What: busID(l.place), Err: err}
		}
	}
	if u.endpoint == 0 {
		return l.control(t)
	}
	known := &l.shape.out
	if u.in == 1 {
		known = &l.shape.in
	}
	if u.endpoint > 15 || !known[u.endpoint] {
		if !l.strange {
			l.strange = true
			l.server.fail(l.conn, busID(l.place), ErrEndpoint)
		}
		return l.send(ret(retSubmit, u.seq, statusStall, 0), nil)
	}
	t.ctx, t.cancel = context.WithCancel(l.ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	_, twice := l.pending[u.seq]
	switch {
	case twice:
		t.cancel()
		return ErrProtocol
	case len(l.pending) >= maxTransfers:
		t.cancel()
		return ErrBounds
	}
	l.pending[u.seq] = t
	q := l.queues[u.in][u.endpoint]
	if q == nil {
		q = newQueue(&l.mu)
		l.queues[u.in][u.endpoint] = q
		l.workers.Go(func() { l.work(q) })
	}
	q.add(t)
	return nil
}

// control makes a control transfer at once: none waits for anything.
func (l *link) control(t *transfer) error {
	reply, ok := l.device.Control(l.ctx, t.setup, t.data)
	clear(t.data)
	if !ok {
		return l.send(ret(retSubmit, t.seq, statusStall, 0), nil)
	}
	length := len(t.data)
	if t.in == 1 {
		reply = reply[:min(len(reply), int(min(t.length, maxLength)))]
		length = len(reply)
	} else {
		reply = nil
	}
	return l.send(ret(retSubmit, t.seq, 0, length), reply)
}

// work makes the transfers of one endpoint and direction, one after the other.
func (l *link) work(q *queue) {
	for {
		t := q.next()
		if t == nil {
			return
		}
		var reply []byte
		var err error
		if t.in == 1 {
			reply, err = l.device.Read(t.ctx, int(t.endpoint), int(min(t.length, maxLength)))
		} else {
			err = l.device.Write(t.ctx, int(t.endpoint), t.data)
			clear(t.data) // it may hold a code
		}
		t.cancel()
		l.finish(t, reply, err)
	}
}

// finish answers a transfer, or the request to take it back.
func (l *link) finish(t *transfer, reply []byte, err error) {
	length := len(reply)
	if t.in == 0 && err == nil {
		length = len(t.data)
	}
	status := int32(0)
	if err != nil {
		status = statusStall
		var s statused
		switch {
		case errors.As(err, &s):
			status = s.USBStatus()
		case errors.Is(err, context.Canceled):
			status = statusGone
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.pending, t.seq)
	if t.unlinked && errors.Is(err, context.Canceled) {
		l.write(ret(retUnlink, t.unlink, statusUnlinked, 0), nil)
		return
	}
	l.write(ret(retSubmit, t.seq, status, length), reply)
	if t.unlinked {
		l.write(ret(retUnlink, t.unlink, 0, 0), nil) // it came too late
	}
}

// takeBack unlinks a transfer: one that waits is gone at once, one that is being made is
// ended and answered by whoever makes it.
func (l *link) takeBack(u urb) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.pending[u.length]
	switch {
	case t == nil || t.unlinked:
		l.write(ret(retUnlink, u.seq, 0, 0), nil)
	case l.queues[t.in][t.endpoint].drop(t):
		t.cancel()
		clear(t.data) // it may hold a code
		delete(l.pending, u.length)
		l.write(ret(retUnlink, u.seq, statusUnlinked, 0), nil)
	default: // it is being made
		t.unlinked, t.unlink = true, u.seq
		t.cancel()
	}
	return l.failed
}

// send writes an answer.
func (l *link) send(header, data []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.write(header, data)
	return l.failed
}

// write writes an answer in one call; it is called under mu.
func (l *link) write(header, data []byte) {
	if l.failed != nil {
		return
	}
	l.out = append(append(l.out[:0], header...), data...)
	_ = l.conn.SetWriteDeadline(time.Now().Add(l.server.patience)) // a peer that takes nothing is left
	if _, err := l.conn.Write(l.out); err != nil && l.ctx.Err() == nil {
		l.failed = &Error{Op: "write", What: busID(l.place), Err: err}
		_ = l.conn.Close() // the reading side ends
	}
}
