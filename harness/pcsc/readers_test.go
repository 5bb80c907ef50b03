package pcsc

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	empty := card.Slot{Name: "Ingenico Prium-4 [CPS/Vitale] 00 00", State: card.SlotEmpty}
	cps := card.Slot{Name: "ACS ACR39U ICC Reader 01 00", State: card.SlotCard, ATR: []byte{0x3B}}
	mute := card.Slot{Name: "ACS ACR39U ICC Reader 02 00", State: card.SlotMute}
	busy := card.Slot{Name: "Gemalto PC Twin 03 00", State: card.SlotInUse}
	all := []card.Slot{empty, cps, mute, busy}
	tests := []struct {
		name    string
		infos   []card.Slot
		pattern string
		want    string
		kind    Kind
		choice  *ChoiceError
	}{
		{"no reader", nil, "", "", NoReaders, nil},
		{"no reader, pattern", nil, "acs", "", NoReaders, nil},
		{"no card", []card.Slot{empty}, "", "", NoCard, nil},
		{"only card", []card.Slot{empty, cps}, "", cps.Name, 0, nil},
		{"only card is mute", []card.Slot{empty, mute}, "", mute.Name, 0, nil},
		{"only card is in use", []card.Slot{busy, empty}, "", busy.Name, 0, nil},
		{"several cards", all, "", "", 0, &ChoiceError{Pattern: "", Readers: []card.Slot{cps, mute, busy}, Matched: 3}},
		{"part, other case", all, "pc tw", busy.Name, 0, nil},
		{"part of an empty reader", all, "prium", empty.Name, 0, nil},
		{"brackets are plain", all, "[cps/", empty.Name, 0, nil},
		{"glob", all, "acs*01 0?", cps.Name, 0, nil},
		{"glob over a slash and a bracket", all, "ing*[cps*00", empty.Name, 0, nil},
		{"glob is whole", all, "acs*01", "", 0, &ChoiceError{Pattern: "acs*01", Readers: all}},
		{"several match", all, "acs", "", 0, &ChoiceError{Pattern: "acs", Readers: []card.Slot{cps, mute}, Matched: 2}},
		{"several match, one card", []card.Slot{{Name: "acs a"}, cps}, "acs", cps.Name, 0, nil},
		{"several match, no card", []card.Slot{{Name: "acs a"}, {Name: "acs b"}}, "acs", "", 0, &ChoiceError{Pattern: "acs", Readers: []card.Slot{{Name: "acs a"}, {Name: "acs b"}}, Matched: 2}},
		{"none match", all, "omnikey", "", 0, &ChoiceError{Pattern: "omnikey", Readers: all}},
		{"exact name wins", []card.Slot{{Name: "Reader 1", State: card.SlotCard}, {Name: "Reader 10", State: card.SlotCard}}, "reader 1", "Reader 1", 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Choose(tt.infos, tt.pattern)
			var choice *ChoiceError
			var perr *Error
			errors.As(err, &choice)
			errors.As(err, &perr)
			kind := Kind(0)
			if perr != nil {
				kind = perr.Kind
			}
			if got.Name != tt.want || kind != tt.kind || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, %v; want %q, kind %v", got.Name, err, tt.want, tt.kind)
			}
			if diff := cmp.Diff(tt.choice, choice); diff != "" {
				t.Errorf("choice (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChoiceErrorText(t *testing.T) {
	t.Parallel()
	two := []card.Slot{{Name: "A", State: card.SlotCard}, {Name: "B", State: card.SlotMute}}
	tests := []struct {
		err  ChoiceError
		want string
	}{
		{ChoiceError{Readers: two, Matched: 2}, `2 readers hold a card: "A" (card present), "B" (mute card)`},
		{ChoiceError{Pattern: "x", Readers: two, Matched: 2}, `2 readers match "x": "A" (card present), "B" (mute card)`},
		{ChoiceError{Pattern: "x", Readers: two[:1]}, `no reader matches "x"; there are: "A" (card present)`},
	}
	for _, tt := range tests {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
		if _, hint := tt.err.Say("en"); hint == "" {
			t.Error("no hint")
		}
	}
}
