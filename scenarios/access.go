package scenarios

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// contactlessPreset is the working card without contacts.
const contactlessPreset = "cps3cl-healthy"

// accessSubjects are the cards whose access rules are looked at: one of each
// face out of the gallery, or the card of the address.
func (b *bench) accessSubjects() []subject {
	if !b.whole {
		return b.subjects
	}
	out := b.contactSubjects()
	for _, s := range b.subjects {
		if s.name == contactlessPreset {
			out = append(out, s)
		}
	}
	return out
}

// accessSpecs hold for any card with its tries left; what a card cannot show
// is left out by its face, once it is open.
func (b *bench) accessSpecs(s subject) {
	Context(s.name, func() {
		if s.face == card.FaceCPS3Contactless {
			b.contactlessSpecs(s)
			return
		}
		b.it("refuses the protected files before the PIN", s, []effect{effectReset}, func(s *session) {
			Expect(s.fresh().read(pathActivity)).To(Equal(apdu.SWSecurityStatus))
		})
		b.it("opens the protected files with the PIN, until it is reset", s, []effect{effectLogin, effectReset}, func(s *session) {
			t := s.fresh()
			Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
			Expect(t.read(pathActivity)).To(Equal(apdu.SWOK))
			Expect(s.fresh().read(pathActivity)).To(Equal(apdu.SWSecurityStatus))
		})
		b.it("opens the billing situations with the PIN, until it is reset", s, []effect{effectLogin, effectReset}, func(s *session) {
			t := s.fresh()
			if t.face == card.FaceCPS3 {
				sw := t.read2ter()
				if sw == apdu.SWCPS2terFileNotFound {
					s.b.skip(CauseNotApplicable, noBilling)
				}
				Expect(sw).To(Equal(apdu.SWCPS2terRefused))
				t = s.fresh()
				Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
				Expect(t.read2ter()).NotTo(Equal(apdu.SWCPS2terRefused), "an empty file has no first byte, but is open")
				s.fresh()
			}
			Expect(s.readPublic().Billing.State).To(Equal(card.Unread))
		})
		b.dataSpecs(s)
		b.it("never writes the files of its issuer", s, []effect{effectLogin, effectWrite, effectReset}, func(s *session) {
			if !s.card.Simulated {
				s.b.skip(CauseNotApplicable, issuersFiles)
			}
			t := s.fresh()
			Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
			for _, path := range [][]byte{{0x3F, 0x00, 0xD0, 0x03}, pathActivity} {
				Expect(t.update(path, []byte{0x00})).To(Equal(apdu.SWSecurityStatus))
			}
		})
	})
}

// dataSpecs: what a CPS3 lets its holder write, and a CPS4 does not have.
func (b *bench) dataSpecs(s subject) {
	b.it("refuses CPS_DATA to whoever did not give the PIN", s, []effect{effectWrite, effectReset}, func(s *session) {
		t := s.fresh()
		if t.lacksData() {
			return
		}
		before := t.bytes(pathData, 16)
		Expect(t.update(pathData, []byte("cpslab"))).To(Equal(apdu.SWSecurityStatus))
		Expect(t.bytes(pathData, 16)).To(Equal(before))
	})
	b.it("keeps CPS_DATA through a reset", s, []effect{effectLogin, effectWrite, effectReset}, func(s *session) {
		t := s.fresh()
		if t.lacksData() {
			return
		}
		before := t.bytes(pathData, 6)
		Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
		Expect(t.update(pathData, []byte("cpslab"))).To(Equal(apdu.SWOK))

		t = s.fresh()
		Expect(t.bytes(pathData, 6)).To(Equal([]byte("cpslab")))
		Expect(t.verify(s.right())).To(Equal(apdu.SWOK))
		Expect(t.update(pathData, before)).To(Equal(apdu.SWOK))
	})
}

// lacksData reports whether the card has no CPS_DATA, which nobody can write then.
// A simulated CPS4 has none.
func (t *talker) lacksData() bool {
	GinkgoHelper()
	if t.choose(pathData) == apdu.SWOK {
		Expect(t.face == card.FaceCPS4 && t.s.card.Simulated).To(BeFalse(), "a CPS4 has CPS_DATA")
		return false
	}
	Expect(t.face).To(Equal(card.FaceCPS4), "a CPS3 has no CPS_DATA")
	Expect(t.update(pathData, []byte("cpslab"))).To(Equal(apdu.SWFileNotFound))
	return true
}

// contactlessSpecs: what is protected does not exist on that face.
func (b *bench) contactlessSpecs(s subject) {
	b.it("hides what the PIN protects", s, nil, func(s *session) {
		Expect(s.talk().choose([]byte{0x3F, 0x00, 0x00, 0x02, 0xD1, 0x20})).To(Equal(apdu.SWFileNotFound))
		contents, err := s.read()
		Expect(err).NotTo(HaveOccurred())
		Expect(contents.Login).To(Equal(card.LoginNoPIN))
		Expect(contents.Activities).To(BeEmpty())
		Expect(contents.Billing.State).NotTo(Equal(card.Present))
		Expect(contents.ID.State).To(Equal(card.Present))
		Expect(s.ch.presentations).To(BeZero())
	})
	b.it("has neither PIN nor CPS2ter", s, nil, func(s *session) {
		t := s.talk()
		Expect(t.send(apdu.AppendVerifyStatus(nil, 0x00, 0x01, false), nil)).NotTo(Equal(apdu.SWOK))
		Expect(t.send(apdu.AppendSelectPath(nil, cla2ter, 0x00, 0x00, []byte{0x3F, 0x00}, 0))).To(Equal(apdu.SWCLANotFound))
	})
}

// fresh resets the card, so that no PIN of an earlier spec or program counts,
// and opens its application. It skips a card that cannot show access control:
// without a PIN for us, with fewer tries than the harness presents one for, or
// without an activity. The readings show the serial number to the guard of a
// reader, which forgets it at each reset.
func (s *session) fresh() *talker {
	GinkgoHelper()
	contents, err := harness.Read(s.ctx, s.ch, harness.ReadOptions{})
	s.b.skipNamed(err)
	Expect(err).NotTo(HaveOccurred())
	switch contents.Face {
	case card.FaceCPS3, card.FaceCPS4:
	case card.FaceCPS3Contactless:
		s.b.skip(CauseNotApplicable, noPINOnFace)
	default:
		s.b.skip(CauseUnknownCard, unknownCard)
	}
	s.b.skipWithoutTries(contents.PIN)
	s.skipWithoutPIN()
	if len(contents.Activities) == 0 || contents.Activities[0].Number != 1 {
		s.b.skip(CauseNotApplicable, noActivity)
	}
	Expect(s.ch.Reset(s.ctx, true)).To(Succeed())
	s.readPublic()
	return s.talk()
}
