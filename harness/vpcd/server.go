package vpcd

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/slot"
)

// Backoff bounds of the wait between two attempts to reach the reader.
const (
	backoffMin = 50 * time.Millisecond
	backoffMax = 2 * time.Second
)

// minOut is how long a card that the reader had stays out of it at least: longer
// than one poll of pcscd, 400 ms. A card that comes back between two polls is
// lost to pcscd 1.9.9, which then shows an empty reader.
const minOut = 450 * time.Millisecond

// Option changes a Server being made.
type Option func(*Server)

// WithObserver calls f at every event, one at a time, from the goroutine of
// Serve: f must return quickly. It may call Insert and Remove.
func WithObserver(f func(slot.Event)) Option { return func(s *Server) { s.observe = f } }

// WithSilence renews a connection on which the driver asked nothing for d.
// pcscd polls every 400 ms, so a few seconds of silence mean a driver that
// waits for an answer it never asked for (see the package comment, Limits).
// Zero, the default, waits for ever: drivers of other systems need not poll.
func WithSilence(d time.Duration) Option { return func(s *Server) { s.silence = d } }

// WithRemoved makes the Server start with the card outside the reader.
func WithRemoved() Option { return func(s *Server) { s.inserted = false } }

// WithDial has the Server reach the reader through f, in place of the network of
// this process. The address is the one given to [New], its host a loopback
// address; the connection must be a *net.TCPConn.
func WithDial(f func(ctx context.Context, addr string) (net.Conn, error)) Option {
	return func(s *Server) { s.connect = f }
}

// WithAnyAPDU gives a T=0 card the commands as the client wrote them. Without it the
// slot is a reader of the TPDU kind ([slot.T0]): most readers are, and a client that
// sends Le behind data, or none at all, fails there.
func WithAnyAPDU() Option { return func(s *Server) { s.anyAPDU = true } }

var _ slot.Slot = (*Server)(nil)

// Server is one card and the slot of one virtual reader. Its methods may be
// called from any goroutine. While Serve runs, the Server is the only user of
// the channel.
type Server struct {
	addr    string
	dial    string // addr with a numeric host
	connect func(ctx context.Context, addr string) (net.Conn, error)
	bay     *slot.Bay
	observe func(slot.Event)
	silence time.Duration
	anyAPDU bool
	board   slot.Board

	swapping  sync.Mutex // held by Swap: one at a time
	exchanges atomic.Int64
	published published // of the goroutine of Serve

	mu       sync.Mutex // protects the fields below
	serving  bool
	inserted bool
	seat     int           // which insertion this is: counts the changes of inserted
	link     *net.TCPConn  // nil without a connection
	leave    func()        // ends the exchange under way on that connection
	wake     chan struct{} // closed and replaced by Insert and Remove
	out      time.Time     // until when the card has to stay out
}

// New makes a Server for the reader slot at addr, "127.0.0.1:35963" for the
// first slot of the stock driver. Any host but a loopback address or
// "localhost" is refused with an *Error holding ErrNotLoopback.
func New(addr string, ch card.Channel, opts ...Option) (*Server, error) {
	dial, err := Loopback(addr)
	if _, port, _ := net.SplitHostPort(dial); err == nil && port == "0" {
		err = errAddress
	}
	if err != nil {
		return nil, &Error{Op: "address", Addr: addr, Err: err}
	}
	s := &Server{
		addr: addr, dial: dial, inserted: true,
		connect: func(ctx context.Context, addr string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		},
		observe: func(slot.Event) {}, wake: make(chan struct{}),
	}
	for _, o := range opts {
		o(s)
	}
	s.bay = slot.NewBay(ch, s.anyAPDU)
	return s, nil
}

// Loopback returns addr with a numeric host, so that no name service decides who
// reaches it. Port 0 is one: a listener takes a free port for it. Errors are
// ErrNotLoopback, and one that says what an address is.
func Loopback(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", errAddress
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "", errAddress
	}
	port = strconv.FormatUint(n, 10) // without the zeros and signs before it
	if host == "localhost" {
		host = "127.0.0.1" // the driver listens on IPv4 only
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return "", ErrNotLoopback
	}
	return net.JoinHostPort(ip.String(), port), nil
}

