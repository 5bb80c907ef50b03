package farm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
)

// loaders is how many results are fetched at a time: each takes several answers.
const loaders = 8

// ended is a shard with an outcome that was not taken yet.
type ended struct {
	key     string
	index   int
	outcome Outcome
	wrong   text.Text // the outcome is none
	content []byte
	err     error
}

// takeAll takes the outcomes of shards that had none. The error is of the queue.
func (d *doing) takeAll(ctx context.Context, entries []Entry) error {
	var fresh []*ended
	for _, e := range entries {
		var index int
		if n, _ := fmt.Sscanf(strings.TrimPrefix(e.Key, d.Run+"."), "%d", &index); n == 1 && d.missing[index] {
			one := &ended{key: e.Key, index: index}
			one.read(d, e.Value)
			fresh = append(fresh, one)
		}
	}
	var loading sync.WaitGroup
	next := make(chan *ended)
	for range min(loaders, len(fresh)) {
		loading.Go(func() {
			for one := range next {
				if one.wrong.IsZero() && one.outcome.Lost == nil {
					one.content, one.err = d.q.Load(ctx, one.outcome.Blob)
				}
			}
		})
	}
	for _, one := range fresh {
		next <- one
	}
	close(next)
	loading.Wait()
	var err error
	for _, one := range fresh {
		err = errors.Join(err, d.take(ctx, one))
	}
	return err
}

// read understands an outcome, which may come from anybody.
func (e *ended) read(d *doing, value []byte) {
	o := &e.outcome
	readable := decode(value, maxRecord, o) == nil
	switch {
	case !readable || o.Schema != schema || o.Index != e.index || o.Total != len(d.Parts) || o.Run != d.Run:
		e.wrong = text.Of("son issue n'est pas de cette version", "its outcome is not of this version")
	case o.Lost == nil && !nameable(o.Station):
		e.wrong = text.Of("un résultat sans station", "a result without a station")
	}
}

// take takes one. The error is of the queue, and it is tried again then.
func (d *doing) take(ctx context.Context, e *ended) error {
	switch {
	case !e.wrong.IsZero():
		d.lose(e.index, "", e.wrong)
		return nil
	case e.outcome.Lost != nil:
		d.lose(e.index, e.outcome.Station, e.outcome.Lost.Text().Or(text.Of("sans raison donnée", "no reason given")))
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case e.err != nil && !errors.Is(e.err, ErrNoEntry) && d.loads[e.key] < maxLoads:
		// The way to the result, or the result itself: after some looks it is as good as cut short.
		d.loads[e.key]++
		return e.err
	}
	run, err := d.open(e.outcome, e.content)
	if err != nil {
		why, _ := text.Said(err)
		d.lose(e.index, e.outcome.Station, text.Of("résultat refusé", "its result is refused").With(why))
		return nil
	}
	d.results[e.index-1] = run
	d.ended(e.index, e.outcome.Station, text.Text{})
	return nil
}

// open understands a result, which may come from anybody.
func (d *doing) open(o Outcome, content []byte) (*report.Run, error) {
	if len(content) != o.Size || digest(content) != o.SHA256 {
		return nil, text.NewError(text.Of("%d octets, et %d étaient annoncés avec une autre empreinte", "%d bytes, and %d were announced with another digest", len(content), o.Size), text.Text{})
	}
	plain, err := unpack(content)
	if err != nil {
		return nil, text.Wrap(text.Of("illisible", "it cannot be read"), err)
	}
	var run report.Run
	if err := json.Unmarshal(plain, &run); err != nil {
		return nil, text.Wrap(text.Of("illisible", "it cannot be read"), err)
	}
	if run.Schema != d.Head.Schema {
		return nil, text.NewError(text.Of("version %d, et ce programme lit la version %d", "version %d, and this program reads version %d", run.Schema, d.Head.Schema), text.Text{})
	}
	h := d.Head
	if run.Suite != h.Suite || run.Seed != h.Seed || run.Labels != h.Labels || !slices.Equal(run.Focus, h.Focus) || run.Environment.Reader != h.Environment.Reader || run.Environment.Version != h.Environment.Version {
		return nil, text.NewError(text.Of("c'est celui d'un autre déroulement", "it is that of another run"), text.Text{})
	}
	run.Shard = &report.Shard{Index: o.Index, Total: o.Total, Plan: d.Plan}
	if err := evidence.Check(fmt.Sprintf("%d/%d", o.Index, o.Total), &run); err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, n := range d.Parts[o.Index-1].Names {
		asked[n] = true
	}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		if !asked[s.Name] {
			return nil, text.NewError(text.Of("« %s » n'y était pas demandé", "“%s” was not asked of it", text.Printable(s.Name)), text.Text{})
		}
		delete(asked, s.Name)
		s.Origin = &report.Origin{Station: o.Station, Reader: text.Printable(o.Reader), Fence: o.Fence}
	}
	if len(asked) > 0 {
		return nil, text.NewError(text.Of("il lui manque %d scénarios", "it lacks %d scenarios", len(asked)), text.Text{})
	}
	return &run, nil
}

