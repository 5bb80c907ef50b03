package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/report"
)

// missing is one input and the rules that wait for it.
type missing struct {
	input string
	rules []string
}

// doctorExplanation lists the rules that were not judged, by what they miss:
// what could not be read first, then what the user can tell.
func (a *app) doctorExplanation(b *strings.Builder, list []report.Unknown) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", a.t("Règles non jugées, et ce qui manque :", "Rules not judged, and what is missing:"))
	for _, declared := range []bool{false, true} {
		for _, m := range byInput(list, declared) {
			a.missing(b, m)
		}
	}
}

func byInput(list []report.Unknown, declared bool) []missing {
	var out []missing
	at := map[string]int{}
	for _, u := range list {
		if u.Declared != declared {
			continue
		}
		i, there := at[u.Missing]
		if !there {
			i = len(out)
			at[u.Missing] = i
			out = append(out, missing{input: u.Missing})
		}
		out[i].rules = append(out[i].rules, u.Rule)
	}
	return out
}

// missing writes an input, how to declare it if that can be done, and its rules.
func (a *app) missing(b *strings.Builder, m missing) {
	what := map[string]string{
		"reader":   a.t("état d'un lecteur : aucun n'a pu être lu", "state of a reader: none could be read"),
		"card":     a.t("aucune carte lue", "no card read"),
		"card.atr": a.t("réponse de la carte à la mise sous tension", "the card's answer to reset"),
	}[m.input]
	head := m.input
	if k, ok := fact.ByName(m.input); ok {
		head, what = "--fact "+k.Name+"="+k.Form().In(a.lang), k.Question.In(a.lang)
	}
	if m.input == "ws.port" {
		head += a.t(", ou --agent PORT=PROGRAMME", ", or --agent PORT=PROGRAM")
	}
	if what != "" {
		head += "  (" + what + ")"
	}
	width := max(a.style.width, defaultWidth)
	writeWrapped(b, "  ", head, width)
	writeWrapped(b, "      ", strings.Join(m.rules, ", "), width)
}

// writeWrapped writes a text behind an indent, which every line gets.
func writeWrapped(b *strings.Builder, indent, text string, width int) {
	line := indent
	for word := range strings.FieldsSeq(text) {
		if strings.TrimSpace(line) != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			b.WriteString(line + "\n")
			line = indent + "  "
		}
		if strings.TrimSpace(line) != "" {
			line += " "
		}
		line += word
	}
	b.WriteString(line + "\n")
}
