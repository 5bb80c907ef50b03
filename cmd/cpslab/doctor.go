package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
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
	agent    string
	from     string
	collect  string
}

func (a *app) doctorCommand() *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: a.t("Vérifier le poste : service, lecteurs, Cryptolib, configuration", "Check the workstation: service, readers, Cryptolib, configuration"),
		Long: a.t(`Regarde le poste avant d'accuser la carte : système, horloge, service PC/SC,
lecteurs et cartes (par leur ATR, sans les lire), bus USB, Cryptolib CPS, table
DICO-FR.GIP, GALSS, SESAM-Vitale, logiciels concurrents. Rien n'est modifié. Ce
qui n'a pas pu être lu est dit inconnu.

Un logiciel de facturation en ligne attend un agent de lecture sur un port de ce
poste : --agent 1234=JuxtaLink dit lequel, et doctor regarde qui y répond.

La bibliothèque Cryptolib est interrogée (PKCS#11, C_GetInfo) dans un processus à
part. La variable CPSLAB_CRYPTOLIB désigne une bibliothèque non installée.

--collect écrit aussi ce qui a été vu dans un fichier, noms et numéros masqués.
--from juge ce qu'un autre ordinateur a dit, quel que soit son système : un tel
fichier, ou une fiche de faits. Rien de cet ordinateur-ci ne compte alors.`,
			`Looks at the workstation before the card is blamed: system, clock, PC/SC service,
readers and cards (by their ATR, without reading them), USB bus, Cryptolib CPS, the
table DICO-FR.GIP, GALSS, SESAM-Vitale, competing software. Nothing is changed.
What could not be read is said to be unknown.

A billing software on the web expects a reading agent on a port of this computer:
--agent 1234=JuxtaLink says which, and doctor looks who answers there.

The Cryptolib's library is asked (PKCS#11, C_GetInfo) in a process of its own. The
variable CPSLAB_CRYPTOLIB names a library that is not installed.

--collect also writes what was seen to a file, names and numbers masked. --from judges
what another computer told, whatever its system: such a file, or a sheet of facts.
Nothing of this computer counts then.`),
		Example: "  cpslab doctor\n  cpslab doctor --agent 1234=JuxtaLink\n  cpslab doctor --format json\n  cpslab doctor --collect poste.json\n  cpslab doctor --from poste.json\n  cpslab with --card cps3-healthy -- cpslab doctor",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case f.from != "" && (f.agent != "" || f.noModule || f.collect != ""):
				return usage(a.t("--from juge un autre ordinateur : --agent, --collect et --no-module regardent celui-ci", "--from judges another computer: --agent, --collect and --no-module look at this one"), "")
			case f.from != "":
				return a.judgeFile(cmd.Context(), f)
			}
			facts, today, err := a.declaredOn(cmd.Context(), f.factFlags)
			if err != nil {
				return err
			}
			agent, err := a.agentQuery(f.agent)
			if err != nil {
				return err
			}
			rep := a.collect(cmd.Context(), !f.noModule, agent)
			if err := cmd.Context().Err(); err != nil { // interrupted: what is missing says nothing
				return err
			}
			request := doctorRequest{facts: facts, explain: f.explain, now: today, machine: a.elsewhere()}
			if f.collect != "" {
				if request.leftOut, err = a.writeCollected(f.collect, rep); err != nil {
					return err
				}
				request.written = f.collect
			}
			return a.doctor(rep, request)
		},
	}
	a.addStationFlags(cmd, &f.factFlags)
	cmd.Flags().BoolVar(&f.explain, "explain", false, a.t("lister aussi les règles non jugées, et pourquoi", "also list the rules that were not judged, and why"))
	cmd.Flags().BoolVar(&f.noModule, "no-module", false, a.t("ne pas charger la bibliothèque Cryptolib", "do not load the Cryptolib's library"))
	cmd.Flags().StringVar(&f.agent, "agent", "", a.t("port et programme de l'agent de lecture attendu, PORT=PROGRAMME", "port and program of the reading agent expected, PORT=PROGRAM"))
	cmd.Flags().StringVar(&f.collect, "collect", "", a.t("écrire aussi ce qui a été vu dans un nouveau fichier, sans noms, à juger ailleurs avec --from", "also write what was seen to a new file, without names, to be judged elsewhere with --from"))
	cmd.Flags().StringVar(&f.from, "from", "", a.t("juger le poste d'un fichier de --collect, ou « - » ; rien n'est lu de cet ordinateur", "judge the workstation of a file of --collect, or “-”; nothing of this computer is read"))
	return cmd
}

// agentQuery reads --agent: a port, or a port and the name of a program.
func (a *app) agentQuery(s string) (workstation.AgentQuery, error) {
	if s == "" {
		return workstation.AgentQuery{}, nil
	}
	number, program, _ := strings.Cut(s, "=")
	port, err := strconv.ParseUint(number, 10, 16)
	if err != nil || port == 0 {
		return workstation.AgentQuery{}, usage(a.t("--agent : « %s » : attendu un port de 1 à 65535, ou PORT=PROGRAMME", "--agent: “%s”: want a port from 1 to 65535, or PORT=PROGRAM"), "--agent 1234=JuxtaLink", s)
	}
	return workstation.AgentQuery{Port: int(port), Program: strings.TrimSpace(program)}, nil
}

