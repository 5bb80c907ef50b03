package main

import (
	"context"
	"io"
	"strings"
	"testing"
)

// untilSaid is an output that ends something when a text was written.
type untilSaid struct {
	strings.Builder
	part string
	end  func()
}

func (w *untilSaid) Write(b []byte) (int, error) {
	n, err := w.Builder.Write(b)
	if strings.Contains(w.String(), w.part) {
		w.end()
	}
	return n, err
}

// Who breaks a conversation off keeps what he told; where he told nothing there is nothing to
// keep.
func TestABrokenOffConversation(t *testing.T) {
	t.Parallel()
	for part, kept := range map[string]bool{"\n1. ": false, "\n2. ": true} {
		ctx, end := context.WithCancel(t.Context())
		in, typed := io.Pipe()
		out := &untilSaid{part: part, end: end}
		go func() {
			_, _ = typed.Write([]byte("?\n")) // and nothing more
			<-ctx.Done()
			_ = typed.Close()
		}()
		var errs strings.Builder
		code := run(ctx, []string{"ask", "61444", "--lang", "en"}, streams{in, out, &errs}, func(string) string { return "" })
		if code != 3 || !strings.Contains(errs.String(), "interrupted") || strings.Contains(out.String(), "To paste in a ticket:") != kept {
			t.Errorf("after %q: exit code %d, %q, and\n%s", part, code, errs.String(), out.String())
		}
		_ = in.Close()
		end()
	}
}
