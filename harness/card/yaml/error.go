package yaml

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
)

// Error says what is wrong in a file, where, and what would be right. Err holds the
// cause when the operating system gave one. Nothing was made of the file. Lines that may hold a code are shown with their digits
// masked.
type Error struct {
	File         string // preset name or file, as the user gave it
	Line, Column int    // from 1, in characters; 0 when the file as a whole is at fault
	Key          string // path of the key, "billing[1].zone"; items count from 0
	Reason       text.Text
	Hint         text.Text // what to write instead, or zero
	Source       string    // the offending line, or ""
	Err          error
}

var _ text.Speaker = (*Error)(nil)

// Error gives place, key and reason on the first line, then the offending line
// with a mark under it, then the hint.
func (e *Error) Error() string {
	message, hint := e.Say("en")
	if hint != "" {
		message += "\n  hint: " + hint
	}
	return message
}

// Say gives place, key and reason on the first line, then the offending line
// with a mark under it.
func (e *Error) Say(lang string) (message, hint string) {
	reason, hint := e.Reason.Because(e.Err), e.Hint.In(lang)
	var b strings.Builder
	switch {
	case e.Line > 0:
		fmt.Fprintf(&b, "%s:%d:%d: ", e.File, e.Line, e.Column)
		if e.Key != "" {
			b.WriteString(e.Key + ": ")
		}
		b.WriteString(reason.In(lang))
	case IsFile(e.File):
		b.WriteString(text.Same(e.File).With(e.Reason).Because(e.Err).In(lang))
	default:
		b.WriteString(text.Of("« %s »", "%s", e.File).With(e.Reason).Because(e.Err).In(lang))
	}
	if e.Source != "" {
		fmt.Fprintf(&b, "\n%5d | %s\n      | %s^", e.Line, e.Source, strings.Repeat(" ", max(0, e.Column-1)))
	}
	return b.String(), hint
}

// BadInput is true: a file is what the user gave.
func (e *Error) BadInput() bool { return true }

func (e *Error) Unwrap() error { return e.Err }

// maxShownLine bounds the part of an offending line that an error repeats.
const maxShownLine = 120

// fault makes the error for a place of the file. Reasons and hints never repeat
// a value.
func (s *source) fault(line, column int, key string, reason, hint text.Text) error {
	e := &Error{File: s.name, Line: line, Column: column, Key: key, Reason: reason, Hint: hint}
	if s.secret(line) {
		e.Key = maskDigits(e.Key) // a code written in place of a key
	}
	if line >= 1 && line <= len(s.lines) {
		shown := strings.ReplaceAll(s.lines[line-1], "\t", " ")
		shown = strings.ToValidUTF8(shown, "?")
		shown = strings.Map(func(r rune) rune {
			if unicode.IsPrint(r) {
				return r
			}
			return '?'
		}, shown)
		if s.secret(line) {
			shown = maskDigits(shown)
		}
		if utf8.RuneCountInString(shown) > maxShownLine {
			shown = string([]rune(shown)[:maxShownLine]) + "…"
		}
		if column <= maxShownLine {
			e.Source = shown
		}
	}
	return e
}

// secret reports whether a line may hold a PIN or PUK: it names one, or stands
// below a line that does. It looks at the text, not at the tree, so that it
// also holds for a file that is not YAML.
func (s *source) secret(line int) bool {
	if line < 1 || line > len(s.lines) {
		return false
	}
	names := func(line string) bool {
		line = strings.ToLower(line)
		return strings.Contains(line, "pin") || strings.Contains(line, "puk") || strings.Contains(line, "code")
	}
	if names(s.lines[line-1]) {
		return true
	}
	for i := line - 2; i >= 0; i-- {
		above := s.lines[i]
		if above == "" || above[0] == ' ' || above[0] == '\t' || above[0] == '#' {
			continue
		}
		return names(above)
	}
	return false
}

func maskDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '•'
		}
		return r
	}, s)
}

// IsFile reports whether a name is that of a YAML file, by its ending.
func IsFile(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}
