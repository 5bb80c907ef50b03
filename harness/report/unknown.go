package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// unknown sums up what was not judged; when explanations are asked for, it names
// each rule with what it waits for.
func (t *text) unknown(d Document) {
	read, declared := unknownLine(d), undeclaredLine(d)
	if d.onlyDeclared() && !t.opts.Explain {
		read, declared = "", restLine(d)
	}
	if read != "" || declared != "" {
		t.line("")
	}
	if read != "" {
		t.wrapped("", "", read)
	}
	if !t.opts.Explain {
		if declared != "" {
			t.wrapped("", "", declared)
		}
		t.waiting(d, pick(t.lang, "Ce qui est déclaré ne suffit pas à ces règles ; il leur manque :", "What is declared is not enough for these rules; they lack:"), d.answerable)
		return
	}
	t.waiting(d, "", waitsForReading)
	t.waiting(d, pick(t.lang, "À dire (--fact DONNÉE=valeur ; cpslab rules --facts les explique) :", "To be told (--fact INPUT=value; cpslab rules --facts explains them):"), waitsForFact)
	t.waiting(d, pick(t.lang, "Sur le poste (--workstation, cpslab doctor ; ou --fact) :", "On the workstation (--workstation, cpslab doctor; or --fact):"), waitsForWorkstation)
	t.waiting(d, pick(t.lang, "Qu'aucun programme ne peut savoir :", "That no program can know:"), neverKnown)
}

// waiting lists the rules that wait in one way, if any, under a heading.
func (t *text) waiting(d Document, heading string, which func(Unknown) bool) {
	for _, u := range d.Unknown {
		if !which(u) {
			continue
		}
		if heading != "" {
			t.line(heading)
			heading = ""
		}
		first := fmt.Sprintf("%s- %-12s  %-19s  ", strings.Repeat(" ", findingIndent), u.Rule, u.Missing)
		t.wrapped(first, strings.Repeat(" ", utf8.RuneCountInString(first)), cmp.Or(u.Why, u.Title))
	}
}

// The ways in which what a rule lacks would come.

func waitsForReading(u Unknown) bool { return !u.Declared }

func neverKnown(u Unknown) bool { return u.Declared && u.How == string(diagnosis.NotKnowable) }

func waitsForWorkstation(u Unknown) bool {
	return u.Declared && u.How == string(diagnosis.FromWorkstation)
}

func waitsForFact(u Unknown) bool {
	return u.Declared && !neverKnown(u) && !waitsForWorkstation(u)
}

// answerable reports whether a rule looks at something that was declared and may
// still be judged: where no card was read, by what somebody can tell.
func (d Document) answerable(u Unknown) bool {
	_, declarable := fact.ByName(u.Missing)
	return u.SomeDeclared && (declarable || !d.onlyDeclared())
}

// unknownLine sums up the rules that could not be judged for want of something
// read, "" when there are none.
func unknownLine(d Document) string {
	n := 0
	var missing []string
	for _, u := range d.Unknown {
		if u.Declared {
			continue
		}
		n++
		if !slices.Contains(missing, u.Missing) {
			missing = append(missing, u.Missing)
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(plural(n, d.Lang, "%d règle non jugée, faute de : %s", "%d règles non jugées, faute de : %s",
		"%d rule not judged, missing: %s", "%d rules not judged, missing: %s"), n, strings.Join(missing, ", "))
}

// restLine counts the rules that could not be judged of what was declared, ""
// when there are none.
func restLine(d Document) string {
	if len(d.Unknown) == 0 {
		return ""
	}
	return fmt.Sprintf(plural(len(d.Unknown), d.Lang, "%d règle attend une carte ou d'autres faits (--explain la nomme).",
		"%d règles attendent une carte ou d'autres faits (--explain les nomme).",
		"%d rule waits for a card or other facts (--explain names it).",
		"%d rules wait for a card or other facts (--explain names them)."), len(d.Unknown))
}

// undeclaredLine counts the rules that wait for a fact that nobody declared, ""
// when there are none.
func undeclaredLine(d Document) string {
	n := 0
	for _, u := range d.Unknown {
		if u.Declared {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(plural(n, d.Lang, "%d règle attend un fait à déclarer (--explain la nomme).",
		"%d règles attendent des faits à déclarer (--explain les nomme).",
		"%d rule waits for a fact to be declared (--explain names it).",
		"%d rules wait for facts to be declared (--explain names them)."), n)
}
