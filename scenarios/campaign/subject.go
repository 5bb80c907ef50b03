package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

// deadline bounds one reading, on the clock that is given: that of cpslab diagnose.
const deadline = 2 * time.Minute

// mostExchanges bounds a reading: 61xx without end is given up after 256 rounds, and no
// card has 16 files of 32 KiB.
const mostExchanges = 2000

// subject is one card, used by one worker: what was personalised once is put back
// before each case.
type subject struct {
	name   string
	chip   *simulator.Card
	spy    *spy
	fresh  simulator.State
	pin    string
	now    time.Time
	issued []string // names of the authorities that are trusted

	certificates bool // they are read too
	first, last  int  // exchanges that are for certificates, 0 where there are none

	contents *card.Contents // of the undamaged card
	result   diagnosis.Result
	said     map[string]bool // what is said of the undamaged card
	cut      error           // how its reading ended: a mute card ends it too
}

// newSubject makes a card of a preset and reads it undamaged, with its certificates or
// without.
func newSubject(preset string, now time.Time, certificates bool) (*subject, error) {
	chip, p, err := newChip(preset, now, nil)
	if err != nil {
		return nil, err
	}
	authority, err := pki.Test()
	if err != nil {
		return nil, err
	}
	s := &subject{
		name: preset, chip: chip, fresh: chip.State(), pin: p.PIN.Code, now: now, issued: authority.Issuers(),
		certificates: certificates, spy: &spy{Channel: chip}, said: map[string]bool{},
	}
	witness := &reader{Channel: s.spy}
	reading := s.read(context.Background(), witness)
	s.first, s.last = witness.first, witness.last
	s.contents, s.result, s.cut = reading.Input.Card, reading.Judge(now), reading.Err
	for line := range saidOf(&s.result) {
		s.said[line.whole] = true
	}
	if s.spy.wrong > 0 {
		return nil, fmt.Errorf("%s: the undamaged card refused its own PIN", preset)
	}
	return s, nil
}

// reader notes which exchanges are for certificates.
type reader struct {
	card.Channel
	watch       fault.Watch
	first, last int
}

// Unwrap returns the channel within.
func (r *reader) Unwrap() card.Channel { return r.Channel }

// Transmit passes the command on.
func (r *reader) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	ev := r.watch.See(cmd)
	from := len(dst)
	out, err := r.Channel.Transmit(ctx, dst, cmd)
	if err == nil {
		if _, sw, err := apdu.ParseResponse(out[from:]); err == nil {
			r.watch.Settle(ev, sw)
		}
	}
	if name := ev.FileName(); name == "CDF" || strings.HasPrefix(name, "CERT_") {
		r.last = ev.Exchange
		if r.first == 0 {
			r.first = ev.Exchange
		}
	}
	return out, err
}

// newChip makes a card. like gives what a card derives from its contents, serial number
// and dates of its last update, nil for its own: a fault of one object is then one of
// that object alone.
func newChip(preset string, now time.Time, like *simulator.Personalisation, layers ...simulator.Layer) (*simulator.Card, simulator.Personalisation, error) {
	profile, err := simulator.LoadOverlaid(preset, layers...)
	if err != nil {
		return nil, simulator.Personalisation{}, err
	}
	p, err := profile.Personalise(now)
	if err != nil {
		return nil, p, err
	}
	if like != nil {
		p.Serial = like.Serial
		if p.Update == (card.Update{}) {
			p.Update = like.Update
		}
	}
	chip, err := simulator.New(p)
	return chip, p, err
}

func (s *subject) read(ctx context.Context, ch card.Channel) examine.Reading {
	return examine.Card(ctx, ch, examine.Options{
		Reader: "campaign", Authorities: s.issued,
		Read: harness.ReadOptions{PIN: harness.ConstantPIN(s.pin), Certificates: s.certificates, Display: true},
	})
}

// restore puts the card back as it left the factory.
func (s *subject) restore() error {
	s.spy.exchanges, s.spy.wrong, s.spy.presented = 0, 0, 0
	if s.chip.ATR() == nil {
		return nil // a mute card keeps nothing
	}
	return s.chip.Restore(s.fresh)
}

// spy counts what reaches the card: exchanges, codes that are presented, and wrong ones
// among them.
type spy struct {
	card.Channel
	exchanges, presented, wrong int
}

// Unwrap returns the channel within.
func (s *spy) Unwrap() card.Channel { return s.Channel }

// Transmit counts the exchange.
func (s *spy) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	s.exchanges++
	from := len(dst)
	out, err := s.Channel.Transmit(ctx, dst, cmd)
	if err == nil && len(cmd) > 5 && cmd[1] == apdu.INSVerify && cmd[3] == 0x01 {
		s.presented++
		if n := len(out); n >= from+2 && (out[n-2] == 0x63 || out[n-2] == 0x69 && out[n-1] == 0x83) {
			s.wrong++
		}
	}
	return out, err
}

// gave keeps the last answer of the card.
type gave struct {
	card.Channel
	last []byte
}

// Unwrap returns the channel within.
func (g *gave) Unwrap() card.Channel { return g.Channel }

// Transmit passes the command on.
func (g *gave) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	out, err := g.Channel.Transmit(ctx, dst, cmd)
	g.last = append(g.last[:0], out[min(len(dst), len(out)):]...)
	return out, err
}

// compares notes the files of which an answer is not that of the card.
type compares struct {
	card.Channel
	inner *gave
	watch fault.Watch
	files map[string]bool
}

// Unwrap returns the channel within.
func (c *compares) Unwrap() card.Channel { return c.Channel }

// Transmit passes the command on.
func (c *compares) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	ev := c.watch.See(cmd)
	c.inner.last = c.inner.last[:0]
	from := len(dst)
	out, err := c.Channel.Transmit(ctx, dst, cmd)
	if err != nil || !bytes.Equal(out[from:], c.inner.last) {
		c.files[ev.FileName()] = true
	}
	if err == nil {
		if _, sw, err := apdu.ParseResponse(out[from:]); err == nil {
			c.watch.Settle(ev, sw)
		}
	}
	return out, err
}

// clock is a clock that does not wait. Past the deadline, waiting fails.
type clock struct{ at time.Duration }

func (c *clock) sleep(_ context.Context, d time.Duration) error {
	if c.at += d; c.at > deadline {
		return context.DeadlineExceeded
	}
	return nil
}

// other is the card that a swap puts in; one for all, since a swap ends the reading.
func other(string) (card.Channel, error) { return nil, nil }

// playOptions are those of a case.
func playOptions(c *clock) fault.Options { return fault.Options{Sleep: c.sleep, Other: other} }
