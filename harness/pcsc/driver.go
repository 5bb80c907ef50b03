package pcsc

import "github.com/cpslab/cps/harness/card"

// The three interfaces below are what this package needs of PC/SC, in terms
// of winscard's calls. The scard binding implements them (driver_scard.go), as
// do the tests' fakes; errors are of type Code wherever the service gave one.
// Each call may block for minutes: only a worker calls them.

// driver is the PC/SC service.
type driver interface {
	// establish opens a context (SCardEstablishContext).
	establish() (session, error)
}

// session is one PC/SC context, used by one goroutine only.
type session interface {
	release() error
	// readers lists the names; Code codeNoReaders when there is none.
	readers() ([]string, error)
	// states tells at once what the named readers hold, in their order
	// (SCardGetStatusChange with a time-out of 0).
	states(names []string) ([]card.Slot, error)
	// connect offers T=0 and T=1.
	connect(reader string, exclusive bool) (handle, error)
	// direct connects to the reader, whether or not it holds a card, and to no card.
	direct(reader string) (teller, error)
}

// teller is a reader that tells of itself.
type teller interface {
	attribute(id uint32) ([]byte, error)
	control(code uint32, in []byte) ([]byte, error)
	disconnect() error
}

// disposition says what a reconnection does to the card.
type disposition uint8

const (
	leaveCard disposition = iota
	resetCard
	unpowerCard
)

// handle is a connected card.
type handle interface {
	atr() ([]byte, error)
	protocol() int // 0, 1, or -1 when none was negotiated
	transmit(cmd []byte) ([]byte, error)
	begin() error
	end() error
	reconnect(exclusive bool, d disposition) error
	disconnect() error
}
