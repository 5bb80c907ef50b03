package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/vpcd"
)

// MaxCards is how many readers one pcscd holds (pcsc-lite,
// PCSCLITE_MAX_READERS_CONTEXTS).
const MaxCards = 16

// MaxName is how long the name of a reader may be: pcscd adds to it, and cuts at 127
// (pcsc-lite, MAX_READERNAME).
const MaxName = 100

// validName reports whether readers may be called so: it stands in the configuration of
// pcscd, between quotes.
func validName(s string) bool {
	if len(s) > MaxName || strings.TrimSpace(s) != s {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) < 0
}

// Every bound is generous: a busy machine with one core must pass.
const (
	readyTimeout = 15 * time.Second // from the start of pcscd to cards in readers
	silence      = 10 * time.Second // of a polling pcscd, 25 polls
)

// Card is one card to serve.
type Card struct {
	Name    string       // the caller's name for it; readers have names of their own
	Channel card.Channel // used by the stack alone until it is closed
	Removed bool         // start with the reader empty
}

// Config says what to start. Only Cards is required.
type Config struct {
	Cards []Card

	// Name is what the readers are called, before what pcscd adds ("00 00"): a program may
	// look for the reader that it knows. "" for "cpslab A" and so on; several drivers are told
	// apart by a letter. At most MaxName bytes of ASCII that can be printed, without " and \.
	Name string
	// Lonely brings no second, empty reader beside a card: the copy of the driver is changed to
	// tell of one slot, where it is one that is known (ErrLonely).
	Lonely bool

	// Dir is the folder in which the stack makes its own, the system's
	// temporary folder by default. Its path must be short (see ErrPath), and
	// drivers must be loadable from it (no noexec mount).
	Dir string
	// Log receives what pcscd prints at its error level. APDUs, hence PINs,
	// are never asked of it.
	Log io.Writer
	// Observe receives the events of each card, by its index in Cards. Events
	// of different cards may come at the same time.
	Observe func(index int, e slot.Event)

	// Socket is the path of the client socket, in the stack's folder by
	// default. The PC/SC library remembers the first socket a process used: a
	// process that is itself a client of several stacks, one after the other,
	// gives all of them the same path.
	Socket string

	// Inside is how this very program, started anew with these arguments, its name
	// first, calls [ServeInside]. Where the system lets it, pcscd and its readers
	// then have a network of their own, which no other machine reaches; see
	// [Stack.Warning]. Linux.
	Inside []string

	PCSCD  string // path of the pcscd program, found if empty
	Driver string // path of libifdvpcd.so, found if empty
	Parts  string // folder of unpacked parts, default $CPSLAB_PARTS
}

// Reader is one virtual reader that holds, or may hold, a card.
type Reader struct {
	Name string // as PC/SC clients see it
	Slot int    // index of its card in Config.Cards
	Card string // the card's Name
	Addr string // the driver's TCP address for this slot, in the network of the stack
}

// Stack is a running private PC/SC stack. Its methods may be called from any
// goroutine.
type Stack struct {
	readers []Reader
	servers []*vpcd.Server
	plan    *plan

	cancel context.CancelFunc // ends the servers
	unhook func() bool        // detaches Close from the context of Start
	wg     sync.WaitGroup     // servers

	mu     sync.Mutex // protects service and closed
	svc    *service
	closed bool

	moving [MaxCards]sync.Mutex // each held while its card is moved and waited for
}

// Start starts pcscd, serves the cards and returns when pcscd has seen every
// card that is not Removed. The stack ends with Close or with ctx, whichever
// comes first. The error is an *Error; nothing is left behind it.
func Start(ctx context.Context, cfg Config) (*Stack, error) {
	if len(cfg.Cards) == 0 || len(cfg.Cards) > MaxCards {
		return nil, &Error{Op: "prepare", Err: ErrCards}
	}
	for _, c := range cfg.Cards {
		if c.Channel == nil {
			return nil, &Error{Op: "prepare", Err: ErrCards}
		}
	}
	if !validName(cfg.Name) {
		return nil, &Error{Op: "prepare", Err: ErrName}
	}
	if runtime.GOOS != "linux" {
		return nil, &Error{Op: "start", Err: ErrUnsupported}
	}
	parts, err := Locate(cfg)
	if err != nil {
		return nil, err
	}
	p, svc, err := launch(ctx, cfg, parts)
	if err != nil {
		return nil, err
	}
	serveCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	st := &Stack{plan: p, svc: svc, cancel: cancel}
	for i, c := range cfg.Cards {
		r := Reader{Name: p.readerName(i), Slot: i, Card: c.Name, Addr: p.addr(i)}
		srv, err := vpcd.New(r.Addr, c.Channel, options(p, cfg, i)...)
		if err != nil {
			return nil, errors.Join(&Error{Op: "start", Err: err}, st.Close())
		}
		st.readers = append(st.readers, r)
		st.servers = append(st.servers, srv)
	}
	for _, srv := range st.servers {
		st.wg.Go(func() { _ = srv.Serve(serveCtx) }) // its errors reach Observe and WaitReady
	}
	if err := st.waitCards(ctx, func(i int) bool { return !cfg.Cards[i].Removed }); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	st.mu.Lock()
	st.unhook = context.AfterFunc(ctx, func() { _ = st.Close() })
	st.mu.Unlock()
	return st, nil
}

