package scenarios

import (
	"context"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/simulator"
)

// cardSpecs are what every card shows, of the gallery or not: a verdict, the
// same each time, at no cost.
func (b *bench) cardSpecs(s subject) {
	login := []effect{effectLogin}
	Context(s.name, func() {
		if s.authored {
			b.judgedSpec(s, login)
		}
		if !s.preset {
			b.it("is read and judged", s, login, func(s *session) {
				o := s.judge()
				b.report(o)
				b.speaks(o)
				Expect(o.err).To(Or(BeNil(), Satisfy(harness.Named)))
			})
		}
		b.it("is judged alike twice", s, nil, func(s *session) {
			one := b.judged(s.examine(examine.Options{}))
			two := b.judged(s.examine(examine.Options{}))
			Expect(two.spoken()).To(Equal(one.spoken()))
			Expect(two.result.Verdict).To(Equal(one.result.Verdict))
			Expect(unknownIDs(two.result)).To(Equal(unknownIDs(one.result)))
			Expect(two.contents.Exchanges).To(BeNumerically("<=", one.contents.Exchanges), "what an earlier program left behind is cleared up once")
		})
		b.it("keeps its tries when it is read", s, login, func(s *session) {
			before, beforeErr := harness.Read(s.ctx, s.ch, harness.ReadOptions{})
			chip, inProcess := s.chip()
			_, _ = s.read()
			after, afterErr := harness.Read(s.ctx, s.ch, harness.ReadOptions{})

			Expect(afterErr == nil).To(Equal(beforeErr == nil))
			Expect(after.PIN.Left).To(BeNumerically(">=", before.PIN.Left))
			Expect(after.PUK.Left).To(Equal(before.PUK.Left))
			Expect(s.ch.presentations).To(BeNumerically("<=", 1))
			if inProcess {
				now, _ := s.chip()
				Expect(now.PIN.Left).To(BeNumerically(">=", chip.PIN.Left))
				Expect(now.PUK).To(Equal(chip.PUK))
				Expect(now.Data).To(Equal(chip.Data))
			}
		})
		b.it("tells the protected part from an empty one", s, nil, func(s *session) {
			reading := s.examine(examine.Options{})
			if contents := reading.Input.Card; reading.Err != nil || contents.PIN.State != card.Present {
				Expect(contents.Protected()).To(BeFalse())
				return
			}
			o := b.judged(reading)
			Expect(o.unknown("CPS-DAM-001")).To(BeTrue(), "without a PIN nobody knows whether there is a billing situation")
			Expect(o.spoken()).NotTo(ContainElement(HavePrefix("CPS-DAM-")))
			Expect(o.spoken()).NotTo(ContainElement(HavePrefix("CPS-ACT-")))
		})
	})
}

// judgedSpec holds the verdict of a card against what its author wrote, which no
// card of anybody else's has.
func (b *bench) judgedSpec(s subject, login []effect) {
	b.itOpens("is judged as its author expects", s, login, func(ctx context.Context, c *readers.Card, err error) {
		reader := ""
		if err == nil {
			reader = c.Reader
		}
		want := b.authored(s.address, reader)
		switch {
		case want == nil:
			if c != nil {
				DeferCleanup(c.Close)
			}
			b.skipNamed(err)
			Expect(err).NotTo(HaveOccurred())
			b.skip(CauseNotApplicable, noAuthor)
		case harness.Named(err):
			b.expected(b.judged(examine.Unopened(s.name, err, fact.Set{})), want)
		default:
			Expect(err).NotTo(HaveOccurred())
			b.on(ctx, c, login, func(open *session) { b.expected(open.judge(), want) })
		}
	})
}

// expected holds a verdict against what the author of the card wrote.
func (b *bench) expected(o outcome, want *simulator.Expectation) {
	GinkgoHelper()
	b.report(o)
	b.speaks(o)
	Expect(string(o.result.Verdict)).To(Equal(want.Verdict))
	above := o.rules(func(f diagnosis.Finding) bool { return f.Severity > diagnosis.Info })
	Expect(above).To(ConsistOf(aboveInfo(want)))
	if want.First != "" {
		Expect(above[0]).To(Equal(want.First), "the first of the findings")
	}
	info := o.rules(func(f diagnosis.Finding) bool { return f.Severity == diagnosis.Info })
	Expect(info).To(ConsistOf(append([]string{}, want.Findings...)))
	Expect(o.exit()).To(Equal(want.Exit))
}

// authored returns what was written about the card behind an address, in the
// reader of that full name if one was opened: for a simulated card of this
// process or of a private stack; nil for any other.
func (b *bench) authored(address, reader string) *simulator.Expectation {
	GinkgoHelper()
	a, err := readers.ParseAddress(address)
	Expect(err).NotTo(HaveOccurred())
	name := ""
	if a.Scheme == readers.SchemeSim {
		name = a.Name
	} else if b.set.Stack != nil {
		for _, c := range b.set.Stack.Cards {
			if c.Reader == reader || reader == "" && c.Reader == a.Name {
				name = c.Profile
			}
		}
	}
	if name == "" {
		return nil
	}
	profile, err := simulator.LoadProfile(name)
	Expect(err).NotTo(HaveOccurred())
	return profile.Expect
}

// aboveInfo is the list of rules above INFO, the first one first.
func aboveInfo(e *simulator.Expectation) []string {
	out := []string{}
	if e.First != "" {
		out = append(out, e.First)
	}
	return append(out, e.Also...)
}

// rules returns the rules of the findings picked, each once, most severe first.
func (o outcome) rules(pick func(diagnosis.Finding) bool) []string {
	out := []string{}
	for _, f := range o.result.Findings {
		if pick(f) && !slices.Contains(out, f.Rule.ID) {
			out = append(out, f.Rule.ID)
		}
	}
	return out
}

// unknownIDs lists the rules not judged with the input each missed.
func unknownIDs(r diagnosis.Result) string {
	var b strings.Builder
	for u := range r.Unknown {
		b.WriteString(u.Rule.ID + " (" + u.Missing + ") ")
	}
	return b.String()
}
