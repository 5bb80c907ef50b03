package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/ask"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// maxTurn bounds what is read of one turn, and of one typed answer, in bytes.
const maxTurn = 1 << 20

func (a *app) askCommand() *cobra.Command {
	var turn string
	cmd := &cobra.Command{
		Use:   "ask " + a.t(`"MESSAGE OU CODE"`, `"MESSAGE OR CODE"`),
		Short: a.t("D'un message à sa cause, une question à la fois", "From a message to its cause, one question at a time"),
		Long: a.t(`Mène d'un message, d'un code ou des mots de quelqu'un à la cause, une question à la
fois, dans l'ordre de ce qu'elles décident. Chaque question est de celles auxquelles un
médecin répond avec le seul Gestionnaire. À chacune : le numéro d'un choix ou la valeur
telle qu'on l'écrit (v4, 12/2026, oui), « ? » pour « je ne sais pas », « < » pour revenir,
« . » pour finir. À la fin, les causes, ce qui reste possible, et un résumé à coller dans un
ticket. Rien n'est lu d'aucune carte ; un code porteur n'est jamais demandé.

--format json mène la même conversation une question à la fois : la première réponse donne
la question ; rendre le même document avec « "answer": "…" » à --turn donne la suivante.`,
			`Leads from a message, a code or somebody's words to the cause, one question at a
time, in the order of what they decide. Each question is one that a doctor answers with
nothing but the Gestionnaire. To each: the number of a choice or the value as people write
it (v4, 12/2026, yes), “?” for “don't know”, “<” to go back, “.” to end. At the end the
causes, what remains possible, and a summary to paste in a ticket. Nothing is read of any
card; a PIN is never asked for.

--format json holds the same conversation one question at a time: the first answer gives
the question; the same document with “"answer": "…"” given to --turn gives the next.`),
		Example: "  cpslab ask 61444\n  cpslab ask \"carte non reconnue\" --lang en\n  cpslab ask 61444 --format json > turn.json\n  cpslab ask --format json --turn turn.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("turn") {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("turn") {
				return a.askTurn(cmd.Context(), turn)
			}
			return a.ask(cmd.Context(), strings.Join(args, " "))
		},
		ValidArgsFunction: a.completeQuery,
	}
	cmd.SetFlagErrorFunc(a.dashedCode)
	cmd.Flags().StringVar(&turn, "turn", "", a.t("document JSON d'un tour, avec sa réponse ; - : l'entrée standard", "JSON document of a turn, with its answer; -: standard input"))
	return cmd
}

// turnJSON is one turn of a conversation: what was answered, and what is asked. It is
// written, and read again with an answer.
type turnJSON struct {
	Schema   int             `json:"schema"`
	Message  string          `json:"message"`
	Answers  []saidJSON      `json:"answers"`
	Question *questionJSON   `json:"question,omitempty"` // absent when the conversation is over
	Answer   string          `json:"answer,omitempty"`   // to the question, in what is read
	Problem  string          `json:"problem,omitempty"`  // with an answer that was not taken
	Done     bool            `json:"done"`
	Causes   []causeJSON     `json:"causes"` // established
	Open     []namedRuleJSON `json:"open"`   // still possible, in the order to check
	Excluded []namedRuleJSON `json:"excluded"`
	Summary  string          `json:"ticket,omitempty"` // to paste, when it is over
}

type saidJSON struct {
	Fact   string `json:"fact"`
	Answer string `json:"answer"`
}

type questionJSON struct {
	Fact      string       `json:"fact"`
	Text      string       `json:"text"`
	Choices   []choiceJSON `json:"choices"`
	Form      string       `json:"form"`
	Remaining int          `json:"remaining"`
}

type choiceJSON struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

type namedRuleJSON struct {
	Rule  string `json:"rule"`
	Title string `json:"title"`
}

func (a *app) rulesJSON(rules []*diagnosis.Rule) []namedRuleJSON {
	out := []namedRuleJSON{}
	for _, r := range rules {
		out = append(out, namedRuleJSON{r.ID, r.Title.In(a.lang)})
	}
	return out
}

