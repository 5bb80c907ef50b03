package scenarios

import (
	"fmt"
	"slices"
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

// ruleCase is one card that makes a rule speak, or nearly does, with the whole
// verdict as a person wrote it from the catalogue.
type ruleCase struct {
	rule string // "CPS-DAM-001"
	near bool   // a near miss: the rule must not be among want
	what string // what is special, in a few words

	profile string // YAML of the card; "" when no card is in the reader
	day     string // of reading and of making the card, "2026-11-22" when ""
	pin     pinGiven
	lost    int                    // the card goes away at this exchange, 0: it stays
	edit    func(*diagnosis.Input) // for what no simulated card can carry
	facts   fact.Set
	// declared are facts as --fact gives them, "key=value", on top of facts.
	declared []string
	// workstation has the computer judged and not the card, as doctor does.
	workstation bool
	// certificates has them read too, and judged against the TEST authority;
	// prove has the authentication key prove itself.
	certificates, prove bool

	verdict diagnosis.Verdict
	want    []string // every finding, "CPS-DAM-001 BLOCK-BILLING", most severe first
	// unknown is the input for want of which the rule must be listed as unknown;
	// "" when it must not be.
	unknown string
	// unread are the other rules that must be listed as unknown, each with the
	// input it misses: "CPS-ID-006 billing[]".
	unread []string
	// shows are values that findings must give as evidence, "field: value"; says
	// is a part of what the rule's finding tells in French.
	shows []string
	says  string
	// behind is the rule that hides this one, for a rule whose condition always
	// makes an earlier step block: its trigger then shows that the hidden rule
	// stays silent.
	behind string
}

// pinGiven says what is presented to the card.
type pinGiven uint8

const (
	pinRight pinGiven = iota
	pinNone
	pinWrong
)

// defaultDay is the day on which cases without a day of their own are judged.
const defaultDay = vectors.DefaultDay

// ruleCases returns every case: those that are data, and, family by family, those that
// change what was read or are made in a loop.
func ruleCases() []ruleCase {
	return slices.Concat(
		vectorCases(),
		serviceCases(), configurationCases(), foundCases(), libraryCases(),
		readerCases(), transmissionCases(), updateCases(), pinCases(), pinFactCases(),
		validityCases(), deliveryCases(), oppositionCases(), telephoneCases(),
		holderCases(), numberCases(), typeCases(), activityCases(), replacementCases(),
		damCases(), billingCases(), specialityCases(), conventionCases(),
		signingCases(), certificateCases(),
	)
}

// name is the text of the spec.
func (c ruleCase) name() string {
	if c.near {
		return c.rule + " near miss: " + c.what
	}
	return c.rule + " trigger: " + c.what
}

// noon is the moment of the diagnosis.
func (c ruleCase) noon() time.Time {
	day := c.day
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
	if c.pin == pinWrong {
		out = append(out, effectPIN)
	}
	if c.lost > 0 {
		out = append(out, effectRemoval)
	}
	if c.prove {
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
	preset, ok := strings.CutPrefix(c.profile, "extends: ")
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
	It(c.name(), Label("rule:"+c.rule), labels(c.effects()), faces.of(c), func(spec SpecContext) {
		AddReportEntry(entryRule, ruleEntry(c.rule), ReportEntryVisibilityFailureOrVerbose)
		var err error
		c.facts, err = c.facts.Declare(c.declared...)
		Expect(err).NotTo(HaveOccurred())
		reading := examine.Reading{Input: diagnosis.Input{Facts: c.facts}}
		if c.profile != "" {
			b.with(b.context(spec), b.openProfile(c.profile, c.noon()), c.effects(), func(s *session) {
				reading = c.read(s)
			})
		}
		if c.edit != nil {
			c.edit(&reading.Input)
		}
		check := diagnosis.Check
		if c.workstation {
			check = diagnosis.CheckWorkstation
		}
		o := outcome{reading.Input.Card, check(&reading.Input, c.noon()), reading.Err}
		b.report(o)

		Expect(o.spoken()).To(Equal(c.findings()))
		Expect(o.result.Verdict).To(Equal(c.verdict))
		Expect(o.missing(c.rule)).To(Equal(c.unknown), "the input that keeps it unknown")
		for _, u := range c.unread {
			rule, input, _ := strings.Cut(u, " ")
			Expect(o.missing(rule)).To(Equal(input), "the input that keeps %s unknown", rule)
		}
		for _, e := range c.shows {
			Expect(o.evidence()).To(ContainElement(e))
		}
		if c.says != "" {
			Expect(o.text(c.rule)).To(ContainSubstring(c.says))
		}
		o.orderly()
		b.speaks(o)
	})
}

// read reads the card of the case the way it says.
func (c ruleCase) read(s *session) examine.Reading {
	opts := examine.Options{
		Facts: c.facts, Prove: c.prove,
		Read: harness.ReadOptions{PIN: s.pin(), Certificates: c.certificates},
	}
	switch c.pin {
	case pinNone:
		opts.Read.PIN = nil
	case pinWrong:
		opts.Read.PIN = s.wrongPIN
	case pinRight:
	}
	if c.lost > 0 {
		opts.Wrap = func(ch card.Channel) card.Channel { return &losing{Channel: ch, at: c.lost} }
		s.ch.note(effectRemoval)
	}
	if c.certificates {
		opts.Authorities = s.card.Authorities()
	}
	return s.examine(opts)
}

func (c ruleCase) findings() []string {
	if c.want == nil {
		return []string{}
	}
	return c.want
}

// severity returns the second word of a finding such as "CPS-DAM-001 WARNING".
func severity(finding string) string {
	_, s, _ := strings.Cut(finding, " ")
	return s
}

// tells reports whether the rule is among the findings that the case wants.
func (c ruleCase) tells(rule string) bool {
	return slices.ContainsFunc(c.want, func(f string) bool { return strings.HasPrefix(f, rule+" ") })
}

// missing returns the input for want of which a rule is listed as unknown, ""
// when it is not listed.
func (o outcome) missing(rule string) string {
	for u := range o.result.Unknown {
		if u.Rule.ID == rule {
			return u.Missing
		}
	}
	return ""
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
