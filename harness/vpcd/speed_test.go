package vpcd

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"testing"
)

var errEnough = errors.New("enough")

// loop is a driver in memory: it gives the same frame until left is used up.
type loop struct {
	frame []byte
	at    int
	left  int
}

func (l *loop) Read(p []byte) (int, error) {
	if l.at == 0 {
		if l.left == 0 {
			return 0, errEnough
		}
		l.left--
	}
	n := copy(p, l.frame[l.at:])
	l.at = (l.at + n) % len(l.frame)
	return n, nil
}

func newLoop(cmd []byte) *loop {
	return &loop{frame: append(binary.BigEndian.AppendUint16(nil, uint16(len(cmd))), cmd...)}
}

// echoSession returns a session with a driver and a card that cost nothing.
func echoSession(tb testing.TB, l *loop) *session {
	tb.Helper()
	s, err := New("127.0.0.1:35963", &Echo{Answer: []byte{0x3B, 0x00}, Response: append(make([]byte, 231), 0x90, 0x00)})
	if err != nil {
		tb.Fatal(err)
	}
	return newSession(s, 0, l, io.Discard)
}

func TestExchangeDoesNotAllocate(t *testing.T) {
	l := newLoop([]byte{0x00, 0xB0, 0x00, 0x00, 0xE7})
	ses := echoSession(t, l)
	const perRun = 1000
	run := func() {
		l.left = perRun
		if err := ses.run(context.Background()); !errors.Is(err, errEnough) {
			t.Fatal(err)
		}
	}
	run() // warm-up
	// The one error that ends a run is all there may be.
	if n := testing.AllocsPerRun(10, run); n > 1 {
		t.Errorf("%v allocations in %d exchanges", n, perRun)
	}
}

// BenchmarkSession is the cost of the frames alone, without a socket.
func BenchmarkSession(b *testing.B) {
	l := newLoop([]byte{0x00, 0xB0, 0x00, 0x00, 0xE7})
	ses := echoSession(b, l)
	b.ReportAllocs()
	l.left = b.N
	if err := ses.run(context.Background()); !errors.Is(err, errEnough) {
		b.Fatal(err)
	}
}
