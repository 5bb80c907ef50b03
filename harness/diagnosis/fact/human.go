package fact

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
)

// questionTable says how a person is asked; its head says what each column is.
//
//go:embed questions.tsv
var questionTable string

// Human is how a person is asked for a fact.
type Human struct {
	Question text.Text // a whole sentence
	// ByUser says that a doctor or a secretary can answer, with no tool but the
	// Gestionnaire and the billing software.
	ByUser bool

	called map[string]text.Text // values, where their own words say too little
}

// humans are the questions, by the name of the fact. A line that is none is a fault of
// the program.
var humans = sync.OnceValue(func() map[string]Human {
	all := map[string]Human{}
	for line := range strings.Lines(questionTable) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		const columns = 5
		f := strings.Split(line, "\t")
		if len(f) != columns || f[1] != "user" && f[1] != "support" {
			panic("questions.tsv: " + line)
		}
		h := Human{Question: text.Text{FR: f[2], EN: f[3]}, ByUser: f[1] == "user", called: map[string]text.Text{}}
		for said := range strings.SplitSeq(f[4], ";") {
			if value, words, ok := strings.Cut(said, "="); ok {
				fr, en, _ := strings.Cut(words, "/")
				h.called[value] = text.Text{FR: fr, EN: en}
			}
		}
		all[f[0]] = h
	}
	return all
})

// Human is how a person is asked for the fact.
func (k *Key) Human() Human { return humans()[k.Name] }

// Called is what a value of a choice, or yes or no, is called when a person is asked.
func (k *Key) Called(value string) text.Text {
	if t, ok := k.Human().called[value]; ok {
		return t
	}
	switch {
	case k.Type == TypeYesNo && value == "yes":
		return text.Text{FR: "oui", EN: "yes"}
	case k.Type == TypeYesNo && value == "no":
		return text.Text{FR: "non", EN: "no"}
	}
	if fr := k.Meaning(value); fr != "" {
		return text.Text{FR: fr, EN: value}
	}
	return text.Same(value)
}

// HumanForm is [Key.Form] for whoever was asked so: "oui|non" where the values of a choice
// are called that.
func (k *Key) HumanForm() text.Text {
	if k.Type != TypeChoice {
		return k.Form()
	}
	called := make([]string, len(k.Values))
	for i, v := range k.Values {
		called[i] = k.Called(v).FR
	}
	slices.Sort(called)
	if !slices.Equal(called, []string{"non", "oui"}) {
		return k.Form()
	}
	return text.Text{FR: "oui|non", EN: "yes|no"}
}
