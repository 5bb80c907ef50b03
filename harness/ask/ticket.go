package ask

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/lookup"
)

// About is what the conversation is about, in the words of the tables: never what was
// typed.
func (c *Conversation) About() text.Text {
	m := &c.message
	switch {
	case m.Message.Name != "":
		return text.Same(m.Message.Name)
	case m.Code != 0 && m.Message.Kind == lookup.KindSSV:
		return text.Same(fmt.Sprintf("%s %d (%s)", m.Message.Kind, m.Code, m.Hex()))
	case m.Code != 0:
		return text.Same(string(m.Message.Kind) + " " + m.Hex())
	case m.Message.Text != "":
		return text.Same("« " + m.Message.Text + " »")
	default:
		return m.Message.Means()
	}
}

// Ticket is the summary of the conversation in lang, to paste: without anything that
// identifies somebody.
func (c *Conversation) Ticket(lang string) string {
	var b strings.Builder
	line := func(head text.Text, said string) {
		if said != "" {
			b.WriteString("  " + text.Of("%s : %s", "%s: %s", head, said).In(lang) + "\n")
		}
	}
	line(text.Same("Message"), c.About().In(lang))
	for _, said := range c.answers {
		k, answer := said.Fact, said.Said
		switch {
		case answer == Unknown:
			answer = text.Of("pas su", "not known").In(lang)
		case k.Identity:
			answer = "•••"
		case k.Type == fact.TypeChoice || k.Type == fact.TypeYesNo:
			answer = k.Called(answer).In(lang)
		}
		b.WriteString("  - " + k.Human().Question.In(lang) + " " + answer + "\n")
	}
	out := c.Outcome()
	line(text.Same("Cause"), listed(out.Causes, func(r *rule.Rule) string { return r.ID + " " + r.Title.In(lang) }))
	line(text.Of("Reste possible", "Still possible"), listed(out.Open, func(r *rule.Rule) string { return r.ID }))
	line(text.Of("Écarté", "Excluded"), listed(out.Excluded, func(r *rule.Rule) string { return r.ID }))
	if facts := c.Facts(); len(facts) > 0 {
		command := "cpslab diagnose --facts-only"
		for _, f := range facts {
			name, _, _ := strings.Cut(f, "=")
			if k, ok := fact.ByName(name); ok && k.Identity {
				continue
			}
			command += " --fact " + text.ShellWord(f)
		}
		line(text.Of("Rejouer", "Again"), command)
	}
	return strings.TrimRight(b.String(), "\n")
}

func listed(rules []*rule.Rule, name func(*rule.Rule) string) string {
	var out []string
	for _, r := range rules {
		out = append(out, name(r))
	}
	return strings.Join(out, ", ")
}
