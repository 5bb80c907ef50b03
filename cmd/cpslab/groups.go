package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
)

// groups are the commands as the help of the program lists them: by what one wants.
var groups = [...]struct {
	id       string
	title    text.Text
	commands []string
}{
	{"look", text.Text{FR: "Regarder une carte, un poste, des échanges :", EN: "Look at a card, a workstation, exchanges:"}, []string{"demo", "show", "doctor", "trace"}},
	{"judge", text.Text{FR: "Juger : que se passe-t-il, et que faire :", EN: "Judge: what is wrong, and what to do:"}, []string{"diagnose", "reproduce", "ask", "check-id"}},
	{"simulate", text.Text{FR: "Simuler des cartes et leurs lecteurs :", EN: "Simulate cards and their readers:"}, []string{"simulate", "with", "ca"}},
	{"test", text.Text{FR: "Tester une carte, un lecteur, un programme :", EN: "Test a card, a reader, a program:"}, []string{"run", "certify", "explore", "bench", "report"}},
	{"serve", text.Text{FR: "Servir d'autres programmes et d'autres machines :", EN: "Serve other programs and other machines:"}, []string{"serve", "ctl", "farm"}},
	{"lists", text.Text{FR: "Listes et explications :", EN: "Lists and explanations:"}, []string{"presets", "faults", "rules", "schema", "version", "completion", "help"}},
}

// group puts the commands into their groups.
func (a *app) group(root *cobra.Command) {
	for _, g := range groups {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title.In(a.lang)})
		for _, c := range root.Commands() {
			if slices.Contains(g.commands, c.Name()) {
				c.GroupID = g.id
			}
		}
	}
}
