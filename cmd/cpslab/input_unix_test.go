//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// waiting runs the program on a pipe that nobody writes to, or that a writer keeps
// open, and ends it by its context, as the first signal does.
func waiting(t *testing.T, held bool, args ...string) (code int, said string) {
	t.Helper()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if held {
		w, err := os.OpenFile(pipe, os.O_RDWR, 0) // opens without waiting for a reader
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		if _, err := w.WriteString("env=test\n"); err != nil {
			t.Fatal(err)
		}
	}
	ctx, end := context.WithCancel(t.Context())
	defer time.AfterFunc(300*time.Millisecond, end).Stop()
	var errs strings.Builder
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append(args, pipe), streams{strings.NewReader(""), io.Discard, &errs}, func(string) string { return "" })
	}()
	select {
	case code = <-done:
		return code, errs.String()
	case <-time.After(20 * time.Second):
		t.Fatalf("%q still waits", args)
		return 0, ""
	}
}

// A pipe in the place of an input file obeys the first signal, whether it waits
// for a writer or for what he writes.
func TestPipesObeyTheFirstSignal(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"check-id", "rpps", "--file"}, {"reproduce", "--log"}, {"diagnose", "--facts-only", "--facts-file"}, {"diagnose", "sim:cps3-healthy", "--revocation"},
	} {
		for _, held := range []bool{false, true} {
			t.Run(fmt.Sprint(args[len(args)-1], held), func(t *testing.T) {
				t.Parallel()
				if code, said := waiting(t, held, args...); code != exitBench || said != "cpslab: interrupted\n" {
					t.Errorf("exit %d, %q", code, said)
				}
			})
		}
	}
}

// numbers is a file of n wrong identifiers that exists nowhere.
type numbers struct {
	n       int
	pending string
}

func (r *numbers) Read(p []byte) (int, error) {
	if r.pending == "" {
		if r.n == 0 {
			return 0, io.EOF
		}
		r.n--
		r.pending = "99900000012\n"
	}
	n := copy(p, r.pending)
	r.pending = r.pending[n:]
	return n, nil
}

// counted counts what is written and holds nothing of it.
type counted struct {
	bytes, lines int
	most         uint64 // of memory in use, bytes
}

func (c *counted) Write(p []byte) (int, error) {
	c.bytes += len(p)
	c.lines += strings.Count(string(p), "\n")
	if c.bytes/(4<<20) != (c.bytes-len(p))/(4<<20) { // now and then
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c.most = max(c.most, m.HeapAlloc)
	}
	return len(p), nil
}

// Wrong lines are reported as they are read: what a file takes of the memory does not
// grow with them.
func TestManyWrongIdentifiers(t *testing.T) {
	const lines, bound = 200_000, 64 << 20 // the faults alone would take more, kept
	for _, format := range []string{"text", "json"} {
		out := &counted{}
		code := run(t.Context(), []string{"check-id", "rpps", "--file", "-", "--format", format, "--lang", "en"},
			streams{&numbers{n: lines}, out, io.Discard}, func(string) string { return "" })
		if code != exitBlocked || out.lines < lines || out.most == 0 || out.most > bound {
			t.Errorf("%s: exit %d, %d lines, %d MB", format, code, out.lines, out.most>>20)
		}
	}
}
