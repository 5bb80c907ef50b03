package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/lookup"
)

// reproduceJSON is the answer in the output contract (reproduce_schema.json).
type reproduceJSON struct {
	Schema    int           `json:"schema"`
	Query     string        `json:"query"`
	Matches   []matchJSON   `json:"matches"`           // best first, maxMatches at most
	Summary   []summaryJSON `json:"summary,omitempty"` // the first causes, in short
	Log       *logJSON      `json:"log,omitempty"`
	More      int           `json:"more,omitempty"`     // answers left out
	Others    []otherJSON   `json:"others,omitempty"`   // the first of them, by name
	Readings  []readingJSON `json:"readings,omitempty"` // of a code that nobody knows
	Documents []any         `json:"documents,omitempty"`
}

type readingJSON struct {
	Decimal int64  `json:"decimal"`
	Hex     string `json:"hex"`
}

type matchJSON struct {
	Kind       string      `json:"kind"`
	Code       int64       `json:"code,omitempty"` // the code asked about, else that of the message
	Hex        string      `json:"hex,omitempty"`
	Name       string      `json:"name,omitempty"`
	Text       string      `json:"text,omitempty"`   // as shown, in French
	Origin     string      `json:"origin,omitempty"` // whose words the text is: "field", "screen" or "proposed"
	Meaning    string      `json:"meaning,omitempty"`
	Score      int         `json:"score"`
	Sure       bool        `json:"sure"` // otherwise a text near what was asked, to be confirmed
	Rules      []string    `json:"rules"`
	Causes     []causeJSON `json:"causes"` // a rule each, in the order to check them
	Presets    []string    `json:"presets"`
	Commands   []string    `json:"commands"`        // of the causes that have one
	Phone      string      `json:"phone,omitempty"` // judges the code alone, without a card
	QuotedOnly []string    `json:"quoted_only"`
	First      []checkJSON `json:"first_checks,omitempty"` // for a complaint that names no trouble
}

// causeJSON is a rule behind a message, and how to see it.
type causeJSON struct {
	Rule     string             `json:"rule"`
	Title    string             `json:"title"`
	Severity diagnosis.Severity `json:"severity"`
	ShownBy  string             `json:"shown_by"` // "card", "fact", or "" when it is only quoted
	Command  string             `json:"command,omitempty"`
	Quoted   string             `json:"quoted,omitempty"` // why it is only quoted
	adviceJSON

	demo  lookup.Demonstration
	today card.Date // of the command, and of its running
}

//go:embed reproduce_schema.json
var reproduceSchema []byte

func (a *app) answer(query string, found []lookup.Match) reproduceJSON {
	out := reproduceJSON{Schema: 1, Query: abridged(query), Matches: []matchJSON{}}
	for _, m := range found[:shownMatches(found)] {
		out.Matches = append(out.Matches, a.matchJSON(m))
	}
	out.Summary = summaryOf(summed(out))
	out.More = len(found) - len(out.Matches)
	out.Others = a.others(found[len(out.Matches):])
	if len(found) == 0 {
		for _, r := range lookup.CodeReadings(query) {
			out.Readings = append(out.Readings, readingJSON(r))
		}
	}
	return out
}

// shownMatches counts the answers that are shown: the list of a family alone,
// else the sure ones or, where none is, the nearest.
func shownMatches(found []lookup.Match) int {
	n := min(len(found), maxMatches)
	if n > 0 && found[0].Message.Kind == lookup.KindFamily {
		return 1
	}
	for n > 1 && found[0].Sure() && !found[n-1].Sure() {
		n--
	}
	return n
}

