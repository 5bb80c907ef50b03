package ask

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/lookup"
)

// Unknown is the answer of somebody who does not know.
const Unknown = "?"

// ErrNothing is the error for going back before the first question.
var ErrNothing = text.NewError(text.Of("aucune question avant celle-ci", "no question before this one"), text.Text{})

// ErrNotAsked is the error for an answer to a question that was answered, or that is
// none.
var ErrNotAsked = text.NewError(text.Of("cette question n'est pas posée", "this question is not asked"), text.Text{})

// ErrCode is the error for what may be a code where the number of its digits was asked
// for. It is not repeated, and not kept.
var ErrCode = text.NewError(text.Of("le nombre de chiffres, jamais le code", "the number of digits, never the code"), text.Text{})

// isCodeTyped reports whether an answer to how long a code is may be that code.
func isCodeTyped(k fact.Key, said string) bool {
	const most = 2 // digits of a length
	return strings.HasSuffix(k.Name, ".typedLength") && len(strings.TrimSpace(said)) > most
}

// Answered is a question with its answer.
type Answered struct {
	Fact fact.Key
	Said string // as it is declared; Unknown when nobody knows
}

// Conversation is on its way from a message to a cause. It is not safe for use by
// several goroutines.
type Conversation struct {
	// Support says that whoever answers maintains the computer or the software: what takes
	// a tool beyond the Gestionnaire is asked, too.
	Support bool

	message  lookup.Match
	code     string // the fact that the message itself tells, "" for none
	possible []rule.Number
	atTimes  bool // what it is about comes and goes: what is seen now tells nothing
	vague    bool // it is about no more than that nothing works
	at       time.Time
	answers  []Answered
	heard    int       // of the first answers, which the message gave
	undone   *fact.Key // one of them that was taken back, to be asked
}

// Start begins a conversation about a message, code or words of somebody, judged on a
// day; false when they name nothing. What they answer themselves is not asked: see
// [Conversation.Heard].
func Start(message string, at time.Time) (*Conversation, bool) {
	c, ok := begin(message, at)
	if ok {
		c.answers = answeredBy(message, c.possible)
		c.heard = len(c.answers)
	}
	return c, ok
}

// begin is Start before anything is answered.
func begin(message string, at time.Time) (*Conversation, bool) {
	found := lookup.Find(message)
	c := &Conversation{at: at, atTimes: lookup.Intermittent(message)}
	if len(found) > 0 && found[0].Message.Vague() { // of which nobody knows more than that nothing works
		c.possible, c.vague = lookup.FirstRules(), true
		found[0].Message.Meaning = text.Of("Rien ne marche, sans code ni message", "Nothing works, and there is no code and no message")
	}
	for i := range found {
		m := &found[i]
		if i > 0 && (found[0].Sure() != m.Sure() || i > 2) {
			break // what is merely like it, behind what is sure
		}
		for _, id := range m.Message.Rules {
			if r, ok := rule.ByID(id); ok && r.How.Checked() && !slices.Contains(c.possible, r.Number) {
				c.possible = append(c.possible, r.Number)
			}
		}
	}
	if len(c.possible) == 0 {
		return nil, false
	}
	c.message, c.code = found[0], found[0].PhoneFact()
	return c, true
}

// Message is what the conversation is about, as the tables have it.
func (c *Conversation) Message() lookup.Match { return c.message }

// Answers are the questions answered so far, in order. The slice is the caller's.
func (c *Conversation) Answers() []Answered { return slices.Clone(c.answers) }

// Facts are what was told, the code of the message included, as they are declared.
func (c *Conversation) Facts() []string {
	var out []string
	if c.code != "" {
		out = append(out, c.code)
	}
	for _, a := range c.answers {
		if a.Said != Unknown {
			out = append(out, a.Fact.Name+"="+a.Said)
		}
	}
	return out
}

