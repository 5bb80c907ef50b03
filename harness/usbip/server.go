package usbip

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// DefaultAddress is where clients look for a server, on this machine.
const DefaultAddress = "127.0.0.1:3240"

// Bounds.
const (
	// MaxDevices is how many devices a server has at most.
	MaxDevices = 32

	maxConnections = 64
	maxTransfers   = 128
	maxLength      = 128 << 10
	maxListed      = 16 // lists that one connection may ask for

	// DefaultPatience is how long a host has to take an answer.
	DefaultPatience = 30 * time.Second

	operationTime = 10 * time.Second // to say what is wanted
)

// Event is a line of the log.
type Event struct {
	Peer  string // its address
	Bus   string // identifier of the device, "" where none is meant
	State State
	Err   error // of Failed
}

// State says what happened.
type State uint8

// The states.
const (
	Listed   State = iota // the peer has the list
	Attached              // the peer has the device
	Detached              // it gave it back
	Failed                // something was refused or broke, see Err
)

// Text says the state.
func (s State) Text() text.Text {
	switch s {
	case Listed:
		return text.Of("liste demandée", "listed")
	case Attached:
		return text.Of("attaché", "attached")
	case Detached:
		return text.Of("détaché", "detached")
	case Failed:
	}
	return text.Of("refusé", "failed")
}

// Config is what a server is made of.
type Config struct {
	Devices []Device
	// Log is told what happens, one thing at a time; nil for nobody.
	Log func(Event)
	// Patience is how long a host has to take an answer before it is let go; 0 is
	// DefaultPatience.
	Patience time.Duration
}

// Server offers devices. Its methods may be called from any goroutine.
type Server struct {
	devices []Device
	log     func(Event)
	logging sync.Mutex // held while log is called
	room    chan struct{}

	patience time.Duration // to take an answer
}

// New makes a server. The error is an *Error holding ErrDevices.
func New(cfg Config) (*Server, error) {
	if len(cfg.Devices) < 1 || len(cfg.Devices) > MaxDevices {
		return nil, &Error{Op: "new", Err: ErrDevices}
	}
	for i, d := range cfg.Devices {
		if _, ok := shapeOf(d.Descriptors()); !ok {
			return nil, &Error{Op: "new", What: busID(i), Err: ErrDevices}
		}
	}
	s := &Server{devices: cfg.Devices, log: cfg.Log, room: make(chan struct{}, maxConnections)}
	if s.patience = cfg.Patience; s.patience <= 0 {
		s.patience = DefaultPatience
	}
	if s.log == nil {
		s.log = func(Event) {}
	}
	return s, nil
}

// BusID returns the bus identifier of a device, by its place from 0.
func BusID(i int) string { return busID(i) }

// Listen opens the port, on an address of this machine; on any where open says so. Port 0
// takes a free one. The error is an *Error, ErrNotLoopback among them.
func Listen(ctx context.Context, address string, open bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return nil, &Error{Op: "listen", What: address, Err: errAddress}
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if !open && (err != nil || !ip.IsLoopback()) {
		return nil, &Error{Op: "listen", What: address, Err: ErrNotLoopback}
	}
	lc := net.ListenConfig{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3}}
	l, err := lc.Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if text.IsTaken(err) {
		err = text.Cause(errTaken, err)
	}
	if err != nil {
		return nil, &Error{Op: "listen", What: address, Err: err}
	}
	return l, nil
}

// Serve answers peers until ctx ends, then closes the listener and returns nil; before that,
// the error of the listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	var peers sync.WaitGroup
	defer peers.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	unhook := context.AfterFunc(ctx, func() { _ = l.Close() }) // Accept tells
	defer unhook()
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return &Error{Op: "listen", What: l.Addr().String(), Err: err}
		}
		select {
		case s.room <- struct{}{}:
			peers.Go(func() {
				defer func() { <-s.room }()
				s.handle(ctx, conn)
			})
		default:
			s.fail(conn, "", ErrBounds)
			_ = conn.Close() // the error is told
		}
	}
}

func (s *Server) say(e Event) {
	s.logging.Lock()
	defer s.logging.Unlock()
	s.log(e)
}

