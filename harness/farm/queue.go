package farm

import (
	"context"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// Queue is what stations and those who have work share: lanes of messages, books of who does
// what, and results. Its methods may be called from any goroutine; what they do not
// understand of an error comes back as it is, and the queue is still usable. Names of lanes
// are of letters, digits, "-" and "_"; keys of books of these and ".".
type Queue interface {
	// Patience is how long a station may say nothing: a message that it took, and entries of
	// the books that end by themselves, end then.
	Patience() time.Duration

	// Open makes a lane whose messages are handed out so many times at most. One that is open
	// already stays as it is.
	Open(ctx context.Context, lane string, deliveries int) error
	// Put adds a message. The same id twice, soon, is one message.
	Put(ctx context.Context, lane, id string, body []byte) error
	// Pull takes the next message of the lanes, those of the first one first. It waits a
	// moment, then gives ErrEmpty.
	Pull(ctx context.Context, lanes []string) (Message, error)
	// Left is how many messages are handed out and not settled, or may still be handed out. One
	// that was forgotten for the last time may be counted until somebody asks for the lane.
	Left(ctx context.Context, lane string) (int, error)
	// Shut ends a lane: nothing of it is handed out any more. One that is not there is shut.
	Shut(ctx context.Context, lane string) error

	// Book gives a book.
	Book(kind Kind) Book
	// Store keeps a result under a name of the same letters as keys.
	Store(ctx context.Context, name string, content []byte) error
	// Load gives it back: ErrNoEntry where there is none. It may have been tampered with.
	Load(ctx context.Context, name string) ([]byte, error)

	Close() error
}

// Message is one that was handed out. Whoever says nothing about it for Patience has lost it.
type Message interface {
	Lane() string
	Body() []byte
	Attempt() int // the how manieth time it is handed out, from 1; a queue that was killed may count too few

	Progress(ctx context.Context) error // it is being worked on
	Ack(ctx context.Context) error      // it is done; returns when the queue knows
	Nak(ctx context.Context) error      // somebody else may try
	Term(ctx context.Context) error     // nobody is to try again
}

// Kind is which book.
type Kind string

// The books. Entries of Stations and Leases end by themselves after Patience.
const (
	Lanes    Kind = "lanes"    // that runs opened
	Runs     Kind = "runs"     // that were given
	Claims   Kind = "claims"   // of shards that are done once
	Outcomes Kind = "outcomes" // of shards
	Refusals Kind = "refusals" // of shards, by stations
	Orders   Kind = "orders"   // to stations
	Stations Kind = "stations" // that are there
	Leases   Kind = "leases"   // of names and readers
)

// Kinds are all books.
func Kinds() []Kind { return []Kind{Lanes, Runs, Claims, Outcomes, Refusals, Orders, Stations, Leases} }

// Ends reports whether entries of the book end by themselves.
func (k Kind) Ends() bool { return k == Stations || k == Leases }

// Book holds entries by key. Revisions grow, over all entries of the book and for ever.
type Book interface {
	// Create adds an entry, or gives ErrExists where there is one.
	Create(ctx context.Context, key string, value []byte) (revision uint64, err error)
	// Update replaces the entry of that revision, or gives ErrChanged.
	Update(ctx context.Context, key string, value []byte, revision uint64) (uint64, error)
	// Delete takes the entry of that revision away, or gives ErrChanged.
	Delete(ctx context.Context, key string, revision uint64) error
	// Get gives an entry, or ErrNoEntry.
	Get(ctx context.Context, key string) (Entry, error)
	// All gives the entries whose keys begin with prefix and a dot, or all for "", by key.
	All(ctx context.Context, prefix string) ([]Entry, error)
}

// Entry is one entry of a book.
type Entry struct {
	Key      string
	Value    []byte
	Revision uint64
}

// DefaultPatience is that of a queue whose owner names none.
const DefaultPatience = 30 * time.Second

// What a queue says beside what went wrong with it.
var (
	ErrEmpty   = text.NewError(text.Of("rien à faire", "nothing to do"), text.Text{})
	ErrExists  = text.NewError(text.Of("cette entrée existe déjà", "this entry exists already"), text.Text{})
	ErrChanged = text.NewError(text.Of("cette entrée a changé", "this entry has changed"), text.Text{})
	ErrNoEntry = text.NewError(text.Of("pas d'entrée de ce nom", "no entry of this name"), text.Text{})
	ErrNoLane  = text.NewError(text.Of("pas de file de ce nom", "no lane of this name"), text.Text{})
	ErrLate    = text.NewError(text.Of("ce message n'est plus à celui qui l'avait pris", "this message is no longer whoever took it"), text.Text{})
)
