package main

import (
	"cmp"
	"slices"
)

// edits are changes to one file: wrappings of expressions, which may nest, and
// replacements of the text between them. Offsets are in bytes of the original.
type edits struct{ list []edit }

type edit struct {
	start, end int
	text       string
	place      editPlace
	order      int // of wrapping: outer ones come first
}

// editPlace orders edits that begin at one offset: what closes an expression
// stands before what replaces the text behind it, and that before what opens
// the next.
type editPlace uint8

const (
	closing editPlace = iota
	replacing
	opening
)

// wrap puts text before and behind an expression. An expression is wrapped
// before those inside it; a later wrapping of the same one goes inside.
func (e *edits) wrap(start, end int, before, behind string) {
	e.list = append(e.list, edit{start: start, end: start, text: before, place: opening, order: len(e.list)})
	e.closeAt(end, behind)
}

// closeAt puts text behind what ends there.
func (e *edits) closeAt(end int, text string) {
	e.list = append(e.list, edit{start: end, end: end, text: text, place: closing, order: -len(e.list)})
}

// replace puts text in the place of what stands between two expressions.
func (e *edits) replace(start, end int, text string) {
	e.list = append(e.list, edit{start: start, end: end, text: text, place: replacing})
}

// apply returns the changed text.
func (e *edits) apply(text []byte) []byte {
	slices.SortStableFunc(e.list, func(a, b edit) int {
		return cmp.Or(a.start-b.start, int(a.place)-int(b.place), a.order-b.order)
	})
	var out []byte
	at := 0
	for _, c := range e.list {
		out = append(out, text[at:c.start]...)
		out = append(out, c.text...)
		at = c.end
	}
	return append(out, text[at:]...)
}