// Answer takes an answer as people write it ("v4", "12/2026", "oui"), or Unknown. An
// error says what would be right, and changes nothing.
func (c *Conversation) Answer(k fact.Key, said string) error {
	if slices.ContainsFunc(c.answers, func(a Answered) bool { return a.Fact.Name == k.Name }) {
		return ErrNotAsked
	}
	if _, ok := fact.Named(k.Name); !ok {
		return ErrNotAsked
	}
	if said != Unknown {
		if isCodeTyped(k, said) {
			return ErrCode
		}
		if k.Type == fact.TypeDate && saysToday(said) {
			said = card.DateOf(c.at).String()
		}
		set, err := fact.Parse([]string{k.Name + "=" + said})
		if err != nil {
			return err
		}
		said = written(set, k, said)
	}
	c.answers = append(c.answers, Answered{k, said})
	return nil
}

// saysToday reports whether an answer is the day of the conversation, in words.
func saysToday(said string) bool {
	return slices.Contains([]string{"aujourdhui", "today", "la bonne", "la bonne date", "celle du jour", "the right one", "the right date"},
		text.Fold(strings.NewReplacer("'", "", "’", "").Replace(strings.TrimSpace(said))))
}

// written is an answer as it is declared: the value of a choice, "yes" for "oui".
func written(set fact.Set, k fact.Key, said string) string {
	id, _ := fact.Named(k.Name)
	if k.Type == fact.TypeChoice || k.Type == fact.TypeYesNo {
		if value, ok := set.Declared.Text(id); ok {
			return value
		}
	}
	return said
}

// Back takes the last answer away.
func (c *Conversation) Back() error {
	if len(c.answers) == 0 {
		return ErrNothing
	}
	last := len(c.answers) - 1
	if last < c.heard {
		k := c.answers[last].Fact
		c.undone, c.heard = &k, last
	}
	c.answers = c.answers[:last]
	return nil
}

// Outcome is what follows from the answers so far.
type Outcome struct {
	Causes   []*rule.Rule // that are established: the possible ones first, then others that were found on the way
	Open     []*rule.Rule // that remain possible, in the order to check them
	Excluded []*rule.Rule // that the answers exclude
	Verdict  diagnosis.Verdict

	fired []rule.Number          // all that the answers establish
	waits map[rule.Number]string // what each that remains waits for
}

// Left are the first causes that remain where none is established, few enough to say what to
// do about each: whoever could answer nothing more still has to be told.
func (o *Outcome) Left() []*rule.Rule {
	const few = 3
	if len(o.Causes) > 0 {
		return nil
	}
	return o.Open[:min(few, len(o.Open))]
}

// Outcome judges the answers so far.
func (c *Conversation) Outcome() Outcome {
	var out Outcome
	fired, open, verdict := c.judge(nil)
	out.Verdict, out.fired, out.waits = verdict, fired, open
	for _, n := range c.possible {
		switch {
		case slices.Contains(fired, n):
			out.Causes = append(out.Causes, n.Rule())
		case open[n] != "":
			out.Open = append(out.Open, n.Rule())
		default:
			out.Excluded = append(out.Excluded, n.Rule())
		}
	}
	for _, n := range fired {
		if !slices.Contains(c.possible, n) && n.Rule().Severity.Blocking() {
			out.Causes = append(out.Causes, n.Rule())
		}
	}
	return out
}

// judge checks the answers and one more: which rules fire, and which of
// the possible ones wait for which input.
func (c *Conversation) judge(more []string) (fired []rule.Number, waits map[rule.Number]string, v diagnosis.Verdict) {
	waits = map[rule.Number]string{}
	set, err := fact.Parse(append(c.Facts(), more...))
	if err != nil { // every answer was parsed when it was given
		return nil, waits, diagnosis.VerdictUndetermined
	}
	result := diagnosis.Check(&diagnosis.Input{Facts: set, WorkstationCheck: true, FactsOnly: true}, c.at)
	for i := range result.Findings {
		if n := result.Findings[i].Rule.Number; !slices.Contains(fired, n) {
			fired = append(fired, n)
		}
	}
	for u := range result.Unknown {
		if n := u.Rule.Number; slices.Contains(c.possible, n) && !slices.Contains(fired, n) {
			waits[n] = u.Missing
		}
	}
	for _, told := range append(c.Facts(), more...) {
		for _, n := range ruledOut[told] {
			delete(waits, n)
		}
	}
	return fired, waits, result.Verdict
}

// IsWrongAnswer reports whether an error is about an answer that was written wrong.
func IsWrongAnswer(err error) bool {
	_, ok := errors.AsType[*fact.Error](err)
	return ok
}
