package main

import (
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator"
)

func (a *app) presetsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "presets [" + a.t("NOM", "NAME") + "]",
		Short: a.t("Lister les cartes simulées, ou montrer le profil de l'une", "List the simulated cards, or show the profile of one"),
		Long: a.t(`Liste les cartes toutes faites avec leur verdict attendu. Avec un nom, affiche le
profil YAML : c'est le point de départ d'un profil à vous (extends: NOM). Le nom d'un
fichier .yaml le vérifie et l'affiche.`,
			`Lists the ready-made cards with their expected verdict. With a name it prints the
YAML profile: the starting point of one of yours (extends: NAME). The name of a .yaml
file checks and prints that file.`),
		Example: "  cpslab presets\n  cpslab presets cps3-no-fse > mine.yaml",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return simulator.PresetNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.presetSource(args[0])
			}
			return a.presetList()
		},
	}
}

// presetSource prints the YAML of a preset, or of a file that is a profile.
func (a *app) presetSource(name string) error {
	src, ok := simulator.PresetSource(name)
	if !ok {
		profile, err := simulator.LoadProfile(name)
		if err != nil {
			return err
		}
		if src, err = os.ReadFile(name); err != nil {
			return err
		}
		name = profile.Name
	}
	if a.json() {
		return a.writeJSON(struct {
			Schema int    `json:"schema"`
			Name   string `json:"name"`
			YAML   string `json:"yaml"`
		}{1, name, string(src)})
	}
	_, err := a.out.Write(src)
	return err
}

func (a *app) presetList() error {
	presets := simulator.Presets()
	if a.json() {
		type entry struct {
			Name    string `json:"name"`
			Title   string `json:"title"`
			Verdict string `json:"verdict"`
			First   string `json:"first,omitempty"`
		}
		list := make([]entry, 0, len(presets))
		for _, p := range presets {
			list = append(list, entry{p.Name, a.t(p.Title.FR, p.Title.EN), p.Expect.Verdict, p.Expect.First})
		}
		return a.writeJSON(struct {
			Schema  int     `json:"schema"`
			Presets []entry `json:"presets"`
		}{1, list})
	}
	wide, word := 0, 0
	for _, p := range presets {
		wide, word = max(wide, len(p.Name)), max(word, utf8.RuneCountInString(report.VerdictWord(diagnosis.Verdict(p.Expect.Verdict), a.lang)))
	}
	for _, p := range presets {
		fmt.Fprintf(a.out, "%-*s  %s  %-13s  %s\n", wide, p.Name, padTo(report.VerdictWord(diagnosis.Verdict(p.Expect.Verdict), a.lang), word), p.Expect.First, a.t(p.Title.FR, p.Title.EN))
	}
	fmt.Fprintf(a.out, "\n%s\n", strings.TrimSpace(a.t(
		"cpslab diagnose sim:NOM lit et juge une carte ; cpslab presets NOM montre son profil.",
		"cpslab diagnose sim:NAME reads and judges a card; cpslab presets NAME shows its profile.")))
	return nil
}
