package text

import "testing"

func TestPrintable(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Gérard, 75 €": "Gérard, 75 €", "": "",
		"\x1b[2Jx\n": "?[2Jx?", "a\tb\u00a0c": "a?b\u00a0c", "\xff9": "?9", "\u202eabc": "?abc",
	} {
		if got := Printable(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
