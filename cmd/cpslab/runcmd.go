package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/scenarios"
)

type runFlags struct {
	readerFlags
	labels  string
	focus   []string
	junit   string
	json    string
	seed    int64
	repeat  int
	verbose bool
}

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [" + a.t("LECTEUR", "READER") + "]",
		Short: a.t("Dérouler les scénarios sur des cartes simulées ou sur un lecteur", "Run the scenarios on simulated cards or on a reader"),
		Long: a.t(`Déroule la suite de scénarios : sans argument, sur toutes les cartes simulées de ce
processus ; sur un lecteur, les scénarios qu'il permet. Ce qui pourrait nuire à une
vraie carte n'est déroulé que si vous l'autorisez (--allow, --serial) ; sinon le
scénario est annoncé comme non déroulé. Le code porteur d'une vraie carte est demandé
et vérifié une fois, avant le premier scénario ; s'il est refusé, rien n'est déroulé.

Les étiquettes se combinent : face:cps3, rule:CPS-DAM-001, effect:none, avec &&, ||, !.
Code de retour 1 si un scénario échoue.`,
			`Runs the scenario suite: without an argument on every simulated card, in this
process; on a reader, the scenarios it allows. What could harm a real card runs only
when you allow it (--allow, --serial); otherwise the scenario is reported as not run.
The PIN of a real card is asked for and verified once, before the first scenario; if
the card refuses it, nothing runs.

Labels combine: face:cps3, rule:CPS-DAM-001, effect:none, with &&, ||, !.
Exit code 1 when a scenario fails.`),
		Example: "  cpslab run\n  cpslab run --label-filter 'rule:CPS-DAM-001' --junit out.xml\n  cpslab with --card cps4-healthy -- cpslab run pcsc:",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			reader := "sim:"
			if len(args) == 1 {
				reader = args[0]
			} else if env := a.getenv("CPSLAB_READER"); env != "" {
				reader = env
			}
			return a.runScenarios(cmd.Context(), reader, f)
		},
		ValidArgsFunction: completeReader,
	}
	a.addReaderFlags(cmd, &f.readerFlags)
	fl := cmd.Flags()
	fl.StringVar(&f.labels, "label-filter", "", a.t("étiquettes des scénarios à dérouler", "labels of the scenarios to run"))
	fl.StringArrayVar(&f.focus, "focus", nil, a.t("expression régulière sur les noms", "regular expression over the names"))
	fl.StringVar(&f.junit, "junit", "", a.t("fichier JUnit à écrire", "JUnit file to write"))
	fl.StringVar(&f.json, "json", "", a.t("fichier JSON à écrire", "JSON file to write"))
	fl.Int64Var(&f.seed, "seed", 0, a.t("graine de l'ordre des scénarios", "seed of the order of scenarios"))
	fl.IntVar(&f.repeat, "repeat", 0, a.t("dérouler encore N fois, jusqu'au premier échec", "run N more times, until the first failure"))
	fl.BoolVarP(&f.verbose, "verbose", "v", false, a.t("nommer chaque scénario", "name every scenario"))
	return cmd
}

