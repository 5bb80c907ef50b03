package code_test

import (
	"fmt"
	"testing"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis/code"
)

var kinds = []code.Kind{code.SSV, code.GALSS, code.CKR, code.PCSC, code.SW}

// A code stands once, and says something: a name, a text, or a meaning in both
// languages.
func TestEveryCodeSaysSomethingOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		list := code.All(kind)
		if len(list) == 0 {
			t.Errorf("%s: no code", kind)
		}
		for i := range list {
			c := &list[i]
			if said := c.Meaning; (said.FR == "") != (said.EN == "") || said.IsZero() && c.Name == "" && c.Quoted == "" && kind != code.SW {
				t.Errorf("%s %s: meaning %q, name %q, text %q", kind, code.Hex(c.Value), said, c.Name, c.Quoted)
			}
			if found, ok := code.Find(kind, c.Value); !ok || found.Value != c.Value || found.Name != c.Name {
				t.Errorf("%s %s is found as %+v", kind, code.Hex(c.Value), found)
			}
			if c.Last != 0 && (c.Last <= c.Value || c.Mask != 0) || c.Mask != 0 && c.Mask&c.Value == 0 {
				t.Errorf("%s %s: %+v is no range", kind, code.Hex(c.Value), c)
			}
		}
	}
}

// A card's answers are known, and mean something in both languages.
func TestEveryStatusWord(t *testing.T) {
	t.Parallel()
	for value := range int64(0x10000) {
		c, ok := code.Find(code.SW, value)
		if ok != code.Answerable(apdu.SW(value)) {
			t.Fatalf("%04X is known: %v", value, ok)
		}
		if ok && !c.Has(value) {
			t.Fatalf("%04X is found as %+v", value, c)
		}
	}
	for _, value := range []int64{-1, 0x16983, 0x1006A82} {
		if c, ok := code.Find(code.SW, value); ok {
			t.Errorf("%X is no status word, found as %+v", value, c)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind code.Kind
		s    string
		want int64
	}{
		{code.SSV, "61444", 61444},
		{code.SSV, "F004", 61444},
		{code.SSV, "0xf004", 61444},
		{code.GALSS, "2048", 0x800},
		{code.CKR, "CKR_PIN_LOCKED", code.CKRPINLocked},
		{code.CKR, "pin_locked", code.CKRPINLocked},
		{code.CKR, "0xA4", code.CKRPINLocked},
		{code.CKR, "0x80000001", code.CKRBadActua},
		{code.SW, "6983", 0x6983},
		{code.SW, "63 c2", 0x63C2},
		{code.GALSS, "1", 1},
		{code.GALSS, "0001", 1},
		{code.GALSS, "8", 8},
		{code.GALSS, "64", 0x40},
		{code.GALSS, "0040", 0x40},
		{code.GALSS, "512", 0x200},
		{code.GALSS, "0200", 0x200},
		{code.GALSS, "1024", 0x400},
		{code.GALSS, "0400", 0x400},
		{code.GALSS, "8192", 0x2000},
		{code.GALSS, "2000", 0x2000},
		{code.GALSS, "16384", 0x4000},
		{code.GALSS, "8001", 0x8001},
		{code.GALSS, "32769", 0x8001},
		{code.GALSS, "8014", 0x8014},
		{code.GALSS, "32788", 0x8014},
		{code.GALSS, "0x800A", 0x800A},
	} {
		if got, ok := code.Parse(test.kind, test.s); !ok || got != test.want {
			t.Errorf("%s %s is %X, %v; want %X", test.kind, test.s, got, ok, test.want)
		}
	}
	for kind, wrong := range map[code.Kind][]string{
		code.SSV: {"", "0", "none", "10000F", "-1", "0x"}, code.GALSS: {"", "0", "3", "8015", "none"},
		code.SW: {"", "12", "5FFF", "16983", "none"}, code.CKR: {"", "0x0", "CKR_NONSENSE", "CKR_", "none"},
		code.PCSC: {"SCARD_E_NO_SERVICE"}, "": {"1"},
	} {
		for _, s := range wrong {
			if got, ok := code.Parse(kind, s); ok {
				t.Errorf("%s %q is %X", kind, s, got)
			}
		}
	}
}

func ExampleFind() {
	c, _ := code.Find(code.GALSS, code.GALSSOpen)
	fmt.Println(c.Meaning.EN)
	c, _ = code.Find(code.SW, 0x6A82)
	fmt.Println(c.Meaning.IsZero(), apdu.SW(0x6A82).Meaning().FR)
	// Output:
	// Session already opened by another program.
	// true fichier absent de la carte
}
