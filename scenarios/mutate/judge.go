package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// trial is what is known of one mutant.
type trial struct {
	*mutant
	fate  fate
	left  []string // scenarios that can notice it and have not run against it
	loose bool     // others may notice it too
	tries int
}

// Mutants share processes as long as that pays: for so many tries of each, and
// down to so many mutants a process.
const (
	sharedTries   = 20
	sharedMutants = 5
)

// judgeAll returns the fates in the order of the mutants. progress is called
// with how many are done, from one goroutine at a time.
func (r *runner) judgeAll(ctx context.Context, mutants []*mutant, progress func(done int)) ([]fate, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	trials := make([]trial, len(mutants))
	var mu sync.Mutex // protects done and serialises progress
	done := 0
	count := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		done += n
		progress(done)
	}
	var wait sync.WaitGroup
	for w := range r.workers {
		var part []*trial
		for i := w; i < len(mutants); i += r.workers {
			trials[i].mutant = mutants[i]
			part = append(part, &trials[i])
		}
		wait.Go(func() {
			if err := r.judgePart(ctx, w, part, count); err != nil {
				cancel(err)
			}
		})
	}
	wait.Wait()
	fates := make([]fate, len(mutants))
	for i := range trials {
		fates[i] = trials[i].fate
	}
	return fates, context.Cause(ctx)
}

// judgePart is the work of one worker.
func (r *runner) judgePart(ctx context.Context, worker int, part []*trial, count func(int)) error {
	var open []*trial
	for _, t := range part {
		t.left, t.loose = r.noticing(t.mutant)
		if len(t.left) > 0 {
			t.fate = survived
			open = append(open, t)
		}
	}
	count(len(part) - len(open))
	for round := 0; ; round++ {
		plan := planOf(open)
		if len(plan) < sharedMutants {
			break
		}
		if err := r.shared(ctx, fmt.Sprintf("%d-%d", worker, round), plan); err != nil {
			return err
		}
		before := len(open)
		open = stillOpen(open)
		count(before - len(open))
	}
	for _, t := range open {
		if err := r.alone(ctx, t); err != nil {
			return err
		}
		count(1)
	}
	return nil
}

// planOf gives as many mutants as possible a scenario each.
func planOf(open []*trial) map[string]*trial {
	plan := map[string]*trial{}
	for _, t := range open {
		if t.loose || t.tries == sharedTries {
			continue
		}
		for _, name := range t.left {
			if plan[name] == nil {
				plan[name] = t
				break
			}
		}
	}
	return plan
}

func stillOpen(trials []*trial) []*trial {
	var open []*trial
	for _, t := range trials {
		if !t.fate.killed() && (len(t.left) > 0 || t.loose) {
			open = append(open, t)
		}
	}
	return open
}

// shared runs scenarios in one process, each against its own mutant. A scenario
// that the process did not come to stays open, and its mutant runs alone.
func (r *runner) shared(ctx context.Context, name string, plan map[string]*trial) error {
	ids := map[string]int{}
	for spec, t := range plan {
		ids[spec] = t.id
	}
	raw, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	file := filepath.Join(r.temp, "plan-"+name+".json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		return err
	}
	notes := filepath.Join(r.temp, "notes-"+name+".json")
	_, out, err := r.start(ctx, nil, "CPSLAB_MUTANT=0", "CPSLAB_MUTANT_PLAN="+file, "CPSLAB_MUTANT_NOTES="+notes)
	if err != nil {
		return err
	}
	told, err := readSpecs(notes)
	if err != nil {
		return fmt.Errorf("the suite told nothing: %w\n%s", err, out)
	}
	ran := map[string]bool{}
	for _, s := range told {
		t := plan[s.Name]
		if t == nil || s.Skipped || s.Mutant != t.id {
			continue
		}
		ran[s.Name] = true
		if !s.Passed {
			t.fate = failed
		}
	}
	for spec, t := range plan {
		if ran[spec] {
			t.left = slices.DeleteFunc(t.left, func(name string) bool { return name == spec })
			t.tries++
		} else {
			t.tries = sharedTries
		}
	}
	return nil
}

// alone runs a mutant in processes of its own.
func (r *runner) alone(ctx context.Context, t *trial) error {
	names := t.left
	if len(names) > sharedTries {
		got, _, err := r.once(ctx, t.id, names[:sharedTries], "")
		if t.fate = got; err != nil || got.killed() {
			return err
		}
		names = names[sharedTries:]
	}
	if t.loose {
		names = nil // every scenario
	}
	got, _, err := r.once(ctx, t.id, names, "")
	t.fate = got
	return err
}
