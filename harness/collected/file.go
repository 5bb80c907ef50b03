package collected

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/workstation"
)

// Schema is the number of the form that this program writes.
const Schema = 1

// maxFile bounds a file: a collected one has some tens of kilobytes.
const maxFile = 8 << 20

// File is what one computer told.
type File struct {
	Schema    int
	Collector string    // name and version of the program that collected, "" for a sheet
	Day       time.Time // of the collection, by the clock of that computer; zero when not told
	// LeftOut says what was not written, in French and English.
	LeftOut     []text.Text
	Workstation workstation.Report
	// Problems are parts that could not be read, and names that were not masked.
	Problems []Problem
}

// Problem is one part of a file that is not as it should be. The part counts as not
// known, unless Kept.
type Problem struct {
	Part string // "readers", "schema"
	Kept bool   // it was read all the same
	Why  text.Text
}

// Error is a file of which nothing can be used. Err says why, where something else
// than the contents is at fault.
type Error struct {
	Name string
	Why  text.Text
	Err  error
}

// Error says which file is at fault and why.
func (e *Error) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say implements [text.Speaker].
func (e *Error) Say(lang string) (message, hint string) {
	if e.Err != nil {
		return text.Same(e.Name).Because(e.Err).In(lang), ""
	}
	return text.Same(e.Name).With(e.Why).In(lang), text.Of("attendu : le fichier qu'écrit cpslab doctor --collect", "want: the file that cpslab doctor --collect writes").In(lang)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// BadInput reports that the user gave it; see [text.IsBadInput].
func (e *Error) BadInput() bool { return true }

// Read reads a collected file or a sheet of plain facts; name is what errors call it.
// What cannot be read of it is in Problems and not known in the report. The error is
// an *[Error], and says that nothing could be used.
func Read(in io.Reader, name string) (File, error) {
	b, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return File{}, &Error{Name: name, Err: err}
	}
	fail := func(fr, en string, args ...any) (File, error) {
		return File{}, &Error{Name: name, Why: text.Of(fr, en, args...)}
	}
	if len(b) > maxFile {
		return fail("plus de %d Mio : ce n'est pas un fichier de doctor --collect", "more than %d MiB: not a file of doctor --collect", maxFile>>20)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text.Decode(string(b))), &parts); err != nil {
		if at, ok := errors.AsType[*json.SyntaxError](err); ok {
			return fail("ce n'est pas du JSON (octet %d)", "not JSON (byte %d)", at.Offset)
		}
		return fail("un objet JSON est attendu", "want a JSON object")
	}
	f := &reading{parts: parts}
	switch {
	case parts["workstation"] != nil:
		f.collected()
	case parts["os"] != nil:
		f.sheet()
	default:
		return fail("ni « workstation » ni « os » : rien n'y parle d'un poste", "neither “workstation” nor “os”: nothing in it tells of a workstation")
	}
	if !anythingKnown(&f.file.Workstation) {
		return fail("rien n'a pu en être lu", "nothing of it could be read")
	}
	f.unmasked()
	slices.SortStableFunc(f.file.Problems, func(a, b Problem) int { return strings.Compare(a.Part, b.Part) })
	return f.file, nil
}

// reading is one file on its way into a report.
type reading struct {
	parts map[string]json.RawMessage
	file  File
}

func (f *reading) problem(part, fr, en string, args ...any) *Problem {
	f.file.Problems = append(f.file.Problems, Problem{Part: part, Why: text.Of(fr, en, args...)})
	return &f.file.Problems[len(f.file.Problems)-1]
}

// decode reads a part of a sheet, false when it is not there or cannot be read.
func (f *reading) decode(part string, into any) bool {
	raw, ok := f.parts[part]
	if !ok {
		return false
	}
	if err := json.Unmarshal(raw, into); err != nil {
		f.unreadable(part, err)
		return false
	}
	return true
}

func (f *reading) unreadable(part string, err error) {
	if at, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		place := strings.Trim(part+"."+at.Field, ".")
		f.problem(part, "%s : %s au lieu de ce qui est attendu", "%s: %s in place of what is expected", place, at.Value)
		return
	}
	f.problem(part, "illisible", "cannot be read")
}

// collected reads the form that Write writes, each part by itself.
func (f *reading) collected() {
	if f.decode("schema", &f.file.Schema) && f.file.Schema != Schema {
		p := f.problem("schema", "fichier de forme %d, ce programme connaît la %d : ce qui est nouveau n'est pas lu", "file of form %d, this program knows %d: what is new is not read", f.file.Schema, Schema)
		p.Kept = true
	}
	f.decode("collector", &f.file.Collector)
	var day string
	if f.decode("date", &day) {
		var err error
		if f.file.Day, err = time.Parse(time.RFC3339, day); err != nil {
			f.problem("date", "%q n'est pas une date (RFC 3339)", "%q is no date (RFC 3339)", day)
		}
	}
	f.decode("left_out", &f.file.LeftOut)
	var parts map[string]json.RawMessage
	if !f.decode("workstation", &parts) {
		return
	}
	at := map[string]reflect.Value{}
	report := reflect.ValueOf(&f.file.Workstation).Elem()
	for i := range report.NumField() {
		at[report.Type().Field(i).Tag.Get("json")] = report.Field(i)
	}
	for part, raw := range parts {
		field, known := at[part]
		if !known {
			f.problem(part, "partie inconnue de ce programme", "a part that this program does not know")
			continue
		}
		if err := json.Unmarshal(raw, field.Addr().Interface()); err != nil {
			f.unreadable(part, err)
		}
	}
	f.file.Workstation.Settle()
}

// anythingKnown tells a report of which something is known from an empty one.
func anythingKnown(r *workstation.Report) bool {
	report := reflect.ValueOf(r).Elem()
	for i := range report.NumField() {
		if report.Field(i).FieldByName("Known").Bool() {
			return true
		}
	}
	return false
}
