package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/cpslab/cps/harness/trace"
)

// followEvery is how often a trace that is being recorded is looked at.
const followEvery = 200 * time.Millisecond

// traceFollow shows a trace while it is recorded, until it ends. It waits for one that has not
// begun.
func (a *app) traceFollow(ctx context.Context, args []string) error {
	if len(args) > 1 {
		return usage("%s", a.t("l'un ou l'autre", "the one or the other"), a.t("--follow et un numéro d'échange", "--follow and the number of an exchange"))
	}
	path := args[0]
	f, err := a.openFollowed(ctx, path)
	if err != nil {
		return err
	}
	defer f.Close()
	growing := &tail{ctx: ctx, f: f, path: path}
	s, err := trace.NewScanner(growing)
	for err == nil {
		var e trace.Event
		if e, err = s.Next(); err != nil {
			break
		}
		if e.Kind == trace.KindEnd {
			_, err = fmt.Fprintln(a.out, a.traceEnd(&trace.Trace{End: &e}))
			return err
		}
		if a.json() {
			err = a.writeJSONLine(a.eventJSON(&e))
		} else {
			_, err = fmt.Fprintln(a.out, a.eventLine(&e, e.Reader > 0))
		}
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case growing.left:
		return usage(a.t("%s : le programme qui enregistrait s'est arrêté sans finir la trace", "%s: the program that recorded ended without finishing the trace"),
			a.t("ce qui en reste est montré ; recommencez l'enregistrement", "what is left of it is shown; record again"), trace.PartOf(path))
	case errors.Is(err, io.EOF):
		fmt.Fprintln(a.err, a.t("cpslab : la trace a été abandonnée", "cpslab: the trace was given up"))
		return nil
	}
	return err
}

// openFollowed opens the trace that is being recorded, or the one that is there.
func (a *app) openFollowed(ctx context.Context, path string) (*os.File, error) {
	told := false
	for {
		for _, name := range []string{trace.PartOf(path), path} {
			f, err := os.Open(name)
			if err == nil {
				return f, nil
			}
			if !errors.Is(err, os.ErrNotExist) {
				return nil, a.noTrace(path, err)
			}
		}
		if !told {
			told = true
			fmt.Fprintf(a.err, a.t("cpslab : %s n'est pas encore là\n", "cpslab: %s is not there yet\n"), path)
		}
		if err := wait(ctx); err != nil {
			return nil, err
		}
	}
}

func wait(ctx context.Context) error {
	timer := time.NewTimer(followEvery)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tail reads a file that grows: its end is that of the trace, not of the file. One that was
// removed does not grow any more, nor does one whose program has ended.
type tail struct {
	ctx  context.Context
	f    *os.File
	path string
	left bool // by a program that ended without finishing it
}

func (t *tail) Read(p []byte) (int, error) {
	for {
		n, err := t.f.Read(p)
		if n > 0 || err != nil && !errors.Is(err, io.EOF) {
			return n, err
		}
		gone, left := t.gone(), !trace.Recording(t.f)
		if gone || left {
			n, err := t.f.Read(p) // what came between the two looks
			t.left = n == 0 && !gone && t.unfinished()
			return n, err
		}
		if err := wait(t.ctx); err != nil {
			return 0, err
		}
	}
}

// gone reports whether nobody writes the file any more.
func (t *tail) gone() bool {
	_, err := os.Stat(trace.PartOf(t.path))
	return errors.Is(err, os.ErrNotExist)
}

// unfinished reports whether the file is still the one that is being recorded, and not yet
// the trace: whoever finishes one lets go of it before it is in its place.
func (t *tail) unfinished() bool {
	part, err := os.Stat(trace.PartOf(t.path))
	if err != nil {
		return false
	}
	own, err := t.f.Stat()
	return err == nil && own.Size() > 0 && os.SameFile(part, own)
}

// writeJSONLine writes a document on one line, one of many.
func (a *app) writeJSONLine(v any) error {
	a.answered = true
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