func options(p *plan, cfg Config, i int) []vpcd.Option {
	opts := []vpcd.Option{vpcd.WithSilence(silence), vpcd.WithDial(p.dial)}
	if cfg.Cards[i].Removed {
		opts = append(opts, vpcd.WithRemoved())
	}
	if cfg.Observe != nil {
		opts = append(opts, vpcd.WithObserver(func(e slot.Event) { cfg.Observe(i, e) }))
	}
	return opts
}

// Env returns what to add to a client's environment: KEY=VALUE strings.
func (st *Stack) Env() []string { return []string{"PCSCLITE_CSOCK_NAME=" + st.plan.socket} }

// Socket returns the path of the client socket.
func (st *Stack) Socket() string { return st.plan.socket }

// Readers returns the readers with a card, in the order of Config.Cards.
func (st *Stack) Readers() []Reader { return append([]Reader(nil), st.readers...) }

// Names returns the names of all readers, those that the driver brings without a card too.
func (st *Stack) Names() []string {
	out := make([]string, len(st.plan.ports)*st.plan.slots)
	for i := range out {
		out[i] = st.plan.readerName(i)
	}
	return out
}

// Warning returns the sentence a user is to see: what this stack opens to other
// machines. It is zero when that is nothing.
func (st *Stack) Warning() text.Text {
	if st.plan.closed {
		return text.Text{}
	}
	return text.Of("vpcd écoute pour tout le réseau : ports TCP %s", "vpcd listens to the whole network: TCP ports %s", st.plan.portList())
}

// Closing returns the command, for root, that closes what [Stack.Warning] tells of,
// and empty where that is nothing. What it adds goes with
// "nft delete table inet cpslab".
func (st *Stack) Closing() string {
	if st.plan.closed {
		return ""
	}
	return fmt.Sprintf(`nft 'table inet cpslab { chain input { type filter hook input priority 0; iif != "lo" tcp dport { %s } drop; }; }'`, st.plan.portList())
}

// Exchanges returns how many C-APDUs card index has answered, 0 for a card
// that does not exist.
func (st *Stack) Exchanges(index int) int64 {
	if index < 0 || index >= len(st.servers) {
		return 0
	}
	return st.servers[index].Exchanges()
}

// Done returns a channel that is closed when pcscd ends, by Close, Restart or
// on its own.
func (st *Stack) Done() <-chan struct{} {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.svc.done
}

// Restart ends pcscd and starts it again, same socket and same readers, and
// waits for the cards: clients see the service stop. An *Error holding
// ErrClosed follows Close.
func (st *Stack) Restart(ctx context.Context) error {
	st.mu.Lock()
	err := st.restart(ctx)
	st.mu.Unlock()
	if err != nil {
		return &Error{Op: "restart", Err: err}
	}
	return st.WaitReady(ctx)
}

// restart is Restart under the lock, without the wait.
func (st *Stack) restart(ctx context.Context) error {
	if st.closed {
		return ErrClosed
	}
	if err := st.svc.stop(); err != nil {
		return err
	}
	svc, err := st.plan.start(ctx)
	if err != nil {
		return err
	}
	st.svc = svc
	return nil
}

// Close ends the servers and pcscd, politely first, and removes the stack's
// folder. It may be called more than once. The error is an *Error.
func (st *Stack) Close() error {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.closed {
		return nil
	}
	st.closed = true
	if st.unhook != nil {
		st.unhook()
	}
	err := st.svc.stop()
	st.cancel()
	st.wg.Wait()
	if err = errors.Join(err, st.plan.remove()); err != nil {
		return &Error{Op: "stop", Err: err}
	}
	return nil
}

// Kill ends pcscd at once, as a crash does; [Stack.Restart] starts it again. It returns
// when it has ended.
func (st *Stack) Kill() error {
	st.mu.Lock()
	svc := st.svc
	st.mu.Unlock()
	if err := svc.kill(); err != nil {
		return &Error{Op: "stop", Err: err}
	}
	return nil
}
