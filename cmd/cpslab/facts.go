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
			list = append(list, factJSON{k.Name, string(k.Type), k.Values, k.Question.In(a.lang), k.Topic(), k.Form().In(a.lang), factRules(k.Name)})
		}
		return a.writeJSON(struct {
			Schema int        `json:"schema"`
			Facts  []factJSON `json:"facts"`
		}{1, list})
	}
	var b strings.Builder
	for _, topic := range fact.Topics() {
		a.factTopic(&b, topic, keys)
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}

func (a *app) factTopic(b *strings.Builder, t fact.Topic, keys []fact.Key) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "%s\n", t.Title.In(a.lang))
	fmt.Fprintf(b, "%s --fact %s\n", a.t("  par exemple :", "  for example:"), strings.Join(t.Example, " --fact "))
	width := max(a.style.width, defaultWidth)
	for i := range keys {
		k := &keys[i]
		if k.Topic() != t.ID {
			continue
		}
		help := k.Question.In(a.lang)
		if values := k.Meanings().In(a.lang); values != "" {
			help += " (" + values + ")"
		}
		fmt.Fprintf(b, "\n  %s=%s\n", k.Name, k.Form().In(a.lang))
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
	values := keys[i].Completions()
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, name+"="+v)
	}
	return out, silent
}
