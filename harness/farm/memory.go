package farm

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Memory is a queue in this process: one machine needs no server. What it holds ends with it.
type Memory struct {
	patience time.Duration

	mu     sync.Mutex // protects all below
	lanes  map[string]*memoryLane
	books  map[Kind]*memoryBook
	stored map[string][]byte
	wake   chan struct{} // closed when a message comes or comes back
}

var _ Queue = (*Memory)(nil)

// NewMemory makes an empty queue.
func NewMemory(patience time.Duration) *Memory {
	m := &Memory{
		patience: patience, lanes: map[string]*memoryLane{}, books: map[Kind]*memoryBook{},
		stored: map[string][]byte{}, wake: make(chan struct{}),
	}
	for _, k := range Kinds() {
		m.books[k] = &memoryBook{m: m, kind: k, entries: map[string]memoryEntry{}}
	}
	return m
}

type memoryLane struct {
	deliveries int
	known      map[string]bool // ids
	waiting    []*memoryItem
	out        []*memoryItem // handed out, not settled
}

type memoryItem struct {
	body     []byte
	attempt  int
	deadline time.Time // of whoever has it
}

// Patience implements [Queue].
func (m *Memory) Patience() time.Duration { return m.patience }

// Close implements [Queue].
func (m *Memory) Close() error { return nil }

// Open implements [Queue].
func (m *Memory) Open(_ context.Context, lane string, deliveries int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lanes[lane] == nil {
		m.lanes[lane] = &memoryLane{deliveries: deliveries, known: map[string]bool{}}
	}
	return nil
}

// Shut implements [Queue].
func (m *Memory) Shut(_ context.Context, lane string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.lanes, lane)
	return nil
}

// Put implements [Queue].
func (m *Memory) Put(_ context.Context, lane, id string, body []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.lanes[lane]
	if l == nil {
		return ErrNoLane
	}
	if !l.known[id] {
		l.known[id] = true
		l.waiting = append(l.waiting, &memoryItem{body: slices.Clone(body)})
		m.rouse()
	}
	return nil
}

// rouse wakes whoever waits for a message.
func (m *Memory) rouse() {
	close(m.wake)
	m.wake = make(chan struct{})
}

// overdue takes messages back from those who said nothing; those that were handed out as
// often as they may be are gone.
func (l *memoryLane) overdue(now time.Time) {
	l.out = slices.DeleteFunc(l.out, func(i *memoryItem) bool {
		if now.Before(i.deadline) {
			return false
		}
		if i.attempt < l.deliveries {
			l.waiting = append(l.waiting, i)
		}
		return true
	})
}

// Pull implements [Queue].
func (m *Memory) Pull(ctx context.Context, lanes []string) (Message, error) {
	moment := time.NewTimer(min(m.patience/4, 250*time.Millisecond))
	defer moment.Stop()
	for {
		m.mu.Lock()
		wake := m.wake
		for _, name := range lanes {
			l := m.lanes[name]
			if l == nil {
				continue
			}
			l.overdue(time.Now())
			if len(l.waiting) == 0 {
				continue
			}
			i := l.waiting[0]
			l.waiting = l.waiting[1:]
			i.attempt++
			i.deadline = time.Now().Add(m.patience)
			l.out = append(l.out, i)
			m.mu.Unlock()
			return &memoryMessage{m, name, i, i.attempt}, nil
		}
		m.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-moment.C:
			return nil, ErrEmpty
		case <-wake:
		}
	}
}

// Left implements [Queue].
func (m *Memory) Left(_ context.Context, lane string) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.lanes[lane]
	if l == nil {
		return 0, ErrNoLane
	}
	l.overdue(time.Now())
	return len(l.waiting) + len(l.out), nil
}

// Store implements [Queue].
func (m *Memory) Store(_ context.Context, name string, content []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stored[name] = slices.Clone(content)
	return nil
}