func (a *app) runScenarios(ctx context.Context, reader string, f runFlags) error {
	set, err := a.readerSet(f.readerFlags)
	if err != nil {
		return err
	}
	opts := scenarios.RunOptions{
		Options:     scenarios.Options{Reader: reader, Readers: set, Lang: a.lang},
		LabelFilter: f.labels, Focus: f.focus, JUnit: f.junit, JSON: f.json,
		Seed: f.seed, Repeat: f.repeat, NoColor: !a.style.color, Verbose: f.verbose,
	}
	if !a.json() {
		opts.Output = a.out
	}
	sum, err := scenarios.Run(ctx, opts)
	if use, ok := errors.AsType[*scenarios.UsageError](err); ok {
		text, hint := a.runUsage(use)
		return &cliError{code: exitUsage, text: text, hint: hint}
	}
	if refused, ok := errors.AsType[*scenarios.RefusedPINError](err); ok {
		return a.refusedPIN(refused)
	}
	if file, ok := errors.AsType[*fs.PathError](err); ok && !badInput(err) {
		return &cliError{
			code: exitBench, text: a.t("rapport non écrit : ", "report not written: ") + file.Path + a.t(" : ", ": ") + a.system(file.Err),
			hint: a.t("les scénarios ont été déroulés ; recommencez avec un autre fichier", "the scenarios have run; name another file and run them again"), err: err,
		}
	}
	if err != nil {
		return err
	}
	if !sum.OK {
		a.code = exitBlocked
	}
	if a.json() {
		return a.writeJSON(struct {
			Schema   int              `json:"schema"`
			OK       bool             `json:"ok"`
			Passed   int              `json:"passed"`
			Failed   int              `json:"failed"`
			Skipped  []scenarios.Spec `json:"not_run"`
			Failures []scenarios.Spec `json:"failures"`
			Seed     int64            `json:"seed"`
			Runs     int              `json:"runs"`
		}{1, sum.OK, sum.Passed, sum.Failed, listed(sum.Skipped), listed(sum.Failures), sum.Seed, sum.Runs})
	}
	for _, s := range sum.Skipped {
		fmt.Fprintf(a.out, a.t("non déroulé : %s (%s)\n", "not run: %s (%s)\n"), s.Name, s.Reason)
	}
	fmt.Fprintf(a.out, a.t("\nréussis : %d, en échec : %d, non déroulés : %d (graine %d, %v)\n", "\n%d passed, %d failed, %d not run (seed %d, %v)\n"),
		sum.Passed, sum.Failed, len(sum.Skipped), sum.Seed, sum.Duration.Round(time.Millisecond))
	return nil
}

// listed is a list that JSON writes as [] when it is empty, never as null.
func listed(s []scenarios.Spec) []scenarios.Spec { return append([]scenarios.Spec{}, s...) }

// refusedPIN says that the card did not take the PIN that was given: wrong input.
func (a *app) refusedPIN(e *scenarios.RefusedPINError) error {
	if a.lang != "fr" {
		return &cliError{code: exitUsage, text: e.Error(), hint: e.Hint(), err: e}
	}
	text := e.Reader + " : la carte a refusé le code porteur ; aucun scénario n'a été déroulé, et il n'est pas présenté de nouveau"
	if e.Told {
		text += fmt.Sprintf(" ; essais restants : %d", e.Left)
	}
	return &cliError{code: exitUsage, text: text, hint: "sans --allow pin, les scénarios qui s'en passent se déroulent", err: e}
}

// runUsage says an option that makes no sense, and what to write instead.
func (a *app) runUsage(e *scenarios.UsageError) (text, hint string) {
	if a.lang != "fr" {
		return e.Error(), e.Hint()
	}
	if text, hint = a.words(e.Err); text != "" {
		return text, hint
	}
	const labels = "étiquettes : rule:CPS-DAM-001, face:cps4, effect:none, jointes par &&, || et !"
	if errors.Is(e, scenarios.ErrNoMatch) {
		return fmt.Sprintf("%s « %s » : aucun scénario ne correspond", e.Option, e.Value), labels + " ; --focus prend une partie d'un nom"
	}
	switch e.Option {
	case "--label-filter":
		return fmt.Sprintf("--label-filter « %s » : filtre mal écrit", e.Value), labels
	case "--focus":
		return fmt.Sprintf("--focus « %s » : expression régulière mal écrite", e.Value), "un \\ devant ( ) [ ] . * + ? désigne le caractère même"
	case "--junit", "--json":
		return fmt.Sprintf("%s « %s » : %s", e.Option, e.Value, systemInFrench(e.Err)), "un fichier que vous pouvez écrire"
	case "--repeat":
		return fmt.Sprintf("--repeat %s : ne peut être négatif", e.Value), "0 déroule la suite une fois"
	}
	return e.Error(), e.Hint()
}
