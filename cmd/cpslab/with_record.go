package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/simulator"
)

// kept is the trace of this invocation, with a recorder for each card. Its methods do
// nothing on a nil one.
type kept struct {
	file *trace.File

	mu        sync.Mutex // protects what follows
	recorders []*trace.Recorder
	named     map[string]*trace.Recorder // of a station, whose cards move
}

// around puts a recorder around the channel of one more card.
func (k *kept) around(ch card.Channel, name string) card.Channel {
	if k == nil {
		return ch
	}
	return k.record(trace.Reader{Name: name, Simulated: true}, ch)
}

func (k *kept) record(r trace.Reader, ch card.Channel) *trace.Recorder {
	rec := k.file.Record(r, ch)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.recorders = append(k.recorders, rec)
	return rec
}

// again puts the recorder of a card around its channel, made anew.
func (k *kept) again(name string, ch card.Channel) card.Channel {
	if k == nil {
		return ch
	}
	k.mu.Lock()
	rec, known := k.named[name]
	k.mu.Unlock()
	if known {
		rec.Take(ch)
		return rec
	}
	rec = k.record(trace.Reader{Name: name, Simulated: true}, ch)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.named == nil {
		k.named = map[string]*trace.Recorder{}
	}
	k.named[name] = rec
	return rec
}

// mark notes of a card in which reader it is.
func (k *kept) mark(name, reader string) {
	if k == nil {
		return
	}
	k.mu.Lock()
	rec := k.named[name]
	k.mu.Unlock()
	if rec != nil {
		k.file.Mark(rec.Place(), "reader", reader) // the card itself may be in use
	}
}

// of returns the recorder of a card, nil where there is none yet.
func (k *kept) of(i int) *trace.Recorder {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if i >= len(k.recorders) {
		return nil
	}
	return k.recorders[i]
}

// rename says how the reader of a card is called.
func (k *kept) rename(i int, name string) {
	if r := k.of(i); r != nil {
		r.Rename(name)
	}
}

// note is told of the faults of a card.
func (k *kept) note(i int) func(fault.Shot) {
	if k == nil {
		return nil
	}
	return func(s fault.Shot) {
		if r := k.of(i); r != nil {
			r.Fault(s)
		}
	}
}

// fired notes a fault of the only card.
func (k *kept) fired(s fault.Shot) {
	if r := k.of(0); r != nil {
		r.Fault(s)
	}
}

// keeping does something, and keeps what is said to the cards in a file where record names
// one.
func (a *app) keeping(record string, do func() error) error {
	if record == "" {
		return do()
	}
	file, err := a.beginTrace("record", record)
	if err != nil {
		return err
	}
	a.kept = &kept{file: file}
	if err := do(); err != nil {
		if file.Exchanges() == 0 {
			return errors.Join(err, file.Abandon())
		}
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

// inSlot is a card for a virtual reader.
type inSlot struct {
	channel           card.Channel
	name, serial, pin string
}

// cardOf makes the card of a profile, or replays that of a trace. A program that asks for
// what a trace does not have loses its card, as it would lose a real one; a signature that was
// not recorded is refused.
func (a *app) cardOf(ctx context.Context, name string, faults []fault.Fault) (inSlot, error) {
	if strings.HasPrefix(name, readers.SchemeTrace+":") {
		c, err := (&readers.Set{Now: a.now}).Open(ctx, name)
		if err != nil {
			return inSlot{}, err
		}
		own := inSlot{channel: &telling{c.Channel(), a}, name: name, serial: c.Recording().Serial}
		own.pin = strings.Repeat("0", max(c.Recording().Code, 4)) // any code of that length gets the recorded answer
		return own, nil
	}
	profile, err := simulator.LoadOverlaid(strings.TrimPrefix(name, readers.SchemeSim+":"), layersOf(faults)...)
	if err != nil {
		return inSlot{}, err
	}
	chip, kept, err := a.cardWithState(profile, a.desk.state)
	if err != nil {
		return inSlot{}, err
	}
	if kept != nil {
		a.desk.kept = kept
		a.sayState(kept, chip.State())
	}
	return inSlot{chip, profile.Name, chip.SerialNumber(), chip.State().PIN.Code}, nil
}

// telling says on standard error what a replayed card does not answer: the program behind the
// reader sees a card that is gone, and nobody else would say why.
type telling struct {
	card.Channel
	a *app
}

// Unwrap returns the channel within.
func (t *telling) Unwrap() card.Channel { return t.Channel }

func (t *telling) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	out, err := t.Channel.Transmit(ctx, dst, cmd)
	if unknown, ok := errors.AsType[*trace.UnknownError](err); ok {
		message, hint := unknown.Say(t.a.lang)
		fmt.Fprintf(t.a.err, t.a.t("cpslab : %s\n  → %s\n", "cpslab: %s\n  → %s\n"), message, hint)
		if refused, ok := unknown.Refuse(dst); ok {
			return refused, nil
		}
	}
	return out, err
}