// Load implements [Queue].
func (m *Memory) Load(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	content, ok := m.stored[name]
	if !ok {
		return nil, ErrNoEntry
	}
	return slices.Clone(content), nil
}

// Book implements [Queue].
func (m *Memory) Book(kind Kind) Book { return m.books[kind] }

type memoryMessage struct {
	m       *Memory
	lane    string
	item    *memoryItem
	attempt int
}

func (d *memoryMessage) Lane() string { return d.lane }
func (d *memoryMessage) Body() []byte { return d.item.body }
func (d *memoryMessage) Attempt() int { return d.attempt }

// settle does something with a message that is still this holder's.
func (d *memoryMessage) settle(do func(*memoryLane)) error {
	d.m.mu.Lock()
	defer d.m.mu.Unlock()
	l := d.m.lanes[d.lane]
	if l == nil {
		return ErrNoLane
	}
	l.overdue(time.Now())
	if d.item.attempt != d.attempt || !slices.Contains(l.out, d.item) {
		return ErrLate
	}
	do(l)
	return nil
}

func (d *memoryMessage) Progress(context.Context) error {
	return d.settle(func(*memoryLane) { d.item.deadline = time.Now().Add(d.m.patience) })
}

func (d *memoryMessage) Ack(context.Context) error { return d.settle(d.drop) }

func (d *memoryMessage) Term(context.Context) error { return d.settle(d.drop) }

func (d *memoryMessage) drop(l *memoryLane) {
	l.out = slices.DeleteFunc(l.out, func(i *memoryItem) bool { return i == d.item })
}

func (d *memoryMessage) Nak(context.Context) error {
	return d.settle(func(l *memoryLane) {
		d.item.deadline = time.Time{}
		l.overdue(time.Now())
		d.m.rouse()
	})
}

type memoryEntry struct {
	value    []byte
	revision uint64
	written  time.Time
}

type memoryBook struct {
	m        *Memory
	kind     Kind
	entries  map[string]memoryEntry
	revision uint64
}

// there gives an entry that has not ended.
func (b *memoryBook) there(key string) (memoryEntry, bool) {
	e, ok := b.entries[key]
	if ok && b.kind.Ends() && time.Since(e.written) >= b.m.patience {
		delete(b.entries, key)
		return memoryEntry{}, false
	}
	return e, ok
}

func (b *memoryBook) write(key string, value []byte) uint64 {
	b.revision++
	b.entries[key] = memoryEntry{slices.Clone(value), b.revision, time.Now()}
	return b.revision
}

func (b *memoryBook) Create(_ context.Context, key string, value []byte) (uint64, error) {
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	if _, exists := b.there(key); exists {
		return 0, ErrExists
	}
	return b.write(key, value), nil
}

func (b *memoryBook) Update(_ context.Context, key string, value []byte, revision uint64) (uint64, error) {
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	if e, exists := b.there(key); !exists || e.revision != revision {
		return 0, ErrChanged
	}
	return b.write(key, value), nil
}

func (b *memoryBook) Delete(_ context.Context, key string, revision uint64) error {
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	if e, exists := b.there(key); !exists || e.revision != revision {
		return ErrChanged
	}
	delete(b.entries, key)
	return nil
}

func (b *memoryBook) Get(_ context.Context, key string) (Entry, error) {
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	e, exists := b.there(key)
	if !exists {
		return Entry{}, ErrNoEntry
	}
	return Entry{key, slices.Clone(e.value), e.revision}, nil
}

func (b *memoryBook) All(_ context.Context, prefix string) ([]Entry, error) {
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	var all []Entry
	for _, key := range slices.Collect(maps.Keys(b.entries)) {
		if prefix != "" && !strings.HasPrefix(key, prefix+".") {
			continue
		}
		if e, exists := b.there(key); exists {
			all = append(all, Entry{key, slices.Clone(e.value), e.revision})
		}
	}
	slices.SortFunc(all, func(x, y Entry) int { return cmp.Compare(x.Key, y.Key) })
	return all, nil
}
