package station

import (
	"context"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/ccid"
)

// Asked is a code that a reader asks for at its keypad.
type Asked struct {
	Entry    ccid.Entry
	Min, Max int       // digits
	Until    time.Time // when the reader gives up
}

// pad is the keypad of a USB reader, which [Station.Type] types at.
type pad struct {
	mu      sync.Mutex // protects what follows
	asking  *asking    // nil while nothing is asked for
	changed chan struct{}
}

// asking is one entry that a program waits for.
type asking struct {
	Asked
	typed chan []byte // takes one code; an empty one cancels
}

// ask is ccid.Keypad: it waits for what is typed. told is called before anybody can type.
func (p *pad) ask(ctx context.Context, asked Asked, told func()) ([]byte, error) {
	a := &asking{Asked: asked, typed: make(chan []byte, 1)}
	p.set(a, told)
	defer func() {
		p.mu.Lock()
		if p.asking == a {
			p.asking = nil
		}
		p.mu.Unlock()
	}()
	select {
	case code := <-a.typed:
		if len(code) == 0 {
			return nil, ccid.ErrCancelled
		}
		return code, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// set has a reader ask, and tells whoever waits for that.
func (p *pad) set(a *asking, told func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asking = a
	told()
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

// now is what is asked for, nil for nothing.
func (p *pad) now() *Asked {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asking == nil {
		return nil
	}
	asked := p.asking.Asked
	return &asked
}

// answer gives a code to what asks for one: ErrNotAsked where nothing does, ErrCode where it
// is none that the reader would take, which goes on asking then.
func (p *pad) answer(code []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.asking
	if a == nil {
		return ErrNotAsked
	}
	if len(code) > 0 && !a.takes(code) {
		return wrongCode(a.Asked)
	}
	p.asking = nil // one code for one entry
	a.typed <- append([]byte(nil), code...)
	return nil
}

// takes reports whether a reader would take that code.
func (a Asked) takes(code []byte) bool {
	for _, c := range code {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(code) >= a.Min && len(code) <= a.Max
}

// wait returns when something asks for a code, or with ErrNotAsked at the end of ctx.
func (p *pad) wait(ctx context.Context) error {
	for {
		p.mu.Lock()
		if p.asking != nil {
			p.mu.Unlock()
			return nil
		}
		if p.changed == nil {
			p.changed = make(chan struct{})
		}
		changed := p.changed
		p.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ErrNotAsked
		}
	}
}

// keypad is what the reader of that number types at: that of the configuration, else its
// own. It is nil for a reader without one.
func (st *Station) keypad(usb *USB, number int) (ccid.Keypad, *pad) {
	switch {
	case usb.Keypad != nil:
		return func(ctx context.Context, p ccid.Prompt) ([]byte, error) {
			p.Slot = number
			return usb.Keypad(ctx, p)
		}, nil
	case usb.Model.PINSupport == 0:
		return nil, nil
	}
	own := &pad{}
	return func(ctx context.Context, p ccid.Prompt) ([]byte, error) {
		code, err := own.ask(ctx, Asked{Entry: p.Entry, Min: p.Min, Max: p.Max, Until: time.Now().Add(p.Timeout)}, func() {
			st.event(Record{Reader: number, What: "code-asked", Said: text.Of("le lecteur demande un code à son clavier", "the reader asks for a code at its keypad")})
		})
		if ctx.Err() != nil {
			st.event(Record{Reader: number, What: "code-dropped", Said: text.Of("le lecteur n'attend plus de code", "the reader waits for a code no longer")})
		}
		return code, err
	}, own
}

// Type types a code at the keypad of a USB reader that asks for one, as somebody who stands
// before it; an empty one presses cancel. It waits for the reader to ask, as long as wait
// says, and returns once the reader has taken the code, before the card has answered. The
// station neither keeps nor tells it. The error is an *[Error] (ErrNoKeypad, ErrNotAsked,
// ErrCode: the reader goes on asking) or a *[BusyError].
func (st *Station) Type(ctx context.Context, number int, code []byte, wait time.Duration) error {
	r, err := st.reader("type", number)
	if err != nil {
		return err
	}
	if r.pad == nil {
		return wrong("type", number, "", ErrNoKeypad)
	}
	r.mu.Lock()
	held, holder, until := r.heldAgainst(who(ctx)), r.holder, r.until
	r.mu.Unlock()
	if held {
		return &BusyError{Reader: number, Holder: holder, Until: until}
	}
	if wait > 0 {
		soon, stop := context.WithTimeout(ctx, wait)
		defer stop()
		if err := r.pad.wait(soon); err != nil {
			return wrong("type", number, "", err)
		}
	}
	if err := r.pad.answer(code); err != nil {
		return wrong("type", number, "", err)
	}
	said := text.Of("code saisi au clavier du lecteur", "code typed at the reader's keypad")
	if len(code) == 0 {
		said = text.Of("saisie annulée au clavier du lecteur", "entry cancelled at the reader's keypad")
	}
	st.event(Record{Reader: number, By: who(ctx), What: "code-typed", Said: said})
	return nil
}