// Addr returns the address given to New.
func (s *Server) Addr() string { return s.addr }

// Exchanges returns how many C-APDUs were answered so far. An answer is counted
// before its client can have it.
func (s *Server) Exchanges() int64 { return s.exchanges.Load() }

// State returns where the card stands.
func (s *Server) State() slot.State { return s.board.State() }

// Wait returns when the card has reached want, at least (for Removed:
// exactly), or with the error of ctx.
func (s *Server) Wait(ctx context.Context, want slot.State) error {
	if err := s.board.Wait(ctx, want); err != nil {
		return &Error{Op: "serve", Addr: s.addr, Err: text.Wrap(text.Of("attendu : %s", "card not %s", want.Text()), err)}
	}
	return nil
}

// Insert puts the card into the reader; [Server.Wait] tells when it is there. A
// card that was just taken out stays out for 0.45 s, more than one poll, first.
func (s *Server) Insert() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.want(true)
}

// Remove pulls the card out, even in the middle of an exchange. pcscd notices
// at its next poll, within 400 ms.
func (s *Server) Remove() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.want(false)
}

// Inserted reports whether the card is to be in the reader: Insert was the last of Insert
// and Remove. [Server.State] tells how far it came.
func (s *Server) Inserted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inserted
}

// Swap puts another card in the place of the card; see [slot.Slot]. Where clients notice,
// the new card is put in and [Server.Wait] tells when it is there: 0.45 s later at least.
func (s *Server) Swap(ctx context.Context, ch card.Channel) (noticed bool, err error) {
	s.swapping.Lock()
	defer s.swapping.Unlock()
	out := 0 // which change of ours took the card out, 0 for none
	pull := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.inserted {
			s.want(false)
			out = s.seat
		}
	}
	if noticed, err = s.bay.Differs(ctx, ch); err != nil {
		return false, err
	}
	if noticed {
		pull() // before it is there: no client of the old card speaks to it
	}
	late, err := s.bay.Swap(ctx, ch)
	if late && !noticed {
		pull()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if out != 0 && s.seat == out { // nobody else decided meanwhile
		s.want(true)
	}
	return err == nil && (noticed || late), err
}

// want is called under mu.
func (s *Server) want(inserted bool) {
	if s.inserted == inserted {
		return
	}
	s.inserted = inserted
	s.seat++
	if inserted {
		// Whoever waits from now on waits for this insertion: what is still
		// served of an earlier one no longer counts (see publish).
		s.board.Set(slot.Waiting)
	}
	close(s.wake)
	s.wake = make(chan struct{})
	if !inserted && s.link != nil {
		_ = s.link.Close() // the reading side reports the end of the connection
		s.leave()          // a card that hangs is left, too
	}
}

// wish is what Insert and Remove want at one moment.
type wish struct {
	inserted bool
	seat     int
	changed  <-chan struct{} // closed when that changes
}

func (s *Server) wanted() wish {
	s.mu.Lock()
	defer s.mu.Unlock()
	return wish{s.inserted, s.seat, s.wake}
}

// Serve connects to the reader and answers it until ctx ends, then returns
// nil. It connects again, at growing intervals of at most 2 s, when the PC/SC
// service restarts, and after a lost exchange, as if the card had been seated
// anew. It returns an *Error at once when the peer does not speak the
// protocol (ErrEmptyFrame) or when Serve is already running (ErrServing).
func (s *Server) Serve(ctx context.Context) error {
	s.mu.Lock()
	busy := s.serving
	s.serving = true
	s.mu.Unlock()
	if busy {
		return &Error{Op: "serve", Addr: s.addr, Err: ErrServing}
	}
	defer func() {
		s.mu.Lock()
		s.serving = false
		seat := s.seat
		s.mu.Unlock()
		s.publish(seat, slot.Removed, nil)
	}()

	backoff := backoffMin
	for ctx.Err() == nil {
		now := s.wanted()
		if !now.inserted {
			s.publish(now.seat, slot.Removed, nil)
			select {
			case <-now.changed:
			case <-ctx.Done():
			}
			continue
		}
		s.publish(now.seat, slot.Waiting, nil)
		if !pause(ctx, s.stayOut(), now.changed) {
			continue
		}
		seen, err := s.session(ctx, now.seat)
		if ctx.Err() != nil {
			return nil
		}
		if seen > slot.Waiting {
			backoff = backoffMin
			if !errors.Is(err, io.EOF) { // a service that ended forgets its cards
				s.comeOut(minOut)
			}
		}
		if next := s.wanted(); next.seat != now.seat {
			continue // pulled out, and perhaps put back: no fault
		}
		s.publish(now.seat, slot.Waiting, err)
		if errors.Is(err, ErrEmptyFrame) {
			return err
		}
		if pause(ctx, backoff, now.changed) {
			backoff = min(2*backoff, backoffMax)
		} else {
			backoff = backoffMin
		}
	}
	return nil
}

