package scenarios

import (
	"context"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/readers"
)

// besideSubjects are the cards that two programs can have at once: those in a reader. A
// card in this process is its opener's alone.
func (b *bench) besideSubjects() []subject {
	var out []subject
	for _, s := range b.subjects {
		if a, err := readers.ParseAddress(s.address); err == nil && a.Scheme == readers.SchemePCSC {
			out = append(out, s)
		}
	}
	return out
}

// besideSpecs: two programs with one card, as billing software and a signature tool
// have one.
func (b *bench) besideSpecs(s subject) {
	Context(s.name, func() {
		b.it("keeps a second program waiting while the first has a transaction, then lets it in", s, nil, func(one *session) {
			two := one.beside()
			Expect(one.ch.Begin(one.ctx)).To(Succeed())
			in := make(chan error, 1)
			go func() { in <- two.ch.Begin(two.ctx) }()
			Consistently(in, kept).ShouldNot(Receive())
			Expect(one.ch.End(one.ctx)).To(Succeed())
			Eventually(in, patience).Should(Receive(BeNil()))
			Expect(two.ch.End(two.ctx)).To(Succeed())
			Expect(two.readPublic().ATR).To(Equal(one.readPublic().ATR))
		})
		b.it("gives both programs the same card", s, nil, func(one *session) {
			two := one.beside()
			one.readPublic() // which clears up what an earlier program left behind
			first := one.readPublic()
			second := two.readPublic()
			again := one.readPublic()
			Expect(second.Serial.Raw).To(Equal(first.Serial.Raw))
			Expect(objects(again)).To(Equal(objects(first)), "the other program moved the selection, and it was read anew")
		})
		b.it("tells a program that the other one reset the card, and loses the PIN", s, []effect{effectLogin, effectReset}, func(one *session) {
			one.fresh()
			two := one.beside()
			two.readPublic() // its guard sees which card it is
			one.readPublic()
			t := one.talk()
			Expect(t.verify(one.right())).To(Equal(apdu.SWOK))
			Expect(t.read(pathActivity)).To(Equal(apdu.SWOK))
			Expect(two.ch.Reset(two.ctx, false)).To(Succeed())

			_, err := harness.Read(one.ctx, one.ch, harness.ReadOptions{})
			Expect(err).To(MatchError(card.ErrReset))
			one.ch.lost = nil // which was to be expected
			anew := one.beside()
			anew.readPublic()
			Expect(anew.talk().read(pathActivity)).To(Equal(apdu.SWSecurityStatus))
		})
		b.it("shares the PIN that one program presented with the other", s, []effect{effectLogin, effectReset}, func(one *session) {
			t := one.fresh()
			two := one.beside()
			Expect(two.talk().read(pathActivity)).To(Equal(apdu.SWSecurityStatus))
			Expect(t.verify(one.right())).To(Equal(apdu.SWOK))
			Expect(two.talk().read(pathActivity)).To(Equal(apdu.SWOK), "nobody but the card keeps the PIN, and it serves whoever asks")
		})
		b.it("sees the try that the other program spent before it presents the PIN", s, []effect{effectPIN, effectReset}, func(one *session) {
			one.fresh()
			two := one.beside()
			before := one.readPublic().PIN.Left
			two.readPublic() // its guard sees which card it is
			Expect(two.talk().verify([]byte("9999"))).To(Equal(apdu.SWCounter | apdu.SW(before-1)))
			contents, err := one.read()
			Expect(err).NotTo(HaveOccurred())
			Expect(contents.PIN.Left).To(Equal(before - 1))
			Expect(contents.Login).To(Equal(card.LoginOK))
			Expect(one.readPublic().PIN.Left).To(Equal(before), "the right PIN gives the tries back")
			Expect(one.ch.presentations).To(Equal(1))
		})
	})
}

// How long a program that has to wait is watched, and how long one that is let in may
// take.
const (
	kept     = 300 * time.Millisecond
	patience = 20 * time.Second
)

// beside opens the card of a session once more, as another program does.
func (s *session) beside() *session {
	GinkgoHelper()
	c, err := s.b.set.Open(context.WithoutCancel(s.ctx), s.card.Address.String())
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(c.Close)
	return &session{b: s.b, ctx: s.ctx, card: c, ch: &witness{Channel: c.Channel()}}
}