func (s *Server) fail(conn net.Conn, bus string, err error) {
	s.say(Event{Peer: conn.RemoteAddr().String(), Bus: bus, State: Failed, Err: err})
}

// handle answers one peer until it has a device, and then serves that.
func (s *Server) handle(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }() // nothing is waiting to be written
	unhook := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer unhook()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetNoDelay(true) // it is the default; a slow link is still a link
	}
	for range maxListed {
		_ = conn.SetDeadline(time.Now().Add(operationTime)) // a connection without deadlines is left by its keep-alive
		var op [sizeOp]byte
		if _, err := io.ReadFull(conn, op[:]); err != nil {
			if !errors.Is(err, io.EOF) && ctx.Err() == nil {
				s.fail(conn, "", &Error{Op: "read", What: "-", Err: err})
			}
			return
		}
		if binary.BigEndian.Uint16(op[:]) != version {
			s.fail(conn, "", ErrProtocol)
			return
		}
		switch binary.BigEndian.Uint16(op[2:]) {
		case opReqDevlist:
			s.say(Event{Peer: conn.RemoteAddr().String(), State: Listed})
			if _, err := conn.Write(s.list()); err != nil {
				return
			}
		case opReqImport:
			s.imports(ctx, conn)
			return
		default:
			s.fail(conn, "", ErrProtocol)
			return
		}
	}
	s.fail(conn, "", ErrBounds)
}

// list is the answer to a peer that asks what there is.
func (s *Server) list() []byte {
	b := opHeader(opRepDevlist, opOK)
	at := len(b)
	b = binary.BigEndian.AppendUint32(b, 0)
	n := uint32(0)
	for i, d := range s.devices {
		shape, ok := shapeOf(d.Descriptors())
		if !ok || !d.Plugged() {
			continue
		}
		n++
		b = shape.appendRecord(b, i, true)
	}
	binary.BigEndian.PutUint32(b[at:], n)
	return b
}

// imports gives a peer the device that it wants, and serves that until it is given back.
func (s *Server) imports(ctx context.Context, conn net.Conn) {
	var name [sizeBusID]byte
	if _, err := io.ReadFull(conn, name[:]); err != nil {
		s.fail(conn, "", ErrProtocol)
		return
	}
	bus, _, _ := strings.Cut(string(name[:]), "\x00")
	i := s.find(bus)
	if i < 0 {
		s.fail(conn, text.Printable(bus), ErrUnknown)
		_, _ = conn.Write(opHeader(opRepImport, opNoDevice)) // the connection ends either way
		return
	}
	d := s.devices[i]
	if err := d.Attach(); err != nil {
		s.fail(conn, bus, &Error{Op: "import", What: bus, Err: err})
		status := uint32(opBusy)
		if !d.Plugged() {
			status = opNoDevice
		}
		_, _ = conn.Write(opHeader(opRepImport, status))
		return
	}
	err := s.hold(ctx, conn, i)
	d.Detach() // before anybody is told
	if err != nil && ctx.Err() == nil {
		s.fail(conn, bus, err)
	}
	s.say(Event{Peer: conn.RemoteAddr().String(), Bus: bus, State: Detached})
}

// hold serves a device to the peer that has it.
func (s *Server) hold(ctx context.Context, conn net.Conn, i int) error {
	shape, ok := shapeOf(s.devices[i].Descriptors())
	if !ok {
		_, _ = conn.Write(opHeader(opRepImport, opMalformed)) // the connection ends either way
		return ErrDevices
	}
	if _, err := conn.Write(shape.appendRecord(opHeader(opRepImport, opOK), i, false)); err != nil {
		return &Error{Op: "write", What: busID(i), Err: err}
	}
	if err := conn.SetDeadline(time.Time{}); err != nil { // an idle device is no fault
		return &Error{Op: "write", What: busID(i), Err: err}
	}
	s.say(Event{Peer: conn.RemoteAddr().String(), Bus: busID(i), State: Attached})
	return newLink(s, conn, s.devices[i], shape, i).run(ctx)
}

func (s *Server) find(bus string) int {
	for i := range s.devices {
		if busID(i) == bus {
			return i
		}
	}
	return -1
}
