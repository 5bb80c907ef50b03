package scenarios

import (
	"fmt"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/examine"
)

// healthyPresets are the cards that misbehaviour is tried on, one a face.
var healthyPresets = append(contactPresets[:], contactlessPreset)

// lossSpecs pull the card out at every exchange of a reading.
func (b *bench) lossSpecs() {
	for _, name := range healthyPresets {
		b.profileIt("pulls a "+name+" out at every exchange", "extends: "+name, []effect{effectPIN, effectRemoval}, func(s *session) {
			whole, err := s.read()
			Expect(err).NotTo(HaveOccurred())
			Expect(whole.Exchanges).To(BeNumerically(">", 10))
			for n := 1; n <= whole.Exchanges; n++ {
				b.lostAt(name, n, whole)
			}
		})
	}
	b.profileIt("finds nothing in a mute card and asks it nothing", "extends: mute", nil, func(s *session) {
		reading := s.examine(examine.Options{Read: harness.ReadOptions{PIN: s.pin()}})
		contents := reading.Input.Card
		var read *harness.ReadError
		Expect(asError(reading.Err, &read)).To(BeTrue())
		Expect(reading.Err).To(MatchError(card.ErrMute))
		Expect(read.Exchange).To(BeZero())
		Expect(contents).NotTo(BeNil())
		Expect(contents.Exchanges).To(BeZero())
		Expect(b.judged(reading).exit()).To(Equal(1))
	})
}

// lostAt reads a fresh card that goes away at exchange n.
func (b *bench) lostAt(name string, n int, whole *card.Contents) {
	GinkgoHelper()
	at := fmt.Sprintf("at exchange %d", n)
	c := b.openProfile("extends: "+name, b.now())
	w := &witness{Channel: &losing{Channel: c.Channel(), at: n}}
	reading := examine.Card(b.ctx, w, examine.Options{Read: harness.ReadOptions{PIN: c.PIN(), Display: true}})
	contents, err := reading.Input.Card, reading.Err

	var read *harness.ReadError
	Expect(asError(err, &read)).To(BeTrue(), at)
	Expect(err).To(MatchError(card.ErrRemoved), at)
	Expect(read.Exchange).To(Equal(n), at)
	Expect(w.presentations).To(BeNumerically("<=", 1), at)
	Expect(contents.Exchanges).To(BeNumerically("<=", n), at)

	before := slices.DeleteFunc(objects(whole), func(o object) bool { return o.exchange >= n || o.state != card.Present })
	now := objects(contents)
	for _, o := range before {
		Expect(now).To(ContainElement(o), "%s: %s was read before", at, o.name)
	}
	for _, o := range now {
		Expect(o.exchange).To(BeNumerically("<", n), "%s: %s", at, o.name)
		if o.state == card.Present {
			Expect(objects(whole)).To(ContainElement(o), "%s: %s", at, o.name)
		}
	}

	o := b.judged(reading)
	Expect(o.spoken()).To(HaveLen(1), at)
	Expect(o.spoken()[0]).To(Equal("CPS-RDR-008 BLOCK-BILLING"), at)
	Expect(o.exit()).To(Equal(3), at)
}

// object is an object of a card as far as a loss can change it.
type object struct {
	name     string
	state    card.State
	raw      string
	exchange int
}

func objectOf[T any](name string, o card.Object[T]) object {
	return object{name, o.State, string(o.Raw), o.Exchange}
}

// objects lists the objects of a card that were asked for.
func objects(c *card.Contents) []object {
	all := []object{
		objectOf("EF.SN.ICC", c.Serial), objectOf("label", c.Label), objectOf("actua", c.Update),
		objectOf("CPS_ID_CARD", c.ID), objectOf("CPS_NAME_PS", c.Name), objectOf("CPS_LANG_PS", c.Languages),
		objectOf("CPS_INFO_PS", c.Info), objectOf("CPS_SIT_FACT", c.Billing),
	}
	for i := range c.Activities {
		a := &c.Activities[i]
		all = append(all, objectOf(fmt.Sprintf("CPS_ACTIVITY_%02d_PS", a.Number), a.Object))
	}
	return slices.DeleteFunc(all, func(o object) bool { return o.exchange == 0 })
}
