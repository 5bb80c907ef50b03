package scenarios

import (
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
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
	facts   diagnosis.Facts

	verdict diagnosis.Verdict
	want    []string // every finding, "CPS-DAM-001 BLOCK-BILLING", most severe first
	unknown bool     // the rule must be listed as unknown
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
const defaultDay = "2026-11-22"

// ruleCases returns every case, family by family.
func ruleCases() []ruleCase {
	return slices.Concat(
		readerCases(), codeCases(), validityCases(),
		identityCases(), kindCases(), activityCases(), billingCases(), signingCases(),
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
	return out
}

// faces returns the label of the face that the case's card shows, if any.
func (c ruleCase) faces() Labels {
	if c.profile == "" {
		return nil
	}
	p, err := simulator.ParseProfile("scenario", []byte(c.profile), nil)
	if err != nil || p.Face == card.FaceUnknown {
		return nil // the spec itself tells what is wrong with the profile
	}
	return faceLabel(p.Face)
}

// ruleSpec registers a case.
func (b *bench) ruleSpec(c ruleCase) {
	It(c.name(), Label("rule:"+c.rule), labels(c.effects()), c.faces(), func(spec SpecContext) {
		AddReportEntry("rule", c.rule, ReportEntryVisibilityFailureOrVerbose)
		in := diagnosis.Input{Facts: c.facts}
		var readErr error
		if c.profile != "" {
			b.with(b.context(spec), b.openProfile(c.profile, c.noon()), c.effects(), func(s *session) {
				in, readErr = c.read(s)
			})
		}
		if c.edit != nil {
			c.edit(&in)
		}
		o := outcome{in.Card, diagnosis.Check(&in, c.noon()), readErr}
		b.report(o)

		Expect(o.spoken()).To(Equal(c.findings()))
		Expect(o.result.Verdict).To(Equal(c.verdict))
		Expect(o.unknown(c.rule)).To(Equal(c.unknown), "listed as unknown")
		b.speaks(o)
	})
}

// read reads the card of the case the way it says.
func (c ruleCase) read(s *session) (diagnosis.Input, error) {
	opts := harness.ReadOptions{PIN: s.pin()}
	switch c.pin {
	case pinNone:
		opts.PIN = nil
	case pinWrong:
		opts.PIN = s.wrongPIN
	case pinRight:
	}
	var ch card.Channel = s.ch
	if c.lost > 0 {
		ch = &losing{Channel: s.ch, at: c.lost}
		s.ch.note(effectRemoval)
	}
	contents, err := harness.Read(s.ctx, ch, opts)
	return harness.Input(s.card.Reader, contents, err, c.facts), err
}

func (c ruleCase) findings() []string {
	if c.want == nil {
		return []string{}
	}
	return c.want
}

// tells reports whether the rule is among the findings that the case wants.
func (c ruleCase) tells(rule string) bool {
	return slices.ContainsFunc(c.want, func(f string) bool { return strings.HasPrefix(f, rule+" ") })
}

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