// ask holds a conversation on the terminal, or begins one in JSON.
func (a *app) ask(ctx context.Context, message string) error {
	c, err := a.conversation(message)
	if err != nil {
		return err
	}
	if a.json() {
		return a.writeTurn(c, message, "")
	}
	return a.hold(ctx, c)
}

func (a *app) conversation(message string) (*ask.Conversation, error) {
	c, ok := ask.Start(message, a.now())
	if !ok {
		return nil, &cliError{
			code: exitOpen, text: a.t("ce message ne nomme aucune cause que ce banc connaisse", "this message names no cause that this bench knows"),
			hint: a.t("essayez le code affiché, ou quelques mots du message ; cpslab reproduce en dit plus", "try the code that is shown, or a few words of the message; cpslab reproduce tells more"),
		}
	}
	return c, nil
}

// hold asks until a cause is established, nothing is left to ask, or the user ends it.
func (a *app) hold(ctx context.Context, c *ask.Conversation) error {
	in := bufio.NewReader(interruptible{ctx, io.LimitReader(a.in, maxTurn)})
	fmt.Fprintf(a.out, a.t("%s : %d causes possibles.\n", "%s: %d possible causes.\n"), a.about(c), len(c.Outcome().Open))
	fmt.Fprintln(a.out, a.t("? : je ne sais pas    < : revenir    . : finir", "?: don't know    <: back    .: end"))
	for n := 1; ; n++ {
		q, more := c.Next()
		if !more {
			break
		}
		a.printQuestion(n, q)
		said, err := in.ReadString('\n')
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if said = strings.TrimSpace(said); err != nil && said == "" {
			fmt.Fprintln(a.out)
			break // the end of the input ends the conversation
		}
		if said == "." {
			break
		}
		if err := reply(c, q, said); err != nil {
			fmt.Fprintln(a.out, "  "+a.notTaken(err))
			n--
			continue
		}
		if isBack(said) {
			n -= 2
		}
	}
	return a.concludeAsk(c)
}

// reply takes an answer as people type it: the number of a choice, a value, "don't
// know", or the way back.
func reply(c *ask.Conversation, q ask.Question, said string) error {
	switch {
	case isBack(said):
		return c.Back()
	case isUnknown(said):
		return c.Answer(q.Fact, ask.Unknown)
	}
	if n, err := strconv.Atoi(said); err == nil && n >= 1 && n <= len(q.Choices) && !slices.Contains(q.Fact.Values, said) {
		said = q.Choices[n-1].Value
	}
	for _, choice := range q.Choices {
		if same(said, choice.Text.FR) || same(said, choice.Text.EN) {
			said = choice.Value
		}
	}
	return c.Answer(q.Fact, said)
}

// notTaken says why an answer was not taken.
func (a *app) notTaken(err error) string {
	if wrong, ok := errors.AsType[*fact.Error](err); ok {
		return wrong.Reason.In(a.lang)
	}
	message, _ := text.Say(err, a.lang)
	return message
}

func same(a, b string) bool { return slices.Equal(text.Words(a), text.Words(b)) && a != "" }

func isBack(said string) bool {
	return slices.Contains([]string{"<", "retour", "back"}, strings.ToLower(said))
}

func isUnknown(said string) bool {
	words := strings.Join(text.Words(said), " ")
	return said == "" || said == ask.Unknown || slices.Contains([]string{"je ne sais pas", "sais pas", "nsp", "ne sait pas", "don t know", "i don t know", "dont know", "unknown", "inconnu"}, words)
}

func (a *app) printQuestion(n int, q ask.Question) {
	fmt.Fprintln(a.out)
	a.hanging(fmt.Sprintf("%d. ", n), q.Text.In(a.lang))
	for i, choice := range q.Choices {
		fmt.Fprintf(a.out, "   %d  %s\n", i+1, choice.Text.In(a.lang))
	}
	if len(q.Choices) == 0 {
		fmt.Fprintf(a.out, "   (%s)\n", q.Form.In(a.lang))
	}
	fmt.Fprint(a.out, "> ")
}

