package main

import (
	"fmt"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// how says in words what the condition of a rule rests on.
func (a *app) how(h diagnosis.How) string {
	switch h {
	case diagnosis.FromCard:
		return a.t("sur la carte et le lecteur", "from card and reader")
	case diagnosis.FromFact:
		return a.t("sur un fait déclaré (--fact)", "from a declared fact (--fact)")
	case diagnosis.FromWorkstation:
		return a.t("sur le poste (doctor, --workstation)", "from the workstation (doctor, --workstation)")
	case diagnosis.AsGuard:
		return a.t("jamais seule : elle en fait taire d'autres", "never by itself: it keeps others silent")
	default:
		return a.t("aucun programme ne peut le savoir", "no program can know")
	}
}

// hows are the columns of the coverage, in order.
var hows = [...]diagnosis.How{diagnosis.FromCard, diagnosis.FromFact, diagnosis.FromWorkstation, diagnosis.AsGuard, diagnosis.NotKnowable}

// ruleCoverage prints, for each family, how many rules are judged from what, and
// names those that cannot be, with the reason.
func (a *app) ruleCoverage() error {
	families := diagnosis.CoverageByFamily()
	if a.json() {
		type reason struct {
			ID  string `json:"id"`
			Why string `json:"why"`
		}
		type need struct {
			ID   string `json:"id"`
			Fact string `json:"fact"`
			Help string `json:"help"`
		}
		type entry struct {
			Family      string         `json:"family"`
			Rules       int            `json:"rules"`
			By          map[string]int `json:"by"`
			ByFact      []need         `json:"by_fact"`
			NotKnowable []reason       `json:"not_knowable"`
		}
		list := make([]entry, 0, len(families))
		for _, f := range families {
			e := entry{f.Family, f.Rules, map[string]int{}, []need{}, []reason{}}
			for how, n := range f.By {
				e.By[string(how)] = n
			}
			for _, r := range f.ByFact {
				e.ByFact = append(e.ByFact, need{r.ID, r.Needs, a.factHelp(r.Needs)})
			}
			for _, r := range f.NotKnowable {
				e.NotKnowable = append(e.NotKnowable, reason{r.ID, r.Why.In(a.lang)})
			}
			list = append(list, e)
		}
		return a.writeJSON(struct {
			Schema   int     `json:"schema"`
			Families []entry `json:"families"`
		}{1, list})
	}
	fmt.Fprintf(a.out, "%-7s %6s %6s %6s %6s %6s %6s\n", a.t("famille", "family"), a.t("règles", "rules"),
		a.t("carte", "card"), a.t("fait", "fact"), a.t("poste", "works."), a.t("garde", "guard"), a.t("non", "none"))
	total := map[diagnosis.How]int{}
	sum := 0
	for _, f := range families {
		fmt.Fprintf(a.out, "%-7s %6d", f.Family, f.Rules)
		for _, how := range hows {
			fmt.Fprintf(a.out, " %6d", f.By[how])
			total[how] += f.By[how]
		}
		fmt.Fprintln(a.out)
		sum += f.Rules
	}
	fmt.Fprintf(a.out, "%-7s %6d", "", sum)
	for _, how := range hows {
		fmt.Fprintf(a.out, " %6d", total[how])
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.t("\nCe que ni la carte ni le lecteur ne disent ; à déclarer (--fact FAIT=valeur) :",
		"\nWhat neither card nor reader tells; to be declared (--fact FACT=value):"))
	for _, f := range families {
		for _, r := range f.ByFact {
			fmt.Fprintf(a.out, "  %-12s  %-19s  %s\n", r.ID, r.Needs, a.factHelp(r.Needs))
		}
	}
	fmt.Fprintln(a.out, a.t("\nCe qu'aucun programme ne peut savoir :", "\nWhat no program can know:"))
	for _, f := range families {
		for _, r := range f.NotKnowable {
			fmt.Fprintf(a.out, "  %-12s  %s\n", r.ID, r.Why.In(a.lang))
		}
	}
	return nil
}

// factHelp says what a fact means, "" for a name that is no fact.
func (a *app) factHelp(name string) string {
	k, _ := fact.ByName(name)
	return k.Question.In(a.lang)
}
