package farm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Job is a run that many stations do.
type Job struct {
	Run   string // its name: NewRun
	Title string // for people
	// Head is what each part says of the run, without scenarios: suite, seed, filters, reader,
	// version. A result that says otherwise is of another run, and refused.
	Head report.Run
	Plan []string // names of all scenarios, in the order of the run
	// Parts are the shards. Each name of the plan is in one of them.
	Parts []Part
	// Wait is for how long a part waits for a station that fits before it is given up.
	Wait time.Duration
	Lang string         // of the reasons in the run
	Each func(Progress) // after each shard that ended, one at a time; nil is silent
	// Alone is told why no station fits a shard now, each reason once; nil for nobody.
	Alone func(why text.Text)
	// Given is told once the stations have the run, which can be resumed from then on; nil for
	// nobody.
	Given func()
}

// Part is a shard as it is given.
type Part struct {
	Names []string
	Needs []string // labels that a station has to have
	Once  bool     // it presents a code: it is never done twice
	Body  json.RawMessage
}

// Progress is a shard that ended.
type Progress struct {
	Done, Total int
	Shard       string
	Station     string
	Lost        text.Text // why there is no result, zero where there is one
}

// maxLoads is how often a result is fetched in vain before it counts as cut short. A hub that
// is being started again takes some of them.
const maxLoads = 20

// refusals is how many stations may refuse one shard before it is given up.
const refusals = 3

// doing is a job at work.
type doing struct {
	Job
	q       Queue
	resumed bool // somebody else gave it
	gone    bool // somebody else ended it
	lanes   []lane
	laneOf  []int              // of each part
	missing map[int]bool       // indices of parts without an end, from 1
	results []*report.Run      // of parts, nil of those that were lost
	losses  map[int]Loss       // by index
	refused map[string]int     // how often a shard was refused, by its key, as handled
	loads   map[string]int     // how often a result could not be fetched, by the key of its outcome
	lonely  map[int]time.Time  // since when no station fits a lane
	told    map[text.Text]bool // why no station fits
	silent  map[int]time.Time  // since when nobody works on a shard that nobody will be given
}

// Do has the stations of a queue do a job, waits, and gives the run: as one station would
// have given it, in its order. Where shards were lost the error is a *LostError, beside a run
// in which their scenarios did not run; after the end of ctx it is ctx.Err(), beside such a
// run. With any other error there may be no run.
func Do(ctx context.Context, q Queue, job Job) (*report.Run, error) {
	d := newDoing(q, job)
	if err := d.valid(); err != nil {
		return nil, err
	}
	d.cut()
	if err := d.give(ctx); err != nil {
		d.shut(ctx)
		return nil, err
	}
	if d.Given != nil {
		d.Given()
	}
	return d.gather(ctx)
}

func newDoing(q Queue, job Job) *doing {
	return &doing{
		Job: job, q: q, missing: map[int]bool{}, results: make([]*report.Run, len(job.Parts)),
		losses: map[int]Loss{}, refused: map[string]int{}, loads: map[string]int{}, lonely: map[int]time.Time{}, silent: map[int]time.Time{}, told: map[text.Text]bool{},
	}
}

// gather waits for the results, ends the run and makes one of all.
func (d *doing) gather(ctx context.Context) (*report.Run, error) {
	defer d.shut(ctx)
	err := d.wait(ctx)
	if ctx.Err() != nil {
		d.last(ctx)
		if len(d.missing) == 0 {
			err = nil
		}
	}
	if err != nil {
		why, _ := text.Said(err)
		if ctx.Err() != nil {
			why = text.Of("interrompu", "interrupted")
		}
		for _, i := range slices.Sorted(maps.Keys(d.missing)) {
			d.lose(i, "", why)
		}
	}
	run, lost := d.merge()
	if err == nil {
		err = lost
	}
	return run, err
}

// last takes what ended before the run was interrupted: what is known is told.
func (d *doing) last(ctx context.Context) {
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if outcomes, err := d.q.Book(Outcomes).All(ending, d.Run); err == nil {
		_ = d.takeAll(ending, outcomes) // what cannot be fetched now is lost with the rest
	}
}

// patience with a queue that is out of reach.
func (d *doing) patience() time.Duration { return max(4*d.q.Patience(), 2*time.Minute) }

// wait waits until each shard has an end.
func (d *doing) wait(ctx context.Context) error {
	pause, reached := 50*time.Millisecond, time.Now()
	for len(d.missing) > 0 {
		before := len(d.missing)
		begun := time.Now()
		err := d.look(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			reached = time.Now()
		case time.Since(reached) > d.patience():
			return err
		default:
			clear(d.silent) // a queue that is out of reach tells of nobody
			clear(d.lonely)
		}
		if len(d.missing) == 0 {
			return nil
		}
		// Where little happens, or a look takes long, it is looked less often.
		pause = min(pause*3/2, time.Second, max(d.q.Patience()/4, 50*time.Millisecond))
		if len(d.missing) < before {
			pause = 50 * time.Millisecond
		}
		wait(ctx, max(pause, min(time.Since(begun), time.Second)))
	}
	return nil
}

