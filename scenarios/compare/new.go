package main

import (
	"slices"
	"strings"
)

// What is said of rules, presets and facts that the other program does not know is
// left out of an output, and nothing else: the objects of JSON that are about one of
// them, and the lines of a text that begin with its name.

// left counts the entries about new rules that were left out of a list of rules not
// judged: those that wait for a fact to be declared, and the others.
type left struct{ declared, other int }

// element takes the line by which an object of JSON says what it is about: `"id": "X"`.
func element(line string) (key, name string) {
	key, rest, ok := strings.Cut(strings.TrimSpace(line), `": "`)
	name, quoted := strings.CutSuffix(strings.TrimSuffix(rest, ","), `"`)
	if !ok || !quoted {
		return "", ""
	}
	switch key = strings.TrimPrefix(key, `"`); key {
	case "id", "rule", "name", "preset":
		return key, name
	case "label":
		return key, label(name)
	}
	return "", ""
}

// withoutNew leaves out of lines what is about one of names.
func withoutNew(lines, names []string) (rest []string, not left) {
	if len(names) == 0 {
		return lines, not
	}
	out := make([]bool, len(lines))
	for i, line := range lines {
		switch key, name := element(line); {
		case out[i]:
		case key != "" && slices.Contains(names, name):
			begin, end := object(lines, i)
			if begin < 0 || key == "rule" && !holds(lines[begin:end], `"missing": `) {
				continue // an object that only points to it
			}
			if key == "rule" {
				if holds(lines[begin:end], `"declared": true`) {
					not.declared++
				} else {
					not.other++
				}
			}
			for j := begin; j < end; j++ {
				out[j] = true
			}
		case named(line, names):
			out[i] = true
			for j := i + 1; j < len(lines) && depth(lines[j]) > depth(line)+2; j++ {
				out[j] = true // the rest of a line that was too long
			}
		}
	}
	for i, line := range lines {
		if !out[i] {
			rest = append(rest, line)
		}
	}
	return rest, not
}

// object returns where the object around a line begins and ends; begin is negative
// when there is none.
func object(lines []string, at int) (begin, end int) {
	inside := depth(lines[at])
	for begin = at; begin >= 0 && depth(lines[begin]) >= inside; begin-- {
	}
	if begin < 0 || strings.TrimSpace(lines[begin]) != "{" {
		return -1, 0
	}
	for end = at; end < len(lines) && depth(lines[end]) >= inside; end++ {
	}
	return begin, min(end+1, len(lines))
}

func holds(lines []string, text string) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, text) })
}

// named reports whether a line of a list is about one of names: its first word, or
// an item of a list of JSON.
func named(line string, names []string) bool {
	text := label(strings.TrimPrefix(strings.TrimSpace(line), "- "))
	word, _, more := strings.Cut(text, " ")
	if quoted := strings.Trim(word, `",`); !more && quoted != word {
		word = quoted
	} else if !more {
		return false
	}
	return slices.Contains(names, word)
}

// label is what a label of scenarios names: "rule:ID".
func label(text string) string {
	return strings.TrimPrefix(strings.TrimPrefix(text, "rule:"), "preset:")
}

// depth is how many blanks a line begins with.
func depth(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
