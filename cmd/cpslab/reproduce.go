package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/lookup"
)

// maxMatches bounds how many readings of a message are shown; the others are
// named.
const maxMatches = 3

// maxPasted bounds what is read from standard input.
const maxPasted = 1 << 20

func (a *app) reproduceCommand() *cobra.Command {
	var run bool
	var log string
	cmd := &cobra.Command{
		Use:   "reproduce " + a.t(`"MESSAGE OU CODE"`, `"MESSAGE OR CODE"`),
		Short: a.t("Ce qu'un message ou un code de terrain veut dire, et comment le voir", "What a field message or code means, and how to see it"),
		Long: a.t(`Cherche un message ou une partie d'un message (accents, casse et petites fautes
ignorés), un code SSV ou GALSS en décimal ou en hexadécimal, un résultat PKCS#11 ou
PC/SC, un status word, ou une règle par son titre ou son numéro. Donne les règles qui
peuvent être en cause, dans l'ordre où les vérifier, et pour chacune que vérifier, que
demander, que faire et qui appeler, puis la commande qui la montre sur ce banc : carte
simulée, ou fait déclaré (--fact). Un texte qui ne fait que ressembler est annoncé « à
confirmer », ce qui ne peut être que cité aussi. Un sigle (DAM, PUK, GALSS) donne la
liste de ses règles, une plainte vague les premières vérifications. « - » lit le texte
sur l'entrée standard.

--log lit un journal (pcscd, OpenSC, espion PKCS#11, agent, stunnel, curl), ou l'entrée
standard pour « - », et donne les causes que ses lignes nomment, avec leurs numéros ; rien
d'autre du journal n'est repris. Un bloc de journal collé est lu de même.

--run lance les commandes de la première réponse, telles qu'elles sont affichées.`,
			`Looks up a message or a part of one (accents, case and small slips ignored), an SSV
or GALSS code in decimal or hexadecimal, a PKCS#11 or PC/SC result, a status word, or
a rule by its title or number. Gives the rules it may mean, in the order to check
them, and for each what to check, to ask and to do and whom to call, then the command
that shows it on this bench: a simulated card, or a declared fact (--fact). A text
that is merely like it is said “to be confirmed”, what can only be quoted is said to
be quoted. An acronym (DAM, PUK, GALSS) gives the list of its rules, a vague complaint
the first checks. “-” reads the text from standard input.

--log reads a log (pcscd, OpenSC, a PKCS#11 spy, an agent, stunnel, curl), or standard
input for “-”, and gives the causes that its lines name, with their numbers; nothing else
of the log is repeated. A pasted block of a log is read likewise.

--run runs the commands of the first answer, as they are printed.`),
		Example: "  cpslab reproduce 61444\n  cpslab reproduce \"pas de dam\"\n  cpslab reproduce SW=6983 --run\n  cpslab reproduce CKR_PIN_LOCKED --format json\n  cpslab reproduce - < dialog.txt\n  cpslab reproduce --log pcscd.log",
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("log") {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("log") {
				if run {
					return usage("%s", a.t("l'un ou l'autre", "one or the other"), a.t("--log et --run ne vont pas ensemble", "--log and --run do not go together"))
				}
				return a.fromLog(cmd.Context(), log)
			}
			query, err := a.query(args)
			if err != nil {
				return err
			}
			return a.reproduce(cmd.Context(), query, run)
		},
		ValidArgsFunction: a.completeQuery,
	}
	cmd.SetFlagErrorFunc(a.dashedCode)
	cmd.Flags().StringVar(&log, "log", "", a.t("lire ce journal ; - : l'entrée standard", "read this log; -: standard input"))
	cmd.Flags().BoolVar(&run, "run", false, a.t("lancer les commandes de la première réponse", "run the commands of the first answer"))
	return cmd
}

// query is what was asked: the arguments, or standard input for "-".
func (a *app) query(args []string) (string, error) {
	query := strings.Join(args, " ")
	if query == "-" {
		b, err := io.ReadAll(io.LimitReader(a.in, maxPasted))
		if err != nil {
			return "", usage("%s%s", a.t("un texte sur l'entrée standard", "a text on standard input"), a.t("entrée standard : ", "standard input: "), a.system(err))
		}
		query = string(b)
	}
	if strings.TrimSpace(query) == "" {
		return "", usage("%s", a.t("par exemple cpslab reproduce 61444", "for example cpslab reproduce 61444"), a.t("ni message ni code donné", "no message and no code given"))
	}
	return query, nil
}

