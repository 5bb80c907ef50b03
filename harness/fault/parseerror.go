package fault

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
)

// ParseError says what is wrong in a fault as it was written, where, and what would be
// right. Nothing was armed.
type ParseError struct {
	File         string // as it was given, "" for a command line
	Line, Column int    // from 1, in characters
	Reason       text.Text
	Hint         text.Text
	Source       string // the line, "" where it cannot be shown
}

var _ text.Speaker = (*ParseError)(nil)

// Error gives place and reason.
func (e *ParseError) Error() string {
	message, _ := e.Say("en")
	return message
}

// maxShown bounds how much of a line an error repeats, in characters.
const maxShown = 120

// Say gives place and reason, then the line with a mark under what is wrong.
func (e *ParseError) Say(lang string) (message, hint string) {
	place := fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column)
	if e.File == "" {
		place = text.Of("ligne %d, colonne %d", "line %d, column %d", e.Line, e.Column).In(lang)
	}
	message = text.Same(place).With(e.Reason).In(lang)
	if e.Source != "" && e.Column <= maxShown && utf8.RuneCountInString(e.Source) <= maxShown {
		message += fmt.Sprintf("\n%5d | %s\n      | %s^", e.Line, e.Source, strings.Repeat(" ", max(0, e.Column-1)))
	}
	return message, e.Hint.In(lang)
}

// BadInput is true: a fault is what the user wrote.
func (e *ParseError) BadInput() bool { return true }
