//go:build !nosuite

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
	"github.com/cpslab/cps/simulator"
)

// farmRun spreads a run over the stations of a farm and brings it together.
func (a *app) farmRun(cmd *cobra.Command, reader string, f farmRunFlags) error {
	ctx := cmd.Context()
	if err := f.files.evidence().Check(); err != nil {
		return err
	}
	var job farm.Job
	var err error
	if f.resume != "" {
		err = a.resumesOnly(cmd)
	} else {
		job, err = a.farmJob(reader, f)
	}
	if err != nil {
		return err
	}
	progress := a.progress()
	job.Each = func(p farm.Progress) {
		if f.verbose && !a.json() {
			progress.done()
			line := p.Shard + " " + p.Station
			if !p.Lost.IsZero() {
				line = p.Shard + a.t(" perdue : ", " lost: ") + p.Lost.In(a.lang)
			}
			fmt.Fprintln(a.out, line)
		}
		progress.step(p.Done, p.Total, p.Station)
	}
	run, err := a.farmGather(ctx, job, f)
	progress.done()
	if run == nil {
		return err
	}
	a.code = reasonCode(run, f.allowNotRun)
	return a.endRun(run, f.files, err, a.byStation(run)+a.notAllowed(run))
}

// farmGather has the stations of a farm do a job, or those of this process where no hub is
// named, and waits; or it gathers a run that they have already.
func (a *app) farmGather(ctx context.Context, job farm.Job, f farmRunFlags) (*report.Run, error) {
	q, err := a.farmQueue(ctx, f.farmFlags, "run")
	switch {
	case err == nil && q == nil && f.resume != "":
		_, err = a.needQueue(ctx, f.farmFlags, "run")
	case err == nil && q == nil:
		here, stop, err := a.farmHere(ctx, f.on)
		if err != nil {
			return nil, err
		}
		defer stop()
		job.Wait = max(job.Wait, time.Minute) // the station is this process: it comes
		return farm.Do(ctx, here, job)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = q.Close() }()
	if f.resume != "" {
		return farm.Resume(ctx, q, f.resume, a.lang, job.Each)
	}
	job.Alone = func(why text.Text) {
		fmt.Fprintf(a.err, a.t("cpslab : %s ; attente de %s au plus\n", "cpslab: %s; waiting for %s at most\n"), why.In(a.lang), f.wait)
	}
	job.Given = func() {
		fmt.Fprintf(a.err, a.t("cpslab : déroulement %s ; coupé d'ici, il se rassemble avec --resume\n", "cpslab: run %s; cut off from here, it is gathered with --resume\n"), job.Run)
	}
	return farm.Do(ctx, q, job)
}

// resumesOnly refuses what a run that was given before has settled.
func (a *app) resumesOnly(cmd *cobra.Command) error {
	given := len(cmd.Flags().Args()) > 0
	for _, name := range []string{"on", "label-filter", "focus", "shards", "seed", "durations", "wait"} {
		given = given || cmd.Flags().Changed(name)
	}
	if given {
		return usage("%s", a.t("--resume rassemble un déroulement tel qu'il a été donné", "--resume gathers a run as it was given"), a.t("--resume va avec les fichiers de rapport seuls", "--resume goes with the files of the report alone"))
	}
	return nil
}

// byStation is a line of how many scenarios each station did.
func (a *app) byStation(run *report.Run) string {
	did := map[string]int{}
	for i := range run.Scenarios {
		if o := run.Scenarios[i].Origin; o != nil {
			did[o.Station]++
		}
	}
	if len(did) == 0 {
		return ""
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(did)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, did[name]))
	}
	return a.t("par station : ", "by station: ") + strings.Join(parts, ", ") + "\n"
}

// notAllowed is a line for each station that lacks leave for what did not run there.
func (a *app) notAllowed(run *report.Run) string {
	lacks := map[string][]string{}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		if s.Origin == nil || s.Missed == nil {
			continue
		}
		for _, need := range s.Missed.Needs {
			if at := s.Origin.Station; !slices.Contains(lacks[at], need) {
				lacks[at] = append(lacks[at], need)
			}
		}
	}
	var b strings.Builder
	for _, station := range slices.Sorted(maps.Keys(lacks)) {
		slices.Sort(lacks[station])
		fmt.Fprintf(&b, a.t("  → pour tout dérouler sur %s : cpslab farm station --allow %s --serial …\n", "  → to run everything on %s: cpslab farm station --allow %s --serial …\n"), station, text.Printable(strings.Join(lacks[station], ",")))
	}
	return b.String()
}

