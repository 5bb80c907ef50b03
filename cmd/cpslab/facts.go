package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
)

// topic is a part of the list of facts.
type topic struct {
	id       string // in the output contract
	fr, en   string
	prefixes []string // of the names of its facts, or whole names
	example  string   // arguments
}

// topics are the parts of the list, in the order of a conversation with somebody
// whose invoice does not leave. A fact belongs to the first whose prefix it bears.
var topics = [...]topic{
	{"session", "Session et logiciel", "Session and software", []string{"env", "use", "lgc."}, "--fact lgc.selected=2 --fact lgc.convention=1"},
	{"invoice", "Facture et prescripteur", "Invoice and prescriber", []string{"invoice.", "activity.", "prescriber.", "batch.", "vitale."}, "--fact invoice.mode=01 --fact prescriber.am="},
	{"card", "Carte et porteur", "Card and holder", []string{"newCardReceived", "holder.", "signer.", "card.", "order.", "incident", "opposition.", "crl", "update.", "cache", "screen.", "permissionToSign"}, "--fact card.printedExpiry=2027-03 --fact incident=lost"},
	{"pin", "Code porteur et code de déblocage (jamais leur valeur)", "PIN and PUK (never their value)", []string{"pin.", "puk.", "unblock.", "codes.", "trace."}, "--fact pin.known=no --fact codes.received=yes"},
	{"codes", "Codes et mots d'état affichés", "Codes and status words on the screen", []string{"ssv", "galss", "sw", "ckr", "code."}, "--fact ssv=61444"},
	{"reader", "Lecteur", "Reader", []string{"reader.", "slot."}, "--fact slot.cps=vitale --fact reader.path=hub"},
	{"workstation", "Poste", "Workstation", []string{"ws."}, "--fact ws.os=windows --fact ws.cryptolib=5.2.2"},
	{"services", "Services en ligne", "Online services", []string{"ecps.", "web.", "adri", "amelipro.", "channel."}, "--fact web.login=no-card --fact channel.billing=works"},
}

// topicOf returns the topic of a fact; one that no prefix fits stands with the
// session.
func topicOf(name string) *topic {
	for i := range topics {
		for _, p := range topics[i].prefixes {
			if name == p || strings.HasSuffix(p, ".") && strings.HasPrefix(name, p) || strings.HasPrefix(name, p+".") {
				return &topics[i]
			}
		}
	}
	return &topics[0]
}

// factRules returns the rules that look at a fact, in the order of judgement.
func factRules(name string) []string {
	ids := []string{}
	for _, r := range diagnosis.Rules() {
		if r.Needs == name || slices.Contains(r.Inputs, name) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// factForm says how the value of a fact is written.
func (a *app) factForm(k *diagnosis.FactKey) string {
	switch k.Type {
	case diagnosis.FactChoice:
		return strings.Join(k.Values, "|")
	case diagnosis.FactYesNo:
		return a.t("oui|non", "yes|no")
	case diagnosis.FactDate:
		return a.t("AAAA-MM-JJ", "YYYY-MM-DD")
	case diagnosis.FactMonth:
		return a.t("AAAA-MM", "YYYY-MM")
	case diagnosis.FactNumber:
		return a.t("NOMBRE", "NUMBER")
	case diagnosis.FactActivity:
		return a.t("NUMÉRO|none", "NUMBER|none")
	case diagnosis.FactVersion:
		return a.t("X.Y.Z|none", "X.Y.Z|none")
	case diagnosis.FactDepartement:
		return a.t("DÉPARTEMENT", "DÉPARTEMENT")
	case diagnosis.FactSSV:
		return "61444|F004"
	case diagnosis.FactGALSS:
		return "2048|8001"
	case diagnosis.FactSW:
		return "6983"
	case diagnosis.FactCKR:
		return "CKR_…|0x…"
	case diagnosis.FactList:
		return a.t("TEXTE,TEXTE…", "TEXT,TEXT…")
	default:
		return a.t("TEXTE", "TEXT")
	}
}

// factValues says in French what the values of a choice mean; the English words
// are their own meaning. "" when there is nothing to add.
func (a *app) factValues(k *diagnosis.FactKey) string {
	if a.lang != "fr" {
		return ""
	}
	var said []string
	for _, v := range k.Values {
		if word := k.Meaning(v); word != "" {
			said = append(said, v+" : "+word)
		}
	}
	return strings.Join(said, " ; ")
}

// factJSON is a fact in the output contract.
type factJSON struct {
	Name   string   `json:"name"`
	Type   string   `json:"type"`
	Values []string `json:"values,omitempty"`
	Help   string   `json:"help"`
	Topic  string   `json:"topic"`
	Form   string   `json:"form"`
	Rules  []string `json:"rules"`
}

// factList prints the facts that can be declared.
func (a *app) factList() error {
	keys := diagnosis.FactKeys()
	if a.json() {
		list := make([]factJSON, 0, len(keys))
		for i := range keys {
			k := &keys[i]
			list = append(list, factJSON{k.Name, string(k.Type), k.Values, k.Help.In(a.lang), topicOf(k.Name).id, a.factForm(k), factRules(k.Name)})
		}
		return a.writeJSON(struct {
			Schema int        `json:"schema"`
			Facts  []factJSON `json:"facts"`
		}{1, list})
	}
	var b strings.Builder
	for i := range topics {
		a.factTopic(&b, &topics[i], keys)
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}

func (a *app) factTopic(b *strings.Builder, t *topic, keys []diagnosis.FactKey) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "%s\n", a.t(t.fr, t.en))
	fmt.Fprintf(b, "%s %s\n", a.t("  par exemple :", "  for example:"), t.example)
	width := max(a.style.width, defaultWidth)
	for i := range keys {
		k := &keys[i]
		if topicOf(k.Name) != t {
			continue
		}
		help := k.Help.In(a.lang)
		if values := a.factValues(k); values != "" {
			help += " (" + values + ")"
		}
		fmt.Fprintf(b, "\n  %s=%s\n", k.Name, a.factForm(k))
		writeWrapped(b, "      ", help, width)
		writeWrapped(b, "      ", a.t("règles : ", "rules: ")+strings.Join(factRules(k.Name), ", "), width)
	}
}

// completeFact completes the key of a fact, then its value.
func completeFact(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	const silent = cobra.ShellCompDirectiveNoFileComp
	keys := diagnosis.FactKeys()
	name, _, valued := strings.Cut(typed, "=")
	if !valued {
		out := make([]string, 0, len(keys))
		for i := range keys {
			out = append(out, keys[i].Name+"=")
		}
		return out, silent | cobra.ShellCompDirectiveNoSpace
	}
	i := slices.IndexFunc(keys, func(k diagnosis.FactKey) bool { return k.Name == name })
	if i < 0 {
		return nil, silent
	}
	values := keys[i].Values
	switch keys[i].Type {
	case diagnosis.FactYesNo:
		values = []string{"yes", "no", "oui", "non"}
	case diagnosis.FactActivity, diagnosis.FactVersion:
		values = []string{"none"}
	default: // a choice has its values, anything else none
	}
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, name+"="+v)
	}
	return out, silent
}
