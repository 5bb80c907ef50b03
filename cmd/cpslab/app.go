package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/workstation"
)

// streams are the three files of a process.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// app is one invocation: where it prints, in which language, and the flags
// that every command has.
type app struct {
	streams
	args   []string
	getenv func(string) string

	// machine is the described machine that [workstation.EnvMachine] names, nil
	// where this computer and its clock count.
	machine *workstation.Machine

	lang   string // "fr" or "en"
	format string // "text" or "json"
	style  style

	armory    *armory            // the faults that are played, nil without any
	desk      desk               // of the readers of with
	pace      *line.Reader       // simulated cards take the time of the line to it, nil without --pace
	kept      *kept              // what is said to the cards, nil where nobody keeps it
	recording *readers.Recording // of the card that was opened last, nil of one that is there

	// code is the exit code of a command that did its work: 0, or 1 when
	// something blocks or differs. Errors have codes of their own (exit.go).
	code int
	// answered says that standard output holds a JSON document already.
	answered bool
}

// run runs one invocation and returns its exit code.
func run(ctx context.Context, args []string, s streams, getenv func(string) string) int {
	a := &app{streams: s, args: args, getenv: getenv, lang: languageOf(args, getenv), format: "text"}
	a.style = newStyle(s.out, getenv)
	out := &output{w: s.out}
	a.out = out
	root := a.root(s.out)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	a.sayFaults()
	switch {
	case out.err != nil && (err == nil || errors.Is(err, out.err)):
		return a.lost(out.err)
	case out.err != nil:
		return max(a.fail(err), a.lost(out.err))
	case err != nil:
		return a.fail(err)
	}
	return a.code
}

// t picks the text of the language in use.
func (a *app) t(fr, en string) string {
	if a.lang == "fr" {
		return fr
	}
	return en
}

func (a *app) json() bool { return a.format == "json" }

// now is the day and hour of whatever depends on the day.
func (a *app) now() time.Time {
	if a.machine != nil {
		return a.machine.Now
	}
	return time.Now()
}

// root makes the commands. stdout is standard output itself, for the program
// that "with" runs: it may look for a terminal there.
func (a *app) root(stdout io.Writer) *cobra.Command {
	own := ownBuild()
	root := &cobra.Command{
		Use:     "cpslab",
		Version: own.short(),
		Short: a.t("Banc d'essai pour cartes CPS, sans carte",
			"Test bench for CPS cards, without cards"),
		Long: a.t(`cpslab simule les cartes des professionnels de santé (CPS, CPF, CPE, CDE, CPA),
lit n'importe laquelle — simulée ou dans un lecteur PC/SC — et dit pourquoi la
facturation échouerait.

Pour commencer :
  cpslab demo                             toutes les cartes simulées, diagnostiquées
  cpslab diagnose sim:cps3-missing-dam    « La CPS n'a pas de DAM… »
  cpslab reproduce 61444                  que veut dire ce code, et comment le voir

Un lecteur s'écrit sim:PRESET, sim:fichier.yaml, pcsc:NOM ou trace:FICHIER. Codes de retour :
0 rien ne bloque, 1 un constat bloquant, 2 mauvais usage, 3 banc en panne ou interrompu,
4 incomplet ou indéterminé ; l'aide de chaque commande donne les siens.`,
			`cpslab simulates health professionals' cards (CPS, CPF, CPE, CDE, CPA), reads
any of them — simulated or in a PC/SC reader — and says why billing would fail.

To begin:
  cpslab demo                             every simulated card, diagnosed
  cpslab diagnose sim:cps3-missing-dam    “La CPS n'a pas de DAM…”
  cpslab reproduce 61444                  what that code means and how to see it

A reader is written sim:PRESET, sim:file.yaml, pcsc:NAME or trace:FILE. Exit codes:
0 nothing blocks, 1 a blocking finding, 2 wrong use, 3 the bench failed or was
interrupted, 4 incomplete or undetermined; the help of each command gives its own.`) + a.withoutReaders(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          a.noSuchCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Name() == "with" {
				a.out = stdout
			}
			if a.format != "text" && a.format != "json" {
				return usage(a.t("format inconnu : %q", "unknown format: %q"), a.t("--format text ou --format json", "--format text or --format json"), a.format)
			}
			if dir := a.getenv(workstation.EnvMachine); dir != "" {
				var err error
				if a.machine, err = workstation.OpenMachine(dir); err != nil {
					return err
				}
			}
			return a.emptyOption(cmd)
		},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetVersionTemplate("cpslab {{.Version}}\n")
	root.Flags().Bool("version", false, a.t("afficher la version", "print the version"))
	flags := root.PersistentFlags()
	flags.StringVar(&a.format, "format", "text", a.t("forme de la sortie : text ou json", "form of the output: text or json"))
	flags.Var((*langFlag)(&a.lang), "lang", a.t("langue : fr ou en", "language: fr or en"))
	_ = root.RegisterFlagCompletionFunc("format", fixed("text", "json"))
	_ = root.RegisterFlagCompletionFunc("lang", fixed("fr", "en"))
	root.SetFlagErrorFunc(a.flagError)
	root.AddCommand(
		a.demoCommand(), a.diagnoseCommand(), a.showCommand(), a.reproduceCommand(), a.askCommand(),
		a.simulateCommand(), a.withCommand(), a.serveCommand(), a.ctlCommand(), a.exploreCommand(), a.traceCommand(), a.runCommand(), a.certifyCommand(), a.reportCommand(), a.farmCommand(), a.benchCommand(),
		a.presetsCommand(), a.faultsCommand(), a.rulesCommand(), a.checkIDCommand(), a.doctorCommand(), a.pkcs11InfoCommand(), a.insideCommand(), a.caCommand(), a.schemaCommand(), a.versionCommand(),
	)
	a.explainExits(root)
	a.ownHelp(root)
	a.group(root)
	a.frenchHelp(root)
	tidyHelp(root)
	return root
}

// withoutReaders says at the start that a program was built without PC/SC, as those of
// the archives for macOS are; "" of one that has it.
func (a *app) withoutReaders() string {
	if pcsc.Available {
		return ""
	}
	return "\n\n" + a.t(`Ce programme a été construit sans PC/SC : il lit des cartes simulées et des traces, et
aucun lecteur de cette machine (docs/limits.md).`,
		`This program was built without PC/SC: it reads simulated cards and traces, and no
reader of this machine (docs/limits.md).`)
}

// noSuchCommand refuses what stands where a command should, and names those
// that were probably meant.
func (a *app) noSuchCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	const typos = 2 // letters
	root.SuggestionsMinimumDistance = typos
	hint := a.t("cpslab --help donne la liste", "cpslab --help lists them")
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		hint = a.t("vouliez-vous dire : ", "did you mean: ") + strings.Join(near, ", ") + a.t(" ?", "?")
	}
	return usage(a.t("commande inconnue : « %s »", "unknown command: “%s”"), hint, args[0])
}

// fixed completes a flag with a few words.
func fixed(words ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// maxReaderCompletion bounds what completion asks of a PC/SC service.
const maxReaderCompletion = 300 * time.Millisecond

// completeReader completes a reader address.
func completeReader(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), maxReaderCompletion)
	defer cancel()
	return (&readers.Set{}).Addresses(ctx), cobra.ShellCompDirectiveNoFileComp
}

// conclude sets the exit code for a verdict.
func (a *app) conclude(v diagnosis.Verdict) {
	switch {
	case v == diagnosis.BenchError:
		a.code = exitBench
	case v == diagnosis.VerdictBlocked:
		a.code = exitBlocked
	case v.Open():
		a.code = exitOpen
	}
}
