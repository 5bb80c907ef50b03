package main

import "github.com/spf13/cobra"

func (a *app) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: a.t("Rassembler ou comparer des rapports de déroulement", "Merge or compare the reports of runs"),
		Long: a.t(`Travaille sur les fichiers de cpslab run --json : merge en fait un seul, et les rapports
de l'ensemble ; diff dit ce qui a changé de l'un à l'autre.`,
			`Works on the files of cpslab run --json: merge makes one of several, and the reports of
the whole; diff says what changed from one to the other.`),
		Args: a.noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.reportMergeCommand(), a.reportDiffCommand())
	return cmd
}

func (a *app) reportMergeCommand() *cobra.Command {
	var f runFiles
	cmd := &cobra.Command{
		Use:   "merge " + a.t("FICHIER", "FILE") + "…",
		Short: a.t("Faire un seul déroulement de ses parts, ou de plusieurs systèmes", "Make one run of its parts, or of several systems"),
		Long: a.t(`Les parts d'un déroulement (run --shard i/n --json) donnent ce qu'aurait donné le tout,
dans son ordre ; des déroulements sur plusieurs systèmes ou lecteurs sont mis côte à côte.
Un dossier compte pour ses fichiers .json. Une part qui manque est un échec : ses scénarios
n'ont pas été déroulés, les rapports sont écrits, et le code est 3.`,
			`The parts of a run (run --shard i/n --json) give what the whole would have given, in its
order; runs on several systems or readers are set side by side. A folder counts for its
.json files. A part that is missing is a failure: its scenarios did not run, the reports
are written, and the exit code is 3.`),
		Example: "  cpslab run --shard 1/3 --json parts/1.json\n  cpslab report merge parts --junit junit.xml --html run.html",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.mergeReports(cmd, args, f) },
	}
	a.addRunFiles(cmd.Flags(), &f)
	return cmd
}

func (a *app) reportDiffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff A B",
		Short: a.t("Dire ce qui a changé d'un rapport à l'autre, d'abord ce qui est pire", "Say what changed from one report to the other, first what got worse"),
		Long: a.t(`Compare deux déroulements, de deux jours, de deux cartes ou de deux lecteurs : les issues,
les verdicts, les constats, ce qui n'a pas été déroulé. Prend aussi les fichiers de
cpslab diagnose --format json. Les durées, les graines et les dossiers ne comptent pas.`,
			`Compares two runs, of two days, cards or readers: outcomes, verdicts, findings, what did
not run. It takes the files of cpslab diagnose --format json too. Times, seeds and folders
do not count.`),
		Example: "  cpslab report diff yesterday.json today.json",
		Args:    cobra.ExactArgs(2),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.diffReports(cmd, args[0], args[1]) },
	}
}
