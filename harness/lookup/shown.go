package lookup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// What shows a rule stands in the room rule; who reads an answer needs these of it.
type (
	// Demonstration is a way to make the bench show a rule.
	Demonstration = rule.Demonstration
	// Means is what makes a rule speak in a demonstration.
	Means = rule.Means
)

// Means.
const (
	MeansCard = rule.MeansCard
	MeansFact = rule.MeansFact
)

// codeFacts are the facts that hold a code.
var codeFacts = map[string]Kind{"ssv": KindSSV, "galss": KindGALSS, "sw": KindSW, "ckr": KindCKR}

// Demonstration returns how to see one of the rules behind a match: what the
// message has of its own, else what shows the rule in general. A code in the
// latter is the code of the query. It is false for a rule that cannot be
// shown, or not by this code: WhyNotShown gives the reason.
func (m Match) Demonstration(id string) (Demonstration, bool) {
	if slices.Contains(m.Message.Beside, id) {
		return Demonstration{}, false
	}
	for _, own := range m.Message.Shows {
		if own.Rule == id {
			return own, true
		}
	}
	r, known := rule.ByID(id)
	if !known {
		return Demonstration{}, false
	}
	d, ok := r.Demonstration()
	if !ok {
		return Demonstration{}, false
	}
	facts := slices.Clone(d.Facts)
	for i, fact := range facts {
		key, _, _ := strings.Cut(fact, "=")
		if codeFacts[key] == m.Message.Kind && m.Code != 0 {
			facts[i] = key + "=" + m.Message.writeCode(m.Code)
		}
	}
	d.Facts = facts
	return d, true
}

// PhoneFact is the fact that declares the code of a match, "key=value", so that
// what a caller reads out can be judged without a card. It is "" for a match
// without a code that a fact can hold, and for a code behind no rule.
func (m Match) PhoneFact() string {
	code := m.Code
	if code == 0 {
		code = m.Message.Code
	}
	if code == 0 || len(m.Message.Rules) == 0 {
		return ""
	}
	for key, kind := range codeFacts {
		if kind == m.Message.Kind {
			return key + "=" + m.Message.writeCode(code)
		}
	}
	return ""
}

// beside is why a rule behind a message has no command of its own there.
var beside = text.Text{FR: "À vérifier ; ce code ou ce texte seul ne fait pas parler la règle.", EN: "Worth checking; this code or text alone does not make the rule speak."}

// WhyNotShown says why no command shows a rule behind the match.
func (m Match) WhyNotShown(id string) text.Text {
	if slices.Contains(m.Message.Beside, id) {
		return beside
	}
	if r, ok := rule.ByID(id); ok {
		return r.WhyNotShown()
	}
	return text.Text{}
}

// writeCode writes a code as the facts take it.
func (m Message) writeCode(value int64) string {
	switch m.Kind {
	case KindSSV:
		return strconv.FormatInt(value, 10)
	case KindCKR:
		return m.Name
	default:
		return code.Hex(value)
	}
}
