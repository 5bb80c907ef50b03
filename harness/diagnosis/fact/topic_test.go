package fact

import (
	"slices"
	"strings"
	"testing"
)

// Every fact has its topic, a question and a form in both languages; every value of
// a choice has its meaning in French; every example is taken.
func TestFactsCanBeAskedFor(t *testing.T) {
	t.Parallel()
	for _, k := range Keys() {
		if k.Topic() == topics[0].ID && !slices.Contains([]string{"env", "use"}, k.Name) && !strings.HasPrefix(k.Name, "lgc.") {
			t.Errorf("%s: no topic names it", k.Name)
		}
		form := k.Form()
		for _, english := range []string{"yes", "date", "month", "activity", "TEXT,", "NUMBER", "YYYY"} {
			if k.Type != TypeChoice && strings.Contains(form.FR, english) || form.EN == "" {
				t.Errorf("%s: the form %q is English", k.Name, form.FR)
			}
		}
		meanings := k.Meanings()
		for _, v := range k.Values {
			if !strings.Contains(meanings.FR, v+" : ") {
				t.Errorf("%s=%s: no French", k.Name, v)
			}
		}
		for _, v := range k.Completions() {
			if _, err := Parse([]string{k.Name + "=" + v}); err != nil {
				t.Errorf("%s=%s is offered: %v", k.Name, v, err)
			}
		}
	}
	for _, topic := range Topics() {
		if _, err := Parse(topic.Example); err != nil || len(topic.Example) == 0 {
			t.Errorf("%s: %v", topic.Example, err)
		}
		for _, declared := range topic.Example {
			name, _, _ := strings.Cut(declared, "=")
			if k, ok := ByName(name); !ok || k.Topic() != topic.ID {
				t.Errorf("%s: %s belongs to another topic", topic.ID, declared)
			}
		}
	}
}