// about is what a conversation is about, in the words of the tables: never what was
// typed.
func (a *app) about(c *ask.Conversation) string {
	m := c.Message()
	switch {
	case m.Message.Name != "":
		return m.Message.Name
	case m.Code != 0 && m.Message.Kind == "SSV":
		return fmt.Sprintf("%s %d (%s)", m.Message.Kind, m.Code, m.Hex())
	case m.Code != 0:
		return string(m.Message.Kind) + " " + m.Hex()
	case m.Message.Text != "":
		return "« " + m.Message.Text + " »"
	default:
		return a.meaning(m.Message)
	}
}

// concludeAsk says what follows, and what to paste in a ticket.
func (a *app) concludeAsk(c *ask.Conversation) error {
	out := c.Outcome()
	fmt.Fprintln(a.out)
	if len(out.Causes) == 0 {
		a.code = exitOpen
		fmt.Fprintln(a.out, a.t("Aucune cause n'est établie. Restent possibles, dans l'ordre où les vérifier :", "No cause is established. Still possible, in the order to check them:"))
		for _, r := range out.Open {
			fmt.Fprintf(a.out, "  %-12s  %s\n", r.ID, r.Title.In(a.lang))
		}
	} else {
		fmt.Fprintln(a.out, a.t("Cause établie par ce qui est dit :", "Cause established by what was told:"))
	}
	for i, r := range out.Causes {
		fmt.Fprintf(a.out, "  %d. %-12s  %s\n", i+1, r.ID, r.Title.In(a.lang))
		a.printAdvice(causeJSON{Rule: r.ID, adviceJSON: a.withoutQuestions(r)})
	}
	fmt.Fprintln(a.out, a.t("\nÀ coller dans un ticket :", "\nTo paste in a ticket:"))
	fmt.Fprintln(a.out, a.ticket(c))
	return nil
}

// withoutQuestions is the advice on a rule of which everything was asked.
func (a *app) withoutQuestions(r *diagnosis.Rule) adviceJSON {
	advice := a.advice(r)
	advice.Ask = nil
	return advice
}

// ticket is the summary of a conversation, without anything that identifies somebody.
func (a *app) ticket(c *ask.Conversation) string {
	var b strings.Builder
	line := func(head, said string) {
		if said != "" {
			b.WriteString("  " + head + a.t(" : ", ": ") + said + "\n")
		}
	}
	line("Message", a.about(c))
	for _, said := range c.Answers() {
		k, answer := said.Fact, said.Said
		switch {
		case answer == ask.Unknown:
			answer = a.t("pas su", "not known")
		case k.Identity:
			answer = "•••"
		case k.Type == fact.TypeChoice || k.Type == fact.TypeYesNo:
			answer = k.Called(answer).In(a.lang)
		}
		b.WriteString("  - " + k.Human().Question.In(a.lang) + " " + answer + "\n")
	}
	out := c.Outcome()
	line(a.t("Cause", "Cause"), titles(out.Causes, a.lang))
	line(a.t("Reste possible", "Still possible"), ids(out.Open))
	line(a.t("Écarté", "Excluded"), ids(out.Excluded))
	if facts := c.Facts(); len(facts) > 0 {
		command := "cpslab diagnose --facts-only"
		for _, f := range facts {
			name, _, _ := strings.Cut(f, "=")
			if k, ok := fact.ByName(name); ok && k.Identity {
				continue
			}
			command += " --fact " + shellWord(f)
		}
		line(a.t("Rejouer", "Again"), command)
	}
	return strings.TrimRight(b.String(), "\n")
}

func titles(rules []*diagnosis.Rule, lang string) string {
	var out []string
	for _, r := range rules {
		out = append(out, r.ID+" "+r.Title.In(lang))
	}
	return strings.Join(out, ", ")
}

func ids(rules []*diagnosis.Rule) string {
	var out []string
	for _, r := range rules {
		out = append(out, r.ID)
	}
	return strings.Join(out, ", ")
}

