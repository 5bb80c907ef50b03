package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/farm/farmtest"
	"github.com/cpslab/cps/harness/report"
)

// How large TestFarmOfPrograms is; make farm says 20 stations, 1000 shards and the whole
// suite ("").
const (
	farmStationsVariable = "CPSLAB_TEST_FARM_STATIONS"
	farmShardsVariable   = "CPSLAB_TEST_FARM_SHARDS"
	farmFilterVariable   = "CPSLAB_TEST_FARM_FILTER"
)

// farmBench is a hub and stations, each a process of this program.
type farmBench struct {
	t        *testing.T
	dir      string
	env      []string
	stations []*exec.Cmd
}

// TestFarmOfPrograms runs scenarios over stations and at once: the reports tell the same. Then a
// station is killed in mid-run: what it had that presents a code is lost and named, everything
// else is done. Times and memory are told.
func TestFarmOfPrograms(t *testing.T) {
	number := func(variable string, usual int) int {
		written := os.Getenv(variable)
		if written == "" {
			return usual
		}
		n, err := strconv.Atoi(written)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	stations, shards := number(farmStationsVariable, 3), number(farmShardsVariable, 24)
	filter, given := os.LookupEnv(farmFilterVariable)
	if !given {
		filter = "preset:cps3-healthy || preset:cps4-healthy || preset:cps3-two-activities"
	}
	b := &farmBench{t: t, dir: t.TempDir()}
	b.begin(stations)

	begun := time.Now()
	whole := b.run("run", "whole.json", "sim:", "--seed", "1", "--label-filter", filter)
	alone := time.Since(begun)
	begun = time.Now()
	spread := b.run("farm run", "spread.json", "--seed", "1", "--label-filter", filter, "--shards", strconv.Itoa(shards))
	spreading := time.Since(begun)
	if all := evidence.Diff(whole, spread); len(all) > 0 {
		why := map[string]bool{}
		for i := range spread.Scenarios {
			why[spread.Scenarios[i].Why] = true
		}
		t.Fatalf("%d differences, the first: %+v; not run: %v", len(all), all[0], slices.Sorted(maps.Keys(why)))
	}
	by := map[string]int{}
	for i := range spread.Scenarios {
		o := spread.Scenarios[i].Origin
		if o == nil || o.Fence == 0 {
			t.Fatalf("%s: done by %+v", spread.Scenarios[i].Name, o)
		}
		by[o.Station]++
	}
	if len(by) != stations {
		t.Errorf("by station: %v", by)
	}
	farmtest.Row(t, "The suite, against a run at once", fmt.Sprintf("%d scenarios in about %d shards over %d stations: the same report; %v, at once %v; most memory of a station %s",
		len(whole.Scenarios), shards, stations, spreading.Round(100*time.Millisecond), alone.Round(100*time.Millisecond), mostMemory(b.stations[0].Process.Pid)))

	killed := make(chan struct{})
	go func() {
		defer close(killed)
		said := filepath.Join(b.dir, "s0.err")
		before, _ := os.ReadFile(said) // counted below
		for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
			if now, err := os.ReadFile(said); err == nil && bytes.Count(now, []byte("\n")) > bytes.Count(before, []byte("\n")) {
				break
			}
		}
		_ = b.stations[0].Process.Kill()
		_ = b.stations[0].Wait()
	}()
	after := b.run("farm run", "killed.json", "--seed", "1", "--label-filter", filter, "--shards", strconv.Itoa(shards))
	<-killed
	// It had one shard at most: it had begun that, or died with it in its hands.
	lost := map[string]bool{}
	for i := range after.Scenarios {
		s := &after.Scenarios[i]
		switch {
		case s.Outcome == report.Passed:
		case s.Outcome != report.NotRun || s.Missed == nil || s.Missed.Cause != report.CauseShard ||
			!strings.Contains(s.Why, "s0 had begun it") && !strings.Contains(s.Why, "begun by nobody"):
			t.Errorf("%s: %s %q %+v", s.Name, s.Outcome, s.Why, s.Missed)
		default:
			lost[s.Why] = true
		}
	}
	if len(after.Scenarios) != len(whole.Scenarios) || len(lost) > 1 || after.OK != (len(lost) == 0) {
		t.Errorf("%d scenarios, lost %v, ok %v", len(after.Scenarios), lost, after.OK)
	}
	t.Logf("lost: %v", lost)
	farmtest.Row(t, "The suite, and a station killed in mid-shard", fmt.Sprintf("%d scenarios over %d stations: %d shards lost and named, the others done", len(after.Scenarios), stations, len(lost)))
}

