package fault_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/fault"
)

// breaker is a seat that notes what it is to do wrong.
type breaker struct {
	told []string
	late time.Duration
	gone func() // ends the exchange
}

func (*breaker) Remove() {}
func (*breaker) Insert() {}
func (b *breaker) Break(trouble string, late time.Duration) bool {
	b.told, b.late = append(b.told, trouble), late
	if trouble == "unplugged" || trouble == "restarted" {
		b.gone()
	}
	return true
}

// Each fault of a USB reader is a trouble that such a reader knows, and fires where it is
// to: at its exchange or from the start, and at no other seat.
func TestUSBFaults(t *testing.T) {
	t.Parallel()
	kinds := 0
	for _, k := range fault.Kinds() {
		if k.Where != fault.OnUSB {
			continue
		}
		kinds++
		faults, err := fault.Parse(k.Example)
		if err != nil {
			t.Fatal(err)
		}
		if !faults[0].Kind.Start {
			faults[0].On = fault.Trigger{Exchange: 2}
		}
		ctx, cancel := context.WithCancel(t.Context())
		seat := &breaker{gone: cancel}
		broken := fault.New(&cardtest.Func{}, fault.Options{}, faults...)
		broken.Sit(seat)
		var lost error
		for range 3 {
			if _, err := broken.Transmit(ctx, nil, []byte{0, 0xB0, 0, 0, 0}); err != nil {
				lost = errors.Join(lost, err)
			}
		}
		cancel()
		if len(seat.told) != 1 || !slices.Contains(ccid.Troubles(), seat.told[0]) {
			t.Errorf("%s: told %q", k.Name, seat.told)
		}
		if got := broken.Fired()[0].Count; got != 1 {
			t.Errorf("%s: fired %d times", k.Name, got)
		}
		if k.Name == "usb-no-extension" && seat.late != 30*time.Second {
			t.Errorf("%s: %v", k.Name, seat.late)
		}
		if goes := k.Name == "usb-unplugged" || k.Name == "usb-restarted"; errors.Is(lost, card.ErrNoReader) != goes || (lost != nil) != goes {
			t.Errorf("%s: %v", k.Name, lost)
		}
		elsewhere := fault.New(&cardtest.Func{}, fault.Options{}, faults...)
		for range 3 {
			if _, err := elsewhere.Transmit(t.Context(), nil, []byte{0, 0xB0, 0, 0, 0}); err != nil {
				t.Errorf("%s without such a reader: %v", k.Name, err)
			}
		}
		if elsewhere.Fired()[0].Count != 0 {
			t.Errorf("%s fires without such a reader", k.Name)
		}
	}
	if kinds != len(ccid.Troubles()) {
		t.Errorf("%d kinds of %d troubles", kinds, len(ccid.Troubles()))
	}
}
