package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// wanted is the share of mutants that the scenarios have to kill, in percent.
const wanted = 95

// result is what a run came to.
type result struct {
	mutants    []*mutant // that were run
	fates      []fate    // of each
	equivalent map[string]string
	stale      []string // entries of equivalent.txt that match no mutant at all
	broken     []string // scenarios that fail without any mutant
}

// score counts the mutants that are not listed as equivalent.
func (r *result) score() (killed, total int) {
	for i, m := range r.mutants {
		if r.equivalent[m.key()] == "" {
			total++
			if r.fates[i].killed() {
				killed++
			}
		}
	}
	return killed, total
}

// wrongEquivalents are the mutants listed as equivalent that were killed.
func (r *result) wrongEquivalents() []string {
	var out []string
	for i, m := range r.mutants {
		if r.equivalent[m.key()] != "" && r.fates[i].killed() {
			out = append(out, m.key())
		}
	}
	return out
}

// ok is true when enough mutants were killed, by a suite that passes without
// them, and equivalent.txt is right.
func (r *result) ok() bool {
	killed, total := r.score()
	return killed*100 >= wanted*total && len(r.broken) == 0 && len(r.stale) == 0 && len(r.wrongEquivalents()) == 0
}

// write prints the survivors by file, then the counts, then what is wrong.
func (r *result) write(w io.Writer) {
	var files []string
	for _, m := range r.mutants {
		if !slices.Contains(files, m.file) {
			files = append(files, m.file)
		}
	}
	for _, file := range files {
		part := result{equivalent: r.equivalent}
		var survivors strings.Builder
		for i, m := range r.mutants {
			if m.file != file {
				continue
			}
			part.mutants, part.fates = append(part.mutants, m), append(part.fates, r.fates[i])
			if r.equivalent[m.key()] == "" && !r.fates[i].killed() {
				fmt.Fprintf(&survivors, "  %s: %s\n", r.fates[i], m)
			}
		}
		killed, total := part.score()
		fmt.Fprintf(w, "%s: %d of %d killed\n%s", file, killed, total, survivors.String())
	}
	for _, s := range r.broken {
		fmt.Fprintf(w, "fails without any mutant, kills none: %s\n", s)
	}
	for _, s := range r.stale {
		fmt.Fprintf(w, "equivalent.txt: no such mutant: %s\n", s)
	}
	for _, s := range r.wrongEquivalents() {
		fmt.Fprintf(w, "equivalent.txt: a scenario kills it: %s\n", s)
	}
	killed, total := r.score()
	percent := 100.0
	if total > 0 {
		percent = 100 * float64(killed) / float64(total)
	}
	fmt.Fprintf(w, "%d of %d mutants killed (%.1f %%, wanted %d %%), %d equivalent\n", killed, total, percent, wanted, len(r.mutants)-total)
}
