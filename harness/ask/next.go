package ask

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Question is one question that somebody is asked.
type Question struct {
	Fact    fact.Key
	Text    text.Text
	Choices []Choice  // of a choice, or yes and no; nil for what is typed
	Form    text.Text // how a typed answer is written
	// Remaining is how many causes are possible before it is answered.
	Remaining int
}

// Choice is one answer to choose.
type Choice struct {
	Value string // as it is declared
	Text  text.Text
}

// Next is the question that decides most among the rules that remain: that after which
// fewest are expected to be left, over its answers. False when a cause is established,
// or when no question is left that a person can answer.
func (c *Conversation) Next() (Question, bool) {
	out := c.Outcome()
	if c.undone != nil && !slices.ContainsFunc(c.answers, func(a Answered) bool { return a.Fact.Name == c.undone.Name }) {
		return question(*c.undone, len(out.Open)), true
	}
	open := c.behind(&out)
	keys := c.askable(open, out.waits)
	if !c.message.Sure() && !c.vague { // what the words are about comes first: a card that shows nothing hides an old library
		if about := c.askable(c.about(open), out.waits); len(about) > 0 {
			keys = about
		}
	}
	keys = slices.DeleteFunc(slices.Clone(keys), func(k fact.Key) bool { return !c.tells(&k, &out) })
	if c.vague {
		keys = inOrder(keys)
	}
	best, least := fact.Key{}, 0.0
	for _, k := range keys {
		if n := c.expected(&k, open) + trouble(&k); best.Name == "" || n < least-1e-9 {
			best, least = k, n
		}
	}
	if best.Name == "" {
		return Question{}, false
	}
	return question(best, len(out.Open)), true
}

// inOrder is the one question, of some, that comes next where nothing is known but that
// nothing works: whether the card can be read at all, then what the rules wait for, in their
// order; a card that shows no name is mute only where all before it is in order.
func inOrder(keys []fact.Key) []fact.Key {
	at := max(0, slices.IndexFunc(keys, func(k fact.Key) bool { return k.Name == "card.atr" }))
	return keys[min(at, len(keys)):min(at+1, len(keys))]
}

// MoreWithSupport reports whether a conversation that found no cause with a doctor would go
// on with whoever maintains the computer.
func (c *Conversation) MoreWithSupport() bool {
	if out := c.Outcome(); c.Support || len(out.Causes) > 0 {
		return false
	}
	other := *c
	other.Support = true
	_, more := other.Next()
	return more
}

// behind are the rules that are worth asking about: all that remain while no cause is
// established; then those that may be what is behind it, an old library behind a
// missing DAM, say: of its family and before it in the order to check, or judged from
// the very answer that established it.
func (c *Conversation) behind(out *Outcome) []*rule.Rule {
	if len(out.Causes) == 0 {
		return out.Open
	}
	var open []*rule.Rule
	for _, r := range out.Open {
		if slices.ContainsFunc(out.Causes, func(cause *rule.Rule) bool {
			before := slices.Index(c.possible, r.Number) < slices.Index(c.possible, cause.Number)
			return r.Family() == cause.Family() && before || c.sameAnswer(r, cause) && isChoice(out.waits[r.Number])
		}) {
			open = append(open, r)
		}
	}
	return open
}

// about are the rules, of some, that are the first that the words of a message lead to, or
// of its family behind it: "la V4 n'est pas lue" is about the library first.
func (c *Conversation) about(open []*rule.Rule) []*rule.Rule {
	return slices.DeleteFunc(slices.Clone(open), func(r *rule.Rule) bool {
		at := slices.Index(c.possible, r.Number)
		return at < 0 || slices.ContainsFunc(c.possible[:at+1], func(n rule.Number) bool { return n.Rule().Family() != r.Family() })
	})
}

// isChoice reports whether an input is answered by choosing.
func isChoice(input string) bool {
	k, ok := fact.ByName(input)
	return ok && (k.Type == fact.TypeChoice || k.Type == fact.TypeYesNo)
}

// sameAnswer reports whether two rules are judged from one of the answers.
func (c *Conversation) sameAnswer(a, b *rule.Rule) bool {
	return slices.ContainsFunc(c.answers, func(said Answered) bool {
		return said.Said != Unknown && slices.Contains(a.Inputs, said.Fact.Name) && slices.Contains(b.Inputs, said.Fact.Name)
	})
}

// trouble is what an answer costs who gives it, in rules that remain: a choice nothing,
// a date that is to be looked up and typed more than what the screen shows.
func trouble(k *fact.Key) float64 {
	const look, typed, date = 0.25, 1, 1.5
	switch k.Type {
	case fact.TypeChoice, fact.TypeYesNo:
		return 0
	case fact.TypeMonth, fact.TypeVersion:
		return look
	case fact.TypeDate:
		return date
	default:
		return typed
	}
}

