package vpcd

import (
	"testing"

	"github.com/cpslab/cps/harness/card/cardtest"
)

// witness notes what the server had counted when an answer left it.
type witness struct {
	server  *Server
	counted []int64
}

func (w *witness) Write(p []byte) (int, error) {
	w.counted = append(w.counted, w.server.Exchanges())
	return len(p), nil
}

// A client that has its answer finds it counted.
func TestCountedBeforeAnswered(t *testing.T) {
	t.Parallel()
	server, err := New("127.0.0.1:35963", &cardtest.Func{})
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{server: server}
	s := newSession(server, 0, nil, w)
	for want := int64(1); want <= 2; want++ {
		if err := s.exchange(t.Context(), []byte{0x00, 0xB0, 0x00, 0x00, 0x04}); err != nil {
			t.Fatal(err)
		}
		if len(w.counted) != int(want) || w.counted[want-1] != want {
			t.Errorf("counted when each answer left: %v", w.counted)
		}
	}
}
