package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/ask"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
)

// maxTurn bounds what is read of one turn, and of one typed answer, in bytes.
const maxTurn = 1 << 20

func (a *app) askCommand() *cobra.Command {
	var turn string
	var support bool
	cmd := &cobra.Command{
		Use:   "ask " + a.t(`"MESSAGE OU CODE"`, `"MESSAGE OR CODE"`),
		Short: a.t("D'un message à sa cause, une question à la fois", "From a message to its cause, one question at a time"),
		Long: a.t(`Mène d'un message, d'un code ou des mots de quelqu'un à la cause, une question à la
fois, dans l'ordre de ce qu'elles décident. Chaque question est de celles auxquelles un
médecin répond avec le seul Gestionnaire ; --support pose aussi celles qui demandent un
outil, à qui s'occupe du poste ou du logiciel. À chacune : le numéro d'un choix ou la valeur
telle qu'on l'écrit (v4, 12/2026, oui), « ? » pour « je ne sais pas », « < » pour revenir,
« . » pour finir. À la fin, les causes, ce qui reste possible, et un résumé à coller dans un
ticket. Rien n'est lu d'aucune carte ; un code porteur n'est jamais demandé.

--format json mène la même conversation une question à la fois : la première réponse donne
la question ; rendre le même document avec « "answer": "…" » à --turn donne la suivante
(« cpslab schema --ask » : son schéma).`,
			`Leads from a message, a code or somebody's words to the cause, one question at a
time, in the order of what they decide. Each question is one that a doctor answers with
nothing but the Gestionnaire; --support asks those that take a tool, too, of whoever
maintains the computer or the software. To each: the number of a choice or the value as people write
it (v4, 12/2026, yes), “?” for “don't know”, “<” to go back, “.” to end. At the end the
causes, what remains possible, and a summary to paste in a ticket. Nothing is read of any
card; a PIN is never asked for.

--format json holds the same conversation one question at a time: the first answer gives
the question; the same document with “"answer": "…"” given to --turn gives the next
(“cpslab schema --ask”: its schema).`),
		Example: "  cpslab ask 61444\n  cpslab ask \"carte non reconnue\" --lang en\n  cpslab ask 61444 --format json > turn.json\n  cpslab ask --format json --turn turn.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("turn") {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("turn") {
				return a.askTurn(cmd.Context(), turn, support)
			}
			return a.ask(cmd.Context(), strings.Join(args, " "), support)
		},
		ValidArgsFunction: a.completeQuery,
	}
	cmd.SetFlagErrorFunc(a.dashedCode)
	cmd.Flags().StringVar(&turn, "turn", "", a.t("document JSON d'un tour, avec sa réponse ; - : l'entrée standard", "JSON document of a turn, with its answer; -: standard input"))
	cmd.Flags().BoolVar(&support, "support", false, a.t("qui répond s'occupe du poste ou du logiciel : poser aussi ce qui demande un outil", "whoever answers maintains the computer or the software: ask what takes a tool, too"))
	return cmd
}

// ask holds a conversation on the terminal, or begins one in JSON.
func (a *app) ask(ctx context.Context, message string, support bool) error {
	if a.json() {
		return a.nextTurn(&ask.Turn{Message: message, Support: support})
	}
	c, ok := ask.Start(message, a.now())
	if !ok {
		return a.namesNothing()
	}
	c.Support = support
	return a.hold(ctx, c)
}

// namesNothing is the end of a conversation that cannot begin.
func (a *app) namesNothing() error {
	message, hint := text.Say(ask.ErrNames, a.lang)
	return &cliError{code: exitOpen, text: message, hint: hint}
}