func question(k fact.Key, remaining int) Question {
	q := Question{Fact: k, Text: k.Human().Question, Form: k.Form(), Remaining: remaining}
	if k.Type == fact.TypeDate {
		q.Form = text.Of("%s, ou « aujourd'hui »", "%s, or “today”", q.Form)
	}
	for _, v := range values(&k) {
		if k.Type == fact.TypeChoice || k.Type == fact.TypeYesNo {
			q.Choices = append(q.Choices, Choice{v, k.Called(v)})
		}
	}
	slices.SortStableFunc(q.Choices, func(a, b Choice) int { // "yes" before "no"
		return strings.Compare(strconv.FormatBool(b.says("yes")), strconv.FormatBool(a.says("yes")))
	})
	return q
}

func (c *Choice) says(word string) bool { return strings.HasPrefix(c.Text.EN, word) }

// askable are the facts that some rules wait for, that whoever is asked can answer and
// nobody was asked for, in the order of the rules.
func (c *Conversation) askable(open []*rule.Rule, waits map[rule.Number]string) []fact.Key {
	var out []fact.Key
	seen := map[string]bool{}
	for _, a := range c.answers {
		seen[a.Fact.Name] = true
	}
	name, _, _ := strings.Cut(c.code, "=")
	seen[name] = true
	add := func(input string) bool {
		k, ok := fact.ByName(input)
		if !ok || seen[input] || c.atTimes && slices.Contains(ofNow, input) || !k.Human().ByUser && !c.Support || k.Identity || isCode(&k) {
			return false
		}
		seen[input] = true
		out = append(out, k)
		return true
	}
	for _, r := range open {
		// What it waits for; where no person can tell that, whatever else it is judged
		// from.
		if waits := waits[r.Number]; seen[waits] || add(waits) {
			continue
		}
		for _, input := range r.Inputs {
			add(input)
		}
	}
	return out
}

// tells reports whether some answer to a question would change what is known of the rules
// that remain: how often a message came tells nothing where no message was named. What is
// typed has more answers than are tried.
func (c *Conversation) tells(k *fact.Key, out *Outcome) bool {
	if k.Type != fact.TypeChoice && k.Type != fact.TypeYesNo && k.Type != fact.TypeNumber {
		return true
	}
	return slices.ContainsFunc(values(k), func(v string) bool {
		after, waits, _ := c.judge([]string{k.Name + "=" + v})
		return !slices.Equal(after, out.fired) || !maps.Equal(waits, out.waits)
	})
}

// ofNow are facts that hold while somebody looks.
var ofNow = []string{"card.atr", "web.login", "web.activation", "channel.billing", "channel.online"}

// isCode reports whether a fact is a code of a program: a message brings it, nobody is
// asked for another.
func isCode(k *fact.Key) bool {
	return k.Type == fact.TypeSSV || k.Type == fact.TypeGALSS || k.Type == fact.TypeSW || k.Type == fact.TypeCKR
}

// expected is how many rules are left after the answer to a question, over its answers,
// each as likely as the others. A cause that is established leaves none.
func (c *Conversation) expected(k *fact.Key, open []*rule.Rule) float64 {
	answers := values(k)
	if len(answers) == 0 {
		return float64(len(open))
	}
	sum, weights := 0.0, 0.0
	for i, v := range answers {
		weight := weight(k, i)
		weights += weight
		fired, left, _ := c.judge([]string{k.Name + "=" + v})
		if !slices.ContainsFunc(fired, func(n rule.Number) bool { return slices.Contains(c.possible, n) }) {
			sum += weight * float64(len(left))
		}
	}
	return sum / weights
}

// weight is how likely an answer is beside the others: most clocks are right, most
// cards are not past their end.
func weight(k *fact.Key, nth int) float64 {
	const odd, usual = 1, 4
	if (k.Type == fact.TypeDate || k.Type == fact.TypeMonth) && nth == 0 {
		return odd
	}
	if k.Type == fact.TypeDate || k.Type == fact.TypeMonth {
		return usual
	}
	return 1
}

// values are the answers by which a question is weighed: those of a choice, else some
// that stand for the others.
func values(k *fact.Key) []string {
	switch k.Type {
	case fact.TypeChoice:
		return k.Values
	case fact.TypeYesNo:
		return []string{"yes", "no"}
	case fact.TypeMonth:
		return []string{"2020-01", "2098-12"}
	case fact.TypeDate:
		return []string{"2020-01-15", "2025-09-15"}
	case fact.TypeNumber:
		return []string{"1", "2", "8"}
	case fact.TypeVersion:
		return []string{"none", "5.1.10", "5.2.6"}
	case fact.TypeActivity:
		return []string{"none", "1"}
	default:
		return nil
	}
}
