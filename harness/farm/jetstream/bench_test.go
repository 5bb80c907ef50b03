package jetstream_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/jetstream"
	"github.com/cpslab/cps/harness/report"
)

// instant is a station whose work takes no time.
func instant(name string) *farm.Station {
	return &farm.Station{
		Name: name, Version: "1", Readers: []farm.Reader{{Name: "sim:", Key: name}},
		Work: func(_ context.Context, task farm.Task) (*report.Run, error) {
			run := head
			run.Scenarios, run.Useful = []report.Scenario{{Name: fmt.Sprintf("scenario %d", task.Shard.Index-1), Outcome: report.Passed}}, 1
			return &run, nil
		},
	}
}

// BenchmarkShards is what the farm itself takes: shards without work, of which each fourth is
// claimed, over stations that have a connection each, and a hub that writes to the disk.
func BenchmarkShards(b *testing.B) {
	for _, stations := range []int{1, 20} {
		b.Run(fmt.Sprintf("stations=%d", stations), func(b *testing.B) {
			hub, err := jetstream.StartHub(jetstream.HubConfig{Listen: "127.0.0.1:0", Folder: b.TempDir(), Token: token})
			if err != nil {
				b.Fatal(err)
			}
			defer hub.Close()
			open := func(name string) *jetstream.Queue {
				q, err := jetstream.Connect(b.Context(), jetstream.Config{Address: hub.Address(), Token: token, Name: name})
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { _ = q.Close() })
				return q
			}
			ctx, stop := context.WithCancel(b.Context())
			var serving sync.WaitGroup
			defer serving.Wait()
			defer stop()
			for i := range stations {
				name := fmt.Sprintf("s%d", i)
				s := instant(name)
				q := open(name)
				serving.Go(func() { _ = s.Serve(ctx, q, nil) }) // ended by stop
			}
			giver := open("run")
			const shards = 100
			done := 0
			for b.Loop() {
				j := job(shards, 0)
				if run, err := farm.Do(b.Context(), giver, j); err != nil || len(run.Scenarios) != shards {
					b.Fatal(err)
				}
				done += shards
			}
			b.ReportMetric(float64(done)/b.Elapsed().Seconds(), "shards/s")
			if kB, err := strconv.ParseFloat(strings.TrimSuffix(most(os.Getpid()), " kB"), 64); err == nil {
				b.ReportMetric(kB, "kB-most") // of hub, stations and giver together
			}
			b.ReportMetric(0, "ns/op") // of a run of a hundred: shards/s says it
		})
	}
}
