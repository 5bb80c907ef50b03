package pcsc

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Channel is a connected card in a PC/SC reader. It satisfies card.Channel,
// and must be closed. Like every card.Channel it is meant for one goroutine at
// a time; calls from several wait for each other.
//
// The commands pass as given: PC/SC resolves neither 61xx nor 6Cxx, and on T=0
// a command with data carries no Le (ISO/IEC 7816-3, 12.2).
type Channel struct {
	svc    *Service
	reader string
	opts   Options

	mu     sync.Mutex // held during a call; protects all below
	worker *worker
	link   link
	inTx   bool
	closed bool
	buf    []byte // the command under way, wiped afterwards
}

var _ card.Channel = (*Channel)(nil)

// removalProbe is how long a failed exchange is watched for the removal that
// may explain it, and probeEvery how often: pcscd looks at a reader about
// every 0.4 s.
const (
	removalProbe = time.Second
	probeEvery   = 50 * time.Millisecond
)

// link is what a connection or reconnection brings. Jobs return it instead of
// writing to the Channel: a job that outlives its deadline runs beside the
// Channel's user.
type link struct {
	session  session
	handle   handle
	atr      []byte
	protocol int
	removed  bool // the handle's card was taken away
}

// connect runs on the worker. When the reader is unknown it returns those
// there are. Errors while cleaning up are not reported beside the first one.
func (c *Channel) connect() (link, []card.Slot, error) {
	ses, err := c.svc.establish()
	if err != nil {
		return link{}, nil, err
	}
	if c.worker.gone.Load() {
		return link{}, nil, errLeft
	}
	h, err := ses.connect(c.reader, c.opts.Exclusive)
	if err == nil && c.worker.gone.Load() {
		_ = h.disconnect()
		return link{}, nil, errLeft
	}
	if err != nil {
		var found []card.Slot
		if kindOf(err, true) == ReaderNotFound {
			found, _ = list(ses)
		}
		_ = ses.release()
		return link{}, found, err
	}
	atr, err := h.atr()
	if err != nil {
		_ = h.disconnect()
		_ = ses.release()
		return link{}, nil, err
	}
	return link{session: ses, handle: h, atr: atr, protocol: h.protocol()}, nil, nil
}

// Reader returns the full name of the reader.
func (c *Channel) Reader() string { return c.reader }

// ATR returns the answer to reset of the card, at most 33 bytes, read-only.
func (c *Channel) ATR() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link.atr
}

// Protocol returns 0 for T=0, 1 for T=1, -1 when none is known.
func (c *Channel) Protocol() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link.protocol
}

// headerSize is what every command has: CLA INS P1 P2. Drivers take what is shorter
// for something else, or wait for the rest.
const headerSize = 4

// Transmit sends one C-APDU and appends the R-APDU to dst. The command is
// copied, and the copy wiped as soon as the reader has answered.
//
// Errors: *[Error], on which kind the further use of c depends. Except for
// [Misuse] and a call not started the exchange is lost: whether the card has
// seen the command is not known.
func (c *Channel) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(cmd) < headerSize {
		return dst, c.fail("transmit", errShortCommand)
	}
	c.buf = append(c.buf[:0], cmd...)
	sent := c.buf
	var rsp []byte
	err := c.call(ctx, "transmit", c.opts.Deadline, func(l *link) (err error) {
		defer clear(sent)
		rsp, err = l.handle.transmit(sent)
		return err
	})
	if err != nil {
		return dst, err
	}
	dst = append(dst, rsp...)
	clear(rsp)
	return dst, nil
}

// Begin opens an exclusive transaction: other programs wait until End.
//
// Errors: as Transmit; a transaction held elsewhere for longer than the
// deadline shows as [Wedged].
func (c *Channel) Begin(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inTx {
		return c.fail("begin", errNested)
	}
	err := c.call(ctx, "begin", c.opts.Deadline, func(l *link) error { return l.handle.begin() })
	c.inTx = err == nil
	return err
}

// End closes the transaction and leaves the card as it is: a PIN stays
// verified.
func (c *Channel) End(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.inTx {
		return c.fail("end", errNoBegin)
	}
	err := c.call(ctx, "end", c.opts.Deadline, func(l *link) error { return l.handle.end() })
	var e *Error
	if !errors.As(err, &e) || !errors.As(e, new(*notStartedError)) {
		c.inTx = false
	}
	return err
}

