package each

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/diagnosis"
)

// Expectation is what a program is to do before a card.
type Expectation struct {
	Exit   int
	Output *regexp.Regexp // stands in what it says; nil for anything
}

// unmet says what was not as expected, the zero value for nothing.
func (x Expectation) unmet(e child.Ending) text.Text {
	switch {
	case e.Exit != x.Exit:
		return text.Of("code de retour %d, attendu %d", "exit code %d, expected %d", e.Exit, x.Exit)
	case x.Output != nil && !x.Output.Match(e.Out):
		return text.Of("la sortie ne contient pas %s", "the output does not hold %s", x.Output)
	}
	return text.Text{}
}

// Table is what is expected before which card: by its name, else by the first pattern that
// fits, else by the verdict of the bench, else by default. The zero value expects exit
// code 0 of every program.
type Table struct {
	standard Expectation
	cards    []entry
	verdicts map[diagnosis.Verdict]Expectation
}

type entry struct {
	pattern string
	expect  Expectation
}

// Of is what is expected before a card of that name and verdict.
func (t *Table) Of(name string, v diagnosis.Verdict) Expectation {
	for _, e := range t.cards {
		if e.pattern == name {
			return e.expect
		}
	}
	for _, e := range t.cards {
		if ok, _ := path.Match(e.pattern, name); ok { // a pattern that was read is one
			return e.expect
		}
	}
	if x, ok := t.verdicts[v]; ok {
		return x
	}
	return t.standard
}

// Unused are the names and patterns of cards that fit none of these.
func (t *Table) Unused(names []string) []string {
	var out []string
	for _, e := range t.cards {
		used := false
		for _, name := range names {
			ok, _ := path.Match(e.pattern, name)
			used = used || ok || e.pattern == name
		}
		if !used {
			out = append(out, e.pattern)
		}
	}
	return out
}

var verdicts = []string{
	string(diagnosis.VerdictOK), string(diagnosis.VerdictWarning), string(diagnosis.VerdictBlocked), string(diagnosis.VerdictIncomplete), string(diagnosis.VerdictUndetermined),
}

// Add takes what a command line says: "1", the exit code of all, or "blocked=1", that of a
// verdict. The error is bad input.
func (t *Table) Add(s string) error {
	verdict, code, named := strings.Cut(s, "=")
	if !named {
		code = verdict
	}
	n, err := strconv.Atoi(code)
	if err != nil || n < 0 || n > maxExit {
		return bad(text.Of("code de retour « %s »", "exit code “%s”", text.Printable(s)), text.Of("un nombre de 0 à 255, seul ou derrière un verdict : blocked=1", "a number from 0 to 255, alone or behind a verdict: blocked=1"))
	}
	if !named {
		t.standard.Exit = n
		return nil
	}
	if !slices.Contains(verdicts, verdict) {
		return bad(text.Of("verdict inconnu : « %s »", "unknown verdict: “%s”", text.Printable(verdict)), text.Same(strings.Join(verdicts, ", ")))
	}
	if t.verdicts == nil {
		t.verdicts = map[diagnosis.Verdict]Expectation{}
	}
	x := t.verdicts[diagnosis.Verdict(verdict)]
	x.Exit = n
	t.verdicts[diagnosis.Verdict(verdict)] = x
	return nil
}

// maxExit is the largest exit code of a program.
const maxExit = 255

// bad is an expectation that makes no sense.
func bad(why, hint text.Text) error { return text.BadInput(text.NewError(why, hint)) }
