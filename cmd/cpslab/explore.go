package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/explore"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/folder"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
)

// exploreFlags are those of explore as they were written.
type exploreFlags struct {
	card                  string
	faults, only          []string
	deadline              time.Duration
	jobs, every           int
	expect                string
	ignore, clean         []string
	known, resume         string
	html, junit, jsonFile string
	traces                string
	beside                string
}

func (a *app) exploreCommand() *cobra.Command {
	f := exploreFlags{jobs: runtime.NumCPU()}
	cmd := &cobra.Command{
		Use:   "explore --card " + a.t("PROFIL", "PROFILE") + " -- " + a.t("COMMANDE", "COMMAND") + "…",
		Short: a.t("Un programme, une fois pour chaque panne à chaque échange : où il plante, se bloque ou ment", "A program, once for every fault at every exchange: where it crashes, hangs or lies"),
		Long: a.t(`Lance la commande devant un lecteur PC/SC privé où la carte est insérée : trois fois
sans panne, pour savoir ce qu'elle dit d'habitude, puis une fois pour chaque panne à
chacun de ses échanges, chaque fois devant une carte neuve.

Chaque cas est classé, du pire au mieux : plantée, bloquée (la suivante aussi, jusqu'au
retrait de la carte), sans fin, essai du code perdu, code présenté plus souvent, autre
résultat sans un mot, données fausses crues, échec muet, erreur dite mais code de retour
habituel, échec qui se dit, comme d'habitude, pas atteint.

Une ligne est habituelle quand les trois premières fois la disent ; celles qui diffèrent
entre elles sont comparées sans leurs nombres. --expect et --ignore en décident mieux.
Ce qu'un programme écrit dans un fichier ne se voit pas : faites-le afficher. Rien n'est
jamais joué sur une vraie carte.`,
			`Runs the command before a private PC/SC reader that holds the card: three times
undisturbed, to know what it usually says, then once for every fault at each of its
exchanges, before a fresh card each time.

Each case is classified, worst first: crashed, wedged (the next one hangs too, until the
card is pulled out), hung, a try of the code spent, code presented more often, other
output without a word, wrong data believed, failed without a word, told but with the usual
exit code, failed and said so, as usual, not reached.

A line is usual when the first three runs say it; lines that differ between them are
compared without their numbers. --expect and --ignore decide better. What a program
writes into a file is not seen: have it printed. Nothing is ever played on a real card.`),
		Example: "  cpslab explore --card cps3-healthy -- pkcs11-tool --login --pin 1234 -O\n" +
			"  cpslab explore --card cps3-healthy --fault remove --fault status=6982 --html map.html -- cpslab diagnose pcsc:\n" +
			"  cpslab explore --card cps3-healthy --only remove@12 -- pkcs11-tool --login --pin 1234 -O",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.explore(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.SetInterspersed(false) // what follows the command is the command's
	flags.StringVar(&f.card, "card", "", a.t("preset ou fichier .yaml", "preset or .yaml file"))
	flags.StringArrayVar(&f.faults, "fault", nil, a.t("panne à essayer partout, sans échange ; plusieurs fois (sans elle : ", "fault to try everywhere, without an exchange; several times (without it: ")+usualFaults()+")")
	flags.StringVar(&f.beside, "beside", "", a.t("autre commande, qui a son tour avec la carte à chaque échange ; seule sans --fault", "another command, which has its turn with the card at each exchange; alone without --fault"))
	flags.StringArrayVar(&f.only, "only", nil, a.t("ce cas seulement, comme remove@12 ; plusieurs fois", "this case only, as remove@12; several times"))
	flags.DurationVar(&f.deadline, "deadline", 0, a.t("durée d'une exécution au plus (sans elle : dix fois l'habituelle, au moins 5 s)", "longest time of a run (without it: ten times the usual, 5 s at least)"))
	flags.IntVar(&f.jobs, "jobs", f.jobs, a.t("exécutions à la fois", "runs at a time"))
	flags.IntVar(&f.every, "every", 1, a.t("un échange sur N", "one exchange of N"))
	flags.StringVar(&f.expect, "expect", "", a.t("expression que la sortie contient toujours quand le code de retour est 0", "expression that stands in the output whenever the exit code is 0"))
	flags.StringArrayVar(&f.ignore, "ignore", nil, a.t("lignes à ne pas comparer, par une expression ; plusieurs fois", "lines not to compare, by an expression; several times"))
	flags.StringArrayVar(&f.clean, "clean", nil, a.t("dossier vidé avant chaque exécution (cache) ; une à la fois alors", "folder emptied before each run (a cache); one at a time then"))
	flags.StringVar(&f.known, "baseline", "", a.t("rapport JSON d'avant, dont les cas sont acceptés", "JSON report of before, whose cases are accepted"))
	flags.StringVar(&f.resume, "resume", "", a.t("fichier où chaque cas est noté, et d'où une exploration interrompue repart", "file that notes each case, and from which a broken off exploration goes on"))
	flags.StringVar(&f.html, "html", "", a.t("page à écrire", "page to write"))
	flags.StringVar(&f.junit, "junit", "", a.t("rapport JUnit à écrire", "JUnit report to write"))
	flags.StringVar(&f.jsonFile, "json", "", a.t("rapport JSON à écrire", "JSON report to write"))
	flags.StringVar(&f.traces, "traces", "", a.t("dossier où garder les échanges de chaque mauvais cas, masqués (cpslab trace show)", "folder to keep the exchanges of each bad case in, scrubbed (cpslab trace show)"))
	_ = cmd.MarkFlagRequired("card")
	_ = cmd.RegisterFlagCompletionFunc("card", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
	})
	_ = cmd.RegisterFlagCompletionFunc("fault", completeFault)
	return cmd
}

// usualFaults are those of explore when none is asked for, as one line.
func usualFaults() string {
	var names []string
	for _, f := range explore.Usual() {
		names = append(names, f.String())
	}
	return strings.Join(names, ", ")
}

func (a *app) explore(ctx context.Context, f exploreFlags, command []string) error {
	if f.junit != "" && !wholeProgram {
		return a.startSuite(ctx) // which has what writes JUnit
	}
	o, err := a.exploration(ctx, f, command)
	if err != nil {
		return err
	}
	for _, path := range []string{f.html, f.junit, f.jsonFile} {
		if path == "" {
			continue
		}
		if err := report.Writable(path); err != nil {
			return a.notWritable(path, err)
		}
	}
	note, err := a.resumed(f, o)
	if err != nil {
		return err
	}
	bar := a.progress()
	bad := 0
	o.Progress = func(done, total int, out explore.Outcome) {
		if out.Verdict.Bad() {
			bad++
		}
		bar.step(done, total, fmt.Sprintf(a.t("%s  mauvais : %d", "%s  bad: %d"), out.Case, bad))
		note.add(out)
	}
	r, err := explore.Run(ctx, *o)
	bar.done()
	if noted := note.close(); r == nil || noted != nil {
		return errors.Join(err, noted)
	}
	if f.known != "" {
		before, kerr := a.knownCases(f.known)
		if kerr != nil {
			return kerr
		}
		r.Accept(before)
	}
	if werr := a.writeExploration(f, r, command); werr != nil {
		return werr
	}
	switch {
	case err != nil && ctx.Err() == nil:
		return err
	case ctx.Err() != nil:
		a.code = exitBench
	case r.Bad():
		a.code = exitBlocked
	case !r.Whole():
		a.code = exitOpen
	}
	return nil
}

// exploration is what explore is to do, from its flags.
func (a *app) exploration(ctx context.Context, f exploreFlags, command []string) (*explore.Config, error) {
	path, err := program(command[0])
	if err != nil {
		return nil, usage("%s", a.t("une commande de cette machine, derrière --", "a command of this machine, behind --"), a.cannotRun(command[0], err))
	}
	profile, err := simulator.LoadProfile(strings.TrimPrefix(f.card, "sim:"))
	if err != nil {
		return nil, err
	}
	now := a.now()
	o := &explore.Config{
		Command: append([]string{path}, command[1:]...), Name: profile.Name,
		Deadline: f.deadline, Jobs: f.jobs, Every: f.every, Clean: f.clean,
		Other: a.otherCard, Stack: stack.Config{Inside: inside()},
	}
	o.Card = func(laid []fault.Fault) (card.Channel, error) {
		overlaid, err := simulator.LoadOverlaid(strings.TrimPrefix(f.card, "sim:"), layersOf(laid)...)
		if err != nil {
			return nil, err
		}
		p, err := overlaid.Personalise(now)
		if err != nil {
			return nil, err
		}
		return simulator.New(p)
	}
	o.Prepare = func(st *stack.Stack) ([]string, func(), error) { return a.describe(st, profile, now) }
	if o.Faults, err = a.readFaults(ctx, f.faults); err != nil {
		return nil, err
	}
	if f.traces != "" {
		if err := a.keepCases(o, f.traces); err != nil {
			return nil, err
		}
	}
	if o.Beside, err = a.otherProgram(f.beside); err != nil {
		return nil, err
	}
	if len(f.faults) == 0 && o.Beside == nil {
		o.Faults = explore.Usual()
	}
	if o.Only, err = a.onlyCases(f.only, o.Beside != nil); err != nil {
		return nil, err
	}
	if f.expect != "" {
		if o.Expect, err = regexp.Compile(f.expect); err != nil {
			return nil, a.noExpression("--expect", f.expect, err)
		}
	}
	for _, s := range f.ignore {
		re, err := regexp.Compile(s)
		if err != nil {
			return nil, a.noExpression("--ignore", s, err)
		}
		o.Ignore = append(o.Ignore, re)
	}
	for _, dir := range f.clean {
		if err := a.mayEmpty(dir); err != nil {
			return nil, err
		}
	}
	if f.jobs < 1 || f.every < 1 {
		return nil, usage(a.t("--jobs %d --every %d : au moins 1", "--jobs %d --every %d: 1 at least"), "", f.jobs, f.every)
	}
	return o, nil
}

// mayEmpty refuses to empty a folder that is nobody's cache: a root, a home, or the
// folder that the user stands in.
func (a *app) mayEmpty(dir string) error {
	full, err := filepath.Abs(dir)
	if err != nil {
		return usage("%s", "", text.Same("--clean "+dir).Because(err).In(a.lang))
	}
	here, _ := os.Getwd()       // "" is no folder
	home, _ := os.UserHomeDir() // as above
	for _, precious := range []string{string(filepath.Separator), here, home} {
		if precious != "" && (full == filepath.Clean(precious) || strings.HasPrefix(filepath.Clean(precious), full+string(filepath.Separator))) {
			return usage(a.t("--clean %s : ce dossier n'est pas un cache", "--clean %s: this folder is no cache"), a.t("nommez le dossier du cache lui-même : il est vidé", "name the folder of the cache itself: it is emptied"), dir)
		}
	}
	return nil
}

func (a *app) noExpression(flag, s string, err error) error {
	return usage(a.t("%s %q : %v", "%s %q: %v"), a.t("une expression régulière de Go (RE2)", "a regular expression of Go (RE2)"), flag, s, err)
}

// describe writes the file by which this bench takes the readers of a stack for
// simulated ones.
func (a *app) describe(st *stack.Stack, profile *simulator.Profile, now time.Time) ([]string, func(), error) {
	p, err := profile.Personalise(now)
	if err != nil {
		return nil, nil, err
	}
	chip, err := simulator.New(p)
	if err != nil {
		return nil, nil, err
	}
	private, err := folder.New("")
	if err != nil {
		return nil, nil, err
	}
	file := readers.StackFile{Schema: 1, Socket: st.Socket(), Readers: st.Names()}
	for _, r := range st.Readers() {
		file.Cards = append(file.Cards, readers.NewStackCard(r.Name, profile.Name, chip.SerialNumber(), p.PIN.Code))
	}
	name := filepath.Join(private.Path(), "stack.json")
	if err := file.Write(name); err != nil {
		return nil, nil, errors.Join(err, private.Remove())
	}
	return []string{readers.EnvStack + "=" + name}, func() { _ = private.Remove() }, nil // it lies in the system's temporary folder
}

// otherProgram is the command of --beside, nil without any. A shell reads it: it may have
// arguments.
func (a *app) otherProgram(line string) ([]string, error) {
	if strings.TrimSpace(line) == "" {
		return nil, nil
	}
	if words := strings.Fields(line); !strings.ContainsAny(line, `'"\$;&|<>()*?`) {
		path, err := program(words[0])
		if err != nil {
			return nil, usage("--beside : %s", a.t("une commande de cette machine", "a command of this machine"), a.cannotRun(words[0], err))
		}
		return append([]string{path}, words[1:]...), nil
	}
	return []string{"/bin/sh", "-c", line}, nil
}

// onlyCases reads what --only takes.
func (a *app) onlyCases(written []string, beside bool) ([]explore.Case, error) {
	var all []explore.Case
	for _, w := range written {
		if number, ok := strings.CutPrefix(w, explore.Beside+"@"); ok {
			at, err := strconv.Atoi(number)
			if err != nil || at < 1 || !beside {
				return nil, usage(a.t("--only %s : le numéro d'un échange, avec --beside COMMANDE", "--only %s: the number of an exchange, with --beside COMMAND"), "", w)
			}
			all = append(all, explore.Case{Fault: explore.Beside, At: at})
			continue
		}
		faults, err := fault.Parse(w)
		if err != nil {
			return nil, err
		}
		for _, one := range faults {
			at := one.On.Exchange
			one.On = fault.Trigger{}
			all = append(all, explore.Case{Fault: one.String(), At: at})
		}
	}
	return all, nil
}

// repeat is the command that runs one case again.
func (a *app) repeat(f exploreFlags, command []string, c explore.Case) string {
	words := []string{"cpslab", "explore", "--card", f.card, "--only", c.String()}
	if c.At == 0 {
		words[len(words)-1] = c.Fault
	}
	if f.beside != "" {
		words = append(words, "--beside", quoted(strings.Join(explore.Shown(strings.Fields(f.beside)), " ")))
	}
	for i, w := range explore.Shown(command) {
		if i == 0 {
			words = append(words, "--")
		}
		if strings.ContainsAny(w, " '\"\\$*?;&|<>()#") {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

// writeExploration prints a report, and writes the files that were asked for.
func (a *app) writeExploration(f exploreFlags, r *explore.Report, command []string) error {
	o := explore.Options{Lang: a.lang, Width: newStyle(a.out, a.getenv).width, Worst: explore.FailedMutely, Repeat: func(c explore.Case) string { return a.repeat(f, command, c) }}
	document, err := r.JSON()
	if err != nil {
		return err
	}
	for path, write := range map[string]func(*bytes.Buffer) error{
		f.html: func(b *bytes.Buffer) error { return r.HTML(b, o) },
		f.junit: func(b *bytes.Buffer) error {
			content, err := junitOf(r.Run(o))
			b.Write(content)
			return err
		},
		f.jsonFile: func(b *bytes.Buffer) error { _, err := b.Write(document); return err },
	} {
		if path == "" {
			continue
		}
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return err
		}
		if err := report.WriteFile(path, b.Bytes()); err != nil {
			return a.notWritable(path, err)
		}
	}
	if a.json() {
		_, err = a.out.Write(document)
		return err
	}
	return r.Text(a.out, o)
}

func (a *app) notWritable(path string, err error) error {
	return &cliError{code: exitUsage, text: text.Same(path).Because(err).In(a.lang), hint: a.t("nommez un autre fichier", "name another file"), err: err}
}

// knownCases reads a report of before.
func (a *app) knownCases(path string) ([]explore.Outcome, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, a.notReadable("--baseline", path, err)
	}
	var before explore.Report
	if err := json.Unmarshal(content, &before); err != nil {
		return nil, a.notReadable("--baseline", path, err)
	}
	if before.Schema != explore.Schema {
		return nil, usage(a.t("--baseline %s : un rapport de forme %d, attendu %d", "--baseline %s: a report of schema %d, want %d"), "", path, before.Schema, explore.Schema)
	}
	return before.Cases, nil
}

func (a *app) notReadable(flag, path string, err error) error {
	return usage("%s", a.t("un rapport que explore --json a écrit", "a report that explore --json wrote"), text.Same(flag+" "+path).Because(err).In(a.lang))
}
