package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
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
	{"services", "Services en ligne", "Online services", []string{"ecps.", "web.", "tls.", "dmp.", "signature.", "adri", "amelipro.", "channel."}, "--fact web.login=no-card --fact channel.billing=works"},
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
func (a *app) factForm(k *fact.Key) string {
	switch k.Type {
	case fact.TypeChoice:
		return strings.Join(k.Values, "|")
	case fact.TypeYesNo:
		return a.t("oui|non", "yes|no")
	case fact.TypeDate:
		return a.t("AAAA-MM-JJ", "YYYY-MM-DD")
	case fact.TypeMonth:
		return a.t("AAAA-MM", "YYYY-MM")
	case fact.TypeNumber:
		return a.t("NOMBRE", "NUMBER")
	case fact.TypeActivity:
		return a.t("NUMÉRO|none", "NUMBER|none")
	case fact.TypeVersion:
		return a.t("X.Y.Z|none", "X.Y.Z|none")
	case fact.TypeDepartement:
		return a.t("DÉPARTEMENT", "DÉPARTEMENT")
	case fact.TypeSSV:
		return "61444|F004"
	case fact.TypeGALSS:
		return "2048|8001"
	case fact.TypeSW:
		return "6983"
	case fact.TypeCKR:
		return "CKR_…|0x…"
	case fact.TypeList:
		return a.t("TEXTE,TEXTE…", "TEXT,TEXT…")
	default:
		return a.t("TEXTE", "TEXT")
	}
}

// factValues says in French what the values of a choice mean; the English words
// are their own meaning. "" when there is nothing to add.
func (a *app) factValues(k *fact.Key) string {
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
	keys := fact.Keys()
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

func (a *app) factTopic(b *strings.Builder, t *topic, keys []fact.Key) {
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
	keys := fact.Keys()
	name, _, valued := strings.Cut(typed, "=")
	if !valued {
		out := make([]string, 0, len(keys))
		for i := range keys {
			out = append(out, keys[i].Name+"=")
		}
		return out, silent | cobra.ShellCompDirectiveNoSpace
	}
	i := slices.IndexFunc(keys, func(k fact.Key) bool { return k.Name == name })
	if i < 0 {
		return nil, silent
	}
	values := keys[i].Values
	switch keys[i].Type {
	case fact.TypeYesNo:
		values = []string{"yes", "no", "oui", "non"}
	case fact.TypeActivity, fact.TypeVersion:
		values = []string{"none"}
	default: // a choice has its values, anything else none
	}
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, name+"="+v)
	}
	return out, silent
}
