// Field holds the bench against what was seen in the field: messages, lines of logs
// and an ATR, each with its true cause (testdata/field/cases.tsv), as lookup and
// diagnosis answer them. `make field` prints the answers and their count.
//
// A case is RIGHT when an accepted rule, or the answer that is described, is among
// the first three causes and nothing else is said with certainty; PARTLY when it is
// further down; WRONG when a false cause is said with certainty, or a machine is
// blocked that must not be; MISS otherwise. What is no message is judged as doctor,
// diagnosis and check-id do (whole.go).
//
// Then it judges workstations of the field (testdata/stations, or the folder that is
// given) as doctor --from does, against the findings that each ought to have: found,
// half for the right rule with another severity, missed, and false for what must not
// fire and for any block that is not expected.
package main

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/lookup"
)

// Verdicts.
const (
	right  = "RIGHT"
	partly = "PARTLY"
	wrong  = "WRONG"
	miss   = "MISS"
)

// fieldCase is one case of the field.
type fieldCase struct {
	id, kind, input string
	accepted        []string // rules, "(NAME first)" or "(text: WORDS)": any of them
	never           string   // what must not be said with certainty: a rule or a kind, "" for nothing
}

// answer is what the bench says to an input.
type answer struct {
	rules []string // in the order to check them, each once
	sure  []string // rules and kinds that are said with certainty
	name  string   // of the first answer
	text  string   // of the first answer, in French
	// blocked are the rules that block a machine, nil for anything else.
	blocked []string
}

func main() {
	err := runFile(os.Stdout, "testdata/field/cases.tsv")
	if err == nil {
		fmt.Println("\nAnd messages written for a trial, before their answers were looked at:")
		err = runFile(os.Stdout, "testdata/field/trial.tsv")
	}
	dir := "testdata/stations"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err == nil {
		fmt.Println()
		_, err = judgeStations(os.Stdout, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "field:", err)
		os.Exit(1)
	}
}

// runFile judges the cases of a file.
func runFile(out io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was read only
	return run(out, file, filepath.Dir(path))
}

func run(out io.Writer, in io.Reader, dir string) error {
	cases, err := read(in)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, c := range cases {
		verdict, first, err := c.judge(dir)
		if err != nil {
			return err
		}
		count[verdict]++
		fmt.Fprintf(out, "%-8s %s  %s\n              %s; accepted: %s\n", verdict, c.id, c.input, strings.Join(first, " "), strings.Join(c.accepted, " "))
	}
	_, err = fmt.Fprintf(out, "\n%d RIGHT, %d PARTLY, %d WRONG, %d MISS of %d\n", count[right], count[partly], count[wrong], count[miss], len(cases))
	return err
}

// read reads the cases, of tab-separated columns: id, kind, input, accepted, never
// sure, note.
func read(in io.Reader) ([]fieldCase, error) {
	all, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(all))
	r.Comma, r.Comment, r.LazyQuotes, r.FieldsPerRecord = '\t', '#', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var cases []fieldCase
	for _, row := range rows {
		if len(row) < 4 {
			return nil, fmt.Errorf("%s: %d columns, want 4 at least", row[0], len(row))
		}
		c := fieldCase{id: row[0], kind: row[1], input: row[2], accepted: strings.Split(row[3], "|")}
		if len(row) > 4 {
			c.never = row[4]
		}
		cases = append(cases, c)
	}
	return cases, nil
}

// judge returns the verdict on a case and the first three causes; what is no message
// stands in dir.
func (c *fieldCase) judge(dir string) (verdict string, first []string, err error) {
	var a answer
	switch c.kind {
	case "message", "log":
		a = look(c.input)
	case "atr":
		atr, err := hex.DecodeString(c.input)
		if err != nil { // several, in a file
			a, err = c.whole(dir)
		} else {
			a = diagnose(atr)
		}
		if err != nil {
			return "", nil, err
		}
	default:
		var err error
		if a, err = c.whole(dir); err != nil {
			return "", nil, err
		}
	}
	first = a.rules[:min(3, len(a.rules))]
	switch accepts := func(rules []string) bool {
		return slices.ContainsFunc(c.accepted, func(want string) bool { return a.holds(want, rules) })
	}; {
	case len(a.blocked) > 0 && slices.ContainsFunc(c.accepted, func(want string) bool { holds, asked := a.blocks(want); return asked && !holds }),
		c.never != "" && slices.Contains(a.sure, c.never), len(a.sure) > 0 && !accepts(a.sure):
		return wrong, first, nil
	case accepts(first):
		return right, first, nil
	case accepts(a.rules):
		return partly, first, nil
	default:
		return miss, first, nil
	}
}

// holds reports whether an accepted answer is among some rules, or is what the
// first answer is called or says.
func (a *answer) holds(want string, rules []string) bool {
	if name, ok := strings.CutSuffix(strings.TrimPrefix(want, "("), " first)"); ok {
		return a.name == name
	}
	if words, ok := strings.CutPrefix(want, "(text: "); ok {
		said := text.Words(a.text)
		return !slices.ContainsFunc(text.Words(words), func(w string) bool { return !slices.Contains(said, w) })
	}
	if holds, asked := a.blocks(want); asked {
		return holds
	}
	return slices.Contains(rules, want) || want == "("+a.text+")"
}

func look(query string) answer {
	var a answer
	for i, m := range lookup.Find(query) {
		if i == 0 {
			a.name, a.text = m.Message.Name, m.Message.Meaning.FR
			for _, q := range m.Message.QuotedOnly {
				a.text += " " + q.FR
			}
		}
		for _, id := range m.Message.Rules {
			if !slices.Contains(a.rules, id) {
				a.rules = append(a.rules, id)
			}
			if m.Sure() {
				a.sure = append(a.sure, id)
			}
		}
		if m.Sure() && m.Code != 0 {
			a.sure = append(a.sure, string(m.Message.Kind))
		}
	}
	return a
}

// diagnose judges a card of which no more than the ATR was read.
func diagnose(atr []byte) answer {
	var a answer
	result := diagnosis.Check(&diagnosis.Input{
		Reader: diagnosis.Reader{Slot: card.Slot{State: card.SlotCard}}, Card: &card.Contents{ATR: atr},
	}, time.Now())
	for _, f := range result.Findings {
		a.rules = append(a.rules, f.Rule.ID)
	}
	return a
}