// Reset powers the card off and on (cold) or resets it (warm), ends an open
// transaction, and reads ATR and protocol again. It also picks up a card
// inserted again after [Removed].
func (c *Channel) Reset(ctx context.Context, cold bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := resetCard
	if cold {
		d = unpowerCard
	}
	inTx := c.inTx
	return c.call(ctx, "reset", c.opts.ConnectDeadline, func(l *link) error {
		if inTx {
			_ = l.handle.end() // a card taken away has ended it already
		}
		return c.reconnect(l, d)
	})
}

// Close leaves the card powered and releases the reader; it ends an open
// transaction. After [Wedged], [Canceled] and [NoService] it returns at once,
// without touching the reader. A second Close does nothing.
func (c *Channel) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	defer func() {
		c.closed = true
		c.worker.stop()
	}()
	if c.worker.dead != nil {
		return nil
	}
	// A context of its own: the caller's has often ended when it closes.
	inTx := c.inTx
	return c.call(context.Background(), "close", c.opts.ConnectDeadline, func(l *link) error {
		// Each step may fail because the card is gone or the service has
		// stopped; then there is nothing left to close.
		if inTx {
			_ = l.handle.end()
		}
		_ = l.handle.disconnect()
		_ = l.session.release()
		return nil
	})
}

// call runs one call on the worker and takes over what it brought; c.mu is
// held.
func (c *Channel) call(ctx context.Context, op string, limit time.Duration, f func(*link) error) error {
	if c.closed {
		return c.fail(op, errClosed)
	}
	alive := c.worker.dead == nil
	l := c.link
	var late func()
	if op == "begin" {
		// Abandoned with its transaction, the card would stay closed to every
		// other program for as long as this process lives.
		late = func() { _ = l.handle.end() }
	}
	err := c.worker.do(ctx, limit, func() error {
		if l.removed && op != "reset" && op != "close" {
			return codeRemovedCard // a failed Reset has given the handle back
		}
		err := f(&l)
		if op == "reset" {
			l.removed = l.removed || err != nil && kindOf(err, false) == Removed
			return err
		}
		return c.explain(&l, err)
	}, late)
	if c.worker.dead != nil {
		if alive {
			c.svc.quarantine(c.reader, err)
			c.buf = nil // the lost call may still be reading the command
		}
		return c.fail(op, err)
	}
	c.link = l
	if op == "reset" || errors.Is(err, codeResetCard) {
		c.inTx = false
	}
	if err != nil {
		return c.fail(op, err)
	}
	return nil
}

func (c *Channel) fail(op string, err error) error {
	return &Error{Op: op, Reader: c.reader, Kind: kindOf(err, false), Err: err}
}

// reconnect runs on the worker.
func (c *Channel) reconnect(l *link, d disposition) error {
	if l.removed {
		// pcscd would reconnect to a card inserted since, but count it as
		// unused and power it off within moments.
		_ = l.handle.disconnect()
		h, err := l.session.connect(c.reader, c.opts.Exclusive)
		if err != nil {
			return err
		}
		l.handle, l.removed = h, false
		if c.worker.gone.Load() {
			_ = h.disconnect()
			return errLeft
		}
	}
	if err := l.handle.reconnect(c.opts.Exclusive, d); err != nil {
		return err
	}
	if c.worker.gone.Load() {
		return errLeft
	}
	if l.handle.protocol() < 0 {
		return codeProtoMismatch
	}
	atr, err := l.handle.atr()
	if err != nil {
		return err
	}
	l.atr, l.protocol = atr, l.handle.protocol()
	return nil
}

// explain runs on the worker after a failed call: it reconnects to a card that
// another program reset (or that lost its protocol by being powered off), and
// finds out whether a removal lies behind a fault that the driver reported in
// general terms.
func (c *Channel) explain(l *link, err error) error {
	switch {
	case err == nil || c.worker.gone.Load():
		return err
	case errors.Is(err, codeResetCard), errors.Is(err, codeProtoMismatch) && l.protocol >= 0:
		l.protocol = -1 // a second mismatch is no reset
		if again := c.reconnect(l, leaveCard); again != nil {
			return again
		}
		if errors.Is(err, codeResetCard) {
			return err
		}
		return text.Cause(codeResetCard, err)
	case kindOf(err, false) == Removed:
		l.removed = true
		return err
	case kindOf(err, false) != Failed:
		return err
	}
	for end := time.Now().Add(removalProbe); !c.worker.gone.Load(); time.Sleep(probeEvery) {
		infos, perr := l.session.states([]string{c.reader})
		if kindOf(perr, false) == Removed || perr == nil && len(infos) == 1 && !infos[0].State.HasCard() {
			l.removed = true
			return text.Cause(codeRemovedCard, err)
		}
		if perr != nil || time.Now().After(end) {
			break
		}
	}
	return err
}
