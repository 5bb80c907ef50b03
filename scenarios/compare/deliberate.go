package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// change is one paragraph of deliberate.txt: a difference that is meant.
type change struct {
	line    int // of what follows its reason
	scope   *regexp.Regexp
	gone    map[string]bool // lines, without the blanks around them
	come    map[string]bool
	forms   []*regexp.Regexp // of lines that are there now
	rules   []string         // new ones
	pieces  []string         // new presets and facts
	moved   []string         // rules that stand elsewhere in their list
	numbers []number
	fields  []string            // names of fields that say the same in other words
	outputs map[string][]string // command line without form and language: digests
}

// number is a place in a line where a number may differ, or several of one line.
type number struct {
	place *regexp.Regexp // the numbers are its groups
	more  bool           // it may be any higher one
	steps []int          // or differ by one of these; by anything where there is none
}

// covers reports whether a paragraph is about a command line.
func (c *change) covers(line string) bool { return c.scope == nil || c.scope.MatchString(line) }

// deliberate are the paragraphs that are about one command line.
type deliberate []*change

func (d deliberate) about(line string) deliberate {
	return slices.DeleteFunc(slices.Clone(d), func(c *change) bool { return !c.covers(line) })
}

func (d deliberate) meant(line string, side func(*change) map[string]bool) bool {
	line = strings.TrimSpace(line)
	return slices.ContainsFunc(d, func(c *change) bool { return side(c)[line] })
}

// alike reports whether a line that is there now has a form that is meant.
func (d deliberate) alike(line string) bool {
	line = strings.TrimSpace(line)
	return slices.ContainsFunc(d, func(c *change) bool {
		return slices.ContainsFunc(c.forms, func(f *regexp.Regexp) bool { return f.MatchString(line) })
	})
}

// names gathers what the paragraphs list.
func (d deliberate) names(list func(*change) []string) (all []string) {
	for _, c := range d {
		all = append(all, list(c)...)
	}
	return all
}

// is reports whether an output is one that was looked at and found right as it is.
func (d deliberate) is(line, output string) bool {
	line, _, _ = strings.Cut(line, " --format ")
	sum := digest(output)
	return slices.ContainsFunc(d, func(c *change) bool { return slices.Contains(c.outputs[line], sum) })
}

// date is one that depends on the day on which the programs run.
var date = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)

// digest stands for an output: eight hexadecimal digits of its SHA-256.
func digest(output string) string {
	sum := sha256.Sum256([]byte(date.ReplaceAllString(output, "DATE")))
	return hex.EncodeToString(sum[:4])
}

// keys of deliberate.txt, by the word that begins a line.
var keys = map[string]func(c *change, text string) error{
	"for": func(c *change, text string) (err error) {
		c.scope, err = regexp.Compile(text)
		return err
	},
	"-":      func(c *change, text string) error { return put(c.gone, text) },
	"+":      func(c *change, text string) error { return put(c.come, text) },
	"like":   (*change).like,
	"rule":   func(c *change, text string) error { return add(&c.rules, text, `^CPS-[A-Z]+-\d{3}$`) },
	"preset": func(c *change, text string) error { return add(&c.pieces, text, `^[a-z0-9-]+$`) },
	"fact":   func(c *change, text string) error { return add(&c.pieces, text, `^[a-zA-Z.]+$`) },
	"moved":  func(c *change, text string) error { return add(&c.moved, text, `^CPS-[A-Z]+-\d{3}$`) },
	"number": (*change).number,
	"field":  func(c *change, text string) error { return add(&c.fields, text, `^\p{L}+$`) },
	"output": (*change).output,
}

func put(set map[string]bool, text string) error {
	set[text] = true
	return nil
}

// add takes names, one or more.
func add(list *[]string, text, form string) error {
	for _, name := range strings.Fields(text) {
		if !regexp.MustCompile(form).MatchString(name) {
			return fmt.Errorf("%q is no name", name)
		}
		*list = append(*list, name)
	}
	return nil
}

// number reads "+4 +8 PLACE", "more PLACE" and "any PLACE": a regular expression with a
// # where the number stands.
func (c *change) number(text string) error {
	var n number
	word, rest, _ := strings.Cut(text, " ")
	switch n.more = word == "more"; word {
	case "more", "any":
	default:
		for ; strings.HasPrefix(word, "+") || strings.HasPrefix(word, "-"); word, rest, _ = strings.Cut(rest, " ") {
			step, err := strconv.Atoi(word)
			if err != nil {
				return err
			}
			n.steps = append(n.steps, step)
		}
		if len(n.steps) == 0 {
			return fmt.Errorf("%q: begin with steps (“+4 +8”), “more” or “any”", text)
		}
		rest = word + " " + rest
	}
	place := strings.TrimSpace(rest)
	if !strings.Contains(place, "#") || strings.Trim(place, "# ") == "" {
		return fmt.Errorf("%q: write what stands around the number, and # in its place", text)
	}
	var err error
	n.place, err = regexp.Compile(strings.ReplaceAll(place, "#", `( *\d+)`))
	c.numbers = append(c.numbers, n)
	return err
}

// like reads the form of lines, from their beginning to their end.
func (c *change) like(text string) error {
	form, err := regexp.Compile("^(?:" + text + ")$")
	if strings.Contains(text, ".*") || strings.Contains(text, ".+") {
		return fmt.Errorf("%q: name the characters that may stand there, not any", text)
	}
	c.forms = append(c.forms, form)
	return err
}

// output reads "DIGEST… COMMAND LINE".
func (c *change) output(text string) error {
	var sums []string
	hexadecimal := regexp.MustCompile(`^[0-9a-f]{8}$`)
	word, rest, _ := strings.Cut(text, " ")
	for ; hexadecimal.MatchString(word) && len(sums) < 4; word, rest, _ = strings.Cut(rest, " ") {
		sums = append(sums, word)
	}
	line := strings.TrimSpace(word + " " + rest)
	if len(sums) == 0 || line == "" {
		return fmt.Errorf("%q: write the digests that -digests prints, then the command line", text)
	}
	c.outputs[line] = append(c.outputs[line], sums...)
	return nil
}

// readDeliberate reads the list of changes that are meant, whose form its head tells.
func readDeliberate(path string) (deliberate, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var d deliberate
	var c *change
	reason := false
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(line)
		word, text, _ := strings.Cut(line, " ")
		text = strings.TrimSpace(text)
		switch {
		case line == "":
			c, reason = nil, false
			continue
		case word == "#":
			reason = reason || text != ""
			continue
		case !reason:
			return nil, fmt.Errorf("%s:%d: no reason above: begin the paragraph with a line “# why”", path, n)
		}
		read := keys[word]
		if read == nil || text == "" && word != "-" && word != "+" { // an empty line may go and come
			return nil, fmt.Errorf("%s:%d: %q: a line begins with “#”, “- ”, “+ ” or a word that the head of the file explains", path, n, line)
		}
		if c == nil {
			c = &change{line: n, gone: map[string]bool{}, come: map[string]bool{}, outputs: map[string][]string{}}
			d = append(d, c)
		}
		if err := read(c, text); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return d, nil
}
