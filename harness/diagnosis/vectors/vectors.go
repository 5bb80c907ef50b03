package vectors

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// Vector is one case.
type Vector struct {
	Rule string // "CPS-DAM-001"
	Near bool   // a near miss: the rule is not among Want
	What string // what is special, in a few words

	Card  string   // a profile of the simulator, YAML; "" when no card is in the reader
	Day   string   // of reading and of making the card, at noon; "" for DefaultDay
	PIN   PIN      // what is presented to the card
	Lost  int      // the card goes away at this exchange; 0: it stays
	Facts []string // as --fact takes them, "key=value"

	Workstation  bool // the computer is judged and not the card
	Certificates bool // they are read too, and judged against the TEST authority
	Prove        bool // the authentication key proves itself

	Verdict string   // "blocked"
	Want    []string // every finding, "CPS-DAM-001 BLOCK-BILLING", most severe first
	Unknown string   // the input for want of which the rule is listed as unknown, "" when it is not
	Unread  []string // other rules listed as unknown, with the input each misses; without one, not listed
	Shows   []string // evidence that findings give, "field: value"
	Says    string   // a part of what the rule's finding says in French
	Behind  string   // the rule that always hides this one
	How     string   // how the input in Unknown would come: "declared" or "read", "" where it does not matter
	Sets    []string // changes to what was read, "place = value": see Change
}

// DefaultDay is the day on which vectors without a day of their own are judged.
const DefaultDay = "2026-11-22"

// Name distinguishes the vectors.
func (v *Vector) Name() string { return v.Rule + " " + v.kind() + v.What }

const trigger, nearMiss = "trigger: ", "near miss: "

func (v *Vector) kind() string {
	if v.Near {
		return nearMiss
	}
	return trigger
}

// PIN is what is presented to the card.
type PIN uint8

// What can be presented; the zero value is the right code.
const (
	PINRight PIN = iota
	PINNone
	PINWrong
)

// Error is a line that cannot be understood.
type Error struct {
	File string
	Line int
	Why  text.Text
}

var _ text.Speaker = (*Error)(nil)

func (e *Error) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the line and what is wrong with it.
func (e *Error) Say(lang string) (message, hint string) {
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Why.In(lang)), ""
}

// BadInput is true: a file of vectors is what somebody wrote.
func (e *Error) BadInput() bool { return true }

//go:embed testdata/*.txt
var files embed.FS

// All returns every vector, family by family. The error is an *Error: a test holds that
// there is none.
var All = sync.OnceValues(func() ([]Vector, error) {
	names, err := fs.Glob(files, "testdata/*.txt")
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, name := range names {
		src, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		list, err := Parse(name, string(src))
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
})

// Parse reads the vectors of a file. The error is an *Error.
func Parse(name, src string) ([]Vector, error) {
	var all []Vector
	var at *Vector
	inCard, line := false, 0
	for row := range strings.Lines(src) {
		line++
		row = strings.TrimSuffix(row, "\n")
		if rest, ok := strings.CutPrefix(row, "\t"); ok && inCard {
			at.Card += rest + "\n"
			continue
		}
		inCard = false
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		var why text.Text
		if head, ok := strings.CutPrefix(row, "== "); ok {
			all = append(all, Vector{})
			at = &all[len(all)-1]
			why = at.head(head)
		} else if key, value, ok := strings.Cut(row, ":"); !ok || at == nil {
			why = text.Of("attendu == RÈGLE trigger: …, ou clé: valeur en dessous", "want == RULE trigger: …, or key: value below one")
		} else if inCard = key == "card"; inCard && (value != "" || at.Card != "") {
			why = text.Of("attendu une carte, sur ses propres lignes, qu'une tabulation décale", "want one card, on lines of its own that a tab indents")
		} else if !inCard {
			why = at.set(key, strings.TrimSpace(value))
		}
		if !why.IsZero() {
			return nil, &Error{name, line, why}
		}
	}
	for i := range all {
		all[i].Card = strings.TrimSuffix(all[i].Card, "\n")
		if all[i].Verdict == "" {
			return nil, &Error{name, line, text.Of("%s : sans verdict", "%s: no verdict", all[i].Name())}
		}
	}
	return all, nil
}

// head reads what stands behind "== "; it returns what is wrong.
func (v *Vector) head(line string) text.Text {
	rule, rest, _ := strings.Cut(line, " ")
	v.Rule = rule
	what, ok := strings.CutPrefix(rest, trigger)
	if !ok {
		if what, v.Near = strings.CutPrefix(rest, nearMiss); !v.Near {
			return text.Of("attendu == RÈGLE "+trigger+"… ou == RÈGLE "+nearMiss+"…", "want == RULE "+trigger+"… or == RULE "+nearMiss+"…")
		}
	}
	if v.What = what; what == "" || !strings.HasPrefix(rule, "CPS-") {
		return text.Of("attendu une règle, et ce que le cas a de particulier", "want a rule, and what is special of the case")
	}
	return text.Text{}
}

// set takes one line; it returns what is wrong.
func (v *Vector) set(key, value string) text.Text {
	lists := map[string]*[]string{"facts": &v.Facts, "want": &v.Want, "unread": &v.Unread, "shows": &v.Shows, "set": &v.Sets}
	texts := map[string]*string{"day": &v.Day, "verdict": &v.Verdict, "unknown": &v.Unknown, "says": &v.Says, "behind": &v.Behind, "how": &v.How}
	switch {
	case value == "":
		return text.Of("%s : rien derrière", "%s: nothing behind it", key)
	case key == "how" && !isHow(value):
		return text.Of("how : attendu declared ou read", "how: want declared or read")
	case key == "set" && !strings.Contains(value, " = "):
		return text.Of("set : attendu PLACE = VALEUR", "set: want PLACE = VALUE")
	case lists[key] != nil:
		*lists[key] = append(*lists[key], value)
		return text.Text{}
	case texts[key] != nil && *texts[key] != "":
		return text.Of("%s : deux fois", "%s: twice", key)
	case key == "day":
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return text.Of("day : attendu AAAA-MM-JJ", "day: want YYYY-MM-DD")
		}
		v.Day = value
		return text.Text{}
	case texts[key] != nil:
		*texts[key] = value
		return text.Text{}
	}
	switch key {
	case "lost":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return text.Of("lost : attendu le numéro d'un échange", "lost: want the number of an exchange")
		}
		v.Lost = n
	case "pin":
		switch value {
		case "none":
			v.PIN = PINNone
		case "wrong":
			v.PIN = PINWrong
		default:
			return text.Of("pin : attendu none ou wrong", "pin: want none or wrong")
		}
	case "with":
		switch value {
		case "workstation":
			v.Workstation = true
		case "certificates":
			v.Certificates = true
		case "proof":
			v.Prove = true
		default:
			return text.Of("with : attendu workstation, certificates ou proof", "with: want workstation, certificates or proof")
		}
	default:
		return text.Of("%s : clé inconnue", "%s: no such key", key)
	}
	return text.Text{}
}
