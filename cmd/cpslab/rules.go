package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

func (a *app) rulesCommand() *cobra.Command {
	var coverage, facts, dated bool
	cmd := &cobra.Command{
		Use:   "rules [" + a.t("RÈGLE", "RULE") + "]",
		Short: a.t("Lister les règles du catalogue, ou en expliquer une", "List the rules of the catalogue, or explain one"),
		Long: a.t(`Liste les règles dans l'ordre où elles sont jugées. Une règle FIELD vient d'un
document de terrain, PUBLIC d'une source publique, DERIVED de ce projet : elle n'est
alors pas officielle.`,
			`Lists the rules in the order in which they are judged. A FIELD rule comes from a
field document, a PUBLIC one from a public source, a DERIVED one from this project:
it is not official then.`),
		Example: "  cpslab rules\n  cpslab rules CPS-DAM-001\n  cpslab rules --coverage\n  cpslab rules --facts\n  cpslab rules --dated",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			for _, r := range diagnosis.Rules() {
				ids = append(ids, r.ID)
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case coverage && facts || dated && (coverage || facts) || (coverage || facts || dated) && len(args) > 0:
				return usage("%s", a.t("l'un d'eux", "one of them"), a.t("une RÈGLE, --coverage, --facts et --dated ne vont pas ensemble", "a RULE, --coverage, --facts and --dated do not go together"))
			case dated:
				return a.ruleDated()
			case coverage:
				return a.ruleCoverage()
			case facts:
				return a.factList()
			case len(args) == 1:
				return a.ruleOne(args[0])
			default:
				return a.ruleList()
			}
		},
	}
	cmd.Flags().BoolVar(&coverage, "coverage", false, a.t("par famille : ce qui est jugé, par quoi, et ce qui ne peut pas l'être", "per family: what is judged, from what, and what cannot be"))
	cmd.Flags().BoolVar(&facts, "facts", false, a.t("les faits que l'on peut déclarer avec --fact", "the facts that can be declared with --fact"))
	cmd.Flags().BoolVar(&dated, "dated", false, a.t("les numéros, versions et noms vus pour la dernière fois il y a plus d'un an", "numbers, versions and names last seen more than a year ago"))
	return cmd
}

// ruleJSON is a rule in the output contract.
type ruleJSON struct {
	ID       string             `json:"id"`
	Mark     string             `json:"mark"`
	Severity diagnosis.Severity `json:"severity"`
	How      string             `json:"how"` // card, fact, workstation, guard or not-knowable
	Why      string             `json:"why,omitempty"`
	Title    string             `json:"title"`
	Text     string             `json:"text"`
	Cause    string             `json:"cause"`
	Remedy   string             `json:"remedy"`
	Contacts []string           `json:"contacts"`
	// ContactLines are the contacts as people read them, in the same order.
	ContactLines []string `json:"contact_lines"`
	Sources      []string `json:"sources"`
	Inputs       []string `json:"inputs"`
	Needs        string   `json:"needs,omitempty"` // the input without which it stays unknown on any card
}

func (a *app) ruleJSON(r *diagnosis.Rule) ruleJSON {
	out := ruleJSON{
		ID: r.ID, Mark: string(r.Mark), Severity: r.Severity, How: string(r.How), Why: r.Why.In(a.lang),
		Title: r.Title.In(a.lang), Text: r.Pattern(a.lang), Cause: r.Cause.In(a.lang), Remedy: r.Remedy.In(a.lang),
		Contacts: []string{}, ContactLines: a.contactLines(r.Contacts), Sources: []string{}, Inputs: append([]string{}, r.Inputs...), Needs: r.Needs,
	}
	for _, c := range r.Contacts {
		out.Contacts = append(out.Contacts, string(c))
	}
	for _, s := range r.Sources {
		out.Sources = append(out.Sources, s.Title)
	}
	return out
}

func (a *app) ruleList() error {
	rules := diagnosis.Rules()
	if a.json() {
		list := make([]ruleJSON, 0, len(rules))
		for _, r := range rules {
			list = append(list, a.ruleJSON(r))
		}
		return a.writeJSON(struct {
			Schema int        `json:"schema"`
			Rules  []ruleJSON `json:"rules"`
		}{1, list})
	}
	wide := 0
	for _, r := range rules {
		wide = max(wide, utf8.RuneCountInString(report.SeverityWord(r.Severity, a.lang)))
	}
	for _, r := range rules {
		fmt.Fprintf(a.out, "%-12s  %-7s  %s  %s\n", r.ID, r.Mark, padTo(report.SeverityWord(r.Severity, a.lang), wide), r.Title.In(a.lang))
	}
	return nil
}

