package stack

import (
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
)

// entry is a reader of pcscd's table.
func entry(name string, events, state uint32) []byte {
	e := make([]byte, stateSize)
	copy(e[:nameSize-1], name)
	binary.NativeEndian.PutUint32(e[eventsOffset:], events)
	binary.NativeEndian.PutUint32(e[stateOffset:], state)
	return e
}

func TestFind(t *testing.T) {
	t.Parallel()
	table := append(entry("cpslab A 00 00", 3, 0x34), entry("cpslab A 00 01", 2, 0x02)...)
	table = append(table, 0xFF) // half an entry
	for name, want := range map[string]struct {
		s  shown
		ok bool
	}{
		"cpslab A 00 00": {shown{true, 3}, true},
		"cpslab A 00 01": {shown{false, 2}, true},
		"cpslab A 00":    {shown{}, false},
		"":               {shown{}, false},
	} {
		if s, ok := find(table, name); s != want.s || ok != want.ok {
			t.Errorf("%q: %+v, %v", name, s, ok)
		}
	}
}

// peer is a service that answers the first call, then with the tables given; it closes
// the connection when there are no more.
func peer(t *testing.T, tables ...[]byte) string {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		call := make([]byte, 20)
		if _, err := io.ReadFull(conn, call); err != nil || binary.NativeEndian.Uint32(call[4:]) != cmdVersion {
			return
		}
		_, _ = conn.Write(call[8:])
		for _, table := range tables {
			if _, err := io.ReadFull(conn, call[:8]); err != nil || binary.NativeEndian.Uint32(call[4:]) != cmdReaderStates {
				return
			}
			_, _ = conn.Write(append(table, make([]byte, MaxCards*stateSize-len(table))...))
		}
	}()
	return socket
}

// What pcscd shows is what was asked for; one that goes away is an error, not a card.
func TestAsker(t *testing.T) {
	t.Parallel()
	testneed.System(t, "Unix sockets of pcscd", "unix")
	a := asker{socket: peer(t, entry("R", 1, 0x34), entry("R", 2, 0x02))}
	defer a.close()
	for _, want := range []shown{{true, 1}, {false, 2}} {
		if s, ok, err := a.reader(t.Context(), "R"); err != nil || !ok || s != want {
			t.Errorf("%+v, %v, %v; want %+v", s, ok, err, want)
		}
	}
	if s, ok, err := a.reader(t.Context(), "R"); err == nil || ok {
		t.Errorf("a service that went away shows %+v", s)
	}
	nobody := asker{socket: filepath.Join(t.TempDir(), "nobody")}
	if _, _, err := nobody.reader(t.Context(), "R"); err == nil {
		t.Error("nobody answers, and no error")
	}
}

// A service that is late with an answer, or lets a connection go, is asked again on another.
func TestAskedAnew(t *testing.T) {
	t.Parallel()
	testneed.System(t, "Unix sockets of pcscd", "unix")
	a := asker{socket: peer(t)}
	defer a.close()
	if s, ok, err := a.reader(t.Context(), "R"); err == nil || ok {
		t.Fatalf("a service that went away shows %+v", s)
	}
	a.socket = peer(t, entry("R", 1, 0x34), entry("R", 2, 0x02))
	for _, want := range []shown{{true, 1}, {false, 2}} {
		if s, ok, err := a.reader(t.Context(), "R"); err != nil || !ok || s != want {
			t.Errorf("asked anew: %+v, %v, %v; want %+v", s, ok, err, want)
		}
	}
}
