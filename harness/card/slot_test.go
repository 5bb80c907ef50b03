package card

import (
	"encoding/json"
	"testing"
)

// The names are a contract: doctor prints them, and described machines hold them.
func TestSlotInJSON(t *testing.T) {
	t.Parallel()
	for state := SlotUnknown; state <= SlotRemoved; state++ {
		want := Slot{Name: "R 00", State: state, ATR: HexBytes{0x3B, 0x0F}}
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if line := `{"name":"R 00","state":"` + slotNames[state] + `","atr":"3B0F"}`; string(b) != line {
			t.Errorf("%s, want %s", b, line)
		}
		var got Slot
		if err := json.Unmarshal(b, &got); err != nil || got.State != state || got.ATR.String() != "3B0F" {
			t.Errorf("%s: %+v, %v", b, got, err)
		}
	}
	if b, err := json.Marshal(Slot{State: SlotRemoved + 1}); err == nil {
		t.Errorf("a state that is none is written: %s", b)
	}
	if err := json.Unmarshal([]byte(`{"state":"full"}`), &Slot{}); err == nil {
		t.Error("a state that is none is read")
	}
}

func TestSlotStatesSayThemselves(t *testing.T) {
	t.Parallel()
	said := map[string]SlotState{}
	for state := SlotUnknown; state <= SlotRemoved; state++ {
		w := state.Text()
		if other, twice := said[w.FR]; twice || w.FR == "" || w.EN == "" {
			t.Errorf("%v and %v: %+v", state, other, w)
		}
		said[w.FR] = state
		if holds := state == SlotCard || state == SlotMute || state == SlotInUse; state.HasCard() != holds {
			t.Errorf("%v: HasCard %v", state, !holds)
		}
	}
}