// completeQuery proposes the codes and the names, each with its text.
func (a *app) completeQuery(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	add := func(word, text string) {
		if word != "" && strings.HasPrefix(strings.ToUpper(word), strings.ToUpper(typed)) {
			out = append(out, cobra.CompletionWithDesc(word, text))
		}
	}
	for _, m := range lookup.Messages() {
		text := cmp.Or(m.Text, m.Meaning.In(a.lang), string(m.Kind))
		switch {
		case m.Name != "":
			add(m.Name, text)
		case m.Kind == lookup.KindSSV && m.Code != 0:
			add(strconv.FormatInt(m.Code, 10), text)
			add(m.Hex(), text)
		case m.Code != 0:
			add(m.Hex(), text)
		}
	}
	for _, r := range diagnosis.Rules() {
		add(r.ID, r.Title.In(a.lang))
	}
	return slices.Compact(out), cobra.ShellCompDirectiveNoFileComp
}

func (a *app) reproduce(ctx context.Context, query string, run bool) error {
	if log, ok := pastedLog(ctx, query); ok && !run {
		return a.showLog(a.logJSON(log))
	}
	found := lookup.Find(query)
	answer := a.answer(query, found)
	if len(found) == 0 {
		return a.notFound(answer)
	}
	first := a.causes(found[0])
	if a.json() {
		if run {
			documents, err := a.runAll(ctx, first)
			if err != nil {
				return err
			}
			answer.Documents = documents
		}
		return a.writeJSON(answer)
	}
	a.printSummary(answer.Summary)
	for i, m := range answer.Matches {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		a.printMatch(m, i > 0 && !m.Sure)
	}
	a.printOthers(answer)
	if run {
		return a.runShown(ctx, first)
	}
	return nil
}

// others names the answers that are not shown, each by what to ask for it.
func (a *app) others(found []lookup.Match) []otherJSON {
	const most = 8
	var out []otherJSON
	for _, m := range found[:min(len(found), most)] {
		o := otherJSON{Query: cmp.Or(m.Message.Name, m.Hex()), Title: cmp.Or(m.Message.Text, m.Message.Means().In(a.lang))}
		if m.Message.Kind == lookup.KindRule || o.Title == "" {
			o.Title = a.ruleTitle(m.Message.Rules)
		}
		if o.Query == "" {
			o.Query = o.Title
		}
		out = append(out, o)
	}
	return out
}

// ruleTitle is the title of the first of some rules.
func (a *app) ruleTitle(ids []string) string {
	for _, id := range ids {
		if r, ok := diagnosis.ByID(id); ok {
			return r.Title.In(a.lang)
		}
	}
	return ""
}

// printOthers lists the answers that are only named.
func (a *app) printOthers(answer reproduceJSON) {
	if answer.More == 0 {
		return
	}
	fmt.Fprintln(a.out, a.t("\nAutres réponses possibles (cpslab reproduce, ou plus de mots) :", "\nOther possible answers (cpslab reproduce, or more words):"))
	for _, o := range answer.Others {
		if o.Query == o.Title {
			a.hanging("  ", "« "+o.Title+" »")
			continue
		}
		a.hanging("  "+padTo(o.Query, len("CPS-TYPE-000"))+"  ", o.Title)
	}
	if n := answer.More - len(answer.Others); n > 0 {
		fmt.Fprintf(a.out, a.t("  et %d autres\n", "  and %d more\n"), n)
	}
}

// notFound says that nobody knows this, which is no wrong use; a code is shown in
// both writings.
func (a *app) notFound(answer reproduceJSON) error {
	if len(answer.Readings) > 0 {
		a.code = exitOpen
		if a.json() {
			return a.writeJSON(answer)
		}
		fmt.Fprintln(a.out, a.t("Code inconnu de ce banc :", "Code unknown to this bench:"))
		for _, r := range answer.Readings {
			fmt.Fprintf(a.out, a.t("  %d en décimal = %s en hexadécimal\n", "  %d in decimal = %s in hexadecimal\n"), r.Decimal, r.Hex)
		}
		fmt.Fprintln(a.out, a.t("\nLes bibliothèques récentes peuvent rendre des codes plus nouveaux que les sources de ce banc :\nnoter le code dans les deux écritures, avec le texte affiché, et le donner à l'éditeur du logiciel.",
			"\nRecent libraries may return codes newer than the sources of this bench: write the code\ndown both ways, with the text that was shown, and give it to the software vendor."))
		return nil
	}
	if a.json() {
		if err := a.writeJSON(answer); err != nil {
			return err
		}
		a.answered = true
	}
	return &cliError{
		code: exitOpen,
		text: fmt.Sprintf(a.t("« %s » : ni message ni code connu", "“%s”: no known message or code"), abridged(answer.Query)),
		hint: a.t("essayez quelques mots du message, ou le code en décimal ou en hexadécimal ; cpslab rules liste les règles",
			"try a few words of the message, or the code in decimal or hexadecimal; cpslab rules lists the rules"),
	}
}

// abridged is a text short enough for an error, without what would steer a
// terminal.
func abridged(s string) string {
	const most = 80
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most]) + "…"
}
