package ask

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

var day = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// told is what somebody on the telephone knows.
type told map[string]string

// hold answers every question as somebody would who knows no more than that.
func hold(t *testing.T, message string, knows told) (c *Conversation, questions int) {
	t.Helper()
	c, ok := Start(message, day)
	if !ok {
		t.Fatalf("%s names nothing", message)
	}
	for q, more := c.Next(); more; q, more = c.Next() {
		if !q.Fact.Human().ByUser || q.Text.IsZero() || q.Remaining < 1 {
			t.Errorf("%s: %s is no question for a doctor: %+v", message, q.Fact.Name, q)
		}
		said, ok := knows[q.Fact.Name]
		if !ok {
			said = Unknown
		}
		if err := c.Answer(q.Fact, said); err != nil {
			t.Fatal(err)
		}
		if questions++; questions > 20 {
			t.Fatalf("%s: no end: %v", message, c.Answers())
		}
	}
	return c, questions
}

// healthy is a workstation and a card of which nothing is wrong but what a case says.
func healthy(but told) told {
	knows := told{
		"card.atr": "oui", "slot.cps": "cps", "card.printedExpiry": "06/2029", "card.generation": "v3", "ws.cryptolib": "5.2.6",
		"ws.os": "windows", "screen.billing": "oui", "reader.clock": "29/11/2026", "card.issueDate": "2026-06-15", "code.times": "1",
	}
	for name, said := range but {
		knows[name] = said
	}
	return knows
}

// 61444 leads to each of its causes in few questions, whether the answers that do not
// matter are known or not.
func TestEachCauseOf61444(t *testing.T) {
	t.Parallel()
	var all []int
	for want, but := range map[rule.Number]told{
		rule.DAM002: {"card.generation": "V4", "ws.cryptolib": "5.1.10", "screen.billing": "non"},
		rule.DAM001: {"screen.billing": "absent"},
		rule.VAL001: {"card.printedExpiry": "01/2022"},
		rule.RDR004: {"card.atr": "non"},
		rule.DAM003: {"card.atr": "non", "slot.cps": Unknown},
		rule.VAL009: {"card.issueDate": "2027-01-01", "reader.clock": "2026-11-29"},
		rule.DAM004: {"code.times": "2"},
	} {
		for name, knows := range map[string]told{"everything": healthy(but), "what matters": with(but, "slot.cps", "cps")} {
			c, n := hold(t, "61444", knows)
			out := c.Outcome()
			reached := slices.ContainsFunc(out.Causes, func(r *rule.Rule) bool { return r.Number == want })
			if name == "everything" {
				all = append(all, n)
				if !reached {
					t.Errorf("%s, %s known: causes %v of %v", want.ID(), name, out.Causes, c.Facts())
				}
			}
			known := []rule.Number{rule.DAM002, rule.DAM001, rule.VAL001, rule.RDR004}
			if slices.Contains(known, want) && (!reached || n > 6) {
				t.Errorf("%s, %s known: %d questions, reached %t: %v", want.ID(), name, n, reached, c.Answers())
			}
		}
	}
	slices.Sort(all)
	t.Logf("questions to each cause of 61444: %v, at the median %d", all, all[len(all)/2])
	if median := all[len(all)/2]; median > 6 {
		t.Errorf("%d questions at the median", median)
	}
}

func with(facts told, name, said string) told {
	out := told{name: said}
	for n, s := range facts {
		out[n] = s
	}
	return out
}

// Whoever knows nothing is asked every question once, and nothing is established.
func TestNobodyKnows(t *testing.T) {
	t.Parallel()
	if c, n := hold(t, "63104", nil); n > 0 || len(c.Outcome().Causes) != 1 || c.Outcome().Causes[0].Number != rule.WS015 {
		t.Errorf("63104 says it by itself: %v after %d questions", c.Outcome().Causes, n)
	}
	for _, message := range []string{"61444", "carte non reconnue", "Pro Santé Connect : carte non détectée"} {
		c, _ := hold(t, message, nil)
		out := c.Outcome()
		if len(out.Causes) > 0 {
			t.Errorf("%s: %v is established by nothing", message, out.Causes)
		}
		seen := map[string]bool{}
		for _, a := range c.Answers() {
			if seen[a.Fact.Name] {
				t.Errorf("%s: %s is asked twice", message, a.Fact.Name)
			}
			seen[a.Fact.Name] = true
		}
	}
}

