//go:build !nosuite

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"testing"
)

// What somebody types is taken for a yes only where it is one, and the end of the input is none.
func TestPersonAtTheReader(t *testing.T) {
	t.Parallel()
	in, typing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var said bytes.Buffer
	cleared := 0
	h := &personHands{a: &app{streams: streams{err: &said}, lang: "en"}, in: in, clear: func() { cleared++ }}
	for line, want := range map[string]bool{"y\n": true, "\n": false, "n\n": false, "OUI\n": true, "o\n": true, "yet\n": false} {
		// What was typed before the question is none to it: the line comes when it is asked.
		said.Reset()
		h.clear = func() {
			cleared++
			if _, err := typing.WriteString(line); err != nil {
				t.Error(err)
			}
		}
		if got, err := h.Did(t.Context()); got != want || err != nil {
			t.Errorf("%q: %v, %v", line, got, err)
		}
		if !bytes.Contains(said.Bytes(), []byte("Did you do it?")) {
			t.Errorf("it was asked: %s", &said)
		}
	}
	if cleared != 6 {
		t.Errorf("the line of progress was cleared %d times", cleared)
	}
	h.clear = func() { _, _ = typing.WriteString("y\n") }
	if err := h.Sleep(t.Context()); err != nil {
		t.Errorf("somebody slept: %v", err)
	}
	h.clear = func() {}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Sleep(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if err := typing.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.Sleep(t.Context()); !errors.Is(err, errNotConfirmed) {
		t.Errorf("the input is over: %v", err)
	}
	if did, err := h.Did(t.Context()); did || err != nil {
		t.Errorf("the input is over: %v, %v", did, err)
	}
}
