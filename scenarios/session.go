package scenarios

import (
	"context"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/simulator"
)

// session is one open card in one spec.
type session struct {
	b    *bench
	ctx  context.Context
	card *readers.Card
	ch   *witness
}

// it registers a spec on one card. The card is opened for the spec alone, a
// simulated one freshly made; effects that were not declared fail the spec, and
// declared ones that the card's owner did not allow skip it. Where there is no
// card to open, or a mute one, the spec is skipped.
func (b *bench) it(text string, s subject, effects []effect, body func(*session)) {
	b.itOpens(text, s, effects, func(ctx context.Context, c *readers.Card, err error) {
		b.skipNamed(err)
		Expect(err).NotTo(HaveOccurred())
		b.on(ctx, c, effects, body)
	})
}

// itOpens registers a spec that gets the card, or why it could not be opened.
func (b *bench) itOpens(text string, s subject, effects []effect, body func(context.Context, *readers.Card, error)) {
	args := []any{labels(effects), func(spec SpecContext) {
		ctx := b.context(spec)
		b.run.cardUnderTest()
		c, err := b.set.Open(ctx, s.address)
		if b.run.opened(s, err) {
			b.failBroken(err)
		}
		body(ctx, c, err)
	}}
	if s.face != card.FaceUnknown {
		args = append(args, faceLabel(s.face))
	}
	if s.preset {
		args = append(args, Label("preset:"+s.name))
	}
	It(text, args...)
}

// profileIt is it for a card described in the spec itself.
func (b *bench) profileIt(text, profile string, effects []effect, body func(*session)) {
	It(text, labels(effects), func(spec SpecContext) {
		ctx := b.context(spec)
		b.with(ctx, b.openProfile(profile, b.now()), effects, body)
	})
}

// with runs a spec on a card that it made itself: the PIN of such a card is
// nobody's.
func (b *bench) with(ctx context.Context, c *readers.Card, effects []effect, body func(*session)) {
	b.on(ctx, c, append([]effect{effectLogin}, effects...), body)
}

// on runs a spec on a card under test.
func (b *bench) on(ctx context.Context, c *readers.Card, effects []effect, body func(*session)) {
	DeferCleanup(c.Close)
	b.skipRefused(effects, c)
	s := &session{b: b, ctx: ctx, card: c, ch: &witness{Channel: c.Channel()}}
	defer func() { b.run.saw(c, s.ch) }()
	body(s)
	Expect(s.ch.undeclared(effects)).To(BeEmpty(), "effects that the spec does not declare")
}

// context ends with the spec or with the run.
func (b *bench) context(spec SpecContext) context.Context {
	if err := b.ctx.Err(); err != nil {
		AbortSuite("the run was cancelled: " + err.Error())
	}
	if err := b.run.failure(); err != nil {
		b.failBroken(err) // every other spec would wait for the same reader
	}
	ctx, cancel := context.WithCancel(spec)
	DeferCleanup(context.AfterFunc(b.ctx, cancel))
	DeferCleanup(cancel)
	return ctx
}

// openProfile makes a card of a profile written in the spec, as made on day.
func (b *bench) openProfile(profile string, day time.Time) *readers.Card {
	GinkgoHelper()
	p := b.profiles[profile] // many cases begin with the same card, and none changes a profile
	if p == nil {
		var err error
		p, err = simulator.ParseProfile("scenario", []byte(profile), nil)
		Expect(err).NotTo(HaveOccurred())
		b.profiles[profile] = p
	}
	set := readers.Set{Now: func() time.Time { return day }}
	c, err := set.OpenProfile(readers.Address{Scheme: readers.SchemeSim, Name: p.Name}, p)
	Expect(err).NotTo(HaveOccurred())
	return c
}

// pin returns how to obtain the PIN, nil when none may be presented.
func (s *session) pin() harness.PINFunc {
	pin := s.card.PIN()
	if pin == nil || s.card.Simulated {
		return pin
	}
	return s.b.run.given.from(pin)
}

// read reads the card with the PIN that may be presented, if any.
func (s *session) read() (*card.Contents, error) {
	return harness.Read(s.ctx, s.ch, harness.ReadOptions{PIN: s.pin(), Display: true})
}

// readPublic reads the card without a PIN.
func (s *session) readPublic() *card.Contents {
	GinkgoHelper()
	if s.b.desk != nil { // where a reader is put to the test, each reading is
		contents, _ := s.readInTime()
		return contents
	}
	contents, err := harness.Read(s.ctx, s.ch, harness.ReadOptions{})
	Expect(err).NotTo(HaveOccurred())
	return contents
}

// chip returns what a simulated card keeps through a reset; ok is false when
// the card is not in this process.
func (s *session) chip() (state simulator.State, ok bool) {
	c, ok := s.card.Channel().(interface{ State() simulator.State })
	if !ok {
		return simulator.State{}, false
	}
	return c.State(), true
}

// right returns the PIN of the card.
func (s *session) right() []byte {
	GinkgoHelper()
	Expect(s.pin()).NotTo(BeNil(), "no PIN may be presented to this card")
	pin, err := s.pin()(s.ctx, 3)
	Expect(err).NotTo(HaveOccurred())
	return pin
}

// wrong returns a PIN that differs from it.
func (s *session) wrong() []byte {
	GinkgoHelper()
	pin := slices.Clone(s.right())
	pin[0] = '0' + (pin[0]-'0'+1)%10
	return pin
}

// wrongPIN presents a wrong code in a reading.
func (s *session) wrongPIN(context.Context, int) ([]byte, error) { return s.wrong(), nil }

// outcome is what a reading comes to.
type outcome struct {
	contents *card.Contents
	result   diagnosis.Result
	err      error // of the reading
}

// judged is what a reading comes to, for billing, on the day of the run.
func (b *bench) judged(r examine.Reading) outcome {
	return outcome{r.Input.Card, r.Judge(b.now()), r.Err}
}

// examine reads the card of the session; o says how, and the PIN is its own to give.
func (s *session) examine(o examine.Options) examine.Reading {
	o.Reader = s.card.Reader
	return examine.Card(s.ctx, s.ch, o)
}

// judge reads the card, certificates included, and diagnoses it.
func (s *session) judge() outcome {
	return s.b.judged(s.examine(examine.Options{
		Read: harness.ReadOptions{PIN: s.pin(), Certificates: true}, Authorities: s.card.Authorities(),
	}))
}

// exit is the exit code of the diagnosis on the command line: 0 nothing
// blocking, 1 blocked, which includes a named state of card or reader, 3 a
// reading cut short, 4 incomplete or undetermined.
func (o outcome) exit() int {
	switch {
	case o.result.Verdict == diagnosis.BenchError:
		return 3
	case o.result.Verdict == diagnosis.VerdictBlocked:
		return 1
	case o.result.Verdict.Open():
		return 4
	default:
		return 0
	}
}

// spoken returns the findings as "CPS-DAM-001 BLOCK-BILLING", most severe
// first.
func (o outcome) spoken() []string {
	out := make([]string, 0, len(o.result.Findings))
	for _, f := range o.result.Findings {
		out = append(out, f.Rule.ID+" "+f.Severity.String())
	}
	return out
}

// unknown reports whether a rule is listed as unknown.
func (o outcome) unknown(rule string) bool {
	missing, _ := o.missing(rule)
	return missing != ""
}

func faceLabel(f card.Face) Labels { return Label("face:" + f.String()) }