func (a *app) matchJSON(m lookup.Match) matchJSON {
	code := m.Code
	if code == 0 {
		code = m.Message.Code
	}
	out := matchJSON{
		Kind: string(m.Message.Kind), Code: code, Hex: m.Hex(), Name: m.Message.Name, Text: m.Message.Text,
		Origin: origin(m.Message), Meaning: m.Message.Means().In(a.lang), Score: m.Score, Sure: m.Sure(), Rules: append([]string{}, m.Message.Rules...),
		Causes: a.causes(m), Presets: []string{}, Commands: []string{}, QuotedOnly: []string{},
	}
	for _, c := range out.Causes {
		if c.Command == "" {
			continue
		}
		out.Commands = append(out.Commands, c.Command)
		if c.demo.Card != "" && c.demo.Profile == nil {
			out.Presets = append(out.Presets, c.demo.Card)
		}
	}
	if fact := m.PhoneFact(); fact != "" {
		out.Phone = "cpslab diagnose --facts-only --fact " + fact
	}
	if m.Message.Vague() {
		out.First = a.firstChecks()
	}
	for _, q := range m.Message.QuotedOnly {
		out.QuotedOnly = append(out.QuotedOnly, q.In(a.lang))
	}
	return out
}

// origin says whose words a text is: those of the rule that says the same, else
// of whoever says the message.
func origin(m lookup.Message) string {
	if m.Text == "" {
		return ""
	}
	for _, id := range m.Rules {
		if r, ok := diagnosis.ByID(id); ok && r.Pattern("fr") == m.Text {
			return string(r.Origin)
		}
	}
	if m.Kind == lookup.KindOther {
		return string(diagnosis.Proposed)
	}
	return string(diagnosis.FieldText)
}

// causes are the rules behind a match, each with the command that shows it, or
// the reason why none does.
func (a *app) causes(m lookup.Match) []causeJSON {
	today := card.DateOf(a.now())
	out := []causeJSON{}
	for _, id := range m.Message.Rules {
		r, ok := diagnosis.ByID(id)
		if !ok {
			continue
		}
		c := causeJSON{Rule: id, Title: r.Title.In(a.lang), Severity: r.Severity, adviceJSON: a.advice(r)}
		if demo, ok := m.Demonstration(id); ok {
			c.demo, c.today, c.ShownBy, c.Command = demo, today, string(demo.Means()), shellCommand(demo, today)
		} else {
			c.Quoted = m.WhyNotShown(id).In(a.lang)
		}
		out = append(out, c)
	}
	return out
}

// shellCommand writes a demonstration as a user types it. Where a profile is
// needed, the command writes it first.
func shellCommand(d lookup.Demonstration, today card.Date) string {
	words := []string{"cpslab"}
	for _, arg := range d.Args(today, d.File()) {
		words = append(words, text.ShellWord(arg))
	}
	command := strings.Join(words, " ")
	if yaml := d.YAML(); yaml != nil {
		var lines []string
		for _, line := range strings.Split(strings.TrimSuffix(string(yaml), "\n"), "\n") {
			lines = append(lines, text.ShellWord(line))
		}
		command = `printf '%s\n' ` + strings.Join(lines, " ") + " > " + d.File() + " && " + command
	}
	return command
}