// askTurn takes a turn that was written, with its answer, and writes the next.
func (a *app) askTurn(ctx context.Context, name string) error {
	if !a.json() {
		return usage("%s", "--format json", a.t("--turn lit et écrit du JSON", "--turn reads and writes JSON"))
	}
	in := io.NopCloser(interruptible{ctx, a.in})
	if name != "-" {
		var err error
		if in, err = openInput(ctx, name); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			return usage("%s", a.t("le document JSON d'un tour", "the JSON document of a turn"), name+": "+a.system(err))
		}
		defer func() { _ = in.Close() }() // it was read only
	}
	b, err := io.ReadAll(io.LimitReader(in, maxTurn+1))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return usage("%s", a.t("le document JSON d'un tour", "the JSON document of a turn"), a.system(err))
	case len(b) > maxTurn:
		return usage("%s", a.t("le document JSON d'un tour", "the JSON document of a turn"), a.t("plus d'un Mio", "more than one MiB"))
	}
	return a.nextTurn(b)
}

func (a *app) nextTurn(b []byte) error {
	bad := func(why string) error {
		return usage("%s", a.t("rendre le document du tour avec « \"answer\" »", "give the document of the turn back with “\"answer\"”"), why)
	}
	var turn turnJSON
	if err := json.Unmarshal([]byte(text.Decode(string(b))), &turn); err != nil {
		return bad(a.t("ce n'est pas le JSON d'un tour", "not the JSON of a turn"))
	}
	c, err := a.conversation(turn.Message)
	if err != nil {
		return err
	}
	for _, said := range turn.Answers {
		k, ok := fact.ByName(said.Fact)
		if !ok {
			return bad(a.t("réponse à une question inconnue", "an answer to an unknown question"))
		}
		if err := c.Answer(k, said.Answer); err != nil {
			message, _ := text.Say(err, a.lang)
			return bad(message)
		}
	}
	problem := ""
	if turn.Answer != "" {
		q, more := c.Next()
		if !more && !isBack(turn.Answer) {
			return bad(a.t("la conversation est finie", "the conversation is over"))
		}
		if turn.Question != nil && more && turn.Question.Fact != q.Fact.Name {
			return bad(a.t("la réponse n'est pas à la question de ce tour", "the answer is not to the question of this turn"))
		}
		if err := reply(c, q, turn.Answer); errors.Is(err, ask.ErrNothing) || errors.Is(err, ask.ErrCode) || ask.IsWrongAnswer(err) {
			problem = a.notTaken(err)
		} else if err != nil {
			message, _ := text.Say(err, a.lang)
			return bad(message)
		}
	}
	return a.writeTurn(c, turn.Message, problem)
}

// writeTurn writes what was told and what is asked next.
func (a *app) writeTurn(c *ask.Conversation, message, problem string) error {
	out := c.Outcome()
	turn := turnJSON{
		Schema: 1, Message: message, Answers: []saidJSON{}, Problem: problem, Causes: []causeJSON{},
		Open: a.rulesJSON(out.Open), Excluded: a.rulesJSON(out.Excluded),
	}
	for _, said := range c.Answers() {
		turn.Answers = append(turn.Answers, saidJSON{said.Fact.Name, said.Said})
	}
	for _, r := range out.Causes {
		turn.Causes = append(turn.Causes, causeJSON{Rule: r.ID, Title: r.Title.In(a.lang), Severity: r.Severity, adviceJSON: a.advice(r)})
	}
	if q, more := c.Next(); more {
		turn.Question = &questionJSON{Fact: q.Fact.Name, Text: q.Text.In(a.lang), Choices: []choiceJSON{}, Form: q.Form.In(a.lang), Remaining: q.Remaining}
		for _, choice := range q.Choices {
			turn.Question.Choices = append(turn.Question.Choices, choiceJSON{choice.Value, choice.Text.In(a.lang)})
		}
	} else {
		turn.Done, turn.Summary = true, a.ticket(c)
		if len(out.Causes) == 0 {
			a.code = exitOpen
		}
	}
	return a.writeJSON(turn)
}
