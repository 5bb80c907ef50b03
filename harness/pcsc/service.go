package pcsc

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Deadlines used where [Options] gives none.
const (
	// DefaultDeadline bounds one exchange. A CPS3 at 10,753 bit/s takes 0.3 s
	// for a READ BINARY of 256 bytes, a signature a few seconds.
	DefaultDeadline = 10 * time.Second
	// DefaultConnectDeadline bounds listing, opening and resetting.
	DefaultConnectDeadline = 5 * time.Second
)

// Service is the PC/SC service of this machine, or the one that
// PCSCLITE_CSOCK_NAME names (read by libpcsclite at its first use in the
// process). It holds no connection of its own and needs no closing. It may be
// used by several goroutines.
type Service struct {
	drv   driver
	again time.Duration // before a service that refused is asked once more

	mu     sync.Mutex       // protects wedged
	wedged map[string]error // readers put aside, with the reason
}

// New gives access to PC/SC. It touches nothing: a missing service shows at
// the first call.
func New() *Service {
	s := newService(systemDriver())
	s.again = dying
	return s
}

// dying is longer than a service that is told to end hangs up on its clients before it is
// gone, or another one is in its place.
const dying = 700 * time.Millisecond

// establish opens a context. Of a service that hangs up at once libpcsclite says what it says
// of one that refuses its user, since that is how pcscd refuses (ContextThread of pcsc-lite's
// src/winscard_svc.c). Whether it is only about to end shows at a second look.
func (s *Service) establish() (session, error) {
	ses, err := s.drv.establish()
	if err == nil || kindOf(err, true) != Denied {
		return ses, err
	}
	time.Sleep(s.again)
	return s.drv.establish()
}

func newService(drv driver) *Service {
	return &Service{drv: drv, wedged: map[string]error{}}
}

// List returns the readers and what they hold, in the order of the service.
// No reader at all is an empty list, not an error. The call takes at most
// DefaultConnectDeadline, less when ctx ends earlier.
//
// Errors: *[Error] of kind [NotBuilt], [NoService], [Denied], [Wedged],
// [Canceled] or [Failed].
func (s *Service) List(ctx context.Context) ([]card.Slot, error) {
	w := newWorker()
	defer w.stop()
	var infos []card.Slot
	err := w.do(ctx, DefaultConnectDeadline, func() error {
		ses, err := s.establish()
		if err != nil {
			return err
		}
		infos, err = list(ses)
		return errors.Join(err, ses.release())
	}, nil)
	if err != nil {
		return nil, &Error{Op: "list", Kind: kindOf(err, true), Err: err}
	}
	return infos, nil
}

// list is List on an open context; no reader is an empty list.
func list(ses session) ([]card.Slot, error) {
	names, err := ses.readers()
	if errors.Is(err, codeNoReaders) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ses.states(names)
}

// Options tune [Service.Open]. The zero value is right for almost all uses.
type Options struct {
	// Deadline bounds each exchange and each Begin and End; 0 means
	// DefaultDeadline.
	Deadline time.Duration
	// ConnectDeadline bounds opening and Reset; 0 means DefaultConnectDeadline.
	ConnectDeadline time.Duration
	// Exclusive refuses every other program while the channel is open. By
	// default the reader is shared and transactions keep others out.
	Exclusive bool
}

// Open powers the card of the reader with that full name (see [Choose]) and
// connects to it, over T=0 or T=1 as card and reader prefer.
//
// Errors: *[Error] of kind [NotBuilt], [NoService], [Denied], [NoReaders],
// [ReaderNotFound], [NoCard], [Mute], [Sharing], [Protocol], [Wedged],
// [Canceled] or [Failed]; nothing stays open after an error.
func (s *Service) Open(ctx context.Context, reader string, opts Options) (*Channel, error) {
	if opts.Deadline <= 0 {
		opts.Deadline = DefaultDeadline
	}
	if opts.ConnectDeadline <= 0 {
		opts.ConnectDeadline = DefaultConnectDeadline
	}
	if err := s.putAside(reader); err != nil {
		return nil, &Error{Op: "open", Reader: reader, Kind: Wedged, Err: err}
	}
	c := &Channel{svc: s, reader: reader, opts: opts, worker: newWorker()}
	var (
		l     link
		found []card.Slot
	)
	err := c.worker.do(ctx, opts.ConnectDeadline, func() (err error) {
		l, found, err = c.connect()
		return err
	}, func() { _ = l.handle.disconnect() })
	if err == nil {
		c.link = l
		return c, nil
	}
	dead := c.worker.dead
	c.worker.stop()
	kind := kindOf(err, true)
	if dead != nil {
		s.quarantine(reader, err)
	} else if kind == ReaderNotFound {
		if len(found) == 0 {
			kind = NoReaders
		} else {
			err = &ChoiceError{Pattern: reader, Readers: found}
		}
	}
	return nil, &Error{Op: "open", Reader: reader, Kind: kind, Err: err}
}

// putAside returns the reason why a reader is not to be touched, nil if none.
func (s *Service) putAside(reader string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wedged[reader]
}

// quarantine puts a reader aside for the life of the Service.
func (s *Service) quarantine(reader string, why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wedged[reader] == nil {
		s.wedged[reader] = &asideError{why}
	}
}

// asideError is the answer to a later Open of a reader put aside.
type asideError struct{ why error }

func (e *asideError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the reason why the reader was put aside.
func (e *asideError) Say(lang string) (message, hint string) {
	return text.Of("mis de côté depuis qu'un appel n'est pas revenu (%s)", "put aside after an earlier call did not come back (%s)", e.why).In(lang), ""
}
