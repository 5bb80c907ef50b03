package fact

import (
	"fmt"
)

// Error is the error for a fact that cannot be declared. It never holds the
// value, which may identify somebody.
type Error struct {
	File    string // "" when the fact came from no file
	Line    int    // from 1, 0 when it came from no file
	Key     string
	Reason  string
	Suggest string // the key that was probably meant, "" when none comes near
}

// Error names the key, what is wrong and, for an unknown key, the near one.
func (e *Error) Error() string {
	s := e.Reason
	if e.Key != "" {
		s = "fact " + e.Key + ": " + s
	}
	if e.File != "" {
		s = fmt.Sprintf("%s:%d: %s", e.File, e.Line, s)
	}
	if e.Suggest != "" {
		s += "; did you mean " + e.Suggest + "?"
	}
	return s
}
