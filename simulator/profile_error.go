package simulator

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
)

// ProfileError says what is wrong in a profile, where, and what would be
// right. Err holds the cause when the operating system gave one. Nothing was
// made of the profile. Lines that may hold a code are shown with their digits
// masked.
type ProfileError struct {
	File         string // preset name or file, as the user gave it
	Line, Column int    // from 1, in characters; 0 when the file as a whole is at fault
	Key          string // path of the key, "billing[1].zone"; items count from 0
	Reason       string
	Hint         string // what to write instead, or ""
	Source       string // the offending line, or ""
	Err          error
}

// Error gives place, key and reason on the first line, then the offending line
// with a mark under it, then the hint.
func (e *ProfileError) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, e.Column)
	}
	if e.Key != "" {
		b.WriteString(": " + e.Key)
	}
	b.WriteString(": " + e.Reason)
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if e.Source != "" {
		fmt.Fprintf(&b, "\n%5d | %s\n      | %s^", e.Line, e.Source, strings.Repeat(" ", max(0, e.Column-1)))
	}
	if e.Hint != "" {
		b.WriteString("\n  hint: " + e.Hint)
	}
	return b.String()
}

func (e *ProfileError) Unwrap() error { return e.Err }

// maxShownLine bounds the part of an offending line that an error repeats.
const maxShownLine = 120

// fault makes the error for a place of the file. Reasons and hints never repeat
// a value.
func (s *yamlSource) fault(line, column int, key, reason, hint string) error {
	e := &ProfileError{File: s.name, Line: line, Column: column, Key: key, Reason: reason, Hint: hint}
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
func (s *yamlSource) secret(line int) bool {
	if line < 1 || line > len(s.lines) {
		return false
	}
	names := func(text string) bool {
		text = strings.ToLower(text)
		return strings.Contains(text, "pin") || strings.Contains(text, "puk") || strings.Contains(text, "code")
	}
	if names(s.lines[line-1]) {
		return true
	}
	for i := line - 2; i >= 0; i-- {
		text := s.lines[i]
		if text == "" || text[0] == ' ' || text[0] == '\t' || text[0] == '#' {
			continue
		}
		return names(text)
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

// oneOf is the hint that names what is possible.
func oneOf(written string, possible []string) string {
	hint := "one of " + strings.Join(possible, ", ")
	if best := text.Closest(written, possible); best != "" {
		hint = fmt.Sprintf("did you mean %q? Possible: %s", best, strings.Join(possible, ", "))
	}
	return hint
}
