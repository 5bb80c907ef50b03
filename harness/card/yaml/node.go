package yaml

import (
	"slices"

	"github.com/cpslab/cps/harness/card/text"
)

// source is one file, kept to point at the user's own line.
type source struct {
	name  string
	lines []string
}

// Kind is what a value is.
type Kind uint8

// The kinds.
const (
	Scalar Kind = iota
	Null
	List
	Mapping
)

// Text names the kind.
func (k Kind) Text() text.Text {
	return [...]text.Text{
		text.Of("une valeur", "a value"), text.Of("vide", "nothing"), text.Of("une liste", "a list"), text.Of("un ensemble de clés", "a mapping"),
	}[k]
}

// Node is a value with the place it was written at. Trees are never
// changed after they were built: an overlay makes a new one and shares what
// it keeps.
type Node struct {
	Kind         Kind
	Text         string // of a scalar, as written
	Quoted       bool
	Items        []*Node // of a list
	Entries      []Entry // of a mapping
	Line, Column int     // from 1, in characters

	src *source
}

// Entry is one key of a mapping.
type Entry struct {
	Key          string
	Line, Column int
	Value        *Node
}

// Get returns the value of a key of a mapping.
func (n *Node) Get(key string) (*Node, bool) {
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return n.Entries[i].Value, true
		}
	}
	return nil, false
}

// Beside is an empty value at a place of the same file.
func (n *Node) Beside(line, column int) *Node { return &Node{src: n.src, Line: line, Column: column} }

// Under is a mapping of the same file with one key, whose value the node is.
func (n *Node) Under(key string) *Node {
	return &Node{Kind: Mapping, src: n.src, Entries: []Entry{{Key: key, Value: n}}}
}

// Fault is the error of a value: key is its path, "" where there is none.
func (n *Node) Fault(key string, reason, hint text.Text) error {
	return n.src.fault(n.Line, n.Column, key, reason, hint)
}

// HasAny reports whether a mapping has one of the keys.
func (n *Node) HasAny(keys []string) bool {
	return slices.ContainsFunc(n.Entries, func(e Entry) bool { return slices.Contains(keys, e.Key) })
}
