package pcsc

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	a := ReaderInfo{Name: "A", State: Empty}
	card1 := ReaderInfo{Name: "A", State: CardPresent, ATR: []byte{0x3B, 1}}
	card2 := ReaderInfo{Name: "A", State: CardPresent, ATR: []byte{0x3B, 2}}
	b := ReaderInfo{Name: "B", State: CardMute}
	tests := []struct {
		name        string
		before, now []ReaderInfo
		want        []Event
	}{
		{"first look", nil, []ReaderInfo{a, b}, []Event{{Reader: a, Arrived: true}, {Reader: b, Arrived: true}}},
		{"nothing", []ReaderInfo{a, b}, []ReaderInfo{b, a}, nil},
		{"insertion", []ReaderInfo{a}, []ReaderInfo{card1}, []Event{{Reader: card1, Was: Empty}}},
		{"removal", []ReaderInfo{card1}, []ReaderInfo{a}, []Event{{Reader: a, Was: CardPresent}}},
		{"swap", []ReaderInfo{card1}, []ReaderInfo{card2}, []Event{{Reader: card2, Was: CardPresent}}},
		{"unplugged and plugged", []ReaderInfo{b}, []ReaderInfo{a}, []Event{{Reader: b, Was: CardMute, Gone: true}, {Reader: a, Arrived: true}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, changes(tt.before, tt.now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	empty := ReaderInfo{Name: reader, State: Empty}
	held := ReaderInfo{Name: reader, State: CardPresent, ATR: []byte{0x3B}}
	d := &fakeDriver{readers: []ReaderInfo{empty}}
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
	d.set(func(d *fakeDriver) { d.readers = []ReaderInfo{held} })
	expect(Event{Reader: held, Was: Empty})
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
