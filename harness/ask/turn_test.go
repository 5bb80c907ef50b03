package ask

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/testdata/schematest"
)

var update = flag.Bool("update", false, "write turn_schema.json")

// TestTheSchemaIsThatOfTheCode; -update writes it.
func TestTheSchemaIsThatOfTheCode(t *testing.T) {
	t.Parallel()
	s, err := jsonschema.For[Turn](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[rule.Severity](): {Type: "string"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	opened(v)
	v["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	v["title"] = "cpslab ask --format json"
	v["description"] = "One turn of a conversation; the same document, given back with an answer, brings the next. Within a schema number, members may be added."
	want, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("turn_schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want), string(Schema())); diff != "" {
		t.Errorf("go test ./harness/ask -run TestTheSchema -update writes turn_schema.json (-code +file):\n%s", diff)
	}
}

// opened opens the objects of a schema, and makes lists of Go lists.
func opened(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "additionalProperties")
		if types, ok := v["type"].([]any); ok && len(types) == 2 && types[0] == "null" {
			v["type"] = types[1]
		}
		for _, w := range v {
			opened(w)
		}
	case []any:
		for _, w := range v {
			opened(w)
		}
	}
}

// TestTurns: whole conversations as documents, each of which follows the schema and is all
// that is kept; they lead where the conversation itself leads.
func TestTurns(t *testing.T) {
	t.Parallel()
	schema := schematest.Closed(t, Schema())
	knows := healthy(told{"card.printedExpiry": "01/2022"})
	for _, lang := range []string{"fr", "en"} {
		turn := &Turn{Message: "61444"}
		for n := 0; ; n++ {
			next, err := turn.Next(day, lang)
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal(next)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(b, &v); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("%v\n%s", err, b)
			}
			if turn, err = ReadTurn(b); err != nil {
				t.Fatal(err)
			}
			if turn.Done {
				break
			}
			if n > 12 {
				t.Fatalf("no end: %s", b)
			}
			if turn.Answer = Unknown; knows[turn.Question.Fact] != "" {
				turn.Answer = knows[turn.Question.Fact]
			}
		}
		if len(turn.Causes) == 0 || turn.Causes[0].Rule != rule.VAL001.ID() || turn.Causes[0].Remedy == "" || !strings.Contains(turn.Ticket, "ssv=61444") {
			t.Errorf("%s: %+v", lang, turn)
		}
	}
}

// TestTurnsThatAreNone: each is refused in both languages, or asked again.
func TestTurnsThatAreNone(t *testing.T) {
	t.Parallel()
	if _, err := ReadTurn([]byte("nothing")); !isTurnError(err) {
		t.Errorf("%v", err)
	}
	begun := func(change func(*Turn)) *Turn {
		turn, err := (&Turn{Message: "61444"}).Next(day, "en")
		if err != nil {
			t.Fatal(err)
		}
		change(turn)
		return turn
	}
	for name, turn := range map[string]*Turn{
		"unknown question": begun(func(t *Turn) { t.Answers = []TurnAnswer{{"no.such", "x"}} }),
		"answered twice":   begun(func(t *Turn) { t.Answers = []TurnAnswer{{"slot.cps", "cps"}, {"slot.cps", "cps"}} }),
		"not an answer":    begun(func(t *Turn) { t.Answers = []TurnAnswer{{"slot.cps", "sideways"}} }),
		"another question": begun(func(t *Turn) { t.Question.Fact, t.Answer = "ws.os", "windows" }),
		"another schema":   begun(func(t *Turn) { t.Schema, t.Answer = 2, "?" }),
	} {
		if next, err := turn.Next(day, "en"); !isTurnError(err) {
			t.Errorf("%s: %+v, %v", name, next, err)
		} else if message, hint := text.Say(err, "fr"); message == "" || hint == "" {
			t.Errorf("%s: %q, %q", name, message, hint)
		}
	}
	if _, err := (&Turn{Message: "recette de cuisine"}).Next(day, "fr"); !errors.Is(err, ErrNames) {
		t.Errorf("%v", err)
	}
	again := begun(func(t *Turn) { t.Answer = "sideways" })
	if next, err := again.Next(day, "en"); err != nil || next.Problem == "" || next.Question.Fact != again.Question.Fact || len(next.Answers) != 0 {
		t.Errorf("%+v, %v", next, err)
	}
	back := begun(func(t *Turn) { t.Answer = Back })
	if next, err := back.Next(day, "en"); err != nil || next.Problem == "" {
		t.Errorf("%+v, %v", next, err)
	}
}

func isTurnError(err error) bool {
	_, ok := errors.AsType[*TurnError](err)
	return ok
}

// TestSupport: what takes a tool is asked of nobody but whoever says to have one; a
// conversation that ends without a cause says that there is more to ask.
func TestSupport(t *testing.T) {
	t.Parallel()
	asked, promised := 0, 0
	for _, r := range rule.All() {
		for _, support := range []bool{false, true} {
			turn := &Turn{Message: r.ID, Support: support}
			for range 20 {
				next, err := turn.Next(day, "en")
				if errors.Is(err, ErrNames) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				if q := next.Question; q != nil && q.Support {
					asked++
					if !support {
						t.Errorf("%s: %s takes a tool", r.ID, q.Fact)
					}
				}
				if next.More {
					promised++
					onward, err := (&Turn{Message: next.Message, Answers: next.Answers, Support: true}).Next(day, "en")
					if support || err != nil || onward.Done || !onward.Question.Support {
						t.Errorf("%s: more is promised, and %+v, %v", r.ID, onward, err)
					}
				}
				if next.Done {
					break
				}
				next.Answer = Unknown
				turn = next
			}
		}
	}
	if asked == 0 || promised == 0 {
		t.Errorf("%d questions for support, %d conversations that would go on", asked, promised)
	}
}
