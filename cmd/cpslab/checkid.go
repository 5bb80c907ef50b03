package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
)

func (a *app) checkIDCommand() *cobra.Command {
	var test bool
	var file string
	cmd := &cobra.Command{
		Use:   "check-id " + a.t("GENRE [VALEUR]", "KIND [VALUE]"),
		Short: a.t("Vérifier un identifiant : forme, clé, ce qui cloche", "Check an identifier: form, key, what is wrong"),
		Long: a.t("Genres : ", "Kinds: ") + strings.Join(card.IdentifierKinds(), ", ") + ".\n" +
			a.t("Avec --file, un identifiant par ligne (« - » : l'entrée standard) ; une ligne par erreur.\nCode de retour 0 : valable, 1 : non.",
				"With --file, one identifier a line (“-”: standard input); one line for each error.\nExit code 0: valid, 1: not."),
		Example: "  cpslab check-id rpps 10000668540\n  cpslab check-id finess 921234567\n  cpslab check-id am --file numbers.txt",
		Args:    cobra.RangeArgs(1, 2),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return card.IdentifierKinds(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case file != "" && len(args) == 1:
				return a.checkIDs(args[0], file, test)
			case file == "" && len(args) == 2:
				return a.checkID(args[0], args[1], test)
			default:
				return usage("%s", a.t("cpslab check-id rpps 10000668540, ou --file", "cpslab check-id rpps 10000668540, or --file"), a.t("une valeur, ou --file", "one value, or --file"))
			}
		},
	}
	cmd.Flags().StringVar(&file, "file", "", a.t("fichier d'identifiants, un par ligne", "file of identifiers, one a line"))
	cmd.Flags().BoolVar(&test, "test", false, a.t("identifiant d'une carte de test : le département 99 est admis", "identifier of a TEST card: département 99 is allowed"))
	return cmd
}

// identifier checks one value; the error is one of use.
func (a *app) identifier(kind, value string, test bool) (card.Report, error) {
	r, err := card.CheckIdentifier(strings.ToLower(kind), value, card.IdentifierOptions{Test: test})
	var unknown *card.KindError
	if errors.As(err, &unknown) {
		return r, usage(a.t("genre d'identifiant inconnu : %q", "unknown kind of identifier: %q"),
			a.t("un de : ", "one of: ")+strings.Join(card.IdentifierKinds(), ", "), unknown.Kind)
	}
	return r, err
}

// checkIDs checks a file, "-" for standard input: a line of output for each
// fault, and a count.
func (a *app) checkIDs(kind, file string, test bool) error {
	if _, err := a.identifier(kind, "", test); err != nil {
		return err
	}
	in := a.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return usage("--file %s%s%s", a.t("un fichier d'un identifiant par ligne", "a file of one identifier a line"), file, a.t(" : ", ": "), a.system(err))
		}
		defer f.Close()
		in = f
	}
	type wrong struct {
		Line     int    `json:"line"`
		Value    string `json:"value"`
		Kind     string `json:"kind"`
		Position int    `json:"position,omitempty"`
		Fault    string `json:"fault"`
	}
	list, total, bad, n := []wrong{}, 0, 0, 0
	testCards := false // a fault is the département of TEST cards
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		n++
		value := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if value == "" || value[0] == '#' {
			continue
		}
		total++
		r, err := a.identifier(kind, value, test)
		if err != nil {
			return err
		}
		if !r.Valid() {
			bad++
		}
		for _, f := range r.Faults {
			testCards = testCards || testDepartment(f)
			list = append(list, wrong{n, r.Value, f.Kind.String(), f.Position, f.Text(a.lang)})
			if !a.json() {
				fmt.Fprintf(a.out, "%s:%d: %s: %s\n", file, n, printable(r.Value), f.Text(a.lang))
			}
		}
	}
	if err := lines.Err(); err != nil {
		return usage("%s:%d: %s", a.t("un identifiant par ligne", "one identifier a line"), file, n+1, a.unreadable(err))
	}
	if bad > 0 {
		a.code = exitBlocked
	}
	if a.json() {
		return a.writeJSON(struct {
			Schema int     `json:"schema"`
			Kind   string  `json:"kind"`
			Total  int     `json:"total"`
			Wrong  int     `json:"wrong"`
			Faults []wrong `json:"faults"`
		}{1, strings.ToLower(kind), total, bad, list})
	}
	fmt.Fprintf(a.out, a.t("identifiants : %d, incorrects : %d\n", "identifiers: %d, wrong: %d\n"), total, bad)
	a.hintTest(testCards && !test)
	return nil
}

// unreadable says why a line could not be read.
func (a *app) unreadable(err error) string {
	if errors.Is(err, bufio.ErrTooLong) {
		return a.t("ligne trop longue", "the line is too long")
	}
	return a.system(err)
}

func (a *app) checkID(kind, value string, test bool) error {
	r, err := a.identifier(kind, value, test)
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
		fmt.Fprintf(a.out, a.t("%s %s : forme et clé correctes\n", "%s %s: form and key are right\n"), strings.ToUpper(r.Kind), printable(r.Value))
		return nil
	}
	fmt.Fprintf(a.out, a.t("%s %s : incorrect\n", "%s %s: wrong\n"), strings.ToUpper(r.Kind), printable(r.Value))
	for _, f := range r.Faults {
		fmt.Fprintf(a.out, "  - %s\n", f.Text(a.lang))
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
