package diagnosis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/code"
)

// Demonstration is a way to make the bench show a rule: a simulated card, with
// facts declared beside it, or declared facts alone.
type Demonstration struct {
	Rule string
	// Card is a preset: "" when no card is needed, nor a look at this computer.
	Card string
	// Profile is what to write below "extends: " and Card in a profile of one's
	// own, a line each, for what no preset shows; nil when the preset does.
	Profile []string
	// Facts are declared with --fact, "key=value". "@" and a number of days as a
	// value is a date counted from today: "card.latestKnown=@-10".
	Facts []string
}

// Means tells what makes a rule speak in a demonstration.
type Means string

// Means.
const (
	MeansCard Means = "card" // the simulated card is in that state
	MeansFact Means = "fact" // a declared fact says so
)

// Means tells whether the card shows the rule, or a declared fact.
func (d Demonstration) Means() Means {
	if len(d.Facts) > 0 {
		return MeansFact
	}
	return MeansCard
}

// File is the name of the profile to write, "" when there is none to write.
func (d Demonstration) File() string {
	if d.Profile == nil {
		return ""
	}
	return strings.ToLower(d.Rule) + ".yaml"
}

// YAML returns the profile to write into File, nil when there is none.
func (d Demonstration) YAML() []byte {
	if d.Profile == nil {
		return nil
	}
	return []byte("extends: " + d.Card + "\n" + strings.Join(d.Profile, "\n") + "\n")
}

// Args are the arguments of cpslab that show the rule on the day today. A
// profile to write is named profile there.
func (d Demonstration) Args(today card.Date, profile string) []string {
	args := []string{"diagnose", "sim:" + d.Card}
	switch {
	case d.Card == "":
		args = []string{"diagnose", "--facts-only"}
	case d.Profile != nil:
		args[1] = "sim:" + profile
	}
	for _, fact := range d.Facts {
		key, value, _ := strings.Cut(fact, "=")
		if days, ok := strings.CutPrefix(value, "@"); ok {
			if n, err := strconv.Atoi(days); err == nil {
				value = today.AddDays(n).String()
			}
		}
		args = append(args, "--fact", key+"="+value)
	}
	return args
}

// DemonstrationOf returns how to see a rule on the bench; false for a rule that
// no preset, profile or declared fact can make speak.
func DemonstrationOf(id string) (Demonstration, bool) {
	for _, d := range demonstrations {
		if d.Rule == id {
			return d, true
		}
	}
	return Demonstration{}, false
}

// codeFacts are the facts that hold a code.
var codeFacts = map[string]Kind{"ssv": KindSSV, "galss": KindGALSS, "sw": KindSW, "ckr": KindCKR}

// Demonstration returns how to see one of the rules behind a match: what the
// message has of its own, else what shows the rule in general. A code in the
// latter is the code that was asked about. It is false for a rule that cannot be
// shown, or not by this code: WhyNotShown tells the reason.
func (m Match) Demonstration(rule string) (Demonstration, bool) {
	if slices.Contains(m.Message.Beside, rule) {
		return Demonstration{}, false
	}
	for _, own := range m.Message.Shows {
		if own.Rule == rule {
			return own, true
		}
	}
	d, ok := DemonstrationOf(rule)
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
// what is told on the telephone can be judged without a card. It is "" for a match
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
var beside = Text{FR: "À vérifier ; ce code ou ce texte seul ne fait pas parler la règle.", EN: "Worth checking; this code or text alone does not make the rule speak."}

// WhyNotShown tells why no command shows a rule behind the match.
func (m Match) WhyNotShown(rule string) Text {
	r, ok := ByID(rule)
	switch {
	case slices.Contains(m.Message.Beside, rule):
		return beside
	case ok && r.How == NotKnowable:
		return r.Why
	default:
		return notShown[rule]
	}
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