// look takes what ended, gives again what was refused, and gives up what nobody will do.
func (d *doing) look(ctx context.Context) error {
	left := make([]int, len(d.lanes)) // before the outcomes: what ended between counts as left
	for i, l := range d.lanes {
		var err error
		left[i], err = d.q.Left(ctx, l.Name)
		if errors.Is(err, ErrNoLane) { // whoever else gathers this run ended it
			d.gone = true
		} else if err != nil {
			return err
		}
	}
	outcomes, err := d.q.Book(Outcomes).All(ctx, d.Run)
	if err != nil {
		return err
	}
	if err := d.takeAll(ctx, outcomes); err != nil {
		return err
	}
	again, err := d.again(ctx, left)
	if err != nil {
		return err
	}
	stations, err := seen(ctx, d.q)
	if err != nil {
		return err
	}
	fit, why := d.fitting(stations)
	for _, i := range slices.Sorted(maps.Keys(d.missing)) {
		at := d.laneOf[i-1]
		switch {
		case again[i] || d.working(stations, i):
			delete(d.silent, i)
		case left[at] == 0 && d.silent[i].IsZero():
			// A hub that was killed forgets who works on what; that one says so again.
			d.silent[i] = time.Now()
		case left[at] == 0:
			if time.Since(d.silent[i]) > d.q.Patience() {
				err = d.giveUp(ctx, i, d.nobody(ctx, i), true)
			}
		case fit[at]:
			delete(d.lonely, at)
		default:
			err = d.alone(ctx, i, why[at])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// alone waits for a station that fits a shard, says once why there is none, and gives up.
func (d *doing) alone(ctx context.Context, index int, why text.Text) error {
	at := d.laneOf[index-1]
	if d.lonely[at].IsZero() {
		d.lonely[at] = time.Now()
	}
	if d.Alone != nil && !d.told[why] {
		d.told[why] = true
		d.Alone(why)
	}
	if time.Since(d.lonely[at]) > d.Wait {
		return d.giveUp(ctx, index, why, false)
	}
	return nil
}

// again gives shards again that a station refused before it began.
func (d *doing) again(ctx context.Context, left []int) (given map[int]bool, err error) {
	entries, err := d.q.Book(Refusals).All(ctx, d.Run)
	if err != nil {
		return nil, err
	}
	given = map[int]bool{}
	byShard := map[int][]refusal{}
	for _, e := range entries {
		var r refusal
		if decode(e.Value, maxRecord, &r) == nil && r.Index >= 1 && r.Index <= len(d.Parts) && d.missing[r.Index] {
			byShard[r.Index] = append(byShard[r.Index], r)
		}
	}
	for index, all := range byShard {
		key := d.shard(index).key()
		if len(all) <= d.refused[key] {
			continue
		}
		if len(all) >= refusals {
			last := all[len(all)-1]
			if err := d.giveUp(ctx, index, text.Of("refusée par %s", "refused by %s", last.Station).With(last.Reason.Text()), false); err != nil {
				return nil, err
			}
			continue
		}
		if d.gone || d.resumed && left[d.laneOf[index-1]] > 0 {
			continue // whoever gave the run may have given it again: what is left of the lane is awaited first
		}
		if err := d.put(ctx, index, fmt.Sprintf(".%d", len(all))); err != nil {
			return nil, err
		}
		d.refused[key] = len(all)
		given[index] = true
	}
	return given, nil
}

// working reports whether a station says that it works on a shard.
func (d *doing) working(stations []Seen, index int) bool {
	return slices.ContainsFunc(stations, func(s Seen) bool { return s.Working != nil && s.Working.Run == d.Run && s.Working.Index == index })
}

// fitting says for each lane whether a station fits it, and if not why.
func (d *doing) fitting(stations []Seen) (fit []bool, why []text.Text) {
	fit, why = make([]bool, len(d.lanes)), make([]text.Text, len(d.lanes))
	for i, l := range d.lanes {
		why[i] = text.Of("aucune station", "no station")
		var fr, en []string
		for _, s := range stations {
			reason := unfit(l, s)
			if reason.IsZero() {
				fit[i] = true
				break
			}
			fr, en = append(fr, s.Name+" : "+reason.FR), append(en, s.Name+": "+reason.EN)
		}
		if len(fr) > 0 {
			why[i] = text.Text{FR: "aucune station ne convient : " + strings.Join(fr, " ; "), EN: "no station fits: " + strings.Join(en, "; ")}
		}
	}
	return fit, why
}

// unfit is why a station does not take the shards of a lane, zero where it does.
func unfit(l lane, s Seen) text.Text {
	switch {
	case s.Version != l.Version:
		return text.Of("cpslab %s, et le déroulement est de %s", "cpslab %s, and the run is of %s", s.Version, l.Version)
	case s.Draining:
		return text.Of("se vide", "it drains")
	}
	var least []string
	for _, r := range s.Readers {
		lacks := lacking(l.Needs, s.Labels, r.Labels)
		if lacks == nil {
			return text.Text{}
		}
		if least == nil || len(lacks) < len(least) {
			least = lacks
		}
	}
	list := strings.Join(least, ", ")
	return text.Of("il lui manque %s", "it lacks %s", list)
}

// nobody is why a shard has no end that nobody will be given any more.
func (d *doing) nobody(ctx context.Context, index int) text.Text {
	s := d.shard(index)
	var by claim
	if e, err := d.q.Book(Claims).Get(ctx, s.key()); err == nil && decode(e.Value, maxRecord, &by) == nil && nameable(by.Station) {
		return text.Of("%s l'avait commencée et n'a plus rien dit", "%s had begun it and was not heard again", by.Station)
	}
	var last refusal
	if entries, err := d.q.Book(Refusals).All(ctx, s.key()); err == nil {
		for _, e := range entries {
			_ = decode(e.Value, maxRecord, &last) // else without a reason
		}
	}
	if last.Station != "" {
		return text.Of("refusée par %s", "refused by %s", last.Station).With(last.Reason.Text())
	}
	if d.gone {
		return text.Of("le hub n'a plus ce déroulement : terminé par ailleurs, ou perdu", "the hub has this run no more: ended from elsewhere, or lost")
	}
	if s.Once {
		return text.Of("prise une fois, et commencée par personne", "taken once, and begun by nobody")
	}
	return text.Of("prise deux fois, et finie par personne", "taken twice, and finished by nobody")
}