// farmJob cuts a run into shards.
func (a *app) farmJob(reader string, f farmRunFlags) (farm.Job, error) {
	var job farm.Job
	if f.shards < 1 || f.shards > report.MaxShards {
		return job, usage(a.t("--shards %d : de 1 à %d", "--shards %d: from 1 to %d"), "", f.shards, report.MaxShards)
	}
	if f.wait < 0 {
		return job, usage(a.t("--wait %s : une durée à partir de 0", "--wait %s: a duration from 0 on"), "", f.wait)
	}
	scheme, name, _ := strings.Cut(reader, ":")
	known := scheme == readers.SchemeSim && (name == "" || slices.Contains(simulator.PresetNames(), name)) || reader == readers.SchemePCSC+":"
	if !known {
		hint := a.t("chaque station choisit son lecteur (farm station --reader)", "each station chooses its reader (farm station --reader)")
		if near := text.Closest(name, simulator.PresetNames()); scheme == readers.SchemeSim && near != "" {
			hint = fmt.Sprintf(a.t("vouliez-vous dire sim:%s ?", "did you mean sim:%s?"), near)
		}
		return job, usage(a.t("« %s » : sur une ferme, sim:, sim:PRESET ou pcsc:", "“%s”: on a farm sim:, sim:PRESET or pcsc:"), hint, text.Printable(reader))
	}
	var took map[string]time.Duration
	if f.durations != "" {
		before, err := evidence.Read(f.durations)
		if err != nil {
			return job, err
		}
		took = evidence.Durations(before)
	}
	body := shardBody{Reader: reader, Labels: f.labels, Focus: f.focus, Seed: f.seed, Lang: a.lang}
	own := ownBuild()
	head, specs, err := scenarios.Plan(body.options(own.short()))
	if err != nil {
		return job, err
	}
	body.Plan = planDigest(specs)
	job = farm.Job{Run: farm.NewRun(time.Now()), Title: strings.TrimSpace(reader + " " + f.labels), Head: *head, Wait: f.wait, Lang: a.lang}
	at, byKind := map[string]int{}, map[bool][]string{}
	for i, s := range specs {
		job.Plan = append(job.Plan, s.Name)
		at[s.Name] = i
		byKind[s.Presents] = append(byKind[s.Presents], s.Name)
	}
	needs := append([]string{"reader:" + scheme}, f.on...)
	for _, once := range []bool{false, true} {
		names := byKind[once]
		if len(names) == 0 {
			continue
		}
		total := max(1, min(len(names), (f.shards*len(names)+len(specs)/2)/len(specs)))
		of := evidence.Split(names, total, took)
		parts := make([]farm.Part, total)
		for _, n := range names {
			p := &parts[of[n]-1]
			p.Names = append(p.Names, n)
		}
		for _, p := range parts {
			if len(p.Names) == 0 {
				continue
			}
			one := body
			for _, n := range p.Names {
				one.At = append(one.At, at[n])
			}
			if p.Body, err = json.Marshal(one); err != nil {
				return job, err
			}
			p.Once, p.Needs = once, needs
			job.Parts = append(job.Parts, p)
		}
	}
	return job, nil
}

// farmHere is a farm of one station in this process: one machine needs no server.
func (a *app) farmHere(ctx context.Context, labels []string) (farm.Queue, func(), error) {
	s, err := a.newStation(ctx, farmStationFlags{readers: []string{"sim:"}, name: "here", labels: labels, state: "unused", readerFlags: readerFlags{pinFD: -1}})
	if err != nil {
		return nil, nil, err
	}
	s.Journal, s.Each = "", nil
	q := farm.NewMemory(farm.DefaultPatience)
	drain := make(chan struct{})
	var serving sync.WaitGroup
	serving.Go(func() { _ = s.Serve(ctx, q, drain) }) // whoever waits for its results sees that they do not come
	return q, func() {
		close(drain)
		serving.Wait()
	}, nil
}
