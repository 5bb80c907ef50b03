//go:build !nosuite

package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/scenarios"
)

// What a hub may not ask of a station, whatever it says: refused with the reason, before
// anything is begun.
func TestWhatAStationRefuses(t *testing.T) {
	t.Parallel()
	w := &worker{version: "1", sets: map[string]*readers.Set{}}
	good := shardBody{Reader: "sim:cps3-healthy", Seed: 1, Lang: "en"}
	_, specs, err := scenarios.Plan(good.options("1"))
	if err != nil {
		t.Fatal(err)
	}
	presents := slices.IndexFunc(specs, func(s scenarios.Planned) bool { return s.Presents })
	harmless := slices.IndexFunc(specs, func(s scenarios.Planned) bool { return !s.Presents })
	if presents < 0 || harmless < 0 {
		t.Fatal("the suite has not both kinds")
	}
	good.Plan, good.At = planDigest(specs), []int{harmless}
	for name, c := range map[string]struct {
		change func(*shardBody)
		reader string // of the station
		once   bool
		said   string // "" where it is taken
	}{
		"as it should be":           {nil, "sim:", false, ""},
		"a code, and it says so":    {func(b *shardBody) { b.At = []int{presents} }, "sim:", true, ""},
		"a code, said not to":       {func(b *shardBody) { b.At = []int{harmless, presents} }, "sim:", false, "presents a code"},
		"another kind of reader":    {nil, "pcsc:ACME", false, "this reader is pcsc:ACME"},
		"a reader by its name":      {func(b *shardBody) { b.Reader = "pcsc:OTHER" }, "pcsc:ACME", false, "which the station chooses"},
		"a file of the station":     {func(b *shardBody) { b.Reader = "sim:" + "../mine.yaml" }, "sim:", false, "no file is opened for a hub"},
		"a trace of the station":    {func(b *shardBody) { b.Reader = "trace:/tmp/t.jsonl" }, "sim:", false, "this reader is sim:"},
		"another suite":             {func(b *shardBody) { b.Plan = strings.Repeat("0", 64) }, "sim:", false, "another suite"},
		"a secret of the station":   {func(b *shardBody) { b.Reader = "sim:/etc/passwd" }, "sim:", false, "no file is opened for a hub"},
		"nothing":                   {func(b *shardBody) { b.At = nil }, "sim:", false, "an empty shard"},
		"what does not exist":       {func(b *shardBody) { b.At = []int{len(specs)} }, "sim:", false, "does not exist"},
		"what does not exist, less": {func(b *shardBody) { b.At = []int{-1} }, "sim:", false, "does not exist"},
		"a filter that is none":     {func(b *shardBody) { b.Labels = "((" }, "sim:", false, "(("},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := good
			if c.change != nil {
				c.change(&b)
			}
			content, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			err = w.check(t.Context(), farm.Task{Shard: farm.Shard{Once: c.once, Body: content}, Reader: c.reader})
			if c.said == "" && err != nil || c.said != "" && (err == nil || !strings.Contains(err.Error(), c.said)) {
				t.Errorf("got %v, want %q", err, c.said)
			}
		})
	}
	if err := w.check(t.Context(), farm.Task{Reader: "sim:", Shard: farm.Shard{Body: []byte(`{"at":"all"}`)}}); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("a body that is none: %v", err)
	}
}
