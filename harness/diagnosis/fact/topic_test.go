package fact

import (
	"reflect"
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

// Every fact has a question, and the words that its answer is asked for are understood.
func TestHumanForm(t *testing.T) {
	t.Parallel()
	asked := 0
	for _, k := range Keys() {
		if q := k.Human().Question; q.FR == "" || q.EN == "" {
			t.Errorf("%s has no question", k.Name)
		}
		form := k.HumanForm()
		if k.Type != TypeChoice || form == k.Form() {
			continue
		}
		asked++
		for _, words := range []string{form.FR, form.EN} {
			yes, no, _ := strings.Cut(words, "|")
			a, errA := Parse([]string{k.Name + "=" + yes})
			b, errB := Parse([]string{k.Name + "=" + no})
			if errA != nil || errB != nil || reflect.DeepEqual(a, b) {
				t.Errorf("%s=%s: %v, %v", k.Name, words, errA, errB)
			}
		}
	}
	if asked == 0 {
		t.Error("no choice is yes or no")
	}
}
