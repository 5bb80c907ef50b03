package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
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

	listLabels bool
	failNotRun bool
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

Les étiquettes se combinent : face:cps3, rule:CPS-DAM-001, effect:none, avec &&, ||, ! ;
--list-labels les donne toutes, et le nombre de leurs scénarios. Code de retour 1 si un
scénario échoue, et avec --fail-on-not-run si l'un n'est pas déroulé.`,
			`Runs the scenario suite: without an argument on every simulated card, in this
process; on a reader, the scenarios it allows. What could harm a real card runs only
when you allow it (--allow, --serial); otherwise the scenario is reported as not run.
The PIN of a real card is asked for and verified once, before the first scenario; if
the card refuses it, nothing runs.

Labels combine: face:cps3, rule:CPS-DAM-001, effect:none, with &&, ||, !;
--list-labels gives them all, and the number of their scenarios. Exit code 1 when a
scenario fails, and with --fail-on-not-run when one does not run.`),
		Example: "  cpslab run\n  cpslab run --label-filter 'rule:CPS-DAM-001' --junit out.xml\n  cpslab with --card cps4-healthy -- cpslab run pcsc:",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			reader := "sim:"
			if len(args) == 1 {
				reader = args[0]
			} else if env := a.getenv("CPSLAB_READER"); env != "" {
				reader = env
			}
			if f.listLabels {
				return a.runLabels(cmd.Context(), reader, f)
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
	fl.BoolVar(&f.listLabels, "list-labels", false, a.t("donner les étiquettes, et le nombre de leurs scénarios ; rien n'est déroulé", "give the labels, and the number of their scenarios; nothing runs"))
	fl.BoolVar(&f.failNotRun, "fail-on-not-run", false, a.t("code de retour 1 aussi quand un scénario n'est pas déroulé", "exit code 1 also when a scenario does not run"))
	_ = cmd.RegisterFlagCompletionFunc("label-filter", completeLabels)
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
		return a.runUsage(use)
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
	if f.failNotRun && len(sum.Skipped) > 0 {
		sum.OK = false
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
		fmt.Fprintf(a.out, a.t("non déroulé : %s (%s)\n", "not run: %s (%s)\n"), s.Name, a.notRun(s.Reason))
	}
	fmt.Fprintf(a.out, a.t("réussis : %d, en échec : %d, non déroulés : %d (graine %d, %v)\n", "%d passed, %d failed, %d not run (seed %d, %v)\n"),
		sum.Passed, sum.Failed, len(sum.Skipped), sum.Seed, sum.Duration.Round(time.Millisecond))
	return nil
}

// runLabels lists the labels of the scenarios that would run.
func (a *app) runLabels(ctx context.Context, reader string, f runFlags) error {
	labels, err := scenarios.CountLabels(ctx, scenarios.RunOptions{
		Options:     scenarios.Options{Reader: reader, Lang: a.lang},
		LabelFilter: f.labels, Focus: f.focus,
	})
	if use, ok := errors.AsType[*scenarios.UsageError](err); ok {
		return a.runUsage(use)
	}
	if err != nil {
		return err
	}
	if a.json() {
		type entry struct {
			Label     string `json:"label"`
			Scenarios int    `json:"scenarios"`
		}
		list := make([]entry, 0, len(labels))
		for _, l := range labels {
			list = append(list, entry{l.Name, l.Specs})
		}
		return a.writeJSON(struct {
			Schema int     `json:"schema"`
			Labels []entry `json:"labels"`
		}{1, list})
	}
	wide := 0
	for _, l := range labels {
		wide = max(wide, len(l.Name))
	}
	for _, l := range labels {
		fmt.Fprintf(a.out, "%-*s  %4d\n", wide, l.Name, l.Specs)
	}
	return nil
}

// completeLabels completes the last label of a filter.
func completeLabels(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	const silent = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	labels, err := scenarios.CountLabels(cmd.Context(), scenarios.RunOptions{})
	if err != nil {
		return nil, silent
	}
	before := typed[:strings.LastIndexAny(typed, "&|!(, ")+1]
	list := make([]string, 0, len(labels))
	for _, l := range labels {
		list = append(list, before+l.Name)
	}
	return list, silent
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
func (a *app) runUsage(e *scenarios.UsageError) error {
	text, hint := a.runUsageWords(e)
	return &cliError{code: exitUsage, text: text, hint: hint, err: e}
}

func (a *app) runUsageWords(e *scenarios.UsageError) (text, hint string) {
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
