package fact

import (
	"slices"
	"strings"
	"testing"
)

// Every fact has a question for people, a sentence in each language, and what values
// are called there are values of the fact.
func TestEveryFactHasAQuestionForPeople(t *testing.T) {
	t.Parallel()
	for name := range humans() {
		if _, ok := Named(name); !ok {
			t.Errorf("%s is no fact", name)
		}
	}
	for _, k := range Keys() {
		h := k.Human()
		if !strings.HasSuffix(h.Question.FR, " ?") || !strings.HasSuffix(h.Question.EN, "?") {
			t.Errorf("%s: %q, %q", k.Name, h.Question.FR, h.Question.EN)
		}
		for value, said := range h.called {
			if !slices.Contains(k.Values, value) || said.FR == "" || said.EN == "" {
				t.Errorf("%s: %q is called %v", k.Name, value, said)
			}
		}
		for _, v := range k.Values {
			if said := k.Called(v); said.FR == "" || said.EN == "" {
				t.Errorf("%s=%s is called %v", k.Name, v, said)
			}
		}
	}
	k, _ := ByName("pin.known")
	if got := k.Called("no"); got.FR != "non" || got.EN != "no" {
		t.Errorf("no is called %v", got)
	}
	if k, _ = ByName("card.atr"); k.Called("present").EN != "yes" || !k.Human().ByUser {
		t.Errorf("card.atr: %v", k.Human())
	}
	if k, _ = ByName("reader.holder"); k.Human().ByUser || k.Called("power").FR == "power" {
		t.Errorf("reader.holder: %v", k.Human())
	}
}
