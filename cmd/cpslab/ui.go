package main

// The rules of the text interface, all of them in this file:
//
//   - results go to standard output, everything else to standard error;
//   - colour only on a terminal, never with NO_COLOR or TERM=dumb, always with
//     CLICOLOR_FORCE; a colour never says what the words do not;
//   - the width is the terminal's, 80 columns when there is none;
//   - long work shows one progress line on a terminal, and nothing in a pipe;
//   - an error is one line that names the thing, then a hint.

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

const defaultWidth = 80

// style is how text is laid out on an output.
type style struct {
	color    bool
	width    int
	terminal bool
}

func newStyle(out io.Writer, getenv func(string) string) style {
	s := style{width: defaultWidth}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		s.terminal = true
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w >= 40 {
			s.width = min(w, 120)
		}
	}
	switch {
	case getenv("NO_COLOR") != "":
	case getenv("CLICOLOR_FORCE") != "" && getenv("CLICOLOR_FORCE") != "0":
		s.color = true
	default:
		s.color = s.terminal && getenv("TERM") != "dumb"
	}
	return s
}

// progress is one line on standard error that says how far long work is. On
// anything but a terminal it stays silent.
type progress struct {
	w    io.Writer
	used int
}

func (a *app) progress() *progress {
	if f, ok := a.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) && a.getenv("TERM") != "dumb" {
		return &progress{w: a.err}
	}
	return &progress{}
}

func (p *progress) step(done, total int, what string) {
	if p.w == nil {
		return
	}
	line := fmt.Sprintf("%d/%d %s", done, total, what)
	fmt.Fprint(p.w, "\r"+line+strings.Repeat(" ", max(0, p.used-len(line))))
	p.used = len(line)
}

func (p *progress) done() {
	if p.w != nil && p.used > 0 {
		fmt.Fprint(p.w, "\r"+strings.Repeat(" ", p.used)+"\r")
		p.used = 0
	}
}
