package farm

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

func (d *doing) valid() error {
	if !nameable(d.Run) {
		return badName(text.Of("pas un nom de déroulement", "not a name of a run"), d.Run)
	}
	if len(d.Parts) == 0 || len(d.Parts) > report.MaxShards {
		return bad(text.Of("de 1 à %d parts", "from 1 to %d shards", report.MaxShards))
	}
	in := map[string]bool{}
	for _, p := range d.Parts {
		for _, need := range p.Needs {
			if !labelable(need) {
				return badLabel(need)
			}
		}
		for _, n := range p.Names {
			in[n] = true
		}
	}
	if len(in) != len(d.Plan) {
		return bad(text.Of("les parts ne font pas le tout", "the shards do not make the whole"))
	}
	return nil
}

// cut makes the lanes: one for all shards that need the same.
func (d *doing) cut() {
	byKind := map[string]int{}
	for i, p := range d.Parts {
		needs := slices.Sorted(slices.Values(p.Needs))
		kind := fmt.Sprint(p.Once, needs)
		at, known := byKind[kind]
		if !known {
			at = len(d.lanes)
			byKind[kind] = at
			d.lanes = append(d.lanes, lane{
				Schema: schema, Run: d.Run, Name: fmt.Sprintf("%s-%d", d.Run, at+1), Title: d.Title, Version: d.Head.Environment.Version,
				Needs: needs, Once: p.Once, Total: len(d.Parts), Opened: time.Now(),
			})
		}
		d.lanes[at].Shards++
		d.laneOf = append(d.laneOf, at)
		d.missing[i+1] = true
	}
}

// give opens the lanes and puts the shards there.
func (d *doing) give(ctx context.Context) error {
	for _, l := range d.lanes {
		deliveries := 2
		if l.Once {
			deliveries = 1
		}
		if err := d.q.Open(ctx, l.Name, deliveries); err != nil {
			return err
		}
	}
	for i := range d.Parts {
		if err := d.put(ctx, i+1, ""); err != nil {
			return err
		}
	}
	if err := d.keep(ctx); err != nil {
		return err
	}
	for _, l := range d.lanes { // last: stations begin when all is there
		if _, err := d.q.Book(Lanes).Create(ctx, l.Name, encode(l)); err != nil {
			return err
		}
	}
	return nil
}

func (d *doing) shard(index int) Shard {
	p := d.Parts[index-1]
	return Shard{Schema: schema, Run: d.Run, Index: index, Total: len(d.Parts), Once: p.Once, Version: d.Head.Environment.Version, Body: p.Body}
}

// put gives a shard; again tells one that was refused from the first.
func (d *doing) put(ctx context.Context, index int, again string) error {
	s := d.shard(index)
	return d.q.Put(ctx, d.lanes[d.laneOf[index-1]].Name, s.key()+again, encode(s))
}

// shut ends the lanes: nothing more of the run is begun.
func (d *doing) shut(ctx context.Context) {
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	for _, l := range d.lanes {
		if e, err := d.q.Book(Lanes).Get(ending, l.Name); err == nil {
			_ = d.q.Book(Lanes).Delete(ending, l.Name, e.Revision) // else it ends by itself
		}
		_ = d.q.Shut(ending, l.Name) // stations find nothing there but what is no use
	}
}
