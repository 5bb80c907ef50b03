package ccid

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/slot"
)

var _ slot.Slot = (*Slot)(nil)

// minOut is how long a card stays out of the reader at least where the host did not see it
// gone: what comes back sooner may be taken for a card that never left.
const minOut = 450 * time.Millisecond

// maxEvents is how many events wait for an observer.
const maxEvents = 64

// Slot is one slot of a reader with its card. Its methods may be called from any goroutine.
// While Serve runs, the Slot is the only user of the channel.
type Slot struct {
	dev       *Device
	index     int
	bay       *slot.Bay
	keypad    Keypad
	observe   func(slot.Event)
	board     slot.Board
	exchanges atomic.Int64
	gone      slot.Board    // Presented once the host has seen that the card went
	swapping  sync.Mutex    // held by Swap: one at a time
	wake      chan struct{} // holds one token when there are events

	mu       sync.Mutex // protects what follows
	serving  bool
	wanted   bool // Insert was the last of Insert and Remove
	wishes   int  // how often one of them was called
	in       bool // the card is in the reader
	host     bool // there is one
	seenGone bool // it was told of the card that went; see sawGone
	out      time.Time
	seat     int // counts the changes of in
	powered  bool
	events   []slot.Event

	busy      bool               // a message of this slot is being answered
	cancel    context.CancelFunc // ends that
	aborting  int                // bSeq of a request to abort whose message has not come, -1 without one
	abortSeen int                // bSeq of a message to abort that came before its request, -1 without one
	offers    offers
	protocol  byte
	params    []byte
	command   []byte // of a chain, so far
	rest      []byte // of an answer, what the host has not fetched

	lasting [troubles]bool
	once    [troubles]bool
	late    time.Duration
}

func newSlot(d *Device, index int, sc SlotConfig) *Slot {
	ch := sc.Card
	if ch == nil {
		ch = nobody{}
	}
	s := &Slot{
		dev: d, index: index, bay: slot.NewBay(ch, sc.AnyAPDU), keypad: sc.Keypad, observe: sc.Observe,
		wake: make(chan struct{}, 1), wanted: !sc.Removed && sc.Card != nil, aborting: -1, abortSeen: -1,
	}
	if s.observe == nil {
		s.observe = func(slot.Event) {}
	}
	s.configure(nil)
	s.gone.Set(slot.Presented) // nothing that a host has not seen
	return s
}

// nobody is an empty slot.
type nobody struct{}

func (nobody) Transmit(_ context.Context, dst, _ []byte) ([]byte, error) { return dst, card.ErrNoCard }
func (nobody) ATR() []byte                                               { return nil }
func (nobody) Protocol() int                                             { return -1 }
func (nobody) Reset(context.Context, bool) error                         { return card.ErrNoCard }
func (nobody) Begin(context.Context) error                               { return card.ErrNoCard }
func (nobody) End(context.Context) error                                 { return nil }

// Serve has the card in the reader until ctx ends, then returns nil. It returns an *Error
// at once when it is already running.
func (s *Slot) Serve(ctx context.Context) error {
	s.mu.Lock()
	busy := s.serving
	s.serving = true
	s.mu.Unlock()
	if busy {
		return &Error{Op: "serve", Slot: s.index, Err: ErrServing}
	}
	s.settle()
	for {
		select {
		case <-s.wake:
			s.deliver()
		case <-ctx.Done():
			s.mu.Lock()
			s.serving = false
			s.mu.Unlock()
			s.settle()
			s.deliver()
			return nil
		}
	}
}

// deliver tells the observer what happened.
func (s *Slot) deliver() {
	s.mu.Lock()
	events := s.events
	s.events = nil
	s.mu.Unlock()
	for _, e := range events {
		s.observe(e)
	}
}

// note keeps an event for the observer; it is called under mu.
func (s *Slot) note(st slot.State, err error) {
	if len(s.events) < maxEvents {
		s.events = append(s.events, slot.Event{State: st, Err: err})
	}
	signal(s.wake)
}

// fail tells the observer of what was lost.
func (s *Slot) fail(op string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note(s.board.State(), &Error{Op: op, Slot: s.index, Err: err})
}

// Insert puts the card into the reader; Wait tells when it is there.
func (s *Slot) Insert() { s.want(true) }

// Remove pulls the card out, in the middle of an exchange too.
func (s *Slot) Remove() { s.want(false) }

// Inserted reports whether the card is to be in the reader: Insert was the last of Insert
// and Remove.
func (s *Slot) Inserted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wanted
}

func (s *Slot) want(inserted bool) (wish int) {
	s.mu.Lock()
	s.wanted = inserted
	s.wishes++
	wish = s.wishes
	s.mu.Unlock()
	s.settle()
	return wish
}

// settle moves the card where it is to be, as soon as it may be there.
func (s *Slot) settle() {
	s.mu.Lock()
	in := s.wanted && s.serving
	if in && !s.in && s.host && !s.seenGone {
		if wait := time.Until(s.out); wait > 0 {
			time.AfterFunc(wait, s.settle)
			s.board.Set(slot.Waiting)
			s.mu.Unlock()
			return
		}
	}
	changed := in != s.in
	if changed {
		s.in = in
		s.seat++
		s.unpower()
		if s.cancel != nil {
			s.cancel()
		}
		if !in {
			s.out, s.seenGone = time.Now().Add(minOut), false
			s.gone.Set(slot.Removed)
		}
	}
	st := s.state()
	if s.board.State() != st && (changed || st != slot.Connected) {
		s.board.Set(st)
		s.note(st, nil)
	}
	s.mu.Unlock()
	if changed {
		s.tell()
	}
}