// An answer that cannot be read changes nothing; back takes the last one away; a
// question is answered once.
func TestAnswersAndBack(t *testing.T) {
	t.Parallel()
	c, ok := Start("61444", day)
	if !ok {
		t.Fatal("61444 names nothing")
	}
	if err := c.Back(); !errors.Is(err, ErrNothing) {
		t.Errorf("back before the first: %v", err)
	}
	k, _ := fact.ByName("card.printedExpiry")
	if err := c.Answer(k, "le mois prochain peut-être"); !IsWrongAnswer(err) || len(c.Answers()) > 0 {
		t.Errorf("%v, %v", err, c.Answers())
	}
	if err := c.Answer(k, "12/2026"); err != nil {
		t.Fatal(err)
	}
	if err := c.Answer(k, "12/2026"); !errors.Is(err, ErrNotAsked) {
		t.Errorf("asked twice: %v", err)
	}
	if got := c.Facts(); !slices.Equal(got, []string{"ssv=61444", "card.printedExpiry=12/2026"}) {
		t.Errorf("%v", got)
	}
	g, _ := fact.ByName("card.generation")
	if err := c.Answer(g, "cps4"); err != nil || c.Answers()[1].Said != "V4" {
		t.Errorf("%v, %v", err, c.Answers())
	}
	first, _ := c.Next()
	if err := c.Back(); err != nil {
		t.Fatal(err)
	}
	if q, more := c.Next(); !more || q.Fact.Name != "card.generation" && q.Fact.Name == first.Fact.Name && len(c.Answers()) != 1 {
		t.Errorf("%v after back, %v", q.Fact.Name, c.Answers())
	}
	if err := c.Answer(fact.Key{Name: "no.such"}, "x"); !errors.Is(err, ErrNotAsked) {
		t.Errorf("%v", err)
	}
	if k, _ := fact.ByName("pin.typedLength"); !errors.Is(c.Answer(k, "1234"), ErrCode) || slices.ContainsFunc(c.Facts(), func(f string) bool { return strings.Contains(f, "1234") }) {
		t.Errorf("a code is kept: %v", c.Facts())
	} else if err := c.Answer(k, "4"); err != nil {
		t.Error(err)
	}
	if IsWrongAnswer(ErrNotAsked) {
		t.Error("a question that is not asked is no wrong answer")
	}
}

// A message that names nothing begins no conversation; one that leads to rules that no
// question decides ends at once with what is possible.
func TestStart(t *testing.T) {
	t.Parallel()
	for _, message := range []string{"", "recette de la tarte aux pommes", "99999"} {
		if _, ok := Start(message, day); ok {
			t.Errorf("%q begins a conversation", message)
		}
	}
	c, ok := Start("61444", day)
	if !ok || c.Message().Code != 61444 {
		t.Fatalf("%t", ok)
	}
	q, more := c.Next()
	if !more || len(q.Choices) < 2 || q.Remaining != len(c.Outcome().Open) {
		t.Errorf("%+v", q)
	}
	if yes := q.Choices[0]; yes.Text.EN == "no" {
		t.Errorf("no before yes: %v", q.Choices)
	}
}

// No question asks for a code of a card, for who somebody is, or for the result of a
// tool.
func TestQuestionsArePeoples(t *testing.T) {
	t.Parallel()
	for _, r := range rule.All() {
		c, ok := Start(r.ID, day)
		if !ok {
			continue
		}
		for n := 0; n < 12; n++ {
			q, more := c.Next()
			if !more {
				break
			}
			if q.Fact.Identity || isCode(&q.Fact) || !q.Fact.Human().ByUser {
				t.Errorf("%s asks for %s", r.ID, q.Fact.Name)
			}
			if err := c.Answer(q.Fact, Unknown); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A day may be said in words: a person looks at the reader and finds the right date there.
func TestToday(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, 3, 5, 12, 0, 0, 0, time.UTC)
	for _, said := range []string{"today", "Aujourd'hui", "aujourd’hui", " la bonne date ", "2027-03-05"} {
		c, ok := Start("61444", at)
		if !ok {
			t.Fatal("61444 names nothing")
		}
		k := named(t, "reader.clock")
		if err := c.Answer(k, said); err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		if got := c.Answers(); len(got) != 1 || got[0].Said != "2027-03-05" {
			t.Errorf("%q is %+v", said, got)
		}
	}
}

func named(t *testing.T, name string) fact.Key {
	t.Helper()
	k, ok := fact.ByName(name)
	if !ok {
		t.Fatalf("no fact %q", name)
	}
	return k
}
