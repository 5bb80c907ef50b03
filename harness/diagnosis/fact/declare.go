package fact

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Parse reads "key=value" declarations, as --fact gives them. The error is
// a *Error.
func Parse(list []string) (Set, error) { return Set{}.Declare(list...) }

// Declare returns f with more facts, each as "key=value". A key given twice in
// one call is an error; a key that f has already takes the new value. The error
// is a *Error, and f comes back as it was.
func (f Set) Declare(list ...string) (Set, error) {
	return f.declare("", len(list), func(i int) (string, int) { return list[i], 0 })
}

// Observe is Declare for what was seen, not declared: a key that f has already
// keeps its value.
func (f Set) Observe(list ...string) (Set, error) {
	var news []string
	for _, seen := range list {
		id, _, err := parse(seen)
		if err != nil {
			return f, err
		}
		if !f.Declared.Has(id) {
			news = append(news, seen)
		}
	}
	return f.Declare(news...)
}

// Limits of a file of facts.
const (
	maxFactLine  = 512
	maxFactLines = 500
)

// DeclareFile returns f with the facts of a file: one key=value a line, empty
// lines and lines that begin with # left out. name stands in errors, with the
// line.
func (f Set) DeclareFile(name string, r io.Reader) (Set, error) {
	var lines []string
	var numbers []int
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, maxFactLine), maxFactLine)
	n := 0
	for s.Scan() {
		n++
		line := strings.TrimSpace(strings.TrimPrefix(s.Text(), "\uFEFF"))
		if line == "" || line[0] == '#' {
			continue
		}
		if len(lines) == maxFactLines {
			return f, &Error{File: name, Line: n, Reason: text.Of("plus de %d faits", "more than %d facts", maxFactLines)}
		}
		lines, numbers = append(lines, line), append(numbers, n)
	}
	if err := s.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = errLongLine
		}
		return f, &Error{File: name, Line: n + 1, Reason: text.Of("illisible", "cannot be read"), Err: err}
	}
	return f.declare(name, len(lines), func(i int) (string, int) { return lines[i], numbers[i] })
}

// errLongLine stands for bufio.ErrTooLong, which says nothing of lines.
var errLongLine = text.NewError(text.Of("ligne trop longue", "the line is too long"), text.Text{})

func (f Set) declare(file string, n int, line func(int) (string, int)) (Set, error) {
	next := Values{}
	if f.Declared != nil {
		next = *f.Declared
	}
	out := f
	seen := [count]bool{}
	for i := range n {
		said, number := line(i)
		id, v, err := parse(said)
		if err == nil && seen[id] {
			err = &Error{Key: keys[id].Name, Reason: text.Of("déclaré deux fois", "declared twice")}
		}
		if err != nil {
			err.File, err.Line = file, number
			return f, err
		}
		seen[id] = true
		next.values[id] = v
		out.apply(id, v)
	}
	if n > 0 {
		out.Declared = &next
	}
	return out, nil
}

// apply sets the facts that have a field of their own.
func (f *Set) apply(id ID, v entry) {
	switch id {
	case Env:
		f.Env = Environment(v.text)
	case Use:
		f.Use = Usage(v.text)
	case LgcSelected:
		f.Activity = int(v.number)
	case NewCardReceived:
		f.NewCardReceived = v.text == "yes"
	default: // read where it is needed
	}
}
