package scenarios

import (
	"cmp"
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

var (
	nobodyMoves = text.Of("lecteur virtuel dont personne ne bouge la carte : cpslab with --control le permet", "a virtual reader whose card nobody moves: cpslab with --control lets it be done")
	nobodyThere = text.Of("il faut quelqu'un au lecteur, et un terminal où le lui demander", "somebody has to be at the reader, and a terminal to ask them at")
	notDone     = text.Of("demandé, et pas fait", "it was asked for, and not done")
	neverSleeps = text.Of("un lecteur virtuel n'a pas de mise en veille", "a virtual reader does not sleep")
)

// How long a person is waited for, how long a station may take, and how long a reader may
// take to tell of a card that a station moved: pcscd looks every 0.4 s.
const (
	personTakes  = 90 * time.Second
	stationTakes = 10 * time.Second
	removalTells = 5 * time.Second
	insertTells  = 5 * time.Second
	lookEvery    = 20 * time.Millisecond
)

// hands are those that move the card of that reader.
func (v *visit) hands(reader string) Hands {
	GinkgoHelper()
	switch {
	case v.desk.Hands != nil && v.desk.Hands.Person() != v.b.set.Virtual(reader):
		return v.desk.Hands
	case v.b.set.Virtual(reader):
		v.b.skip(CauseNotApplicable, nobodyMoves)
	}
	v.b.skip(CauseHands, nobodyThere)
	return nil
}

// patienceOf is how long these hands may take.
func (v *visit) patienceOf(h Hands) time.Duration {
	if h.Person() {
		return cmp.Or(v.desk.Patience, personTakes)
	}
	return stationTakes
}

// blames returns when a reader that told of nothing may be blamed: what a person did not do,
// it cannot tell of.
func (v *visit) blames(h Hands) {
	GinkgoHelper()
	who, ok := h.(Asking)
	if !ok {
		return
	}
	did, err := who.Did(v.ctx)
	v.b.must(err)
	if !did {
		v.b.skip(CauseHands, notDone)
	}
}

// await waits until the reader holds a card, or none. What the hands answer that could
// not do it, on refused, ends it: nothing will change then.
func (v *visit) await(h Hands, reader string, holds bool, refused <-chan error) {
	GinkgoHelper()
	for end := time.Now().Add(v.patienceOf(h)); ; {
		select {
		case err := <-refused:
			v.b.must(err)
		default:
		}
		s, err := v.b.slotNamed(v.ctx, reader)
		switch {
		case v.ctx.Err() != nil:
			v.b.must(v.ctx.Err())
		case err == nil && s.State.HasCard() == holds:
			return
		case errors.Is(err, card.ErrNoReader), errors.Is(err, card.ErrNoService):
			v.b.run.loses(err)
			v.b.must(err)
		case time.Now().After(end) && holds:
			v.blames(h)
			v.b.fails(text.Of("le lecteur n'annonce pas de carte %v après la demande", "the reader tells of no card %v after it was asked for", shownTime(v.patienceOf(h))))
		case time.Now().After(end):
			v.blames(h)
			v.b.fails(text.Of("le lecteur annonce encore une carte %v après la demande", "the reader still tells of a card %v after it was asked to be pulled out", shownTime(v.patienceOf(h))))
		}
		time.Sleep(lookEvery)
	}
}

// move has the hands do something, and waits until the reader tells of it.
func (v *visit) move(h Hands, reader string, holds bool) time.Duration {
	GinkgoHelper()
	do := h.Remove
	if holds {
		do = h.Insert
	} else {
		v.putBack(h, reader)
	}
	began := time.Now()
	refused, done := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(done)
		if err := do(v.ctx, reader); err != nil {
			refused <- err
		}
	}()
	v.await(h, reader, holds, refused)
	took := time.Since(began)
	<-done
	return took
}

