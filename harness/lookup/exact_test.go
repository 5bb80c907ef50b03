package lookup

import (
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// everyText are the texts by which an answer is found, of the tables, the rules and
// the lists.
func everyText() []string {
	var all []string
	for _, m := range messages() {
		all = append(all, slices.Concat([]string{m.Text}, m.Texts, m.Said)...)
	}
	for _, r := range rule.All() {
		all = append(all, ruleTexts(r)...)
	}
	for _, t := range lists().texts {
		if !t.name {
			all = append(all, t.text)
		}
	}
	return slices.DeleteFunc(all, func(said string) bool { return len(text.Words(said)) < 2 })
}

// sureOf reports whether a query is answered, with certainty and by words, with a text.
func sureOf(query, said string) bool {
	return slices.ContainsFunc(Find(query), func(m Match) bool {
		return m.Code == 0 && m.Sure() && m.text == said
	})
}

// A text is sure where it is the query, or stands apart in it; amid other words, or
// where a piece of it is there, it never is.
func TestOnlyWholeTextsAreSure(t *testing.T) {
	t.Parallel()
	const before, after = "hier ma collègue disait que", "quand on ouvre un dossier"
	all := everyText()
	sure := 0
	for i, said := range all {
		if i%5 != 0 {
			continue // the work of a search each
		}
		words := text.Words(said)
		whole := wordingOf(words)
		pieces := []string{strings.Join(words[:len(words)-1], " "), strings.Join(words[1:], " "), strings.Join(words[:2], " "), strings.Join(words[len(words)-2:], " ")}
		for _, query := range append(pieces, before+" "+strings.Trim(said, "«»\"'().…")+" "+after) {
			if p := newPhrase(text.Words(query)); !p.is(&whole) && sureOf(query, said) {
				t.Errorf("%q is sure of %q", query, said)
			}
		}
		if sureOf(said, said) {
			sure++
		}
	}
	if least := len(all) / 5 / 3; sure < least {
		t.Errorf("%d texts are sure as they stand, want %d at least", sure, least)
	}
}

// What a program says behind its name, and what people quote, stands apart.
func TestTextsThatStandApartAreSure(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"pkcs15-tool: Card is invalid or cannot be handled":                      true,
		"il affiche « Card is invalid or cannot be handled » depuis hier":        true,
		"il affiche Card is invalid or cannot be handled depuis hier":            false,
		"Carte bloquée. Impossible de changer le code porteur.":                  true,
		"Bonjour,\nCarte bloquée. Impossible de changer le code porteur.\nMerci": true,
		"Veuillez introduire votre carte dans le lecteur OMNIKEY 3121 0":         true,
		"Access denied": false, "SCardConnect: Access denied": true, "Invalid handle": false, "Card was removed": true,
		"Not supported": false, "le logiciel dit : Not supported": false, "Système non pris": false, "lecteur ne répond": false,
	} {
		found := Find(query)
		if got := len(found) > 0 && found[0].Sure(); got != want {
			t.Errorf("%q: sure is %t", query, got)
		}
	}
}
