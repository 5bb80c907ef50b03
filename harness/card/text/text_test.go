package text

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestInChoosesByLanguage(t *testing.T) {
	t.Parallel()
	said := Text{FR: "lecteur", EN: "reader"}
	for lang, want := range map[string]string{
		"fr": "lecteur", "FR": "lecteur", "fr_FR.UTF-8": "lecteur", "fr-CA": "lecteur", "fr@euro": "lecteur",
		"en": "reader", "": "reader", "f": "reader", "frr": "reader", "fro_FR": "reader", "de": "reader",
	} {
		if got := said.In(lang); got != want {
			t.Errorf("%q: %q, want %q", lang, got, want)
		}
	}
}

func TestOrFillsOnlyWhatIsMissing(t *testing.T) {
	t.Parallel()
	one := Text{FR: "un"}
	if got := (Text{}).Or(one); got != one {
		t.Errorf("a missing text: %v", got)
	}
	if got := one.Or(Same("x")); got != one {
		t.Errorf("a text in one language: %v", got)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Périmée": "perimee", "PE\u0301RIME\u0301E": "perimee", "œuf à la coque": "oeuf a la coque", "ÇA": "ca", "l’été": "l’ete", "n° 12": "n° 12", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// The accents that are taken away are those of Unicode's decomposition.
func TestFoldAgreesWithUnicode(t *testing.T) {
	t.Parallel()
	seen := 0
	for r := rune(0xC0); r <= 0x17F; r++ {
		if !unicode.IsLetter(r) {
			continue
		}
		decomposed := norm.NFD.String(string(unicode.ToLower(r)))
		if !strings.ContainsFunc(decomposed, func(c rune) bool { return unicode.Is(unicode.Mn, c) }) {
			continue // not one letter with an accent: æ, ð, ø, ł …
		}
		seen++
		want := strings.ToLower(decomposed[:1])
		if got := Fold(string(r)); got != want {
			t.Errorf("%c: %q, want %q", r, got, want)
		}
	}
	if seen < 100 {
		t.Errorf("only %d letters compared", seen)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for s, want := range map[string][]string{
		"":                             nil,
		"La CPS n'a pas de « DAM »…":   {"la", "cps", "n", "a", "pas", "de", "dam"},
		"PIN_LOCKED (0xA4)":            {"pin", "locked", "0xa4"},
		"Carte\u00A0périmée, cœur : 2": {"carte", "perimee", "coeur", "2"},
	} {
		if got := Words(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