// putBack leaves no reader empty behind a step that failed while the card was out: those
// behind it are about other things.
func (v *visit) putBack(h Hands, reader string) {
	DeferCleanup(func(ctx SpecContext) {
		s, err := v.b.slotNamed(ctx, reader)
		if err != nil || s.State.HasCard() {
			return
		}
		_ = h.Insert(ctx, reader) // the steps behind tell whether it is there
		for end := time.Now().Add(v.patienceOf(h)); time.Now().Before(end); time.Sleep(lookEvery) {
			if s, err := v.b.slotNamed(ctx, reader); err != nil || s.State.HasCard() || ctx.Err() != nil {
				return
			}
		}
	})
}

// presence: the reader tells when a card leaves and when it comes.
func (v *visit) presence() {
	GinkgoHelper()
	slot := v.slot()
	if !slot.State.HasCard() {
		why, _ := text.Said(card.ErrNoCard)
		v.b.skip(CauseAbsent, why)
	}
	h := v.hands(slot.Name)
	rounds := 5
	if h.Person() || v.desk.Quick {
		rounds = 1
	}
	var out, in time.Duration
	for range rounds {
		out, in = max(out, v.move(h, slot.Name, false)), max(in, v.move(h, slot.Name, true))
		v.inTime()
	}
	if h.Person() { // when the hand did it, nobody knows
		v.found(text.Of("retrait et insertion", "removal and insertion"), text.Of("annoncés", "told"))
		return
	}
	v.found(text.Of("retrait annoncé en", "removal told within"), shownTime(out))
	v.found(text.Of("insertion annoncée en", "insertion told within"), shownTime(in))
	if out > removalTells || in > insertTells {
		v.b.fails(text.Of("retrait annoncé après %v (au plus %v), insertion après %v (au plus %v)", "removal told after %v (at most %v), insertion after %v (at most %v)",
			shownTime(out), shownTime(removalTells), shownTime(in), shownTime(insertTells)))
	}
}

// pulledOut: the card is pulled out while it is read. The program learns that it is gone, and
// once it is back everything is as before.
func (v *visit) pulledOut() {
	GinkgoHelper()
	h := v.hands(v.card.Reader)
	first := v.readPublic()
	v.putBack(h, v.card.Reader)
	done := make(chan error, 1)
	if p, ok := h.(Precise); ok { // the end of the exchange finds no card
		done <- p.RemoveDuring(v.ctx, v.card.Reader, max(1, first.Exchanges/2))
		v.found(text.Of("retrait", "removal"), text.Of("au milieu d'un échange", "in the middle of an exchange"))
	} else {
		go func() { done <- h.Remove(v.ctx, v.card.Reader) }()
	}
	var err error
	exchanges := 0
	for end := time.Now().Add(v.patienceOf(h)); err == nil && time.Now().Before(end); {
		var contents *card.Contents
		contents, err = harness.Read(v.ctx, v.ch, harness.ReadOptions{})
		if contents != nil {
			exchanges += contents.Exchanges
		}
	}
	v.b.must(<-done)
	if err == nil {
		v.blames(h)
	}
	v.lostTheCard(err)
	v.found(text.Of("échanges jusqu'au retrait", "exchanges until it was pulled out"), text.Same(itoa(exchanges)))
	v.comesBack(h, first)
}

// pulledOutOfTransaction: the card is pulled out of a transaction in which nothing is said.
// Nobody stays locked out afterwards.
func (v *visit) pulledOutOfTransaction() {
	GinkgoHelper()
	h := v.hands(v.card.Reader)
	first := v.readPublic()
	v.b.must(v.ch.Begin(v.ctx))
	v.move(h, v.card.Reader, false)
	_, err := v.ch.Transmit(v.ctx, nil, v.selectMF())
	v.lostTheCard(err)
	_ = v.ch.End(v.ctx) // of a card that is gone: it may fail, and must come back
	v.comesBack(h, first)
	again := v.anew()
	if err := again.ch.Begin(v.ctx); err != nil {
		why, _ := text.Said(err)
		v.b.fails(text.Of("la transaction d'une carte partie tient les autres dehors : %s", "the transaction of a card that is gone keeps others out: %s", why))
	}
	v.b.must(again.ch.End(v.ctx))
}

