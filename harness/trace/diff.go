package trace

import (
	"bytes"

	"github.com/cpslab/cps/harness/card/effect"
)

// Change is what two traces do not have in common: an exchange of the first alone, of the
// second alone, or of both with another answer.
type Change struct {
	Before, After *Event // nil where the exchange is not there
}

// Kind returns "removed", "added" or "changed".
func (c Change) Kind() string {
	switch {
	case c.After == nil:
		return "removed"
	case c.Before == nil:
		return "added"
	}
	return "changed"
}

// mostCompared bounds the exchanges that are compared each with each; behind them what is
// left is compared in order.
const mostCompared = 4000

// Diff compares what was said to one reader in two traces: commands by their header,
// length and file, answers by their status word and length; by all of their bytes where
// exact is set.
func Diff(before, after *Trace, reader int, exact bool) []Change {
	a, b := exchangesOf(before, reader), exchangesOf(after, reader)
	var changes []Change
	for len(a) > 0 && len(b) > 0 && sameCommand(a[0], b[0], exact) {
		changes = append(changes, answered(a[0], b[0], exact)...)
		a, b = a[1:], b[1:]
	}
	restA, restB := a[min(len(a), mostCompared):], b[min(len(b), mostCompared):]
	a, b = a[:min(len(a), mostCompared)], b[:min(len(b), mostCompared)]
	// Longest common subsequence, by its length from each pair on.
	length := make([][]uint16, len(a)+1)
	for i := range length {
		length[i] = make([]uint16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if sameCommand(a[i], b[j], exact) {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && sameCommand(a[i], b[j], exact):
			changes = append(changes, answered(a[i], b[j], exact)...)
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length[i+1][j] >= length[i][j+1]:
			changes = append(changes, Change{Before: a[i]})
			i++
		default:
			changes = append(changes, Change{After: b[j]})
			j++
		}
	}
	for _, e := range restA {
		changes = append(changes, Change{Before: e})
	}
	for _, e := range restB {
		changes = append(changes, Change{After: e})
	}
	return changes
}

func exchangesOf(t *Trace, reader int) []*Event {
	var all []*Event
	for i := range t.Events {
		if e := &t.Events[i]; e.Kind == KindExchange && e.Reader == reader {
			all = append(all, e)
		}
	}
	return all
}

// sameCommand reports whether two exchanges ask for the same: what is masked is the same as
// anything of its length, and so is what is signed, which differs from time to time.
func sameCommand(a, b *Event, exact bool) bool {
	if exact {
		return bytes.Equal(a.Command, b.Command)
	}
	const header = 4
	if len(a.Command) != len(b.Command) || a.File != b.File || len(a.Command) < header || !bytes.Equal(a.Command[:header], b.Command[:header]) {
		return false
	}
	e, _ := effect.Decode(a.Command)
	from, to := MaskedIn(a.Command)
	return signs(&e) || bytes.Equal(a.Command[to:], b.Command[to:]) && bytes.Equal(a.Command[:from], b.Command[:from])
}

// answered returns a change where the answers differ.
func answered(a, b *Event, exact bool) []Change {
	swA, okA := a.SW()
	swB, okB := b.SW()
	same := swA == swB && okA == okB && a.Err == b.Err && len(a.Answer) == len(b.Answer)
	if same && (!exact || bytes.Equal(a.Answer, b.Answer)) {
		return nil
	}
	return []Change{{a, b}}
}
