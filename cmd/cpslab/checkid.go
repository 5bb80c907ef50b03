package main

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

func (a *app) checkIDCommand() *cobra.Command {
	var test bool
	var file string
	cmd := &cobra.Command{
		Use:   "check-id " + a.t("GENRE [VALEUR]", "KIND [VALUE]"),
		Short: a.t("Vérifier un identifiant : forme, clé, ce qui cloche", "Check an identifier: form, key, what is wrong"),
		Long: a.t(`Genres :
  rpps      11 chiffres, le dernier est une clé
  adeli     9 caractères, le dernier est une clé
  am        numéro de l'Assurance Maladie : 9 chiffres dont une clé
  finess    établissement : 9 caractères, le dernier est une clé
  practice  lieu d'exercice : numéro RPPS, rang et clé (14), ou ADELI et rang (11)
  ecps      ce qui est saisi pour activer une e-CPS : 8 et le RPPS, ou 0 et l'ADELI
  billing   identifiant de facturation : un numéro AM, ou un type et un numéro AM
  national  ce que porte la carte : 8 et le RPPS, 0 et l'ADELI, ou STRUCTURE/NUMÉRO

Avec --file, un identifiant par ligne (« - » : l'entrée standard), sans les lignes vides
ni celles qui commencent par # ; une ligne de sortie par erreur.`,
			`Kinds:
  rpps      11 digits, the last one is a key
  adeli     9 characters, the last one is a key
  am        number of the health insurance: 9 digits, a key among them
  finess    an establishment: 9 characters, the last one is a key
  practice  a place of practice: RPPS number, rank and key (14), or ADELI and rank (11)
  ecps      what is typed to activate an e-CPS: 8 and the RPPS, or 0 and the ADELI number
  billing   billing identifier: an AM number, or a type and an AM number
  national  what the card bears: 8 and the RPPS, 0 and the ADELI, or STRUCTURE/NUMBER

With --file, one identifier a line (“-”: standard input), without empty lines and those
that begin with #; one line of output for each error.`),
		Example: a.t(`  cpslab check-id rpps 99900000011
  cpslab check-id finess 990000010 --test   # correct ; 99 : une carte de test
  cpslab check-id finess 990000011 --test   # incorrect : la clé devrait être 0
  cpslab check-id am --file numeros.txt`,
			`  cpslab check-id rpps 99900000011
  cpslab check-id finess 990000010 --test   # right; 99: a TEST card
  cpslab check-id finess 990000011 --test   # wrong: the key should be 0
  cpslab check-id am --file numbers.txt`),
		Args: cobra.RangeArgs(1, 2),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return card.IdentifierKinds(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case file != "" && len(args) == 1:
				return a.checkIDs(cmd.Context(), args[0], file, test)
			case file != "":
				return usage("%s", a.t("enlevez l'une des deux", "leave one of them out"), a.t("une valeur, ou --file, mais pas les deux", "one value, or --file, but not both"))
			case len(args) == 2 && strings.TrimSpace(args[1]) == "":
				return usage("%s", a.t("cpslab check-id rpps 99900000011, ou --file", "cpslab check-id rpps 99900000011, or --file"), a.t("une valeur vide", "an empty value"))
			case file == "" && len(args) == 2:
				return a.checkID(args[0], args[1], test)
			default:
				return usage("%s", a.t("cpslab check-id rpps 99900000011, ou --file", "cpslab check-id rpps 99900000011, or --file"), a.t("une valeur, ou --file", "one value, or --file"))
			}
		},
	}
	cmd.Flags().StringVar(&file, "file", "", a.t("fichier d'identifiants, un par ligne", "file of identifiers, one a line"))
	cmd.Flags().BoolVar(&test, "test", false, a.t("identifiant d'une carte de test : le département 99 est admis", "identifier of a TEST card: département 99 is allowed"))
	return cmd
}

// identifier checks one value.
func identifier(kind, value string, test bool) (card.Report, error) {
	return card.CheckIdentifier(strings.ToLower(kind), value, card.IdentifierOptions{Test: test})
}

// unreadable says why a line could not be read.
func (a *app) unreadable(err error) string {
	if errors.Is(err, bufio.ErrTooLong) {
		return a.t("ligne trop longue", "the line is too long")
	}
	return a.system(err)
}

func (a *app) checkID(kind, value string, test bool) error {
	r, err := identifier(kind, value, test)
	if err != nil {
		return err
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
			faults = append(faults, fault{f.Kind.String(), f.Position, f.Want, f.Got, f.Text().In(a.lang)})
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
		fmt.Fprintf(a.out, a.t("%s %s : forme et clé correctes\n", "%s %s: form and key are right\n"), strings.ToUpper(r.Kind), text.Printable(r.Value))
		return nil
	}
	fmt.Fprintf(a.out, a.t("%s %s : incorrect\n", "%s %s: wrong\n"), strings.ToUpper(r.Kind), text.Printable(r.Value))
	for _, f := range r.Faults {
		fmt.Fprintf(a.out, "  - %s\n", f.Text().In(a.lang))
	}
	a.hintTest(!test && slices.ContainsFunc(r.Faults, testDepartment))
	return nil
}

// hintTest names the option that allows the département of TEST cards.
func (a *app) hintTest(wanted bool) {
	if wanted {
		fmt.Fprintln(a.out, a.t("  → --test admet le département 99, celui des cartes de test", "  → --test allows département 99, that of TEST cards"))
	}
}

// testDepartment reports whether the fault is the département of TEST cards.
func testDepartment(f card.Fault) bool { return f.Kind == card.FaultDepartment && f.Got == "99" }
