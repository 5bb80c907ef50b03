package pcsc

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	a := card.Slot{Name: "A", State: card.SlotEmpty}
	card1 := card.Slot{Name: "A", State: card.SlotCard, ATR: []byte{0x3B, 1}}
	card2 := card.Slot{Name: "A", State: card.SlotCard, ATR: []byte{0x3B, 2}}
	b := card.Slot{Name: "B", State: card.SlotMute}
	tests := []struct {
		name        string
		before, now []card.Slot
		want        []Event
	}{
		{"first look", nil, []card.Slot{a, b}, []Event{{Reader: a, Arrived: true}, {Reader: b, Arrived: true}}},
		{"nothing", []card.Slot{a, b}, []card.Slot{b, a}, nil},
		{"insertion", []card.Slot{a}, []card.Slot{card1}, []Event{{Reader: card1, Was: card.SlotEmpty}}},
		{"removal", []card.Slot{card1}, []card.Slot{a}, []Event{{Reader: a, Was: card.SlotCard}}},
		{"swap", []card.Slot{card1}, []card.Slot{card2}, []Event{{Reader: card2, Was: card.SlotCard}}},
		{"unplugged and plugged", []card.Slot{b}, []card.Slot{a}, []Event{{Reader: b, Was: card.SlotMute, Gone: true}, {Reader: a, Arrived: true}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, changes(tt.before, tt.now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	empty := card.Slot{Name: reader, State: card.SlotEmpty}
	held := card.Slot{Name: reader, State: card.SlotCard, ATR: []byte{0x3B}}
	d := &fakeDriver{readers: []card.Slot{empty}}
	ctx, cancel := context.WithCancel(t.Context())
	events := newService(d).Watch(ctx)
	expect := func(want Event) {
		t.Helper()
		got := <-events
		if diff := cmp.Diff(want.Reader, got.Reader); diff != "" || got.Was != want.Was || got.Arrived != want.Arrived ||
			want.Err != nil && !errors.Is(got.Err, ErrNoService) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	expect(Event{Reader: empty, Arrived: true})
	d.set(func(d *fakeDriver) { d.readers = []card.Slot{held} })
	expect(Event{Reader: held, Was: card.SlotEmpty})
	d.set(func(d *fakeDriver) { d.service = codeServiceStopped })
	expect(Event{Err: &Error{Kind: NoService}})
	d.set(func(d *fakeDriver) { d.service = nil })
	expect(Event{Reader: held, Arrived: true})
	cancel()
	for range events { // closed once the watch has ended
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.contexts != 0 {
		t.Errorf("%d contexts left open", d.contexts)
	}
}

func TestWatchEndsWithoutPCSC(t *testing.T) {
	t.Parallel()
	d := &fakeDriver{service: ErrNotBuilt}
	var kinds []Kind
	for e := range newService(d).Watch(t.Context()) {
		kinds = append(kinds, e.Err.Kind)
	}
	if diff := cmp.Diff([]Kind{NotBuilt}, kinds); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
