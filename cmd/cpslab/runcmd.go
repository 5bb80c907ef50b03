package main

import "github.com/spf13/cobra"

type runFlags struct {
	readerFlags
	labels string
	focus  []string
	files  runFiles

	shard, durations string
	seed             int64
	repeat           int
	verbose          bool

	listLabels  bool
	allowNotRun bool
	failNotRun  bool
}

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [" + a.t("LECTEUR", "READER") + "]",
		Short: a.t("Dérouler les scénarios sur des cartes simulées ou sur un lecteur", "Run the scenarios on simulated cards or on a reader"),
		Long: a.t(`Déroule la suite de scénarios : sans argument, sur toutes les cartes simulées de ce
processus ; sur un lecteur, les scénarios qu'il permet. Ce qui pourrait nuire à une
vraie carte n'est déroulé que si vous l'autorisez (--allow, --serial) ; sinon le
scénario est annoncé comme non déroulé, avec la commande qui les déroule tous. Le code
porteur d'une vraie carte est demandé et vérifié une fois, avant le premier scénario ;
s'il est refusé, rien n'est déroulé.

Les étiquettes se combinent : face:cps3, rule:CPS-DAM-001, effect:none, avec &&, ||, ! ;
--list-labels les donne toutes, et le nombre de leurs scénarios. Les rapports sont écrits
dans tous les cas, sauf mauvais usage.`,
			`Runs the scenario suite: without an argument on every simulated card, in this
process; on a reader, the scenarios it allows. What could harm a real card runs only
when you allow it (--allow, --serial); otherwise the scenario is reported as not run,
with the command that runs them all. The PIN of a real card is asked for and verified
once, before the first scenario; if the card refuses it, nothing runs.

Labels combine: face:cps3, rule:CPS-DAM-001, effect:none, with &&, ||, !;
--list-labels gives them all, and the number of their scenarios. The reports are written in
every case but wrong use.`),
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
				return a.runLabels(reader, f)
			}
			return a.runScenarios(cmd, reader, f)
		},
		ValidArgsFunction: completeReader,
	}
	a.addReaderFlags(cmd, &f.readerFlags)
	fl := cmd.Flags()
	fl.StringVar(&f.labels, "label-filter", "", a.t("étiquettes des scénarios à dérouler", "labels of the scenarios to run"))
	fl.StringArrayVar(&f.focus, "focus", nil, a.t("expression régulière sur les noms", "regular expression over the names"))
	a.addRunFiles(fl, &f.files)
	fl.Int64Var(&f.seed, "seed", 0, a.t("graine de l'ordre des scénarios", "seed of the order of scenarios"))
	fl.StringVar(&f.shard, "shard", "", a.t("ne dérouler que la part i/n ; --json en garde le rapport pour report merge", "run only part i/n; --json keeps its report for report merge"))
	fl.StringVar(&f.durations, "durations", "", a.t("rapport JSON d'un déroulement : des parts de même durée", "JSON report of a run: parts of the same duration"))
	fl.IntVar(&f.repeat, "repeat", 0, a.t("dérouler encore N fois, jusqu'au premier échec", "run N more times, until the first failure"))
	fl.BoolVar(&f.listLabels, "list-labels", false, a.t("donner les étiquettes, et le nombre de leurs scénarios ; rien n'est déroulé", "give the labels, and the number of their scenarios; nothing runs"))
	fl.BoolVar(&f.allowNotRun, "allow-not-run", false, a.t("code de retour 0 au lieu de 4 quand ce qui a été déroulé a réussi", "exit code 0 instead of 4 when what ran passed"))
	fl.BoolVar(&f.failNotRun, "fail-on-not-run", false, a.t("code de retour 1 au lieu de 4 (ancienne option, retirée à la prochaine version)", "exit code 1 instead of 4 (former option, gone in the next version)"))
	_ = cmd.RegisterFlagCompletionFunc("label-filter", completeLabels)
	fl.BoolVarP(&f.verbose, "verbose", "v", false, a.t("nommer chaque scénario", "name every scenario"))
	return cmd
}
