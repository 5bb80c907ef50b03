// Command newrule begins a diagnostic rule: it writes its literal, its number, its
// line of the catalogue, its judge and its vectors, with a mark wherever somebody
// has to think.
//
//	go run ./harness/diagnosis/newrule CPS-DAM-010
//
// The family must be one of the catalogue's. The rule stands behind the last one of
// its family, to be changed as docs/adding-a-rule.md says. Nothing is written
// when anything is wrong.
package main

import (
	"errors"
	"fmt"
	"go/format"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./harness/diagnosis/newrule CPS-FAMILY-nnn, from the root of the repository")
		os.Exit(2)
	}
	files, err := begin(filepath.Join("harness", "diagnosis"), os.Args[1])
	if err == nil {
		err = write(files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "newrule:", err)
		os.Exit(2)
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Println("wrote", path)
	}
	fmt.Println("Now see docs/adding-a-rule.md.")
}

func write(files map[string]string) error {
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var shape = regexp.MustCompile(`^CPS-([A-Z]+)-(\d{3})$`)

// begin returns the files of package diagnosis, in dir, that the new rule changes,
// as they shall be.
func begin(dir, id string) (map[string]string, error) {
	m := shape.FindStringSubmatch(id)
	if m == nil {
		return nil, fmt.Errorf("%q is no rule id: want CPS-FAMILY-nnn, such as CPS-DAM-010", id)
	}
	r := newRule{id: id, number: m[1] + m[2], literal: strings.ToLower(m[1]) + m[2]}
	words, last, err := familyFile(filepath.Join(dir, "rule"), strings.ToLower(m[1]), r.literal)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for path, change := range map[string]func(string) (string, error){
		words:                                  func(s string) (string, error) { return s + r.words(), nil },
		filepath.Join(dir, "rule", "order.go"): func(s string) (string, error) { return r.numbered(s, strings.ToUpper(last)) },
		filepath.Join(dir, "testdata", "catalogue.tsv"): func(s string) (string, error) { return r.listed(s, last) },
		filepath.Join(dir, r.literal+".go"):             func(string) (string, error) { return r.judge(), nil },
		filepath.Join(dir, r.literal+"_test.go"):        func(string) (string, error) { return r.vectors(), nil },
	} {
		before, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		text, err := change(string(before))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if strings.HasSuffix(path, ".go") {
			formatted, err := format.Source([]byte(text))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			text = string(formatted)
		}
		files[path] = text
	}
	return files, nil
}

// newRule is a rule by its id ("CPS-DAM-010"), its number ("DAM010") and its
// literal ("dam010").
type newRule struct{ id, number, literal string }

// familyFile returns the file that holds the literals of a family and the last of
// them before that of the new rule.
func familyFile(dir, family, literal string) (path, last string, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", "", err
	}
	own := regexp.MustCompile(`(?m)^var (` + family + `\d{3}) = Rule\{`)
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			return "", "", err
		}
		for _, m := range own.FindAllStringSubmatch(string(text), -1) {
			if m[1] == literal {
				return "", "", fmt.Errorf("the rule stands in %s already", p)
			}
			path, last = p, max(last, m[1])
		}
	}
	if path == "" {
		return "", "", fmt.Errorf("no rule of the family %s: see docs/adding-a-rule.md for a new family", strings.ToUpper(family))
	}
	return path, last, nil
}

// numbered puts the number behind that of another rule, in the constants and in the
// table.
func (r newRule) numbered(order, behind string) (string, error) {
	number := regexp.MustCompile(`(?m)^\t` + behind + `( Number = iota)?$`)
	entry := regexp.MustCompile(`\b` + behind + `: &\w+,`)
	if len(number.FindAllString(order, -1)) != 1 || len(entry.FindAllString(order, -1)) != 1 {
		return "", fmt.Errorf("%s is not in the constants and in the table once each", behind)
	}
	order = number.ReplaceAllString(order, "$0\n\t"+r.number)
	return entry.ReplaceAllString(order, "$0 "+r.number+": &"+r.literal+","), nil
}

// listed puts the rule into the list of the catalogue, behind the last one of its
// family.
func (r newRule) listed(list, behind string) (string, error) {
	lines := strings.SplitAfter(list, "\n")
	family, _, _ := strings.Cut(strings.TrimPrefix(r.id, "CPS-"), "-")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.HasPrefix(lines[i], "CPS-"+family+"-") {
			return strings.Join(slices.Insert(lines, i+1, r.id+"\tDERIVED\tWARNING\tTitle in English\n"), ""), nil
		}
	}
	return "", fmt.Errorf("no line of the family of %s", behind)
}

// words is the literal. Empty texts and an empty list of inputs keep the tests of
// the catalogue failing until they are filled in.
func (r newRule) words() string {
	return `
var ` + r.literal + ` = Rule{
	Number: ` + r.number + `, ID: "` + r.id + `", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "", EN: "Title in English"},
	Text:     Text{FR: "", EN: ""},
	Origin:   Proposed,
	Cause:    Text{FR: "", EN: ""},
	Remedy:   Text{FR: "", EN: ""},
	Contacts: []ContactID{},
	Sources:  []Source{srcDerived},
	Inputs:   []string{},
	Shown:    Demonstration{Card: ""},
	NotShown: Text{},
	Said:     []string{},
}
`
}

func (r newRule) judge() string {
	return `package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judge` + r.number + ` is ` + r.id + `. Add it to the step of its family (steps.go).
func (c *checker) judge` + r.number + `() {
	switch {
	case c.card == nil:
		c.unknown(rule.` + r.number + `, missingCard)
	case c.card.Serial.State != card.Present: // the input that the rule looks at
		c.unknown(rule.` + r.number + `, missingSerial)
	case false: // the condition
		c.fireOn(rule.` + r.number + `, c.serialEvidence())
	}
}
`
}

func (r newRule) vectors() string {
	return `package diagnosis

// vectors` + r.number + `: add them to vectors() in vectors_test.go.
func vectors` + r.number + `() []vector {
	return []vector{
		hit("` + r.id + `", "", with(), "WARNING"),
		near("` + r.id + `", "", healthy()),
		wait("` + r.id + `", "", with(noCard), "card"),
	}
}
`
}
