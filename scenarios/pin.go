package scenarios

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// contactPresets are the working cards with contacts, one a generation.
var contactPresets = [...]string{"cps3-healthy", "cps4-healthy"}

// contactSubjects returns contactPresets as cards under test.
func (b *bench) contactSubjects() []subject {
	var out []subject
	for _, s := range b.subjects {
		for _, name := range contactPresets {
			if s.name == name {
				out = append(out, s)
			}
		}
	}
	return out
}

// pinSpecs count tries on cards of their own: a wrong code is never presented
// to anybody else's.
func (b *bench) pinSpecs() {
	for _, s := range b.contactSubjects() {
		Context(s.face.String(), func() {
			b.countingSpecs(s)
			b.carefulReadingSpecs(s)
		})
	}
}

// countingSpecs are what the card does with codes.
func (b *bench) countingSpecs(s subject) {
	pin := []effect{effectPIN}
	b.it("takes a try for a wrong code and gives it back for the right one", s, pin, func(s *session) {
		t := s.talk()
		Expect(t.verify(s.wrong())).To(Equal(apdu.SWCounter | 2))
		Expect(s.counters()).To(Equal([2]int{2, 3}))
		Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
		Expect(s.counters()).To(Equal([2]int{3, 3}))
	})
	b.it("blocks after three wrong codes and then refuses the right one", s, pin, func(s *session) {
		t := s.talk()
		for _, left := range []apdu.SW{2, 1, 0} {
			Expect(t.verify(s.wrong())).To(Equal(apdu.SWCounter | left))
		}
		Expect(t.verify(s.right())).To(Equal(apdu.SWPINBlocked))
		Expect(s.counters()).To(Equal([2]int{0, 3}))
	})
	b.it("keeps the counters through resets, not the right to read", s, []effect{effectPIN, effectReset}, func(s *session) {
		t := s.talk()
		Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
		Expect(t.verify(s.wrong())).To(Equal(apdu.SWCounter | 2))
		for _, cold := range []bool{false, true} {
			Expect(s.ch.Reset(s.ctx, cold)).To(Succeed())
			Expect(s.counters()).To(Equal([2]int{2, 3}))
			Expect(s.talk().read(pathActivity)).To(Equal(apdu.SWSecurityStatus))
		}
	})
	b.it("loses the right to read with a wrong code", s, pin, func(s *session) {
		t := s.talk()
		Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
		Expect(t.read(pathActivity)).To(Equal(apdu.SWOK))
		Expect(t.verify(s.wrong())).To(Equal(apdu.SWCounter | 2))
		Expect(t.read(pathActivity)).To(Equal(apdu.SWSecurityStatus))
	})
	b.it("opens nothing for a code with letters: a CPS3 refuses its form, a CPS4 compares it", s, pin, func(s *session) {
		t := s.talk()
		left := 3
		for _, code := range []string{"ABCD", "12AB", "\x00\x00\x00\x00", string(s.right()) + " "} {
			want := apdu.SWWrongData
			if t.face == card.FaceCPS4 {
				left--
				want = apdu.SWCounter | apdu.SW(left)
			}
			if left < 0 {
				want = apdu.SWPINBlocked
			}
			Expect(t.verify([]byte(code))).To(Equal(want))
			Expect(t.read(pathActivity)).To(Equal(apdu.SWSecurityStatus))
		}
		Expect(s.counters()).To(Equal([2]int{max(left, 0), 3}))
	})
	b.it("tells its counters without spending a try", s, nil, func(s *session) {
		before, _ := s.chip()
		for range 5 {
			Expect(s.counters()).To(Equal([2]int{3, 3}))
		}
		after, _ := s.chip()
		Expect(after).To(Equal(before))
	})
}

// carefulReadingSpecs are what the harness does with a PIN it was given.
func (b *bench) carefulReadingSpecs(s subject) {
	b.it("is read with one presentation of the PIN", s, []effect{effectLogin}, func(s *session) {
		contents, err := s.read()
		Expect(err).NotTo(HaveOccurred())
		Expect(contents.Login).To(Equal(card.LoginOK))
		Expect(s.ch.presentations).To(Equal(1))
	})
	b.it("is never sent a second code after a wrong one", s, []effect{effectPIN}, func(s *session) {
		prompts := 0
		contents, err := harness.Read(s.ctx, s.ch, harness.ReadOptions{PIN: func(context.Context, int) ([]byte, error) {
			prompts++
			return s.wrong(), nil
		}})
		Expect(err).NotTo(HaveOccurred())
		Expect(contents.Login).To(Equal(card.LoginWrong))
		Expect([]int{prompts, s.ch.presentations}).To(Equal([]int{1, 1}))
		Expect(contents.Activities).To(HaveEach(HaveField("State", card.Unread)))
	})
	for left, login := range map[int]card.Login{1: card.LoginWithheld, 0: card.LoginBlocked} {
		what := map[int]string{1: "with one try left", 0: "once blocked"}[left]
		profile := "extends: " + s.name + "\npin: {left: " + string(rune('0'+left)) + "}"
		b.profileIt("is never sent a code "+what, profile, nil, func(s *session) {
			before, _ := s.chip()
			contents, err := harness.Read(s.ctx, s.ch, harness.ReadOptions{PIN: func(context.Context, int) ([]byte, error) {
				Fail("the PIN was asked for")
				return nil, nil
			}})
			Expect(err).NotTo(HaveOccurred())
			Expect(contents.Login).To(Equal(login))
			Expect(s.ch.presentations).To(BeZero())
			after, _ := s.chip()
			Expect(after).To(Equal(before))
		})
	}
	b.it("is not sent what cannot be a PIN", s, nil, func(s *session) {
		_, err := harness.Read(s.ctx, s.ch, harness.ReadOptions{PIN: func(context.Context, int) ([]byte, error) {
			return []byte("12a4"), nil
		}})
		var format *harness.PINFormatError
		Expect(err).To(MatchError(ContainSubstring("4 to 8 digits")))
		Expect(asError(err, &format)).To(BeTrue())
		Expect(s.ch.presentations).To(BeZero())
	})
}

// counters returns the tries left of PIN and PUK, as a reading finds them.
func (s *session) counters() [2]int {
	GinkgoHelper()
	c := s.readPublic()
	Expect([]card.State{c.PIN.State, c.PUK.State}).To(HaveEach(card.Present))
	return [2]int{c.PIN.Left, c.PUK.Left}
}
