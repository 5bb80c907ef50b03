package ask

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/lookup"
)

// saidBy are words of a message that answer a question before it is asked, each of one
// meaning: "plus rien sur mon mac" names the system.
var saidBy = [...]saying{
	{"ws.os", "macos", " mac macos osx imac macbook "},
	{"ws.os", "windows", " windows win10 win11 w10 w11 "},
	{"ws.os", "linux", " linux ubuntu debian "},
	{"card.generation", "V4", " v4 cps4 "},
	{"card.generation", "V3", " v3 cps3 "},
}

// saying is an answer that a message gives, by one of some words; of no words where another
// way of hearing it is meant.
type saying struct{ fact, value, words string }

// ruledOut are the rules that an answer excludes beside those that are judged from it: where
// the Gestionnaire shows the name, there are a library, a service, a reader, and the card in it.
var ruledOut = map[string][]rule.Number{
	"card.atr=present": {rule.RDR001, rule.RDR017, rule.RDR002, rule.RDR003, rule.RDR005, rule.WS001, rule.WS008, rule.WS009},
}

// answeredBy are the questions that a message answers itself, of those that some possible cause
// is judged from. A message that says two things of one says neither.
func answeredBy(message string, possible []rule.Number) []Answered {
	var out []Answered
	mixed := map[string]bool{}
	words := text.Words(message)
	told := slices.Clone(saidBy[:])
	if lookup.Intermittent(message) {
		told = append(told, saying{fact: "reader.intermittent", value: "yes"})
	}
	for _, by := range told {
		if by.words != "" && !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(by.words, " "+w+" ") }) {
			continue
		}
		k, ok := fact.ByName(by.fact)
		if !ok || !slices.ContainsFunc(possible, func(n rule.Number) bool { return slices.Contains(n.Rule().Inputs, by.fact) }) {
			continue
		}
		mixed[by.fact] = slices.ContainsFunc(out, func(a Answered) bool { return a.Fact.Name == by.fact })
		out = append(out, Answered{k, by.value})
	}
	return slices.DeleteFunc(out, func(a Answered) bool { return mixed[a.Fact.Name] })
}

// Heard are the answers so far that the message itself gave; going back takes them away
// like any other.
func (c *Conversation) Heard() []Answered {
	return slices.Clone(c.answers[:min(c.heard, len(c.answers))])
}

// recall finds again, from the document of a turn, which of its answers the message gave,
// and which of those was taken back and is asked.
func (c *Conversation) recall(t *Turn) {
	for i, a := range answeredBy(t.Message, c.possible) {
		switch {
		case i < len(c.answers) && c.answers[i].Fact.Name == a.Fact.Name && c.answers[i].Said == a.Said:
			c.heard = i + 1
		case t.Question != nil && t.Question.Fact == a.Fact.Name:
			c.undone = &a.Fact
		}
	}
}
