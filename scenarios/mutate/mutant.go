package main

import (
	"fmt"
	"strings"
)

// kind is what a mutant does to its expression.
type kind string

const (
	negate kind = "negate"
	bound  kind = "bound"
	shift  kind = "shift"
	drop   kind = "drop"
)

// mutant is one change to one expression.
type mutant struct {
	id       int // from 1, in order of the sources
	file     string
	line     int
	function string   // or package variable
	rules    []string // those that the code around the expression names, "CPS-VAL-001"
	kind     kind
	original string // source text, blanks drawn together
	mutated  string
	ordinal  int // among equal changes of one function, from 1
	alike    int // how many those are
}

// String is the line that names a mutant: its place, rules, and the change.
func (m *mutant) String() string {
	rules := ""
	if len(m.rules) > 0 {
		rules = " [" + strings.Join(m.rules, " ") + "]"
	}
	return fmt.Sprintf("%s:%d %s%s %s: %s", m.file, m.line, m.function, rules, m.kind, m.change())
}

func (m *mutant) change() string { return m.original + " => " + m.mutated }

// key names a mutant by its source text alone, as equivalent.txt does.
func (m *mutant) key() string {
	s := m.file + " " + m.function
	if m.alike > 1 {
		s += fmt.Sprintf(" #%d", m.ordinal)
	}
	return s + ": " + m.change()
}

// number counts equal changes of one function.
func number(mutants []*mutant) {
	type place struct{ file, function, change string }
	count := map[place]int{}
	at := func(m *mutant) place { return place{m.file, m.function, m.change()} }
	for _, m := range mutants {
		count[at(m)]++
		m.ordinal = count[at(m)]
	}
	for _, m := range mutants {
		m.alike = count[at(m)]
	}
}