func (a *app) ruleOne(id string) error {
	id = strings.ToUpper(id)
	if !strings.HasPrefix(id, "CPS-") {
		id = "CPS-" + id
	}
	r, ok := diagnosis.ByID(id)
	if !ok {
		return usage(a.t("règle inconnue : %s", "unknown rule: %s"), a.nearRules(id), id)
	}
	j := a.ruleJSON(r)
	if a.json() {
		return a.writeJSON(struct {
			Schema int `json:"schema"`
			ruleJSON
		}{1, j})
	}
	fmt.Fprintf(a.out, "%s  %s  [%s]\n%s\n\n", r.ID, r.Mark, report.SeverityWord(j.Severity, a.lang), j.Title)
	for _, part := range [][2]string{
		{a.t("Message", "Message"), j.Text},
		{a.t("Cause", "Cause"), j.Cause},
		{a.t("Que faire", "Remedy"), j.Remedy},
		{a.t("Appeler", "Call"), strings.Join(j.ContactLines, "\n")},
		{a.t("Sources", "Sources"), strings.Join(j.Sources, " ; ")},
		{a.t("Données", "Inputs"), strings.Join(j.Inputs, ", ")},
		{a.t("Jugée", "Judged"), a.how(r.How)},
		{a.t("Attend", "Needs"), a.need(r)},
		{a.t("Raison", "Reason"), j.Why},
	} {
		a.labelled(part[0], part[1])
	}
	if !r.Official() {
		fmt.Fprintln(a.out, a.t("\nRègle de ce projet, déduite ; elle n'est pas officielle.", "\nA rule of this project, derived; it is not official."))
	}
	return nil
}

// labelled writes lines of text in a column behind their label, wrapped; nothing
// where there is no text.
func (a *app) labelled(label, text string) {
	const column = 10
	if text == "" {
		return
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		writeWrapped(&b, strings.Repeat(" ", column), line, max(a.style.width, defaultWidth))
	}
	fmt.Fprintf(a.out, "%s%s", padTo(label, column), b.String()[column:])
}

// need names the input without which a rule stays unknown, and says what it is
// when it is a fact to declare; "" for a rule that card and reader decide.
func (a *app) need(r *diagnosis.Rule) string {
	if help := a.factHelp(r.Needs); help != "" {
		return r.Needs + a.t(" : ", ": ") + help
	}
	return r.Needs
}

// contactLines are who to call, in order, with their numbers.
func (a *app) contactLines(ids []diagnosis.ContactID) []string {
	all := diagnosis.Contacts()
	lines := []string{}
	for _, id := range ids {
		if i := slices.IndexFunc(all, func(c diagnosis.Contact) bool { return c.ID == id }); i >= 0 {
			lines = append(lines, all[i].Line(a.lang))
		}
	}
	return lines
}

// nearRules is the hint for a wrong id: the rules of its family, or the rules
// of that number in the families whose name it nearly bears.
func (a *app) nearRules(id string) string {
	split := func(id string) (family, number string) {
		family, number, _ = strings.Cut(strings.TrimPrefix(id, "CPS-"), "-")
		return family, number
	}
	family, number := split(id)
	var same, near []string
	for _, r := range diagnosis.Rules() {
		switch f, n := split(r.ID); {
		case f == family:
			same = append(same, r.ID)
		case n == number && nearlySame(f, family):
			near = append(near, r.ID)
		}
	}
	if near = append(same, near...); len(near) == 0 {
		return a.t("cpslab rules donne la liste", "cpslab rules lists them")
	}
	slices.Sort(near)
	return a.t("vouliez-vous dire : ", "did you mean: ") + strings.Join(near, ", ") + a.t(" ?", "?")
}

// nearlySame reports whether two short names hold the same letters but one, in
// any order.
func nearlySame(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	missing := 0
	for _, c := range b {
		if !strings.ContainsRune(a, c) {
			missing++
		}
	}
	return len(b)-len(a) <= 1 && missing <= 1
}
