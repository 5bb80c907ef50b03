//go:build !nosuite

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/cpslab/cps/cmd/cpslab/early"
	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
	"github.com/cpslab/cps/simulator"
)

// shardBody is what a shard asks of a station: scenarios of a run that both can list. Nothing
// in it says what is allowed on a card.
type shardBody struct {
	Reader string   `json:"reader"` // "sim:", "sim:PRESET" or "pcsc:"
	Labels string   `json:"labels"`
	Focus  []string `json:"focus,omitempty"`
	Seed   int64    `json:"seed"`
	Lang   string   `json:"lang"`
	Plan   string   `json:"plan"` // SHA-256 of the names of all scenarios, in order
	At     []int    `json:"at"`   // which of them
}

// options are those of the run that a shard is of.
func (b shardBody) options(version string) scenarios.RunOptions {
	return scenarios.RunOptions{
		Options: scenarios.Options{Reader: b.Reader, Lang: b.Lang}, LabelFilter: b.Labels, Focus: b.Focus, Seed: b.Seed, Version: version,
	}
}

// planDigest tells two lists of scenarios apart.
func planDigest(specs []scenarios.Planned) string {
	h := sha256.New()
	for _, s := range specs {
		h.Write([]byte(s.Name + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// worker does shards on the cards of this machine.
type worker struct {
	version string
	sets    map[string]*readers.Set // by the name of the reader, for as long as the station lives: a refused PIN is remembered
	again   func(reader, name string) string
	traces  *shardTraces // nil keeps none

	mu    sync.Mutex // protects plans
	plans map[string][]scenarios.Planned
}

func refused(fr, en string, args ...any) error {
	return text.NewError(text.Of(fr, en, args...), text.Text{})
}

// body understands what a shard asks.
func (w *worker) body(task farm.Task) (b shardBody, specs []scenarios.Planned, err error) {
	if err := json.Unmarshal(task.Shard.Body, &b); err != nil {
		return b, nil, refused("la part ne se lit pas", "the shard cannot be read")
	}
	if b.Lang != "fr" {
		b.Lang = "en"
	}
	if err := addressed(b.Reader, task.Reader); err != nil {
		return b, nil, err
	}
	specs, err = w.plan(b)
	return b, specs, err
}

// addressed says why a station does not take an address: before it is opened, or the reason
// would tell the hub what stands in a file.
func addressed(asked, own string) error {
	scheme, name, _ := strings.Cut(asked, ":")
	kind, _, _ := strings.Cut(own, ":")
	switch {
	case scheme != kind:
		return refused("la part demande « %s », et ce lecteur est %s", "the shard asks for “%s”, and this reader is %s", text.Printable(asked), own)
	case scheme == readers.SchemePCSC && name != "":
		return refused("la part nomme un lecteur, que la station choisit", "the shard names a reader, which the station chooses")
	case scheme == readers.SchemeSim && name != "" && !slices.Contains(simulator.PresetNames(), name):
		return refused("« %s » n'est pas une carte de la galerie, et aucun fichier n'est ouvert pour un hub", "“%s” is no card of the gallery, and no file is opened for a hub", text.Printable(name))
	}
	return nil
}

// plan lists the scenarios of a run, once for all its shards.
func (w *worker) plan(b shardBody) ([]scenarios.Planned, error) {
	b.At = nil
	key, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if specs := w.plans[string(key)]; specs != nil {
		return specs, nil
	}
	_, specs, err := scenarios.Plan(b.options(w.version))
	if err != nil {
		return nil, err
	}
	if len(w.plans) > 8 || w.plans == nil {
		w.plans = map[string][]scenarios.Planned{}
	}
	w.plans[string(key)] = specs
	return specs, nil
}

// check says why this station does not do a shard: it decides by itself what may reach a
// card here, whatever the hub says of the shard.
func (w *worker) check(ctx context.Context, task farm.Task) error {
	b, specs, err := w.body(task)
	if err != nil {
		return err
	}
	if set := w.sets[task.Reader]; set != nil && strings.HasPrefix(task.Reader, readers.SchemePCSC+":") {
		if found, err := set.Find(ctx, readers.Address{Scheme: readers.SchemePCSC}); err != nil {
			return err
		} else if !found.State.HasCard() {
			return refused("pas de carte dans %s", "no card in %s", task.Reader)
		}
	}
	switch {
	case b.Plan != planDigest(specs):
		return refused("la part est d'une autre suite de scénarios", "the shard is of another suite of scenarios")
	case len(b.At) == 0:
		return refused("une part vide", "an empty shard")
	}
	for _, at := range b.At {
		switch {
		case at < 0 || at >= len(specs):
			return refused("la part demande un scénario qui n'existe pas", "the shard asks for a scenario that does not exist")
		case specs[at].Presents && !task.Shard.Once:
			return refused("la part présente un code et dit qu'elle peut être refaite", "the shard presents a code and says that it may be done again")
		}
	}
	return nil
}

// work runs a shard.
func (w *worker) work(ctx context.Context, task farm.Task) (*report.Run, error) {
	b, specs, err := w.body(task)
	if err != nil {
		return nil, err
	}
	o := b.options(w.version)
	o.Readers = w.sets[task.Reader]
	for _, at := range b.At {
		o.Only = append(o.Only, specs[at].Name)
	}
	o.Shard.Index, o.Shard.Total = task.Shard.Index, task.Shard.Total
	o.Again = func(s *report.Scenario) string { return w.again(b.Reader, s.Name) }
	o.Begun = early.Alone // the first signal drains the station, and the shard goes on
	var whole *report.Run
	o.Whole = func(run *report.Run) { whole = run }
	if w.traces != nil {
		if err := w.traces.begin(task); err != nil {
			return nil, err
		}
	}
	_, err = scenarios.Run(ctx, o)
	if w.traces != nil {
		w.traces.end()
	}
	if err != nil {
		return nil, err
	}
	return whole, nil
}

// keptPIN asks for a PIN once for all shards: what a descriptor gave is gone, and nobody
// stands by a station to type it again. It is never presented to a card that refused it: that
// is the guard's memory, which lasts as long.
func keptPIN(source harness.PINFunc) harness.PINFunc {
	if source == nil {
		return nil
	}
	var mu sync.Mutex
	var kept []byte
	return func(ctx context.Context, left int) ([]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		if kept == nil {
			pin, err := source(ctx, left)
			if err != nil {
				return nil, err
			}
			if len(pin) == 0 {
				return nil, errors.ErrUnsupported
			}
			kept = slices.Clone(pin)
			return pin, nil
		}
		return slices.Clone(kept), nil
	}
}
