package ask

import (
	"encoding/json"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// schemaNumber is that of the documents.
const schemaNumber = 1

// Turn is one turn of a conversation as a document: what was answered, and what is asked.
// Who holds it keeps nothing else: the document goes back with an answer in it, and the
// next one comes. Its schema is turn_schema.json; Schema is 1, and within a number members
// may be added.
type Turn struct {
	Schema   int           `json:"schema" jsonschema:"1; within a number, members may be added"`
	Message  string        `json:"message" jsonschema:"what the conversation is about, as it was asked: a message, a code, somebody's words"`
	Support  bool          `json:"support,omitempty" jsonschema:"whoever answers maintains the computer or the software: questions are asked that take a tool, too"`
	Answers  []TurnAnswer  `json:"answers" jsonschema:"in the order in which they were given"`
	Question *TurnQuestion `json:"question,omitempty" jsonschema:"what is asked next; absent when the conversation is over"`
	Answer   string        `json:"answer,omitempty" jsonschema:"in what is given back: the answer as people write it, a number or a value of the choices, ? for don't know, < to go back"`
	Problem  string        `json:"problem,omitempty" jsonschema:"why the answer was not taken, and what would be; the question is asked again"`
	Done     bool          `json:"done" jsonschema:"nothing is left to ask"`
	Causes   []TurnCause   `json:"causes" jsonschema:"that the answers establish, in the order to check them"`
	Open     []TurnRule    `json:"open" jsonschema:"still possible, in the order to check them"`
	Excluded []TurnRule    `json:"excluded" jsonschema:"that the answers exclude"`
	Ticket   string        `json:"ticket,omitempty" jsonschema:"summary to paste, when it is over; it identifies nobody"`
	More     bool          `json:"more_with_support,omitempty" jsonschema:"it is over for a doctor; whoever maintains the computer would be asked more: give it back with support"`
}

// TurnAnswer is a question that was answered.
type TurnAnswer struct {
	Fact   string `json:"fact" jsonschema:"name of the fact, as cpslab diagnose --fact takes it"`
	Answer string `json:"answer" jsonschema:"as it is declared; ? when nobody knows"`
}

// TurnQuestion is a question.
type TurnQuestion struct {
	Fact      string       `json:"fact" jsonschema:"that the answer declares"`
	Text      string       `json:"text" jsonschema:"the question, a whole sentence"`
	Choices   []TurnChoice `json:"choices" jsonschema:"answers to choose from; empty for what is typed"`
	Form      string       `json:"form" jsonschema:"how a typed answer is written"`
	Remaining int          `json:"remaining" jsonschema:"how many causes are possible before it is answered"`
	Support   bool         `json:"support,omitempty" jsonschema:"it is for whoever maintains the computer or the software"`
}

// TurnChoice is one answer to choose.
type TurnChoice struct {
	Value string `json:"value" jsonschema:"what to give back as answer"`
	Text  string `json:"text"`
}

// TurnRule names a rule.
type TurnRule struct {
	Rule    string `json:"rule" jsonschema:"its number, as cpslab rules explains it"`
	Title   string `json:"title"`
	Check   string `json:"check,omitempty" jsonschema:"what to look at, where the conversation is over and left few causes; so with remedy and contact"`
	Remedy  string `json:"remedy,omitempty"`
	Contact string `json:"contact,omitempty" jsonschema:"whom to call, with numbers and hours"`
}

// TurnCause is a cause that is established, and what to do about it.
type TurnCause struct {
	Rule     string        `json:"rule" jsonschema:"its number, as cpslab rules explains it"`
	Title    string        `json:"title"`
	Severity rule.Severity `json:"severity" jsonschema:"as verdicts name it: BLOCK-BILLING, WARN …"`
	Check    string        `json:"check" jsonschema:"what to look at: the cause in the words of the rule"`
	Remedy   string        `json:"remedy"`
	Contact  string        `json:"contact,omitempty" jsonschema:"whom to call, with numbers and hours"`
}

// TurnError is a document that is none of a conversation.
type TurnError struct{ Reason text.Text }

var _ text.Speaker = (*TurnError)(nil)

func (e *TurnError) Error() string { return e.Reason.EN }

// Say gives the reason, and how to go on.
func (e *TurnError) Say(lang string) (message, hint string) {
	return e.Reason.In(lang), text.Of("rendre le document du tour avec « \"answer\" »", "give the document of the turn back with “\"answer\"”").In(lang)
}

// BadInput is true: the caller gave the document.
func (e *TurnError) BadInput() bool { return true }

// ErrNames is the error for a message that names no cause.
var ErrNames = text.NewError(text.Of("ce message ne nomme aucune cause que ce banc connaisse", "this message names no cause that this bench knows"),
	text.Of("essayez le code affiché, ou quelques mots du message ; cpslab reproduce en dit plus", "try the code that is shown, or a few words of the message; cpslab reproduce tells more"))

// ReadTurn reads the document of a turn, in the encodings that files come in.
func ReadTurn(b []byte) (*Turn, error) {
	var t Turn
	if err := json.Unmarshal([]byte(text.Decode(string(b))), &t); err != nil {
		return nil, &TurnError{text.Of("ce n'est pas le JSON d'un tour", "not the JSON of a turn")}
	}
	return &t, nil
}

// Next takes the answer of a turn and gives the turn behind it, in lang and judged on a
// day; without an answer, the same one. A turn with nothing but a message begins. Errors
// are [ErrNames] and *[TurnError].
func (t *Turn) Next(at time.Time, lang string) (*Turn, error) {
	from := Start
	if t.Question != nil || t.Done || len(t.Answers) > 0 { // the document holds what the message answered
		from = begin
	}
	if t.Schema != 0 && t.Schema != schemaNumber {
		return nil, &TurnError{text.Of("document d'un autre schéma : %d", "a document of another schema: %d", t.Schema)}
	}
	c, ok := from(t.Message, at)
	if !ok {
		return nil, ErrNames
	}
	c.Support = t.Support
	bad := func(reason text.Text) (*Turn, error) { return nil, &TurnError{reason} }
	for _, said := range t.Answers {
		k, ok := fact.ByName(said.Fact)
		if !ok {
			return bad(text.Of("réponse à une question inconnue", "an answer to an unknown question"))
		}
		if err := c.Answer(k, said.Answer); err != nil {
			message, _ := text.Said(err)
			return bad(message)
		}
	}
	c.recall(t)
	if t.Answer == "" {
		return c.turn(t.Message, text.Text{}, lang), nil
	}
	q, more := c.Next()
	if !more && !IsBack(t.Answer) {
		return bad(text.Of("la conversation est finie", "the conversation is over"))
	}
	if t.Question != nil && more && t.Question.Fact != q.Fact.Name {
		return bad(text.Of("la réponse n'est pas à la question de ce tour", "the answer is not to the question of this turn"))
	}
	err := c.Reply(q, t.Answer)
	switch {
	case err == nil:
		return c.turn(t.Message, text.Text{}, lang), nil
	case IsNotTaken(err):
		return c.turn(t.Message, WhyNotTaken(err), lang), nil
	}
	message, _ := text.Said(err)
	return bad(message)
}

// turn is the document of the conversation as it stands.
func (c *Conversation) turn(message string, problem text.Text, lang string) *Turn {
	out := c.Outcome()
	t := &Turn{
		Schema: schemaNumber, Message: message, Support: c.Support, Answers: []TurnAnswer{}, Problem: problem.In(lang), Causes: []TurnCause{},
		Open: turnRules(out.Open, lang), Excluded: turnRules(out.Excluded, lang),
	}
	for _, said := range c.answers {
		t.Answers = append(t.Answers, TurnAnswer{said.Fact.Name, said.Said})
	}
	for _, r := range out.Causes {
		w := r.Render("", nil, lang)
		t.Causes = append(t.Causes, TurnCause{r.ID, r.Title.In(lang), r.Severity, w.Cause, w.Remedy, w.Contact})
	}
	q, more := c.Next()
	if !more {
		t.Done, t.Ticket, t.More = true, c.Ticket(lang), c.MoreWithSupport()
		for i, r := range out.Left() {
			w := r.Render("", nil, lang)
			t.Open[i].Check, t.Open[i].Remedy, t.Open[i].Contact = w.Cause, w.Remedy, w.Contact
		}
		return t
	}
	t.Question = &TurnQuestion{
		Fact: q.Fact.Name, Text: q.Text.In(lang), Choices: []TurnChoice{}, Form: q.Form.In(lang), Remaining: q.Remaining, Support: !q.Fact.Human().ByUser,
	}
	for _, choice := range q.Choices {
		t.Question.Choices = append(t.Question.Choices, TurnChoice{choice.Value, choice.Text.In(lang)})
	}
	return t
}

func turnRules(rules []*rule.Rule, lang string) []TurnRule {
	out := []TurnRule{}
	for _, r := range rules {
		out = append(out, TurnRule{Rule: r.ID, Title: r.Title.In(lang)})
	}
	return out
}