// collect looks at the workstation, this computer or the described machine, and asks
// the Cryptolib's library for its version where module is true.
func (a *app) collect(ctx context.Context, module bool, agent workstation.AgentQuery) workstation.Report {
	var ask func(context.Context, string) (workstation.Module, error)
	if exe := ownProgram(); exe != "" && module {
		ask = workstation.Ask(0, exe, moduleCommand)
	}
	opts := workstation.Options{Getenv: a.getenv, Readers: listReaders, Module: ask}
	if a.machine != nil {
		opts = a.machine.Options(listReaders, a.getenv, ask)
	}
	opts.Built, opts.Agent = buildTime(), agent
	return workstation.Collect(ctx, opts)
}

// elsewhere is the folder of the described machine that is looked at, "" for this
// computer.
func (a *app) elsewhere() string {
	if a.machine == nil {
		return ""
	}
	return a.machine.Dir()
}

// ownProgram is the file of this program; where the system does not tell (Linux
// without /proc), it is looked for as it was called. "" when it is not found.
func ownProgram() string {
	if exe, err := os.Executable(); err == nil {
		return exe
	}
	exe, err := exec.LookPath(os.Args[0])
	if err != nil {
		return ""
	}
	if exe, err = filepath.Abs(exe); err != nil {
		return ""
	}
	return exe
}

// pkcs11InfoCommand is the child's side; see workstation.Ask.
func (a *app) pkcs11InfoCommand() *cobra.Command {
	return &cobra.Command{
		Use:    moduleCommand + " MODULE",
		Short:  a.t("Interroger un module PKCS#11 (usage interne)", "Ask a PKCS#11 module (internal)"),
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			workstation.EndWithParent(a.in)
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
		return nil, text.Cause(errors.ErrUnsupported, err)
	case errors.Is(err, pcsc.ErrDenied):
		return nil, text.Cause(fs.ErrPermission, err)
	case err != nil:
		return nil, err
	}
	out := make([]workstation.Reader, len(infos))
	for i, r := range infos {
		out[i] = workstation.Reader{Slot: r}
	}
	return out, nil
}

// doctorDocument is the JSON output of doctor.
type doctorDocument struct {
	Schema   int               `json:"schema"`
	Verdict  diagnosis.Verdict `json:"verdict"`
	Lang     string            `json:"lang"`
	Date     string            `json:"date"`
	Checks   []doctor.Check    `json:"checks"`
	Findings []report.Finding  `json:"findings"`
	Unknown  []report.Unknown  `json:"unknown"`
	Failure  string            `json:"failure,omitempty"` // what kept the bench from looking, with verdict bench-error
	// Machine is the folder of the described machine that was looked at in place
	// of this computer.
	Machine string `json:"machine,omitempty"`
	// From is the file of another computer that was judged, Collected its day, and
	// NotRead what could not be read of it.
	From      string    `json:"from,omitempty"`
	Collected string    `json:"collected,omitempty"`
	NotRead   []notRead `json:"not_read,omitempty"`
	// Written is the file that --collect wrote, LeftOut what it does not hold.
	Written     string             `json:"written,omitempty"`
	LeftOut     []string           `json:"left_out,omitempty"`
	Workstation workstation.Report `json:"workstation"`
}

// doctorRequest is what a collected workstation is judged with.
type doctorRequest struct {
	facts   fact.Set
	explain bool
	now     time.Time
	machine string // folder of a described machine, "" for this computer

	written string   // file that holds what was seen here, "" for none
	leftOut []string // of that file

	from      string // file of another computer, "" for none
	collected time.Time
	problems  []notRead // with that file
}

// doctor judges a collected workstation and prints the outcome.
func (a *app) doctor(rep workstation.Report, request doctorRequest) error {
	res, err := doctor.Judge(rep, request.facts, request.now, a.lang)
	if err != nil {
		return err
	}
	judged := report.NewDocument(&res.Input, res.Diagnosis, report.Options{Lang: a.lang})
	d := doctorDocument{
		Schema: report.SchemaVersion, Lang: a.lang, Date: card.DateOf(request.now).String(),
		Verdict: judged.Verdict, Findings: judged.Findings, Unknown: judged.Unknown,
		Checks: res.Checks, Workstation: rep, Machine: request.machine, Failure: res.Failure,
		From: request.from, Collected: dayOf(request.collected), NotRead: request.problems, Written: request.written, LeftOut: request.leftOut,
	}
	for i := range d.Findings {
		if command := doctor.Command(d.Findings[i].ID, rep); !command.IsZero() {
			d.Findings[i].Remedy += " " + command.In(a.lang)
		}
	}
	a.conclude(d.Verdict)
	if len(request.problems) > 0 && a.code != exitBlocked && a.code != exitBench {
		a.code = exitOpen // a part was not read
	}
	if a.json() {
		return a.writeJSON(d)
	}
	return a.doctorText(d, request.explain)
}
