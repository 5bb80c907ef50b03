package scenarios

import (
	"bufio"
	"errors"
	"io"
	"os/exec"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
)

// other is a second program that has the card.
type other struct {
	v       *visit
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers chan string
	ended   chan struct{} // closed when it is over
}

var noSecond = text.Of("ce programme ne peut pas se lancer une seconde fois", "this program cannot start itself a second time")

// second starts the other program. It ends with the step.
func (v *visit) second() *other {
	GinkgoHelper()
	if v.desk.Second == nil {
		v.b.skip(CauseNotApplicable, noSecond)
	}
	o := &other{v: v, cmd: v.desk.Second(v.ctx), answers: make(chan string, 8), ended: make(chan struct{})}
	in, err := o.cmd.StdinPipe()
	v.b.must(err)
	out, err := o.cmd.StdoutPipe()
	v.b.must(err)
	o.in = in
	ended, err := child.Start(o.cmd)
	v.b.must(err)
	go func() {
		<-ended //nolint:errcheck // by its answers it is judged
		close(o.ended)
	}()
	go func() {
		defer close(o.answers)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			o.answers <- lines.Text()
		}
	}()
	DeferCleanup(o.end)
	return o
}

// tell gives the other program a command, and does not wait.
func (o *other) tell(word string) {
	GinkgoHelper()
	_, err := io.WriteString(o.in, word+"\n")
	o.v.b.must(err)
}

// answer waits for the answer to a command.
func (o *other) answer(word string) string {
	GinkgoHelper()
	select {
	case answer := <-o.answers:
		return answer
	case <-time.After(patience):
		o.v.b.fails(text.Of("l'autre programme ne répond pas (%s)", "the other program does not answer (%s)", word))
	}
	return ""
}

// must gives it a command that it has to be able to do.
func (o *other) must(word string) {
	GinkgoHelper()
	o.tell(word)
	o.did(word)
}

// did waits until it did what it was told.
func (o *other) did(word string) {
	GinkgoHelper()
	if answer := o.answer(word); answer != secondOK {
		o.v.b.fails(text.Of("l'autre programme (%s) : %s", "the other program (%s): %s", word, text.Printable(answer)))
	}
}

// end ends the other program as programs end: its input is over.
func (o *other) end() {
	_ = o.in.Close()
	select {
	case <-o.ended:
	case <-time.After(patience):
		o.kill()
	}
}

// kill ends it in the middle of whatever it does.
func (o *other) kill() {
	_ = o.cmd.Process.Kill()
	<-o.ended
}

// keepsWaiting: one program waits while the other has a transaction.
func (v *visit) keepsWaiting() {
	GinkgoHelper()
	o := v.second()
	o.must(secondOpen)
	o.must(secondRead)
	v.b.must(v.ch.Begin(v.ctx))
	o.tell(secondBegin)
	select {
	case answer := <-o.answers:
		if answer == secondOK {
			v.b.fails(text.Of("deux programmes sont dans leur transaction en même temps", "two programs have a transaction at once"))
		}
		v.b.fails(text.Of("l'autre programme n'attend pas son tour : %s", "the other program does not wait for its turn: %s", text.Printable(answer)))
	case <-time.After(kept):
	}
	began := time.Now()
	v.b.must(v.ch.End(v.ctx))
	o.did(secondBegin)
	v.found(text.Of("l'autre programme entre après", "the other program gets in after"), shownTime(time.Since(began)))
	o.must(secondEnd)
	v.readPublic()
}

// staysOut: a reader that one program opened for itself is refused to the other.
func (v *visit) staysOut() {
	GinkgoHelper()
	v.b.must(v.card.Close())
	o := v.second()
	o.must(secondExclusive)
	c, err := v.b.set.Open(v.ctx, v.card.Address.String())
	if err == nil {
		v.b.must(c.Close())
		v.b.fails(text.Of("un lecteur ouvert en exclusivité est donné à un autre programme", "a reader that is open for one program alone is given to another"))
	}
	if !errors.Is(err, card.ErrBusy) {
		v.b.fails(text.Of("lecteur tenu en exclusivité : attendu « occupé », obtenu : %s", "a reader held for one program alone: want “busy”, got: %s", err))
	}
	o.end()
	v.anew().readPublic()
}

// learnsOfReset: a program learns that the other one reset the card.
func (v *visit) learnsOfReset() {
	GinkgoHelper()
	o := v.second()
	o.must(secondOpen)
	o.must(secondRead) // its guard sees which card it is
	v.readPublic()
	o.must(secondReset)
	_, err := harness.Read(v.ctx, v.ch, harness.ReadOptions{})
	v.ch.lost = nil // which was to be expected
	if !errors.Is(err, card.ErrReset) {
		v.b.fails(text.Of("un autre programme a réinitialisé la carte, et le lecteur ne le dit pas : un code présenté passerait pour valable", "another program reset the card, and the reader does not tell: a code that was presented would be taken for valid"))
	}
	v.anew().readPublic()
}

// survivesKill: a program that dies in a transaction leaves the card to others.
func (v *visit) survivesKill() {
	GinkgoHelper()
	o := v.second()
	o.must(secondOpen)
	o.must(secondBegin)
	in := make(chan error, 1)
	go func() { in <- v.ch.Begin(v.ctx) }()
	select {
	case err := <-in:
		v.b.must(err)
		v.b.fails(text.Of("deux programmes sont dans leur transaction en même temps", "two programs have a transaction at once"))
	case <-time.After(kept):
	}
	began := time.Now()
	o.kill()
	var err error
	select {
	case err = <-in:
	case <-time.After(patience):
		v.b.fails(text.Of("un programme est mort dans sa transaction, et la carte reste prise", "a program died in its transaction, and the card stays taken"))
	}
	v.found(text.Of("la carte est libre après", "the card is free after"), shownTime(time.Since(began)))
	if errors.Is(err, card.ErrReset) { // the service resets what a dead program leaves: told, so that is well
		v.ch.lost = nil
		v.anew().readPublic()
		return
	}
	v.b.must(err)
	v.b.must(v.ch.End(v.ctx))
	_, err = harness.Read(v.ctx, v.ch, harness.ReadOptions{})
	if errors.Is(err, card.ErrReset) {
		v.ch.lost = nil
		v.anew().readPublic()
		return
	}
	v.b.must(err)
}