// giveUp names a shard lost, unless it has an outcome meanwhile: that one is seen next time.
func (d *doing) giveUp(ctx context.Context, index int, why text.Text, begun bool) error {
	o := Outcome{Schema: schema, Run: d.Run, Index: index, Total: len(d.Parts), Lost: saidOf(why), At: time.Now()}
	_, err := d.q.Book(Outcomes).Create(ctx, d.shard(index).key(), encode(o))
	switch {
	case errors.Is(err, ErrExists):
		return nil
	case err != nil:
		return err
	}
	d.lose(index, "", why)
	l := d.losses[index]
	l.Begun = begun
	d.losses[index] = l
	return nil
}

// lose notes a shard without a result.
func (d *doing) lose(index int, station string, why text.Text) {
	p := d.Parts[index-1]
	if !nameable(station) {
		station = ""
	}
	if station != "" {
		why = text.Text{FR: station + " : " + why.FR, EN: station + ": " + why.EN}
	}
	d.losses[index] = Loss{Shard: d.shard(index).name(), Once: p.Once, Begun: true, Station: station, Reason: why, Names: p.Names}
	d.ended(index, station, why)
}

// ended notes that a shard has an end.
func (d *doing) ended(index int, station string, lost text.Text) {
	delete(d.missing, index)
	if d.Each != nil {
		d.Each(Progress{Done: len(d.Parts) - len(d.missing), Total: len(d.Parts), Shard: d.shard(index).name(), Station: station, Lost: lost})
	}
}

// merge makes one run of all that came home.
func (d *doing) merge() (*report.Run, error) {
	var sources []evidence.Source
	systems := map[string][]string{}
	for i, run := range d.results {
		if run != nil {
			sources = append(sources, evidence.Source{Path: d.shard(i + 1).name(), Run: run})
			systems["os"], systems["arch"] = append(systems["os"], run.Environment.OS), append(systems["arch"], run.Environment.Arch)
		}
	}
	if len(sources) == 0 { // one that holds nothing, for its plan
		none := d.Head
		none.Shard = &report.Shard{Index: 1, Total: len(d.Parts), Plan: d.Plan}
		none.Scenarios = []report.Scenario{}
		sources = []evidence.Source{{Run: &none}}
	}
	run, err := evidence.Merge(sources)
	if run == nil {
		return nil, err
	}
	for field, into := range map[string]*string{"os": &run.Environment.OS, "arch": &run.Environment.Arch} {
		if all := slices.Compact(slices.Sorted(slices.Values(systems[field]))); len(all) > 0 {
			*into = strings.Join(all, " + ")
		}
	}
	if len(d.losses) == 0 {
		return run, err
	}
	lost := &LostError{}
	why := map[string]text.Text{}
	for _, index := range slices.Sorted(maps.Keys(d.losses)) {
		l := d.losses[index]
		lost.Losses = append(lost.Losses, l)
		for _, n := range l.Names {
			why[n] = text.Of("%[1]s : %[2]s", "%[1]s: %[2]s", l.Shard, l.Reason)
		}
	}
	for i := range run.Scenarios {
		if s := &run.Scenarios[i]; s.Missed != nil && s.Missed.Cause == report.CauseShard && !why[s.Name].IsZero() {
			s.Why, s.Reason = why[s.Name].In(d.Lang), new(report.Words(why[s.Name]))
		}
	}
	run.Conclude(true)
	return run, lost
}
