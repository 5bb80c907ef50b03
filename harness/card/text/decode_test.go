package text_test

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"github.com/cpslab/cps/harness/card/text"
)

// A text reads the same whatever it was saved in.
func TestDecode(t *testing.T) {
	t.Parallel()
	const said = "carte bloquée, 3 essais"
	wide := func(order binary.AppendByteOrder, mark bool) string {
		var b []byte
		units := utf16.Encode([]rune(said))
		if mark {
			units = append([]uint16{0xFEFF}, units...)
		}
		for _, u := range units {
			b = order.AppendUint16(b, u)
		}
		return string(b)
	}
	for name, s := range map[string]string{
		"UTF-8": said, "UTF-8 with a mark": "\ufeff" + said, "Latin-1": "carte bloqu\xe9e, 3 essais",
		"UTF-16": wide(binary.LittleEndian, true), "UTF-16, high byte first": wide(binary.BigEndian, true),
		"UTF-16 without a mark": wide(binary.LittleEndian, false), "the same, high byte first": wide(binary.BigEndian, false),
	} {
		if got := text.Decode(s); got != said {
			t.Errorf("%s: %q", name, got)
		}
	}
	for b := 0x80; b < 0xA0; b++ { // each has its character, or a blank
		if got := []rune(text.Decode(string([]byte{'a', byte(b)}))); len(got) != 2 || got[1] < 0xA0 && got[1] != ' ' {
			t.Errorf("%#x: %q", b, string(got))
		}
	}
	for s, want := range map[string]string{"": "", "\xff": "ÿ", "\x80 \x81": "€  ", "\xff\xfea": "", "a\x00": "a\x00"} {
		if got := text.Decode(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
