package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/simulator"
)

// eachFlags are those of with where a command runs once for each of many cards.
type eachFlags struct {
	patterns   []string
	files      runFiles
	jobs       int
	expectExit []string
	expect     string
	deadline   time.Duration
}

func (a *app) addEachFlags(cmd *cobra.Command, f *eachFlags) {
	fl := cmd.Flags()
	fl.StringArrayVar(&f.patterns, "each", nil, a.t("une fois devant chaque carte dont le nom convient, preset ou fichier : 'cps3-*' ; plusieurs fois", "once before each card whose name fits, preset or file: 'cps3-*'; several times"))
	a.addRunFiles(fl, &f.files)
	fl.IntVar(&f.jobs, "jobs", 1, a.t("avec --each, cartes à la fois", "with --each, cards at a time"))
	fl.StringArrayVar(&f.expectExit, "expect-exit", nil, a.t("avec --each, code de retour attendu : 0, ou par verdict du banc blocked=1 ; plusieurs fois", "with --each, exit code expected: 0, or by verdict of the bench blocked=1; several times"))
	fl.StringVar(&f.expect, "expect", "", a.t("avec --each, table YAML de ce qui est attendu, par carte", "with --each, YAML table of what is expected, by card"))
	fl.DurationVar(&f.deadline, "deadline", 0, a.t("avec --each, durée au plus d'une exécution (2 min sans elle)", "with --each, longest time of one run (2 min without it)"))
	_ = cmd.RegisterFlagCompletionFunc("each", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
	})
}

// alone refuses what only --each has, without it.
func (a *app) alone(cmd *cobra.Command) error {
	each := cmd.Flag("each").Changed
	if each && cmd.Flag("card").Changed {
		return usage("--card, --each", a.t("--card met des cartes ensemble, --each l'une après l'autre : gardez-en une", "--card puts cards side by side, --each one after the other: keep one of them"))
	}
	if !each && !cmd.Flag("card").Changed {
		return usage(a.t("ni --card ni --each", "neither --card nor --each"), a.t("--card cps3-healthy, ou --each 'cps3-*'", "--card cps3-healthy, or --each 'cps3-*'"))
	}
	for _, name := range []string{"junit", "json", "sarif", "ctrf", "html", "github", "jobs", "expect-exit", "expect", "deadline"} {
		if !each && cmd.Flag(name).Changed {
			return usage(a.t("--%s va avec --each", "--%s goes with --each"), a.t("--each 'cps3-*' déroule la commande devant chaque carte", "--each 'cps3-*' runs the command before each card"), name)
		}
	}
	if each && cmd.Flag("control").Changed {
		return usage("--each, --control", a.t("--each change de carte lui-même : gardez l'une des deux", "--each changes cards itself: keep one of them"))
	}
	if each && cmd.Flag("record").Changed {
		return usage("--each, --record", a.t("enregistrez une carte à la fois : --card PROFIL --record FICHIER", "record one card at a time: --card PROFILE --record FILE"))
	}
	if each && cmd.Flag("fault").Changed {
		return usage("--each, --fault", a.t("explore joue les pannes : cpslab explore --card PROFIL -- COMMANDE", "explore plays faults: cpslab explore --card PROFILE -- COMMAND"))
	}
	return nil
}
