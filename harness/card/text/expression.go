package text

import (
	"regexp"
	"sync"
)

// Expression returns what compiles a regular expression when it is first asked for, and
// gives the same one from then on. A variable of a package is one of these: what the
// program does not look for costs nothing at its start. It panics where the expression
// is none, as regexp.MustCompile does.
func Expression(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
