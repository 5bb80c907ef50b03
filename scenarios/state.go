package scenarios

import (
	"bytes"
	"fmt"
	"slices"
	"sync"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
)

// runState is what the specs of one run share, and what they tell [Run] beside
// what Ginkgo reports. The zero value is a run that has not begun.
type runState struct {
	given   givenPIN // of a real card
	present bool     // the PC/SC reader held a card when the run began
	serial  string   // of a real card that lacks permissions and says that it is a TEST card

	mu        sync.Mutex     // protects all below: Ginkgo runs each spec in a goroutine of its own
	underTest bool           // the spec is about the card of the address, not about one that it makes
	answers   int            // of that card
	lost      error          // by which the spec lost reader or card
	refused   *StrangerError // the card under test, nil where it may be used
	broken    error          // by which the bench failed: that of the first spec that failed for it
	record    *record        // of the spec, nil when it opened no card
	meters    meters         // of all specs of the run
	device    string         // full name of the PC/SC reader, once it was open
	atr       []byte         // of the card in it
	tries     [2]int         // of PIN and PUK in the reading before, -1 where none told them; see fell
}

// begin forgets what an earlier run of the same suite measured.
func (r *runState) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.meters, r.tries = nil, [2]int{-1, -1}
}

// latency is how long the exchanges of the run took.
func (r *runState) latency() []report.Latency {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.meters.latency()
}

// cardUnderTest says that the spec is about the card of the address.
func (r *runState) cardUnderTest() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.underTest = true
}

// opened takes how the card under test was opened, and reports whether the error is
// one of the bench: no state of card or reader, or such a state where a card was
// there before.
func (r *runState) opened(s subject, err error) (failed bool) {
	address, _ := readers.ParseAddress(s.address) // understood before
	if err == nil || address.Scheme != readers.SchemePCSC || harness.Named(err) && !r.present {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lost = err
	return true
}

// saw takes what a witness saw of an open card.
func (r *runState) saw(c *readers.Card, w *witness) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers += w.answers
	r.record = &w.record
	if r.meters == nil {
		r.meters = meters{}
	}
	r.meters.add(&w.record)
	if c.Address.Scheme == readers.SchemePCSC {
		r.device, r.atr = c.Reader, bytes.Clone(c.Channel().ATR())
		if w.lost != nil {
			r.lost = w.lost
		}
	}
	if slices.Contains(w.seen, effectPIN) { // a code was refused, or perhaps
		r.tries = [2]int{-1, -1}
	}
}

// fell names the code, PIN or PUK, of which a reading finds fewer tries than a reading before
// it; a right PIN gives them back. It is zero where none fell.
func (r *runState) fell(c *card.Contents) (code text.Text, before, now int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, one := range []struct {
		name    text.Text
		counter card.Counter
	}{{text.Of("du code porteur", "of the PIN"), c.PIN}, {text.Of("du code de déblocage", "of the PUK"), c.PUK}} {
		if one.counter.State != card.Present {
			continue
		}
		if one.counter.Left < r.tries[i] {
			code, before, now = one.name, r.tries[i], one.counter.Left
		}
		r.tries[i] = one.counter.Left
	}
	return code, before, now
}

// next ends a spec. It reports whether the spec is of use to who wants to know the
// card, if it ran: one that makes its own card, or needs none, always is; one on the
// card under test, when that gave at least a byte. err is by what the bench failed
// until now, this spec included. log is what it said to its card, when it failed.
func (r *runState) next(failed bool) (useful bool, log []report.Exchange, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	useful = !r.underTest || r.answers > 0
	if failed && r.broken == nil {
		r.broken = r.lost
	}
	if failed && r.record != nil {
		log = r.record.log()
	}
	r.underTest, r.answers, r.lost, r.record = false, 0, nil, nil
	return useful, log, r.broken
}

// loses notes by what the bench failed in a spec without a card.
func (r *runState) loses(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !harness.Named(err) || r.present {
		r.lost = err
	}
}

// refuse ends the run: nothing more is done to a stranger's card.
func (r *runState) refuse(why *StrangerError) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lost, r.refused = why, why
}

// stranger returns why the card under test may not be used, nil where it may.
func (r *runState) stranger() *StrangerError {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.refused
}

// where returns the PC/SC reader of the run and the answer to reset of the card in it, in
// hexadecimal; nothing before one was open.
func (r *runState) where() (device, atr string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.device, fmt.Sprintf("%X", r.atr)
}

// failure returns by what the bench failed, nil while it has not.
func (r *runState) failure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.broken
}

// failBroken fails a spec because of the bench. [Run] accuses none of it.
func (b *bench) failBroken(err error) {
	GinkgoHelper()
	b.says(brokenBench(err))
	Fail(brokenBench(err).In(b.lang))
}