// selectMF is a command that every card takes, and that changes nothing.
func (v *visit) selectMF() []byte {
	GinkgoHelper()
	cmd, err := apdu.AppendSelectPath(nil, 0x00, 0x00, 0x0C, []byte{0x3F, 0x00}, 0)
	v.b.must(err)
	return cmd
}

// lostTheCard fails unless the program was told that the card is gone.
func (v *visit) lostTheCard(err error) {
	GinkgoHelper()
	if err != nil && !errors.Is(err, card.ErrRemoved) && !errors.Is(err, card.ErrNoCard) {
		// The exchange under way may fail otherwise, or bring nothing: the next one tells.
		message, _ := text.Said(err)
		v.found(text.Of("l'échange en cours", "the exchange under way"), message)
		_, err = v.ch.Transmit(v.ctx, nil, v.selectMF())
	}
	v.ch.lost = nil // which was to be expected
	if !errors.Is(err, card.ErrRemoved) && !errors.Is(err, card.ErrNoCard) {
		v.b.fails(text.Of("la carte a été retirée ; attendu que le lecteur le dise, obtenu : %s", "the card was pulled out; the reader should tell so, and gave: %s", errorOrNothing(err)))
	}
}

func errorOrNothing(err error) text.Text {
	if err == nil {
		return text.Of("rien", "nothing")
	}
	message, _ := text.Said(err)
	return message
}

// comesBack puts the card in again, and reads it as it was before.
func (v *visit) comesBack(h Hands, first *card.Contents) {
	GinkgoHelper()
	began := time.Now()
	v.move(h, v.card.Reader, true)
	_ = v.card.Close() // the connection of a card that is gone
	again := v.anew()
	contents := again.readPublic()
	if !h.Person() {
		v.found(text.Of("lue de nouveau après", "read again after"), shownTime(time.Since(began)))
	}
	v.alike(contents, first)
}

// serviceRestarts: the service is restarted while the card is read.
func (v *visit) serviceRestarts() {
	GinkgoHelper()
	h := v.hands(v.card.Reader)
	first := v.readPublic()
	done := make(chan error, 1)
	go func() { done <- h.RestartService(v.ctx) }()
	var err error
	for end := time.Now().Add(v.patienceOf(h)); err == nil && time.Now().Before(end); {
		_, err = harness.Read(v.ctx, v.ch, harness.ReadOptions{})
	}
	v.b.must(<-done)
	v.ch.lost = nil
	if err == nil {
		v.blames(h)
		v.b.fails(text.Of("le service a été relancé, et le programme n'en a rien appris", "the service was restarted, and the program did not learn of it"))
	}
	message, _ := text.Said(err)
	v.found(text.Of("le programme apprend", "the program learns"), message)
	_ = v.card.Close() // the connection of a service that is gone
	began := time.Now()
	v.await(h, v.card.Reader, true, nil)
	contents := v.anew().readPublic()
	v.found(text.Of("lue de nouveau après", "read again after"), shownTime(time.Since(began)))
	v.alike(contents, first)
}

// sleeps: the computer sleeps and wakes, and the card can be read.
func (v *visit) sleeps() {
	GinkgoHelper()
	if v.b.set.Virtual(v.card.Reader) {
		v.b.skip(CauseNotApplicable, neverSleeps)
	}
	first := v.readPublic()
	h := v.hands(v.card.Reader)
	if err := h.Sleep(v.ctx); err != nil {
		v.b.must(v.ctx.Err())
		why, _ := text.Said(err)
		v.b.skip(CauseHands, why)
	}
	_ = v.card.Close() // it may have been lost
	v.ch.lost = nil
	v.await(h, v.card.Reader, true, nil)
	contents := v.anew().readPublic()
	v.alike(contents, first)
}