// hold asks until a cause is established, nothing is left to ask, or the user ends it.
func (a *app) hold(ctx context.Context, c *ask.Conversation) error {
	in := bufio.NewReader(interruptible{ctx, io.LimitReader(a.in, maxTurn)})
	switch n := len(c.Outcome().Open); n {
	case 0:
		fmt.Fprintln(a.out, c.About().In(a.lang))
	case 1:
		fmt.Fprintf(a.out, a.t("%s : une cause possible.\n", "%s: one possible cause.\n"), c.About().In(a.lang))
	default:
		fmt.Fprintf(a.out, a.t("%s : %d causes possibles.\n", "%s: %d possible causes.\n"), c.About().In(a.lang), n)
	}
	fmt.Fprintln(a.out, a.t("? : je ne sais pas    < : revenir    . : finir", "?: don't know    <: back    .: end"))
	for _, said := range c.Heard() {
		fmt.Fprintf(a.out, a.t("Dit dans le message : %s %s\n", "Told in the message: %s %s\n"), said.Fact.Human().Question.In(a.lang), said.Fact.Called(said.Said).In(a.lang))
	}
	for n := 1; ; n++ {
		q, more := c.Next()
		if !more {
			break
		}
		a.printQuestion(n, q)
		said, err := in.ReadString('\n')
		if ctx.Err() != nil {
			if n > 1 { // what was told so far is not lost
				fmt.Fprintln(a.out)
				if err := a.concludeAsk(c); err != nil {
					return err
				}
			}
			return ctx.Err()
		}
		if said = strings.TrimSpace(said); err != nil && said == "" {
			fmt.Fprintln(a.out)
			break // the end of the input ends the conversation
		}
		if said == "." {
			break
		}
		if err := c.Reply(q, said); err != nil {
			fmt.Fprintln(a.out, "  "+ask.WhyNotTaken(err).In(a.lang))
			n--
			continue
		}
		if ask.IsBack(said) {
			n = max(0, n-2) // what the message told is asked before the first question
		}
	}
	return a.concludeAsk(c)
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

// concludeAsk says what follows, and what to paste in a ticket.
func (a *app) concludeAsk(c *ask.Conversation) error {
	out := c.Outcome()
	fmt.Fprintln(a.out)
	if len(out.Causes) == 0 {
		a.code = exitOpen
		fmt.Fprintln(a.out, a.t("Aucune cause n'est établie. Restent possibles, dans l'ordre où les vérifier :", "No cause is established. Still possible, in the order to check them:"))
		for i, r := range out.Open {
			fmt.Fprintf(a.out, "  %-12s  %s\n", r.ID, r.Title.In(a.lang))
			if i < len(out.Left()) {
				a.printAdvice(causeJSON{Rule: r.ID, adviceJSON: a.withoutQuestions(r)})
			}
		}
	} else {
		fmt.Fprintln(a.out, a.t("Cause établie par ce qui est dit :", "Cause established by what was told:"))
	}
	for i, r := range out.Causes {
		fmt.Fprintf(a.out, "  %d. %-12s  %s\n", i+1, r.ID, r.Title.In(a.lang))
		a.printAdvice(causeJSON{Rule: r.ID, adviceJSON: a.withoutQuestions(r)})
	}
	if c.MoreWithSupport() {
		fmt.Fprintln(a.out, a.t("\n--support : des questions restent pour qui s'occupe du poste ou du logiciel.", "\n--support: questions remain for whoever maintains the computer or the software."))
	}
	fmt.Fprintln(a.out, a.t("\nÀ coller dans un ticket :", "\nTo paste in a ticket:"))
	fmt.Fprintln(a.out, c.Ticket(a.lang))
	return nil
}

// withoutQuestions is the advice on a rule of which everything was asked.
func (a *app) withoutQuestions(r *diagnosis.Rule) adviceJSON {
	advice := a.advice(r)
	advice.Ask = nil
	return advice
}

// askTurn takes a turn that was written, with its answer, and writes the next.
func (a *app) askTurn(ctx context.Context, name string, support bool) error {
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
	turn, err := ask.ReadTurn(b)
	if err != nil {
		return a.badTurn(err)
	}
	turn.Support = turn.Support || support
	return a.nextTurn(turn)
}

// nextTurn takes the answer of a turn, and writes the turn behind it.
func (a *app) nextTurn(turn *ask.Turn) error {
	next, err := turn.Next(a.now(), a.lang)
	switch {
	case errors.Is(err, ask.ErrNames):
		return a.namesNothing()
	case err != nil:
		return a.badTurn(err)
	case next.Done && len(next.Causes) == 0:
		a.code = exitOpen
	}
	return a.writeJSON(next)
}

func (a *app) badTurn(err error) error {
	message, hint := text.Say(err, a.lang)
	return usage("%s", hint, message)
}
