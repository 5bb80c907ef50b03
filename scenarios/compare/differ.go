package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// duration matches what a run took, and the minute in which it ran.
var duration = regexp.MustCompile(`\d+(?:[.,]\d+)? ?(?:ns|µs|ms|s)\b|"(?:duration|elapsed|seconds|took)[a-z_]*": [0-9.e+-]+|\b\d\d:\d\d UTC\b`)

// text is all that a command said, without durations.
func (r result) text() string {
	s := fmt.Sprintf("exit code %d\n%s%s%s", r.Code, r.Out, r.Err, r.File)
	return duration.ReplaceAllString(s, "DURATION")
}

// pair are the outputs of one command line, and the JSON that it gives now, where
// it was not JSON that was asked for.
type pair struct {
	line          string
	before, after string
	json          string
}

// waiting match how many rules were not judged: those that wait for a fact, and the
// others.
var waiting = [2]*regexp.Regexp{
	regexp.MustCompile(`^(\d+) (?:règles? attend|rules? wait)`),
	regexp.MustCompile(`^(\d+) (?:règles? non jugée|rules? not judged)`),
}

// difference returns the lines of which one output has more than the other, those
// left out that are meant. Outputs that differ in nothing else than the order of their
// lines differ in the first that stands elsewhere.
func (p pair) difference(all deliberate) (gone, come []string) {
	if p.before == p.after {
		return nil, nil
	}
	meant := all.about(p.line)
	if meant.is(p.line, p.after) {
		return nil, nil
	}
	old, now := strings.Split(p.before, "\n"), strings.Split(p.after, "\n")
	names := meant.names(func(c *change) []string { return c.fields })
	worded, fields := inFields(old, names)
	rewords, nowFields := inFields(now, names)
	if nowFields < fields { // one is gone
		worded, rewords = nil, nil
	}
	rules := slices.DeleteFunc(meant.names(func(c *change) []string { return c.rules }), func(id string) bool { return strings.Contains(p.before, id) })
	if len(rules) > 0 {
		_, not := withoutNew(strings.Split(p.json, "\n"), rules)
		now = fewer(now, not)
		now, _ = withoutNew(now, rules)
	}
	now, _ = withoutNew(now, meant.names(func(c *change) []string { return c.pieces }))
	if len(now) != strings.Count(p.after, "\n")+1 { // the last of a list has no comma
		old, now = withoutCommas(old), withoutCommas(now)
	}
	gone, come = more(old, now), more(now, old)
	if len(gone)+len(come) == 0 {
		moved := meant.names(func(c *change) []string { return c.moved })
		old, _ = withoutNew(old, moved)
		now, _ = withoutNew(now, moved)
		for i := range min(len(old), len(now)) {
			if old[i] != now[i] {
				return []string{old[i]}, []string{now[i]}
			}
		}
	}
	gone, come = meant.withoutNumbers(gone, come)
	return slices.DeleteFunc(gone, func(l string) bool {
			return worded[l] || meant.meant(l, func(c *change) map[string]bool { return c.gone })
		}),
		slices.DeleteFunc(come, func(l string) bool {
			return rewords[l] || meant.meant(l, func(c *change) map[string]bool { return c.come }) || meant.alike(l)
		})
}

// inFields returns the lines of fields, "Ask : …" and those that stand further right below
// it, and how many fields there are.
func inFields(lines, names []string) (inside map[string]bool, fields int) {
	inside = map[string]bool{}
	field := -1 // the column of one
	for _, line := range lines {
		said := strings.TrimLeft(line, " ")
		column := len(line) - len(said)
		if name, _, ok := strings.Cut(said, ":"); ok && slices.Contains(names, strings.TrimSpace(name)) {
			field = column
			fields++
		} else if column <= field || said == "" {
			field = -1
		}
		if field >= 0 {
			inside[line] = true
		}
	}
	return inside, fields
}

// fewer takes the new rules out of the numbers of rules that were not judged.
func fewer(lines []string, not left) []string {
	out := slices.Clone(lines)
	for i, line := range lines {
		for kind, n := range [...]int{not.declared, not.other} {
			if m := waiting[kind].FindStringSubmatch(line); m != nil {
				count, _ := strconv.Atoi(m[1]) // digits
				out[i] = strconv.Itoa(count-n) + line[len(m[1]):]
			}
		}
	}
	return out
}

func withoutCommas(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimSuffix(line, ",")
	}
	return out
}

// more returns the lines of a that b has less often.
func more(a, b []string) []string {
	count := map[string]int{}
	for _, line := range b {
		count[line]++
	}
	var out []string
	for _, line := range a {
		if count[line]--; count[line] < 0 {
			out = append(out, line)
		}
	}
	return out
}

// withoutNumbers leaves out the lines that differ in a number that is meant to.
func (d deliberate) withoutNumbers(gone, come []string) (old, now []string) {
	now = slices.Clone(come)
	for _, line := range gone {
		i := slices.IndexFunc(now, func(other string) bool {
			return slices.ContainsFunc(d, func(c *change) bool {
				return slices.ContainsFunc(c.numbers, func(n number) bool { return n.joins(line, other) })
			})
		})
		if i < 0 {
			old = append(old, line)
			continue
		}
		now = slices.Delete(now, i, i+1)
	}
	return old, now
}

// joins reports whether two lines differ in those numbers alone, and as they may.
func (n number) joins(line, other string) bool {
	a, b := n.place.FindStringSubmatchIndex(line), n.place.FindStringSubmatchIndex(other)
	if a == nil || b == nil {
		return false
	}
	atA, atB := 0, 0
	for i := 2; i < len(a); i += 2 {
		if line[atA:a[i]] != other[atB:b[i]] || !n.may(line[a[i]:a[i+1]], other[b[i]:b[i+1]]) {
			return false
		}
		atA, atB = a[i+1], b[i+1]
	}
	return line[atA:] == other[atB:]
}

// may reports whether a number may have become that other one.
func (n number) may(before, after string) bool {
	if !n.more && len(n.steps) == 0 {
		return true
	}
	was, errWas := strconv.Atoi(strings.TrimSpace(before))
	is, errIs := strconv.Atoi(strings.TrimSpace(after))
	return errWas == nil && errIs == nil && (n.more && is > was || slices.Contains(n.steps, is-was))
}
