package trace

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/filelock"
	"github.com/cpslab/cps/harness/trace/leak"
)

// partSuffix is behind the name of a trace that is being recorded, beside its place.
const partSuffix = ".part"

// File is a trace on its way into a file. It is written beside its place, searched when
// it is closed, and only then put there: a trace in which a secret is found is not left.
type File struct {
	*Log
	path   string
	part   *os.File
	watch  *leak.Watch
	closed bool
}

// Create begins a trace in a file; one of that name is replaced when the trace is
// closed. The error is [ErrRecording], or one of the system, about the path.
func Create(path string, o Options) (*File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errNotAFile}
	}
	part, err := os.OpenFile(path+partSuffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if filelock.Take(part) != nil {
		return nil, errors.Join(ErrRecording, part.Close())
	}
	if err := part.Truncate(0); err != nil { // one that a killed program left
		return nil, errors.Join(err, part.Close())
	}
	f := &File{path: path, part: part, watch: &leak.Watch{}}
	if f.Log, err = NewLog(part, o); err != nil {
		return nil, errors.Join(err, f.remove())
	}
	f.watched = f.watch
	return f, nil
}

// ErrRecording is the error where another program records a trace in the same place.
var ErrRecording = text.NewError(text.Of("un autre programme y enregistre une trace", "another program records a trace there"),
	text.Of("donnez un autre fichier", "give another file"))

// Recording reports whether the program that records in a file, at [PartOf] its trace,
// still does; true where the system cannot tell.
func Recording(part *os.File) bool { return filelock.Held(part) }

var errNotAFile = text.NewError(text.Of("ce n'est pas un fichier ordinaire", "not a regular file"), text.Text{})

// Path returns where the trace will be.
func (f *File) Path() string { return f.path }

// Part returns where it is while it is recorded.
func (f *File) Part() string { return f.part.Name() }

// PartOf returns where a trace is recorded that is to be at path.
func PartOf(path string) string { return path + partSuffix }

// Close ends the trace, searches it and puts it in its place. A *LeakError is a secret
// in it: nothing is left then.
func (f *File) Close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	defer f.watch.Forget()
	if err := f.Log.Close(); err != nil {
		return errors.Join(err, f.remove())
	}
	if err := f.search(); err != nil {
		return errors.Join(err, f.remove())
	}
	err := errors.Join(f.part.Sync(), f.part.Close())
	if err == nil {
		err = os.Rename(f.part.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.part.Name()))
	}
	return nil
}

// Abandon drops the trace.
func (f *File) Abandon() error {
	if f.closed {
		return nil
	}
	f.closed = true
	f.watch.Forget()
	return errors.Join(f.Log.Close(), f.remove())
}

func (f *File) remove() error {
	return errors.Join(f.part.Close(), os.Remove(f.part.Name()))
}

// redraws is how often the replacements are drawn again where one of them is, by chance, a
// value of the card: of two numbers of nine digits with one beginning that is one time in ten
// thousand.
const redraws = 3

// search reads what was written back from the disk, whatever wrote it.
func (f *File) search() error {
	for try := 0; ; try++ {
		b, err := os.ReadFile(f.part.Name())
		if err != nil {
			return err
		}
		for _, name := range f.scrub.keys.issuers {
			f.watch.Allow(name)
		}
		found := f.watch.Search(b)
		switch {
		case len(found) == 0:
			return nil
		case try == redraws:
			return &LeakError{Path: f.path, Found: found}
		}
		if err := f.redraw(b); err != nil {
			return err
		}
	}
}

// redraw scrubs what was scrubbed once more, with other replacements. What the scrubber does
// not see stays, and is found again.
func (f *File) redraw(b []byte) error {
	t, err := Read(bytes.NewReader(b))
	if err != nil {
		return err
	}
	again := f.opt
	again.key = nil
	s, err := newScrubber(again)
	if err != nil {
		return err
	}
	var events []Event
	for i := range t.Events {
		events = append(events, s.push(t.Events[i])...)
	}
	events = append(events, s.flush()...)
	if _, err := f.part.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := f.part.Truncate(0); err != nil {
		return err
	}
	lines := []any{t.Header}
	for i := range events {
		lines = append(lines, &events[i])
	}
	if t.End != nil {
		lines = append(lines, t.End)
	}
	for _, line := range lines {
		if err := f.write(line); err != nil {
			return err
		}
	}
	f.scrub.keys.issuers = append(f.scrub.keys.issuers, s.keys.issuers...)
	return nil
}

// LeakError is a trace that holds a secret. It says where and what, never the secret.
type LeakError struct {
	Path  string
	Found []leak.Found
}

var _ text.Speaker = (*LeakError)(nil)

func (e *LeakError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the first place, and how many there are.
func (e *LeakError) Say(lang string) (message, hint string) {
	first := e.Found[0]
	said := text.Of("%s n'est pas écrite : ligne %d, %s en %s", "%s is not written: line %d, %s in %s",
		filepath.Base(e.Path), first.Line, kindOfSecret(first.Kind), formOfSecret(first.Form))
	if n := len(e.Found) - 1; n > 0 {
		said = text.Of("%s, et %d autre(s) endroit(s)", "%s, and %d more place(s)", said, n)
	}
	return said.In(lang), text.Of("la trace a été supprimée ; signalez-le : le masquage a laissé passer quelque chose", "the trace was deleted; report it: the scrubbing let something through").In(lang)
}

// kindOfSecret names a kind of secret.
func kindOfSecret(k leak.Kind) text.Text {
	switch k {
	case leak.Code:
		return text.Of("un code", "a code")
	case leak.Name:
		return text.Of("un nom", "a name")
	case leak.Number:
		return text.Of("un numéro", "a number")
	case leak.Holder:
	}
	return text.Of("le titulaire d'un certificat", "the holder of a certificate")
}

func formOfSecret(form string) text.Text {
	switch form {
	case "clear":
		return text.Of("clair", "clear")
	case "bcd":
		return text.Same("BCD")
	case "hexadecimal":
		return text.Of("hexadécimal", "hexadecimal")
	}
	return text.Same(form)
}

// Copy reads a trace that some other program, or an earlier one, recorded in clear, and
// writes it scrubbed.
func (f *File) Copy(t *Trace) {
	for i := range t.Events {
		e := t.Events[i]
		e.Command, e.Answer = bytes.Clone(e.Command), bytes.Clone(e.Answer)
		f.add(e, t.Events[i].Command, t.Events[i].Answer)
	}
}
