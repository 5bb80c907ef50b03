package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
)

func (a *app) checkIDCommand() *cobra.Command {
	var test bool
	cmd := &cobra.Command{
		Use:   "check-id " + a.t("GENRE VALEUR", "KIND VALUE"),
		Short: a.t("Vérifier un identifiant : forme, clé, ce qui cloche", "Check an identifier: form, key, what is wrong"),
		Long: a.t("Genres : ", "Kinds: ") + strings.Join(card.IdentifierKinds(), ", ") + ".\n" +
			a.t("Code de retour 0 : valable, 1 : non.", "Exit code 0: valid, 1: not."),
		Example: "  cpslab check-id rpps 10000668540\n  cpslab check-id finess 921234567",
		Args:    cobra.ExactArgs(2),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return card.IdentifierKinds(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.checkID(args[0], args[1], test) },
	}
	cmd.Flags().BoolVar(&test, "test", false, a.t("identifiant d'une carte de test : le département 99 est admis", "identifier of a TEST card: département 99 is allowed"))
	return cmd
}

func (a *app) checkID(kind, value string, test bool) error {
	r, err := card.CheckIdentifier(strings.ToLower(kind), value, card.IdentifierOptions{Test: test})
	var unknown *card.KindError
	if errors.As(err, &unknown) {
		return usage(a.t("genre d'identifiant inconnu : %q", "unknown kind of identifier: %q"),
			a.t("un de : ", "one of: ")+strings.Join(card.IdentifierKinds(), ", "), unknown.Kind)
	}
	if !r.Valid() {
		a.code = exitBlocked
	}
	if a.json() {
		type fault struct {
			Kind     string `json:"kind"`
			Position int    `json:"position,omitempty"`
			Want     string `json:"want,omitempty"`
			Got      string `json:"got,omitempty"`
			Text     string `json:"text"`
		}
		faults := make([]fault, 0, len(r.Faults))
		for _, f := range r.Faults {
			faults = append(faults, fault{f.Kind.String(), f.Position, f.Want, f.Got, f.Text(a.lang)})
		}
		return a.writeJSON(struct {
			Schema int     `json:"schema"`
			Kind   string  `json:"kind"`
			Value  string  `json:"value"`
			Valid  bool    `json:"valid"`
			Faults []fault `json:"faults"`
		}{1, r.Kind, r.Value, r.Valid(), faults})
	}
	if r.Valid() {
		fmt.Fprintf(a.out, a.t("%s %s : forme et clé correctes\n", "%s %s: form and key are right\n"), strings.ToUpper(r.Kind), r.Value)
		return nil
	}
	fmt.Fprintf(a.out, a.t("%s %s : incorrect\n", "%s %s: wrong\n"), strings.ToUpper(r.Kind), r.Value)
	for _, f := range r.Faults {
		fmt.Fprintf(a.out, "  - %s\n", f.Text(a.lang))
	}
	return nil
}
