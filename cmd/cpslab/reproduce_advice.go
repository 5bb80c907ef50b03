package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// adviceJSON is what somebody on the telephone does about a cause.
type adviceJSON struct {
	Check   string    `json:"check"` // what to look at: the cause in the words of the rule
	Ask     []askJSON `json:"ask"`   // what to ask, as facts to declare
	Remedy  string    `json:"remedy"`
	Contact string    `json:"contact,omitempty"` // whom to call, with numbers and hours

	call string // the same, short
}

// askJSON is a question: the fact that holds the answer.
type askJSON struct {
	Fact string `json:"fact"` // "slot.cps"
	Form string `json:"form"` // of its value, for people: "cps|vitale|other|none"
	Help string `json:"help"`

	asked string // the question and its fact, as they are put to a person
}

// checkJSON is one of the first things to look at for a vague complaint.
type checkJSON struct {
	Command string `json:"command"`
	Why     string `json:"why"`
}

// otherJSON is an answer that is only named.
type otherJSON struct {
	Query string `json:"query"` // what to ask for it
	Title string `json:"title"`
}

// coded are the facts that a code or the command line tells already.
var coded = []string{"ssv", "galss", "sw", "ckr", "use"}

// advice is what to do about a rule.
func (a *app) advice(r *diagnosis.Rule) adviceJSON {
	w := r.Render("", nil, a.lang)
	out := adviceJSON{Check: w.Cause, Ask: []askJSON{}, Remedy: w.Remedy, Contact: w.Contact, call: a.callLine(r.Contacts)}
	for _, input := range r.Inputs {
		if k, ok := fact.ByName(input); ok && !slices.Contains(coded, input) {
			asked := k.Human().Question.In(a.lang) + " (" + k.Name + "=" + k.HumanForm().In(a.lang) + ")"
			out.Ask = append(out.Ask, askJSON{k.Name, k.Form().In(a.lang), k.Question.In(a.lang), asked})
		}
	}
	return out
}

// callLine names whom to call, in order, with the numbers alone.
func (a *app) callLine(ids []diagnosis.ContactID) string {
	var parts []string
	for _, id := range ids {
		for _, c := range diagnosis.Contacts() {
			if c.ID == id {
				parts = append(parts, strings.TrimSuffix(c.Who.In(a.lang)+", "+c.Display, ", "))
			}
		}
	}
	return strings.Join(parts, a.t(" ; puis ", "; then "))
}

// firstChecks are what to look at, in order, when nobody knows more than that it
// does not work.
func (a *app) firstChecks() []checkJSON {
	return []checkJSON{
		{"cpslab reproduce " + a.t("'MESSAGE OU CODE'", "'MESSAGE OR CODE'"), a.t("le message exact, ou le code, affiché à l'écran", "the exact message, or the code, on the screen")},
		{"cpslab doctor", a.t("sur le poste en cause : service de cartes, lecteur, Cryptolib, horloge", "on the computer in question: card service, reader, Cryptolib, clock")},
		{"cpslab diagnose pcsc:", a.t("carte dans le lecteur : ce qui ne va pas, et que faire", "card in the reader: what is wrong, and what to do")},
		{"cpslab show pcsc:", a.t("ce que la carte porte, à comparer avec « Lecture situation » du Gestionnaire", "what the card holds, to compare with « Lecture situation » of the Gestionnaire")},
		{"cpslab rules --facts", a.t("au téléphone, sans la carte : ce qui peut être demandé et déclaré (--facts-only --fact …)", "on the telephone, without the card: what can be asked and declared (--facts-only --fact …)")},
	}
}

// longAdvice is how long a cause may be before its first sentence has to do, in
// characters. A remedy is never cut.
const longAdvice = 160

// firstSentence cuts a long text behind its first sentence.
func firstSentence(s string) string {
	if utf8.RuneCountInString(s) <= longAdvice {
		return s
	}
	if first, _, ok := strings.Cut(s, ". "); ok {
		return first + "."
	}
	return s
}

// printAdvice writes what to look at, to ask and to do, and whom to call.
func (a *app) printAdvice(c causeJSON) {
	const most = 4 // questions
	a.adviceLine(a.t("Vérifier", "Check"), firstSentence(c.Check))
	asks := make([]string, 0, most+1)
	for _, q := range c.Ask[:min(len(c.Ask), most)] {
		asks = append(asks, q.asked)
	}
	if len(c.Ask) > most {
		asks = append(asks, "…")
	}
	a.adviceLine(a.t("Demander", "Ask"), strings.Join(asks, a.t(" ; ", "; ")))
	a.adviceLine(a.t("Que faire", "Remedy"), c.Remedy)
	a.adviceLine(a.t("Appeler", "Call"), c.call)
}

// adviceLine writes "name : text" below a cause, wrapped so that the text keeps
// its column; an empty text is left out.
func (a *app) adviceLine(name, text string) {
	if text == "" {
		return
	}
	const indent, width = "     ", 9
	a.hanging(indent+padTo(name, width)+" : ", text)
}

// hanging writes a text behind a head, wrapped so that it keeps its column.
func (a *app) hanging(head, text string) {
	fmt.Fprintln(a.out, hung(head, text, max(a.style.width, defaultWidth)))
}

// hung is a text behind a head, in lines of at most width runes that keep its
// column.
func hung(head, text string, width int) string {
	room := width - utf8.RuneCountInString(head)
	var lines []string
	line := ""
	end := func() {
		lines = append(lines, strings.ReplaceAll(head+line, noBreak, " "))
		head, line = strings.Repeat(" ", utf8.RuneCountInString(head)), ""
	}
	for word := range strings.SplitSeq(unbroken.Replace(text), " ") {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > room {
			end()
		}
		line = strings.TrimLeft(line+" "+word, " ")
	}
	end()
	return strings.Join(lines, "\n")
}

// noBreak is a blank at which no line ends.
const noBreak = "\u00A0"

// unbroken keeps French punctuation with its word.
var unbroken = strings.NewReplacer(" :", noBreak+":", " ;", noBreak+";", " ?", noBreak+"?", " !", noBreak+"!", "« ", "«"+noBreak, " »", noBreak+"»")
