package evidence

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Files are where the reports of a run go, "" for none.
type Files struct{ JUnit, JSON, SARIF, CTRF, HTML string }

// file is one of them.
type file struct {
	option, path string
	make         func(*report.Run, Options) ([]byte, error)
}

func (f Files) all() []file {
	var page []string
	if f.HTML != "" {
		page = []string{f.HTML}
	}
	return []file{
		{"--junit", f.JUnit, func(r *report.Run, _ Options) ([]byte, error) { return JUnit(r, page...) }},
		{"--json", f.JSON, func(r *report.Run, _ Options) ([]byte, error) { return r.JSON() }},
		{"--sarif", f.SARIF, SARIF},
		{"--ctrf", f.CTRF, func(r *report.Run, _ Options) ([]byte, error) { return CTRF(r) }},
		{"--html", f.HTML, HTML},
	}
}

// Check reports whether each file can be written and goes to a place of its own, before
// long work is done for nothing. The error is a *FileError.
func (f Files) Check() error {
	taken := map[string]string{}
	for _, one := range f.all() {
		if one.path == "" {
			continue
		}
		if err := report.Writable(one.path); err != nil {
			return &FileError{
				Option: one.option, Path: one.path, Err: cause(err), before: true,
				hint: text.Of("un fichier que vous pouvez écrire, dans un dossier où vous pouvez écrire", "name a file that you may write, in a folder that you may write in"),
			}
		}
		place := filepath.Clean(one.path)
		if other, twice := taken[place]; twice {
			return &FileError{
				Option: one.option, Path: one.path, before: true,
				Err:  text.NewError(text.Of("le rapport de %s va dans ce fichier", "the report of %s goes there", other), text.Text{}),
				hint: text.Of("nommez deux fichiers", "name two files"),
			}
		}
		taken[place] = one.option
	}
	return nil
}

// Write writes the files, each whole or not at all. The error joins a *FileError for each
// that could not be: an older file of that name is as it was.
func (f Files) Write(run *report.Run, o Options) error {
	var all []error
	for _, one := range f.all() {
		if one.path == "" {
			continue
		}
		content, err := one.make(run, o)
		if err == nil {
			err = report.WriteFile(one.path, content)
		}
		if err != nil {
			all = append(all, &FileError{Option: one.option, Path: one.path, Err: cause(err)})
		}
	}
	return errors.Join(all...)
}

// cause is an error about a file without what was done with it.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// FileError is a report that cannot be written.
type FileError struct {
	Option string // "--junit"
	Path   string
	Err    error // of the system, or why the place is none

	before bool // nothing ran yet
	hint   text.Text
}

// Error gives option, file and reason.
func (e *FileError) Error() string { return e.message().EN }
func (e *FileError) Unwrap() error { return e.Err }

// BadInput reports whether nothing ran yet: another file may be named.
func (e *FileError) BadInput() bool { return e.before }

// Say gives file and reason in lang.
func (e *FileError) Say(lang string) (message, hint string) {
	if e.before {
		return e.message().In(lang), e.hint.In(lang)
	}
	return e.message().In(lang), text.Of("ce qui était à faire a été fait ; recommencez avec un autre fichier",
		"the work is done; name another file and do it again").In(lang)
}

func (e *FileError) message() text.Text {
	why := text.System(e.Err)
	if e.before {
		return text.Of(e.Option+" « "+e.Path+" »", e.Option+" \""+e.Path+"\"").With(why)
	}
	return text.Of("rapport non écrit : "+e.Path, "report not written: "+e.Path).With(why)
}
