package scenarios

import (
	"fmt"
	"strings"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/vectors"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/simulator"
)

// ruleCase is a vector: one card that makes a rule speak, or nearly does, with the whole
// verdict as a person wrote it from the catalogue.
type ruleCase struct{ vectors.Vector }

// defaultDay is the day on which cases without a day of their own are judged.
const defaultDay = vectors.DefaultDay

// ruleCases returns every case. They are data, which the tests of package diagnosis judge
// too where no card is read.
func ruleCases() []ruleCase {
	all, err := vectors.All()
	if err != nil {
		panic("scenarios: " + err.Error()) // a test holds that every file is understood
	}
	cases := make([]ruleCase, len(all))
	for i, v := range all {
		cases[i].Vector = v
	}
	return cases
}

// noon is the moment of the diagnosis.
func (c ruleCase) noon() time.Time {
	day := c.Day
	if day == "" {
		day = defaultDay
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic("scenarios: a case with an impossible day: " + day)
	}
	return t.Add(12 * time.Hour)
}

func (c ruleCase) effects() []effect {
	var out []effect
	if c.PIN == vectors.PINWrong {
		out = append(out, effectPIN)
	}
	if c.Lost > 0 {
		out = append(out, effectRemoval)
	}
	if c.Prove {
		out = append(out, effectSign)
	}
	return out
}

// faceLabels remembers the label of the face of each preset that cases extend.
type faceLabels map[string]Labels

// faces returns the labels of the presets that the bench has read already.
func (b *bench) faces() faceLabels {
	m := faceLabels{}
	for _, s := range b.subjects {
		m[s.name] = nil
		if s.face != card.FaceUnknown {
			m[s.name] = faceLabel(s.face)
		}
	}
	return m
}

// of returns the label of the face that the case's card shows, if any: that of
// the preset which its profile extends.
func (m faceLabels) of(c ruleCase) Labels {
	preset, ok := strings.CutPrefix(c.Card, "extends: ")
	if !ok {
		return nil
	}
	preset, _, _ = strings.Cut(preset, "\n")
	if _, known := m[preset]; !known {
		m[preset] = nil
		if p, err := simulator.LoadProfile(preset); err == nil && p.Face != card.FaceUnknown {
			m[preset] = faceLabel(p.Face)
		}
	}
	return m[preset]
}

// ruleSpec registers a case.
func (b *bench) ruleSpec(c ruleCase, faces faceLabels) {
	It(c.Name(), Label("rule:"+c.Rule), labels(c.effects()), faces.of(c), func(spec SpecContext) {
		AddReportEntry(entryRule, ruleEntry(c.Rule), ReportEntryVisibilityFailureOrVerbose)
		facts, err := fact.Parse(c.Facts)
		Expect(err).NotTo(HaveOccurred())
		reading := examine.Reading{Input: diagnosis.Input{Facts: facts}}
		if c.Card != "" {
			b.with(b.context(spec), b.openProfile(c.Card, c.noon()), c.effects(), func(s *session) {
				reading = c.read(s, facts)
			})
		}
		Expect(c.Change(&reading.Input)).To(Succeed())
		check := diagnosis.Check
		if c.Workstation {
			check = diagnosis.CheckWorkstation
		}
		o := outcome{reading.Input.Card, check(&reading.Input, c.noon()), reading.Err}
		b.report(o)

		Expect(o.spoken()).To(Equal(c.findings()))
		Expect(o.result.Verdict).To(Equal(diagnosis.Verdict(c.Verdict)))
		missing, how := o.missing(c.Rule)
		Expect(missing).To(Equal(c.Unknown), "the input that keeps it unknown")
		if c.How != "" {
			Expect(how).To(Equal(c.How), "how that input would come")
		}
		for _, u := range c.Unread {
			rule, input, _ := strings.Cut(u, " ")
			missing, _ := o.missing(rule)
			Expect(missing).To(Equal(input), "the input that keeps %s unknown", rule)
		}
		for _, e := range c.Shows {
			Expect(o.evidence()).To(ContainElement(e))
		}
		if c.Says != "" {
			Expect(o.text(c.Rule)).To(ContainSubstring(c.Says))
		}
		o.orderly()
		b.speaks(o)
	})
}

// read reads the card of the case the way it says.
func (c ruleCase) read(s *session, facts fact.Set) examine.Reading {
	opts := examine.Options{
		Facts: facts, Prove: c.Prove,
		Read: harness.ReadOptions{PIN: s.pin(), Certificates: c.Certificates},
	}
	switch c.PIN {
	case vectors.PINNone:
		opts.Read.PIN = nil
	case vectors.PINWrong:
		opts.Read.PIN = s.wrongPIN
	case vectors.PINRight:
	}
	if c.Lost > 0 {
		opts.Wrap = func(ch card.Channel) card.Channel { return &losing{Channel: ch, at: c.Lost} }
		s.ch.note(effectRemoval)
	}
	if c.Certificates {
		opts.Authorities = s.card.Authorities()
	}
	return s.examine(opts)
}

func (c ruleCase) findings() []string {
	if c.Want == nil {
		return []string{}
	}
	return c.Want
}

// missing returns the input for want of which a rule is listed as unknown, and how it
// would come, "declared" or "read"; "" when it is not listed.
func (o outcome) missing(rule string) (input, how string) {
	for u := range o.result.Unknown {
		if u.Rule.ID == rule {
			return u.Missing, howOf(u)
		}
	}
	return "", ""
}

// howOf says how what a rule misses would come.
func howOf(u diagnosis.Unknown) string {
	if u.Declared {
		return "declared"
	}
	return "read"
}

// evidence returns what the findings rest on, as "field: value".
func (o outcome) evidence() []string {
	var out []string
	for _, f := range o.result.Findings {
		for _, e := range f.Evidence {
			out = append(out, e.Field+": "+e.Value)
		}
	}
	return out
}

// text returns what the first finding of a rule tells in French: what the user
// sees, why, what to do and whom to call.
func (o outcome) text(rule string) string {
	for _, f := range o.result.Findings {
		if f.Rule.ID == rule {
			return f.Text("fr") + "\n" + f.Cause("fr") + "\n" + f.Remedy("fr") + "\n" + f.Contact("fr")
		}
	}
	return ""
}

// orderly holds that rules that could not be judged are listed once each, in
// the order of evaluation, with what they miss.
func (o outcome) orderly() {
	GinkgoHelper()
	places, last := places(), -1
	var wrong []string
	for u := range o.result.Unknown {
		at, known := places[u.Rule.ID]
		if !known || at <= last || u.Missing == "" {
			wrong = append(wrong, fmt.Sprintf("%s at place %d behind %d, for want of %q", u.Rule.ID, at, last, u.Missing))
		}
		last = at
	}
	Expect(wrong).To(BeEmpty(), "unknown rules")
}

// places are those of the rules in the order of evaluation.
var places = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for i, r := range diagnosis.Rules() {
		m[r.ID] = i
	}
	return m
})

// speaks holds that every finding can be told in both languages.
func (b *bench) speaks(o outcome) {
	GinkgoHelper()
	for _, f := range o.result.Findings {
		for _, lang := range []string{"fr", "en"} {
			Expect(f.Text(lang)).NotTo(BeEmpty(), "%s in %s", f.Rule.ID, lang)
			Expect(f.Text(lang)).NotTo(ContainSubstring("%!"), "%s in %s", f.Rule.ID, lang)
			Expect(f.Remedy(lang)).NotTo(BeEmpty(), "%s in %s", f.Rule.ID, lang)
		}
	}
}
