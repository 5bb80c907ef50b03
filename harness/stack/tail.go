package stack

import (
	"io"
	"strings"
	"sync"
)

// tailSize is how much of what pcscd printed is kept for an error message.
const tailSize = 4096

// tail keeps the end of what is written to it and passes everything on.
type tail struct {
	mu   sync.Mutex // protects kept, and orders the writes to next
	kept []byte
	next io.Writer // may be nil
}

// Write implements io.Writer. A failing next is left alone: pcscd must not
// block because nobody reads its log.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	if n := len(t.kept) - tailSize; n > 0 {
		t.kept = append(t.kept[:0], t.kept[n:]...)
	}
	if t.next != nil {
		if _, err := t.next.Write(p); err != nil {
			t.next = nil
		}
	}
	return len(p), nil
}

// String returns what was kept, without the last line end.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimRight(string(t.kept), "\n")
}
