package card

import (
	"encoding/hex"
	"testing"

	"github.com/cpslab/cps/harness/card/apdu"
)

// TestDecodeCounter: a counter that whoever presents a code may trust, or none.
func TestDecodeCounter(t *testing.T) {
	t.Parallel()
	unread := Counter{}
	for _, c := range []struct {
		name, answer string
		ref          byte
		want         Counter
	}{
		{"three tries", "700EBF81010AA0089A01039B01039D00", 1, Counter{State: Present, Left: 3, Max: 3, Uses: 0}},
		{"uses", "7010BF81010CA00A9A01039B01039D020100", 1, Counter{State: Present, Left: 3, Max: 3, Uses: 256}},
		{"no bound of uses", "700CBF810108A0069A01059B0102", 1, Counter{State: Present, Left: 2, Max: 5, Uses: -1}},
		{"blocked", "7009BF810105A0039B0100", 1, Counter{State: Present, Uses: -1}},
		{"of the PUK", "7009BF810205A0039B0107", 2, Counter{State: Present, Left: 7, Uses: -1}},
		{"of the other code", "7009BF810205A0039B0107", 1, unread},
		{"no tries", "7009BF810105A0039A0103", 1, unread},
		{"tries of two bytes", "700ABF810106A0049B020003", 1, unread},
		{"tries without a byte", "7008BF810104A0029B00", 1, unread},
		{"more tries than 63Cx can tell", "7009BF810105A0039B0110", 1, unread},
		{"tries given twice", "700CBF810108A0069B01019B0103", 1, unread},
		{"uses given twice", "700FBF81010BA0099B01039D01009D0109", 1, unread},
		{"cut short", "7009BF810105A0039B01", 1, unread},
		{"nonsense behind the tries", "700CBF810108A0069B01039D0501", 1, unread},
		{"nothing", "", 1, unread},
	} {
		b, err := hex.DecodeString(c.answer)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := DecodeCounter(b, c.ref); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestCounterStatus(t *testing.T) {
	t.Parallel()
	for sw, want := range map[apdu.SW]Counter{
		0x63C3: {State: Present, Left: 3, Uses: -1},
		0x63C0: {State: Present, Uses: -1},
		0x6983: {State: Present, Uses: -1},
		0x9000: {Uses: -1},
		0x6A88: {Uses: -1},
		0x6300: {Uses: -1},
	} {
		want.SW = sw
		if got := CounterStatus(sw); got != want {
			t.Errorf("%v: %+v, want %+v", sw, got, want)
		}
	}
}

func TestAsksCounter(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"4D087006BF810102A080": true,
		"4D087006BF810202A080": false,
		"4D087006BF8101":       false,
		"7006BF810102A080":     false,
		"":                     false,
	} {
		b, err := hex.DecodeString(header)
		if err != nil {
			t.Fatal(err)
		}
		if got := AsksCounter(b, 1); got != want {
			t.Errorf("%s: %v", header, got)
		}
	}
}