// state is where the card stands, but for slot.Presented; it is called under mu.
func (s *Slot) state() slot.State {
	switch {
	case !s.in && s.wanted && s.serving:
		return slot.Waiting
	case !s.in:
		return slot.Removed
	case !s.host:
		return slot.Waiting
	}
	return max(slot.Connected, s.presented())
}

// presented is slot.Presented where the host has powered this card; it is called under mu.
func (s *Slot) presented() slot.State {
	if s.board.State() == slot.Presented {
		return slot.Presented
	}
	return slot.Connected
}

// tell has the host hear that the card came or went, unless that is what is lost.
func (s *Slot) tell() {
	if s.does(ChangeLost) {
		return
	}
	if h := s.dev.attached(); h != nil {
		h.tell(s.index)
	}
}

// shows tells whether the card is in the reader, to a host that is told so.
func (s *Slot) shows(told bool) bool {
	s.mu.Lock()
	in := s.in
	if told && !in {
		s.sawGone()
	}
	s.mu.Unlock()
	if told && !in {
		s.settle()
	}
	return in
}

// sawGone notes that the host knows that the card went; it is called under mu.
func (s *Slot) sawGone() {
	s.seenGone = true
	s.gone.Set(slot.Presented)
}

// Seen returns when the host knows where the card is: it has powered the one that came, or was
// told of the one that went. Without a host there is nobody to wait for. The error is that of
// ctx.
func (s *Slot) Seen(ctx context.Context) error {
	s.mu.Lock()
	host, in := s.host, s.wanted
	s.mu.Unlock()
	switch {
	case !host:
		return nil
	case in:
		return s.board.Wait(ctx, slot.Presented)
	}
	return s.gone.Wait(ctx, slot.Presented)
}

// status is bmICCStatus.
func (s *Slot) status() byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.icc()
}

// icc is status, under mu.
func (s *Slot) icc() byte {
	switch {
	case !s.in:
		return iccAbsent
	case !s.powered:
		return iccInactive
	}
	return iccActive
}

// attached begins or ends a host.
func (s *Slot) attached(host bool) {
	s.mu.Lock()
	s.host = host
	s.unpower()
	s.busy, s.cancel, s.aborting, s.abortSeen = false, nil, -1, -1
	st := slot.Waiting
	switch {
	case s.in && host:
		st = slot.Connected
	case !s.in && !s.wanted:
		st = slot.Removed
	}
	if s.serving && s.board.State() != st {
		s.board.Set(st)
		s.note(st, nil)
	}
	in := s.in
	s.mu.Unlock()
	if in && host {
		s.tell()
	}
	s.settle()
}

// unpower is what a card without power keeps: nothing. It is called under mu.
func (s *Slot) unpower() {
	s.powered = false
	s.chain()
}

// chain forgets a command and an answer in parts; it is called under mu.
func (s *Slot) chain() {
	clear(s.command)
	clear(s.rest)
	s.command, s.rest = s.command[:0], nil
}

// State returns where the card stands.
func (s *Slot) State() slot.State { return s.board.State() }

// Wait returns when the card has reached want, at least (for Removed: exactly), or with the
// error of ctx. It is Connected once a host has the reader, and Presented once that host has
// powered the card.
func (s *Slot) Wait(ctx context.Context, want slot.State) error {
	if err := s.board.Wait(ctx, want); err != nil {
		return &Error{Op: "serve", Slot: s.index, Err: text.Wrap(text.Of("attendu : %s", "card not %s", want.Text()), err)}
	}
	return nil
}

// Exchanges returns how many C-APDUs were answered so far.
func (s *Slot) Exchanges() int64 { return s.exchanges.Load() }

// Swap puts another card in the place of the card; see [slot.Slot]. The error is an *Error
// holding ErrNotSimulated where the slot has a keypad and the card is not a simulated one.
func (s *Slot) Swap(ctx context.Context, ch card.Channel) (noticed bool, err error) {
	if err := s.keypad.allows(ch); err != nil {
		return false, &Error{Op: "swap", Slot: s.index, Err: err}
	}
	s.swapping.Lock()
	defer s.swapping.Unlock()
	if noticed, err = s.bay.Differs(ctx, ch); err != nil {
		return false, err
	}
	pulled := 0 // which wish of ours took the card out, 0 for none
	if noticed {
		pulled = s.pull() // before it is there: no client of the old card speaks to it
	}
	late, err := s.bay.Swap(ctx, ch)
	if late && !noticed {
		pulled = s.pull()
	}
	s.mu.Lock()
	back := pulled != 0 && s.wishes == pulled // nobody else decided meanwhile
	s.mu.Unlock()
	if back {
		s.Insert()
	}
	return err == nil && (noticed || late), err
}

// pull takes the card out where it is to be in, and returns which wish that is, else 0.
func (s *Slot) pull() (wish int) {
	if !s.Inserted() {
		return 0
	}
	return s.want(false)
}