// TestASignalDrainsAStation: the first one, in the middle of a shard, lets it finish that.
func TestASignalDrainsAStation(t *testing.T) {
	t.Parallel()
	b := &farmBench{t: t, dir: t.TempDir()}
	b.begin(0)
	traces := filepath.Join(b.dir, "traces")
	s := b.start("s", "farm", "station", "--name", "s", "--state", filepath.Join(b.dir, "s"), "--record", traces)
	drained := make(chan error, 1)
	go func() {
		const spoken = 50_000 // bytes: cards are being spoken to
		b.until("a trace grows", func() bool {
			files, _ := filepath.Glob(filepath.Join(traces, "*")) // of a pattern that is well written
			return slices.ContainsFunc(files, func(f string) bool {
				info, err := os.Stat(f)
				return err == nil && info.Size() > spoken
			})
		})
		_ = s.Process.Signal(os.Interrupt)
		drained <- s.Wait()
	}()
	run := b.run("farm run", "drained.json", "--shards", "1", "--label-filter", "effect:none")
	if err := <-drained; err != nil {
		t.Errorf("the station: %v", err)
	}
	for i := range run.Scenarios {
		if one := &run.Scenarios[i]; one.Outcome != report.Passed {
			t.Fatalf("%s: %s, %s", one.Name, one.Outcome, one.Why)
		}
	}
}

// begin starts the hub and the stations.
func (b *farmBench) begin(stations int) {
	b.t.Helper()
	env := filepath.Join(b.dir, "farm.env")
	patience := 5 * time.Second
	if stations > 5 { // as many programs as that have to wait for a processor
		patience = 30 * time.Second
	}
	b.start("hub", "farm", "hub", "--state", filepath.Join(b.dir, "hub"), "--listen", "127.0.0.1:0", "--env", env, "--patience", patience.String())
	var content []byte
	b.until("the hub", func() bool {
		content, _ = os.ReadFile(env) // not there yet
		return len(content) > 0
	})
	for line := range strings.Lines(string(content)) {
		b.env = append(b.env, strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(line), "export "), "'", ""))
	}
	for i := range stations {
		name := fmt.Sprintf("s%d", i)
		b.stations = append(b.stations, b.start(name, "farm", "station", "--name", name, "--state", filepath.Join(b.dir, name)))
	}
	b.until("all stations", func() bool {
		out, _ := b.command("farm", "status", "--lang", "en").Output()
		return strings.Contains(string(out), fmt.Sprintf("stations: %d\n", stations))
	})
}

func (b *farmBench) until(what string, holds func() bool) {
	b.t.Helper()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return
		}
	}
	b.t.Fatalf("never: %s", what)
}

func (b *farmBench) command(args ...string) *exec.Cmd {
	cmd := cpslab(b.t, args...)
	cmd.Env = append(cmd.Env, b.env...)
	return cmd
}

// start starts a process that is interrupted when the test ends.
func (b *farmBench) start(name string, args ...string) *exec.Cmd {
	b.t.Helper()
	cmd := b.command(args...)
	said, err := os.Create(filepath.Join(b.dir, name+".err"))
	if err != nil {
		b.t.Fatal(err)
	}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	_ = said.Close() // the process has it
	b.t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may be gone
		_ = cmd.Wait()
	})
	return cmd
}

// run does a command and reads the report that it wrote.
func (b *farmBench) run(command, file string, args ...string) *report.Run {
	b.t.Helper()
	path := filepath.Join(b.dir, file)
	cmd := b.command(append(strings.Fields(command), append(args, "--json", path, "--lang", "en")...)...)
	out, err := cmd.CombinedOutput()
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
		b.t.Fatal(err)
	}
	run, err := evidence.Read(path)
	if err != nil {
		b.t.Fatalf("%v\n%s", err, out)
	}
	return run
}

// mostMemory is the most memory that a process had.
func mostMemory(pid int) string {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "unknown"
	}
	_, after, _ := strings.Cut(string(content), "VmHWM:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}
