package main

import (
	"context"
	"io"
	"os"
)

// openInput opens a file that the user named. A pipe may wait for a writer, and a
// terminal for a line, for ever: ctx ends both.
func openInput(ctx context.Context, path string) (io.ReadCloser, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened)
	go func() {
		f, err := os.Open(path)
		select {
		case done <- opened{f, err}:
		case <-ctx.Done():
			if err == nil {
				_ = f.Close() // nobody reads it
			}
		}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, o.err
		}
		if info, err := o.file.Stat(); err == nil && info.Mode().IsRegular() {
			return o.file, nil // what lies on a disk does not wait
		}
		return struct {
			io.Reader
			io.Closer
		}{interruptible{ctx, o.file}, o.file}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// interruptible reads until its context ends. A reading that waits then, as one of
// a terminal does, is left to itself with a buffer of its own.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i interruptible) Read(p []byte) (int, error) {
	type read struct {
		data []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		own := make([]byte, min(len(p), 64<<10))
		n, err := i.r.Read(own)
		done <- read{own[:n], err}
	}()
	select {
	case r := <-done:
		return copy(p, r.data), r.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
