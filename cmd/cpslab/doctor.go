package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/workstation"
)

// moduleCommand is the hidden command that doctor starts to ask a PKCS#11
// module in a process of its own.
const moduleCommand = "__pkcs11-info"

type doctorFlags struct {
	factFlags
	explain  bool
	noModule bool
}

func (a *app) doctorCommand() *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: a.t("Vérifier le poste : service, lecteurs, Cryptolib, configuration", "Check the workstation: service, readers, Cryptolib, configuration"),
		Long: a.t(`Regarde le poste avant d'accuser la carte : système, horloge, service PC/SC,
lecteurs et cartes (par leur ATR, sans les lire), Cryptolib CPS, table
DICO-FR.GIP, GALSS, SESAM-Vitale, logiciels concurrents. Rien n'est modifié. Ce
qui n'a pas pu être lu est dit inconnu.

La bibliothèque Cryptolib est interrogée (PKCS#11, C_GetInfo) dans un processus à
part. La variable CPSLAB_CRYPTOLIB désigne une bibliothèque non installée.`,
			`Looks at the workstation before the card is blamed: system, clock, PC/SC service,
readers and cards (by their ATR, without reading them), Cryptolib CPS, the table
DICO-FR.GIP, GALSS, SESAM-Vitale, competing software. Nothing is changed. What
could not be read is said to be unknown.

The Cryptolib's library is asked (PKCS#11, C_GetInfo) in a process of its own. The
variable CPSLAB_CRYPTOLIB names a library that is not installed.`),
		Example: "  cpslab doctor\n  cpslab doctor --format json\n  cpslab with --card cps3-healthy -- cpslab doctor",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			facts, err := a.facts(f.factFlags)
			if err != nil {
				return err
			}
			return a.doctor(a.lookAround(cmd.Context(), !f.noModule), facts, f.explain, time.Now())
		},
	}
	a.addFactFlags(cmd, &f.factFlags)
	cmd.Flags().BoolVar(&f.explain, "explain", false, a.t("lister aussi les règles non jugées, et pourquoi", "also list the rules that were not judged, and why"))
	cmd.Flags().BoolVar(&f.noModule, "no-module", false, a.t("ne pas charger la bibliothèque Cryptolib", "do not load the Cryptolib's library"))
	return cmd
}

// lookAround collects what there is to know of the workstation, and asks the
// Cryptolib's library for its version where module is true.
func (a *app) lookAround(ctx context.Context, module bool) workstation.Report {
	opts := workstation.Options{Getenv: a.getenv, Built: buildTime(), Readers: listReaders}
	if exe, err := os.Executable(); err == nil && module {
		opts.Module = workstation.Ask(0, exe, moduleCommand)
	}
	return workstation.Collect(ctx, opts)
}

// pkcs11InfoCommand is the child's side; see workstation.Ask.
func (a *app) pkcs11InfoCommand() *cobra.Command {
	return &cobra.Command{
		Use:    moduleCommand + " MODULE",
		Short:  a.t("Interroger un module PKCS#11 (usage interne)", "Ask a PKCS#11 module (internal)"),
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return workstation.AnswerModule(a.out, args[0])
		},
	}
}

// buildTime is the date of the commit this program was built from, zero when it
// is not recorded.
func buildTime() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			t, _ := time.Parse(time.RFC3339, s.Value) // zero when it is not a date
			return t
		}
	}
	return time.Time{}
}

// listReaders asks PC/SC for its readers in the terms of package workstation.
func listReaders(ctx context.Context) ([]workstation.Reader, error) {
	infos, err := pcsc.New().List(ctx)
	switch {
	case errors.Is(err, pcsc.ErrNotBuilt):
		return nil, fmt.Errorf("%w: %w", errors.ErrUnsupported, err)
	case errors.Is(err, pcsc.ErrDenied):
		return nil, fmt.Errorf("%w: %w", fs.ErrPermission, err)
	case err != nil:
		return nil, err
	}
	states := map[pcsc.State]workstation.ReaderState{
		pcsc.Empty: workstation.Empty, pcsc.CardPresent: workstation.CardPresent,
		pcsc.CardMute: workstation.CardMute, pcsc.InUse: workstation.InUse,
	}
	out := make([]workstation.Reader, len(infos))
	for i, r := range infos {
		out[i] = workstation.Reader{Name: r.Name, State: states[r.State], ATR: r.ATR}
		if out[i].State == "" {
			out[i].State = workstation.StateUnsure
		}
	}
	return out, nil
}

// doctorDocument is the JSON output of doctor.
type doctorDocument struct {
	Schema      int                `json:"schema"`
	Verdict     string             `json:"verdict"` // as in a diagnosis
	Lang        string             `json:"lang"`
	Date        string             `json:"date"`
	Checks      []doctorCheck      `json:"checks"`
	Findings    []report.Finding   `json:"findings"`
	Unknown     []report.Unknown   `json:"unknown"`
	Failure     string             `json:"failure,omitempty"` // what kept the bench from looking, with verdict bench-error
	Workstation workstation.Report `json:"workstation"`
}

// doctor judges a collected workstation and prints the outcome.
func (a *app) doctor(rep workstation.Report, facts diagnosis.Facts, explain bool, now time.Time) error {
	in := workstationInput(rep)
	in.Facts = facts
	res := diagnosis.CheckWorkstation(&in, now)
	d := doctorDocument{
		Schema: report.SchemaVersion, Lang: a.lang, Date: card.DateOf(now).String(),
		Checks: a.doctorChecks(rep), Workstation: rep,
	}
	// No rule is about it, and a person should look at it all the same.
	if res.Verdict == diagnosis.VerdictOK && slices.ContainsFunc(d.Checks, func(c doctorCheck) bool { return c.State == checkProblem }) {
		res.Verdict = diagnosis.VerdictWarning
	}
	// PC/SC that is there and cannot be asked is a failure of the bench, unless
	// it is one that a rule names.
	if r := rep.Readers.Reason; r == workstation.TimedOut || r == workstation.Failed || r == workstation.NoAccess {
		res.Verdict, d.Failure = diagnosis.BenchError, rep.Readers.Detail
	}
	judged := report.NewDocument(&in, res, report.Options{Lang: a.lang})
	d.Verdict, d.Findings, d.Unknown = judged.Verdict, judged.Findings, judged.Unknown
	a.conclude(d.Verdict)
	if a.json() {
		return a.writeJSON(d)
	}
	return a.doctorText(d, explain)
}