// comeOut has the card stay out for d from now.
func (s *Server) comeOut(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out = time.Now().Add(d)
}

// stayOut is how long the card still has to stay out.
func (s *Server) stayOut() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.out)
}

// Gone tells, of a card in the state [slot.Removed], that whoever drives the reader has
// seen it gone: one put in from now on need not stay out any longer.
func (s *Server) Gone() { s.comeOut(0) }

// pause waits for d and tells whether it has passed: ctx or a change end it
// before.
func pause(ctx context.Context, d time.Duration, changed <-chan struct{}) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-changed:
	case <-ctx.Done():
	}
	return false
}

// publish sets the state of an insertion and tells the observer what is new. An
// insertion that is over has no state any more.
func (s *Server) publish(seat int, st slot.State, err error) {
	s.mu.Lock()
	if seat == s.seat {
		s.board.Set(st)
	}
	s.mu.Unlock()
	if seat != s.published.seat || st != s.published.state || err != nil {
		s.published = published{seat, st}
		s.observe(slot.Event{State: st, Err: err})
	}
}

// published is what the observer knows.
type published struct {
	seat  int
	state slot.State
}

// session is one connection to the reader: it returns when that ends, and how far
// the card came.
func (s *Server) session(ctx context.Context, seat int) (reached slot.State, err error) {
	conn, err := s.connect(ctx, s.dial)
	if err != nil {
		return slot.Waiting, &Error{Op: "dial", Addr: s.addr, Err: err}
	}
	link, ok := conn.(*net.TCPConn)
	if !ok {
		_ = conn.Close() // the other error is the one to report
		return slot.Waiting, &Error{Op: "dial", Addr: s.addr, Err: errNotTCP}
	}
	defer func() { _ = link.Close() }()
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	s.mu.Lock()
	s.link, s.leave = link, leave
	if s.seat != seat {
		_ = link.Close() // removed while connecting
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.link = nil
		s.mu.Unlock()
	}()
	stop := context.AfterFunc(ctx, func() { _ = link.Close() })
	defer stop()

	in, err := newAckReader(link, s.silence)
	if err != nil {
		return slot.Waiting, &Error{Op: "dial", Addr: s.addr, Err: err}
	}
	s.publish(seat, slot.Connected, nil)
	ses := newSession(s, seat, in, link)
	err = ses.run(ctx)
	return ses.reached, err
}

// ackReader reads from a connection with TCP_QUICKACK armed and, if asked, a
// deadline.
type ackReader struct {
	conn    *net.TCPConn
	control interface{ Control(func(uintptr)) error }
	arm     func(uintptr) // kept: a new function value for each read would allocate
	silence time.Duration
}

func newAckReader(conn *net.TCPConn, silence time.Duration) (io.Reader, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	return &ackReader{conn: conn, control: raw, arm: quickACK, silence: silence}, nil
}

// Read implements io.Reader. A silence is reported as ErrSilent.
func (a *ackReader) Read(p []byte) (int, error) {
	if haveQuickACK {
		if err := a.control.Control(a.arm); err != nil {
			return 0, err
		}
	}
	if a.silence > 0 {
		if err := a.conn.SetReadDeadline(time.Now().Add(a.silence)); err != nil {
			return 0, err
		}
	}
	n, err := a.conn.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = ErrSilent
	}
	return n, err
}
