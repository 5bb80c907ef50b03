package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Rules look at every fact that can be declared.
func TestFactsAreLookedAt(t *testing.T) {
	t.Parallel()
	for _, k := range fact.Keys() {
		if len(factRules(k.Name)) == 0 {
			t.Errorf("%s: no rule looks at it", k.Name)
		}
	}
}

func TestFactList(t *testing.T) {
	t.Parallel()
	fr, en := invoke(t, french, "rules", "--facts"), invoke(t, english, "rules", "--facts")
	for text, want := range map[*invoked][]string{
		&fr: {"Session et logiciel\n", "\n  card.received=AAAA-MM-JJ\n", "\n  pin.known=oui|non\n", "reorder : nouvelle commande", "      règles : CPS-PIN-", "par exemple : --fact ssv=61444"},
		&en: {"Session and software\n", "\n  card.received=YYYY-MM-DD\n", "\n  pin.known=yes|no\n", "      rules: CPS-PIN-"},
	} {
		for _, w := range want {
			if !strings.Contains(text.Out, w) && !strings.Contains(strings.Join(strings.Fields(text.Out), " "), w) {
				t.Errorf("%q is missing:\n%s", w, text.Out)
			}
		}
	}
	for _, line := range strings.Split(fr.Out, "\n") {
		if len([]rune(line)) > defaultWidth {
			t.Errorf("more than %d columns: %s", defaultWidth, line)
		}
	}
	var doc struct {
		Facts []factJSON `json:"facts"`
	}
	if err := json.Unmarshal([]byte(invoke(t, french, "rules", "--facts", "--format", "json").Out), &doc); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(doc.Facts, func(f factJSON) bool { return f.Name == "card.received" })
	if len(doc.Facts) != len(fact.Keys()) || i < 0 || doc.Facts[i].Type != "date" || doc.Facts[i].Topic != "card" || len(doc.Facts[i].Rules) == 0 {
		t.Errorf("%d facts, card.received %+v", len(doc.Facts), doc.Facts)
	}
}

func TestCompleteFact(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]struct{ has, not string }{
		"pin":                   {"pin.known=", "pin.known=yes"},
		"order.kind=":           {"order.kind=reorder", "pin.known="},
		"pin.known=":            {"pin.known=oui", "order.kind="},
		"lgc.selected=":         {"lgc.selected=none", "lgc.user="},
		"card.received=":        {"", "card.received="},
		"no.such.fact.as.that=": {"", "env="},
	} {
		got, _ := completeFact(nil, nil, typed)
		if want.has != "" && !slices.Contains(got, want.has) || slices.Contains(got, want.not) {
			t.Errorf("%q: %v", typed, got)
		}
	}
}

// Whatever is wrong with a fact is said in the user's language.
func TestFactErrorsInFrench(t *testing.T) {
	t.Parallel()
	fr := &app{lang: "fr"}
	refused := 0
	for _, k := range fact.Keys() {
		for _, value := range []string{"", "zz zz", "\xff", ",", strings.Repeat("x", 300)} {
			_, err := fact.Parse([]string{k.Name + "=" + value})
			if err == nil {
				continue
			}
			refused++
			message, _ := fr.said(err)
			for _, english := range []string{" a ", " an ", "want", "one of", " or "} {
				if strings.Contains(message+" ", english) || message == "" {
					t.Errorf("%v: %q is half English", err, message)
				}
			}
		}
	}
	if refused < len(fact.Keys()) {
		t.Errorf("%d values were refused, of %d keys", refused, len(fact.Keys()))
	}
}