// printMatch writes an answer. The rules of a family are listed, and those of a
// brief answer; each tells more when it is asked for by its number.
func (a *app) printMatch(m matchJSON, brief bool) {
	if !m.Sure {
		fmt.Fprintln(a.out, a.t("Texte proche, à confirmer :", "A text near it, to be confirmed:"))
	}
	fmt.Fprintln(a.out, a.head(m))
	switch {
	case m.Origin == string(diagnosis.Proposed):
		fmt.Fprintf(a.out, a.t("« %s » (formulation de ce projet)\n", "« %s » (wording of this project)\n"), m.Text)
	case m.Text != "":
		fmt.Fprintf(a.out, "« %s »\n", m.Text)
	}
	if m.Meaning != "" && !headed(m) {
		fmt.Fprintln(a.out, m.Meaning)
	}
	if brief || m.Kind == string(lookup.KindFamily) {
		a.printRules(m)
		return
	}
	for i, c := range m.First {
		a.hanging(fmt.Sprintf("  %d. ", i+1), c.Why+a.t(" :", ":"))
		fmt.Fprintln(a.out, "     "+c.Command)
	}
	if len(m.Causes) > 0 {
		fmt.Fprintln(a.out, a.t("\nCauses possibles, dans l'ordre, que faire, et comment les voir :", "\nPossible causes, in order, what to do, and how to see them:"))
	}
	for i, c := range m.Causes {
		a.printCause(i+1, c)
	}
	if m.Phone != "" && !slices.Contains(m.Commands, m.Phone) {
		fmt.Fprintf(a.out, a.t("\nAu téléphone, sans la carte (ajouter un --fact par réponse) :\n  %s\n", "\nOn the telephone, without the card (add a --fact per answer):\n  %s\n"), m.Phone)
	}
	if len(m.QuotedOnly) > 0 {
		fmt.Fprintln(a.out, a.t("\nCité seulement, non provoqué ici :", "\nQuoted only, not provoked here:"))
	}
	for _, q := range m.QuotedOnly {
		fmt.Fprintln(a.out, "  - "+q)
	}
}

func (a *app) printCause(n int, c causeJSON) {
	fmt.Fprintf(a.out, "  %d. %-12s  %s\n", n, c.Rule, c.Title)
	a.printAdvice(c)
	switch lookup.Means(c.ShownBy) {
	case lookup.MeansCard:
		fmt.Fprintf(a.out, "     %s\n     %s\n", a.t("provoqué par la carte simulée :", "provoked by the simulated card:"), c.Command)
	case lookup.MeansFact:
		fmt.Fprintf(a.out, "     %s\n     %s\n", a.t("jugé d'après un fait déclaré :", "judged from a declared fact:"), c.Command)
	default:
		fmt.Fprintf(a.out, "     %s%s\n", a.t("cité seulement : ", "quoted only: "), c.Quoted)
	}
}

func (a *app) printRules(m matchJSON) {
	for _, c := range m.Causes {
		if c.Rule != m.Name {
			fmt.Fprintf(a.out, "  %-12s  %s\n", c.Rule, c.Title)
		}
	}
	if len(m.Causes) > 0 {
		fmt.Fprintf(a.out, a.t("→ par exemple cpslab reproduce %s : que faire, et comment voir la règle\n", "→ for example cpslab reproduce %s: what to do, and how to see the rule\n"), m.Causes[0].Rule)
	}
}

// headed reports whether the head of an answer tells its meaning already.
func headed(m matchJSON) bool {
	return m.Kind == string(lookup.KindFamily) || (m.Kind == string(lookup.KindSaid) && len(m.First) == 0)
}

// head is who says a message, and the code in both writings where people use
// both.
func (a *app) head(m matchJSON) string {
	switch {
	case m.Kind == string(lookup.KindRule) && len(m.Causes) > 0:
		return a.t("Règle ", "Rule ") + m.Name + a.t(" : ", ": ") + m.Causes[0].Title
	case m.Kind == string(lookup.KindFamily):
		return m.Name + a.t(" : ", ": ") + m.Meaning
	case m.Kind == string(lookup.KindSaid) && len(m.First) > 0:
		return a.t("Premières vérifications", "First checks")
	case m.Kind == string(lookup.KindSaid):
		return a.t("Au téléphone : ", "On the telephone: ") + m.Meaning
	case m.Kind == string(lookup.KindOther):
		return "Message"
	case m.Name != "":
		return fmt.Sprintf("%s %s (0x%s)", m.Kind, m.Name, strings.TrimLeft(m.Hex, "0"))
	case m.Code != 0 && m.Kind == string(lookup.KindSW):
		return m.Kind + " " + m.Hex
	case m.Code != 0:
		return fmt.Sprintf("%s %d (%s)", m.Kind, m.Code, m.Hex)
	default:
		return m.Kind
	}
}
