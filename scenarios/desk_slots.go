package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/harness/pcsc"
)

// idles is how long nothing is said.
func (v *visit) idles() {
	GinkgoHelper()
	d := 2 * time.Minute
	if v.desk.Quick {
		d = 5 * time.Second
	}
	select {
	case <-time.After(d):
	case <-v.ctx.Done():
	}
	v.b.must(v.ctx.Err())
	v.found(text.Of("repos", "idle"), shownTime(d))
}

func (v *visit) idlesOpen() {
	GinkgoHelper()
	first := v.readPublic()
	v.idles()
	began := time.Now()
	again := v.readPublic()
	v.found(text.Of("lue en", "read within"), shownTime(time.Since(began)))
	v.alike(again, first)
}

func (v *visit) idlesClosed() {
	GinkgoHelper()
	first := v.readPublic()
	v.b.must(v.card.Close())
	v.idles()
	began := time.Now()
	again := v.anew().readPublic()
	v.found(text.Of("ouverte et lue en", "opened and read within"), shownTime(time.Since(began)))
	v.alike(again, first)
}

var oneCard = text.Of("aucun autre lecteur ne tient de carte", "no other reader holds a card")

// others are the other readers that hold a card.
func (v *visit) others() []card.Slot {
	GinkgoHelper()
	all, err := v.b.pcscService().List(v.ctx)
	v.b.must(err)
	return slices.DeleteFunc(all, func(s card.Slot) bool { return s.Name == v.card.Reader || s.State != card.SlotCard })
}

// twoAtOnce reads this card and that of another reader at the same time. Of the other one
// only the public part is read, whatever was allowed.
func (v *visit) twoAtOnce() {
	GinkgoHelper()
	all := v.others()
	if len(all) == 0 {
		v.b.skip(CauseNotApplicable, oneCard)
	}
	c, err := v.b.set.Open(v.ctx, "pcsc:"+all[0].Name)
	v.b.must(err)
	DeferCleanup(c.Close)
	read := func(ch card.Channel) (*card.Contents, error) {
		return harness.Read(v.ctx, ch, harness.ReadOptions{})
	}
	_, _ = read(c.Channel()) // which clears up what an earlier program left behind
	mine := v.readPublic()
	his, err := read(c.Channel())
	v.b.must(err)
	times := 20
	if v.desk.Quick {
		times = 5
	}
	done := make(chan error, 1)
	go func() {
		var bad error
		for range times {
			again, err := read(c.Channel())
			if err == nil && !slices.EqualFunc(objects(again), objects(his), sameObject) {
				err = errMixed
			}
			bad = errors.Join(bad, err)
		}
		done <- bad
	}()
	for range times {
		again := v.readPublic()
		if !slices.EqualFunc(objects(again), objects(mine), sameObject) {
			v.b.fails(text.Of("lues ensemble, les cartes sont confondues", "read together, the cards are mixed up"))
		}
	}
	if err := <-done; err != nil {
		message, _ := text.Said(err)
		v.b.fails(text.Of("l'autre carte, lue en même temps : %s", "the other card, read at the same time: %s", message))
	}
	v.found(text.Of("autre lecteur", "other reader"), text.Same(text.Printable(all[0].Name)))
	v.found(text.Of("lectures de chacune", "readings of each"), text.Same(itoa(times)))
}

var errMixed = text.NewError(text.Of("ce qu'elle donne n'est plus le sien", "what it gives is no longer its own"), text.Text{})

var contactOnly = text.Of("aucune fente ne tient de carte sans contact", "no slot holds a contactless card")

// toldApart: a contactless card answers in the form of PC/SC part 3, has no line, and speaks
// T=1; one with contacts has one.
func (v *visit) toldApart() {
	GinkgoHelper()
	slots := append(v.others(), card.Slot{Name: v.card.Reader, ATR: v.ch.ATR()})
	contactless := 0
	for _, s := range slots {
		_, err := line.New(s.ATR, -1, line.Reader{})
		face := card.FaceOf(s.ATR)
		if face == card.FaceCPS3Contactless {
			contactless++
			if err == nil {
				v.b.fails(text.Of("« %s » donne une carte sans contact pour une carte à contact", "“%s” gives a contactless card for one with contacts", text.Printable(s.Name)))
			}
			v.found(text.Of("sans contact", "contactless"), text.Same(text.Printable(s.Name)))
		} else if face != card.FaceUnknown {
			if err != nil {
				v.b.fails(text.Of("« %s » donne une carte à contact pour une carte sans contact", "“%s” gives a card with contacts for a contactless one", text.Printable(s.Name)))
			}
			v.found(text.Of("à contact", "with contacts"), text.Same(text.Printable(s.Name)))
		}
	}
	if contactless == 0 {
		v.b.skip(CauseNotApplicable, contactOnly)
	}
	if card.FaceOf(v.ch.ATR()) == card.FaceCPS3Contactless && v.ch.Protocol() != 1 {
		v.b.fails(text.Of("une carte sans contact parle T=1, et le lecteur annonce T=%d", "a contactless card speaks T=1, and the reader tells T=%d", v.ch.Protocol()))
	}
}

var noKeypad = text.Of("le lecteur n'annonce pas de clavier (PC/SC partie 10)", "the reader claims no keypad (PC/SC part 10)")

// keypad: what part 10 tells of it. Of codes none is asked for: where one would be presented,
// no program sees how often.
func (v *visit) keypad() {
	GinkgoHelper()
	_, d := v.describe()
	if !d.Has(pcsc.FeatureVerifyPINDirect) {
		v.b.skip(CauseNotApplicable, noKeypad)
	}
	v.found(text.Of("changement de code", "change of a code"), text.Of(map[bool]string{true: "oui", false: "non"}[d.Has(pcsc.FeatureModifyPINDirect)], map[bool]string{true: "yes", false: "no"}[d.Has(pcsc.FeatureModifyPINDirect)]))
	if d.MaxPIN == 0 {
		v.found(text.Of("longueur du code", "length of the code"), text.Of("non dite", "not told"))
		return
	}
	v.found(text.Of("longueur du code", "length of the code"), text.Same(fmt.Sprintf("%d–%d", d.MinPIN, d.MaxPIN)))
	const ofCPS = 4
	if d.MinPIN > ofCPS || d.MaxPIN < ofCPS {
		v.b.fails(text.Of("le clavier ne prend pas un code de quatre chiffres, celui d'une carte CPS (%d à %d)", "the keypad takes no code of four digits, which a CPS card has (%d to %d)", d.MinPIN, d.MaxPIN))
	}
}
