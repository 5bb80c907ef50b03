package lookup

import (
	"strings"
	"unicode"

	"github.com/cpslab/cps/harness/card/text"
)

// plain is a query as text, whatever its encoding. A byte order mark within it and
// control characters become blanks.
func plain(query string) string {
	return strings.Map(func(r rune) rune {
		if r == '\ufeff' || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return ' '
		}
		return r
	}, text.Decode(query))
}
